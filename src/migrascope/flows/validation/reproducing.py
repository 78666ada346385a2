"""How far are the published estimates reproduced, and is the explanation true?

For each sex: our tables from the stocks that the authors had, compared as they are;
and those that rest on births, deaths and population once more with the authors' areas
and the net migration that their tables imply. What then agrees was a matter of inputs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import polars as pl

from migrascope.flows import methods as registry
from migrascope.flows.account import Account
from migrascope.flows.table import FlowTable
from migrascope.flows.validation.published import (
    NET,
    Published,
    Reproduction,
    compare,
    largest_differences,
    like_theirs,
)
from migrascope.flows.validation.validation import Sentence
from migrascope.language.grammar import listing
from migrascope.language.numbers import percent, rounded
from migrascope.model import area

HEADING = "The published estimates reproduced"
AS_PREPARED = "from our inputs"
THEIR_INPUTS = "with their areas and net migration"

FROM_STOCKS = frozenset({"sd_drop_neg", "sd_rev_neg"})
"""Methods that read nothing but the stocks."""

BOTH = "_T"
SEX_NAMES = {BOTH: "both sexes", "F": "women", "M": "men"}

SCHEMA: dict[str, type[pl.DataType]] = {
    "start": pl.Int64,
    "end": pl.Int64,
    "sex": pl.String,
    "method": pl.String,
    "made": pl.String,
    "corridors": pl.Int64,
    "equal": pl.Float64,
    "within_1": pl.Float64,
    "within_10": pl.Float64,
    "correlation": pl.Float64,
    "ours": pl.Float64,
    "theirs": pl.Float64,
    "factor": pl.Float64,
    "spread": pl.Float64,
    "ours_only": pl.String,
    "theirs_only": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class Reproduced:
    """One method of one sex and interval: as it is, and with the published inputs."""

    plain: Reproduction
    again: Reproduction | None


def reproduce(
    account: Account, tables: Sequence[FlowTable], published: Published
) -> Iterator[Reproduced]:
    """Compare each table that was published; once more with the published inputs."""
    again = like_theirs(account, published) if NET in published.persons else None
    for table in tables:
        if table.method not in published.persons:
            continue
        plain = compare(table, published)
        other = None
        if again is not None and not plain.exact:
            other = compare(registry.get(table.method).estimate(again), published)
        yield Reproduced(plain, other)


def rows(found: Sequence[Reproduced]) -> list[dict[str, object]]:
    """The rows of the table of reproductions."""
    listed = []
    for each in found:
        for made, part in ((AS_PREPARED, each.plain), (THEIR_INPUTS, each.again)):
            if part is None:
                continue
            facts = asdict(part)
            interval = facts.pop("interval")
            listed.append(
                {
                    **facts,
                    "start": interval["start"].year,
                    "end": interval["end"].year,
                    "made": made,
                    "ours_only": " ".join(part.ours_only),
                    "theirs_only": " ".join(part.theirs_only),
                }
            )
    return listed


def differences(
    tables: Sequence[FlowTable], published: Published, *, top: int = 3
) -> list[pl.DataFrame]:
    """The corridors that differ most, one frame for each method that was published."""
    return [
        largest_differences(table, published, top=top)
        for table in tables
        if table.method in published.persons
    ]


def sentences(
    found: Sequence[Reproduced], published: Published, *, ours: str
) -> Iterator[Sentence]:
    """What the comparison shows; `ours` names our editions of births and deaths."""
    about = f"{published.interval}, {SEX_NAMES[published.sex]}"
    exact = [each.plain for each in found if each.plain.exact]
    if exact:
        counts = listing([f"{each.method} ({each.corridors:,})" for each in exact])
        yield Sentence(
            HEADING,
            about,
            f"Every corridor is equal to the person: {counts}.{_strangers(exact)}",
        )
    wrong = [
        each.plain
        for each in found
        if each.plain.method in FROM_STOCKS and not each.plain.exact
    ]
    for each in wrong:
        yield Sentence(
            HEADING,
            about,
            f"{each.method} rests on stocks alone and should be equal, but only "
            f"{percent(each.equal, decimals=1)} of {each.corridors:,} corridors are: "
            f"the stocks are not those that {published.edition} was made from.",
        )
    rest = [
        pair
        for pair in found
        if not pair.plain.exact and pair.plain.method not in FROM_STOCKS
    ]
    if published.sex == BOTH:
        for pair in rest:
            yield Sentence(HEADING, about, _explained(pair, ours, published.prospects))
    elif rest:
        yield Sentence(HEADING, about, _in_short(rest))


def _explained(pair: Reproduced, ours: str, prospects: str) -> str:
    plain, again = pair.plain, pair.again
    if plain.proportional:
        text = (
            f"{plain.method}: theirs are ours times {plain.factor:.4f} in every "
            "corridor over 1,000 (the ratios spread by "
            f"{percent(plain.spread, decimals=2)}), so the shares are the same and "
            "only the number of movers differs, "
            f"{rounded(plain.theirs)} against {rounded(plain.ours)}: it is taken from "
            f"net migration, which is of {ours} here and of {prospects} there."
        )
        if again is not None:
            text += (
                f" With the net migration of their own tables the factor is "
                f"{again.factor:.4f}."
            )
        return text
    text = (
        f"{plain.method}: {percent(plain.within_10)} of {plain.corridors:,} corridors "
        f"within 10 % (correlation {_number(plain.correlation)}, "
        f"{rounded(plain.ours)} movers against {rounded(plain.theirs)})."
    )
    if again is None:
        return text
    text += (
        f" With their areas and net migration {percent(again.within_10)} (correlation "
        f"{_number(again.correlation)}, {rounded(again.ours)} movers): "
    )
    gained = again.within_10 - plain.within_10
    left = 1.0 - again.within_10
    if gained > left:
        return text + (
            "most of the difference is the population, births and deaths, which are "
            f"{ours} here and {prospects} there. Their births and deaths would be "
            "needed for the rest; their tables do not tell them."
        )
    if gained > 0:
        return text + (
            f"a part of the difference is population, births and deaths ({ours} here, "
            f"{prospects} there); the larger part is not explained by them."
        )
    return text + "the inputs do not explain the difference."


def _in_short(rest: Sequence[Reproduced]) -> str:
    told = [
        f"{pair.plain.method} {percent(pair.plain.within_10)}"
        + (f" ({percent(pair.again.within_10)})" if pair.again is not None else "")
        for pair in rest
    ]
    return (
        "Corridors within 10 %, and in brackets with their areas and net migration: "
        f"{listing(told)}."
    )


def _strangers(exact: Sequence[Reproduction]) -> str:
    ours = sorted({code for each in exact for code in each.ours_only})
    theirs = sorted({code for each in exact for code in each.theirs_only})
    text = ""
    if ours:
        text += f" They leave out {listing([area.name(code) for code in ours])}."
    if theirs:
        text += f" They have {listing([area.name(code) for code in theirs])} besides."
    return text


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.4f}"
