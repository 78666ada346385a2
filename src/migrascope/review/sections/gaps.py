"""Which figures are missing?"""

from __future__ import annotations

from collections.abc import Sequence

from migrascope.indicators import gaps, registry
from migrascope.indicators.gaps import BREAKDOWNS, SINCE, Gap
from migrascope.indicators.registry import Indicator
from migrascope.language.grammar import capital, number_word
from migrascope.review.context import Context
from migrascope.review.model import (
    Column,
    Exhibit,
    Kind,
    Section,
    Sentence,
    Table,
    TableCell,
)

TITLE = "Gaps in the data"


def section(context: Context) -> Section:
    """For each indicator: the years that exist since 2015, and the breakdowns."""
    every = registry.everything()
    years = range(SINCE, context.today.year)
    found = [(meta, gaps.gap(context.series(meta.code), years)) for meta in every]
    empty = sum(not gap.exists for _, gap in found)
    status = sum(gap.has("status") for _, gap in found)
    table = Table(
        "gaps",
        f"Figures that exist for {context.inside} since {SINCE}",
        (
            Column("indicator", "Indicator"),
            Column("newest", "Newest", Kind.YEAR),
            Column("missing", f"Missing {SINCE}–{years[-1]}"),
            Column("sex", "By sex"),
            Column("age", "By age"),
            Column("status", "By migratory status"),
        ),
        tuple(_row(meta, gap) for meta, gap in found),
    )
    finding = (
        f"{_some(len(found) - empty, len(found))} indicators have a figure; "
        f"{_few(status)} broken down by migratory status"
    )
    return Section(
        "gaps",
        TITLE,
        _lead(context, found, empty),
        exhibits=(Exhibit(finding, table, ()),),
    )


def _lead(
    context: Context, found: Sequence[tuple[Indicator, Gap]], empty: int
) -> Sentence:
    if empty == len(found):
        return Sentence(
            f"None of the {len(found)} indicators followed here has a figure for "
            f"{context.inside}."
        )
    if empty == 0:
        return Sentence(
            f"Each of the {len(found)} indicators followed here has at least one "
            f"figure for {context.inside}, but not for every year or group of people."
        )
    verb = "has" if empty == 1 else "have"
    return Sentence(
        f"{capital(number_word(empty))} of {len(found)} indicators followed here "
        f"{verb} no figure at all for {context.inside}."
    )


def _some(number: int, of: int) -> str:
    if number == of:
        return f"All {of}"
    return f"None of {of}" if number == 0 else f"{number} of {of}"


def _few(number: int) -> str:
    return (
        f"{number_word(number) if number else 'none'} {'is' if number < 2 else 'are'}"
    )


def _row(meta: Indicator, gap: Gap) -> tuple[TableCell, ...]:
    name = f"{meta.code} {meta.name}" if meta.sdg else meta.name
    if not gap.exists:
        return (name, None, "all years", *("no" for _ in BREAKDOWNS))
    missing = gaps.spans(gap.missing) if gap.missing else "none"
    broken = (_told(gap.years_by(breakdown)) for breakdown in BREAKDOWNS)
    return (name, gap.years[-1], missing, *broken)


def _told(years: tuple[int, ...]) -> str:
    return f"yes, to {years[-1]}" if years else "no"
