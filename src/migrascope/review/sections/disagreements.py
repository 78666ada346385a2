"""Where do the sources say different things about the same?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from migrascope.indicators.evidence import plain, settle
from migrascope.indicators.rows import Row, added
from migrascope.language.grammar import capital, count, number_word
from migrascope.language.numbers import exact
from migrascope.model import measure as measures
from migrascope.model.estimate import Estimate
from migrascope.review.context import Context
from migrascope.review.exhibits import editions_of
from migrascope.review.model import (
    Column,
    Exhibit,
    Kind,
    Number,
    Section,
    Sentence,
    Table,
)

TITLE = "Where sources disagree"

COMPARED = (
    "population",
    "migrant_stock",
    "refugees",
    "asylum_seekers",
    "idps",
    "net_migration",
    "remittances_received",
    "remittances_paid",
    "gdp",
)
LEAST = 0.01
"""Differences below one in a hundred are rounding, and are left out."""


@dataclass(frozen=True, slots=True)
class Rival:
    """What two or more datasets say about one thing in one year."""

    measure: str
    year: int
    figures: tuple[tuple[str, Estimate], ...]

    @property
    def gap(self) -> float:
        """The difference as a share of the larger figure."""
        values = [figure.value or 0.0 for _, figure in self.figures]
        largest = max(abs(value) for value in values)
        return (max(values) - min(values)) / largest if largest else 0.0


def section(context: Context) -> Section:
    """The newest year of each measure for which two sources have a figure."""
    if context.is_group:
        return Section(
            "disagreements",
            TITLE,
            Sentence(
                "Sources are compared country by country: see the reviews of the "
                f"{len(context.members)} members."
            ),
        )
    compared = list(_rivals(context))
    apart = sorted(
        (rival for rival in compared if rival.gap >= LEAST), key=lambda r: -r.gap
    )
    return Section(
        "disagreements",
        TITLE,
        _lead(context, len(compared), len(apart)),
        exhibits=(_exhibit(context, apart),) if apart else (),
    )


def _lead(context: Context, compared: int, apart: int) -> Sentence:
    if not compared:
        return Sentence(
            f"No figure for {context.inside} is published by two of the sources used "
            "here for the same year, so none could be compared."
        )
    if not apart:
        differs = "it does not differ" if compared == 1 else "none differs"
        return Sentence(
            f"{capital(count(compared, 'figure'))} could be compared between sources; "
            f"{differs} by one per cent or more."
        )
    if compared == 1:
        return Sentence(
            "The one figure that two or more sources publish for the same year differs "
            "by one per cent or more."
        )
    verb = "differs" if apart == 1 else "differ"
    return Sentence(
        f"Of {count(compared, 'figure')} that two or more sources publish for the same "
        f"year, {number_word(apart)} {verb} by one per cent or more."
    )


def _exhibit(context: Context, apart: list[Rival]) -> Exhibit:
    table = Table(
        "disagreements",
        f"Figures for {context.inside} that differ between sources",
        (
            Column("measure", "What"),
            Column("year", "Year", Kind.YEAR),
            Column("source", "Source"),
            Column("when", "Refers to"),
            Column("figure", "Figure", Kind.NUMBER, "people or US$"),
        ),
        tuple(
            (
                capital(measures.get(rival.measure).name_plural),
                rival.year,
                _source(context, figure),
                str(figure.period),
                Number(
                    rival.measure, context.area, figure, breakdown=f"dataset={name}"
                ),
            )
            for rival in apart
            for name, figure in rival.figures
        ),
    )
    widest = apart[0]
    finding = (
        f"The widest gap is in {measures.get(widest.measure).name_plural}: "
        f"{exact(100 * widest.gap)} % in {widest.year}"
    )
    return Exhibit(
        finding,
        table,
        editions_of(table),
        note="Part of a difference can be the day that a figure refers to, the "
        "definition, or a later revision: see the caveats.",
    )


def _rivals(context: Context) -> Iterator[Rival]:
    for measure in COMPARED:
        years: defaultdict[int, dict[str, Estimate]] = defaultdict(dict)
        datasets: defaultdict[str, list[Row]] = defaultdict(list)
        for row in context.evidence.rows_here(measure, context.area):
            if plain(row) and row.year <= context.today.year and row.obs_status != "F":
                datasets[row.dataset].append(row)
        for name, rows in datasets.items():
            settled, _ = settle(measure, rows)
            for year, found in settled.items():
                figure = added(found, formula="sum over origins and sexes")
                if figure.value is not None:
                    years[year][name] = figure
        both = [year for year, figures in years.items() if len(figures) > 1]
        if both:
            year = max(both)
            yield Rival(measure, year, tuple(sorted(years[year].items())))


def _source(context: Context, figure: Estimate) -> str:
    edition = context.evidence.editions.get(figure.cells[0].edition)
    return f"{edition.publisher}, {edition.title}" if edition else ""
