"""How are findings put into words that are right for any data?

Sentences that several chapters need: how a series moved, who the largest partners
are. Every wording covers one, none, many, rising, falling and missing.
"""

from __future__ import annotations

from itertools import dropwhile

from migrascope.indicators.series import Series
from migrascope.language.grammar import listing, moved
from migrascope.language.numbers import rounded
from migrascope.model.estimate import Estimate
from migrascope.model.observation import Status
from migrascope.review.context import Context
from migrascope.review.model import Sentence
from migrascope.review.partners import Corridors


def trend(series: Series, subject: str, *, since: int = 1990) -> str:
    """How a series moved from its first to its last figure, as a finding.

    `subject` is singular and opens the sentence: "The number of migrants".
    """
    known = [
        figure
        for figure in series.estimates
        if figure.value is not None and figure.period.year >= since
    ]
    if not known:
        return f"{subject} is not published"
    if series.unit == "USD":
        # a zero of money in the first years is a country that did not report yet
        known = list(dropwhile(lambda figure: not figure.value, known)) or known
    first, last = known[0], known[-1]
    if len(known) == 1:
        return f"{subject} is known for one year only, {last.period.year}"
    how = moved(first.value or 0.0, last.value or 0.0)
    return f"{subject} {how} between {first.period.year} and {last.period.year}"


def naming(context: Context, found: Corridors, verb: str, subject: str) -> str:
    """Who the largest partners are: "Most came from A, B and C (2024)"."""
    if not found:
        return ""
    year = found.years[-1]
    ranked = list(found.ranked(year))
    named = [
        context.partner_inside(partner)
        for partner, _ in ranked
        if not partner.startswith("X:")
    ][:3]
    if not named:
        return f"{subject} is not known for {year}"
    if len(ranked) == 1:
        return f"All {verb} {named[0]} ({year})"
    return f"The largest numbers {verb} {listing(named)} ({year})"


def earlier_year(found: Corridors) -> int | None:
    """A year to compare the newest with: the first since 2000, if it is another."""
    earlier = [year for year in found.years if year >= 2000][:-1]
    return earlier[0] if earlier else None


OLD = 6
"""Years after which a figure is said to be the newest that there is."""


def is_old(context: Context, figure: Estimate) -> bool:
    """True when a reader would expect that there is a newer figure."""
    return context.today.year - figure.period.year > OLD


def doubts(context: Context, figure: Estimate | None) -> tuple[Sentence, ...]:
    """What to say of the newest figure: that it is old, or provisional."""
    if figure is None:
        return ()
    year = figure.period.year
    if is_old(context, figure):
        return (
            Sentence(
                f"Nothing newer than the figure of {year} is published in the sources "
                "used here."
            ),
        )
    if figure.status is Status.PROVISIONAL:
        return (Sentence(f"The figures of {year} are provisional."),)
    return ()


def people(number: float, *, one: str = "one person", many: str = "people") -> str:
    """So many people: "no people", "one person", "1,250 people"."""
    if number == 1:
        return one
    return f"{'no' if number == 0 else rounded(number)} {many}"


def at(figure: Estimate) -> str:
    """When a figure was, as the opening of a sentence: "At the end of 2024"."""
    when = str(figure.period)
    if when.startswith("end of"):
        return f"At the {when}"
    return f"In {when}"
