"""Where do people and money come from, and where do they go?

Figures of one area by partner: origins of its immigrants, destinations of its
emigrants, countries of asylum of its refugees, senders of its remittances. One
dataset speaks for the whole list; residuals (unknown, stateless, other) stay in the
list and in the total, so that shares add up to one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.preferences import Choice, choose, says_something
from migrascope.indicators.rows import Row, added, with_choice
from migrascope.indicators.totals import partners, plain, settle
from migrascope.model import area as areas
from migrascope.model.estimate import Estimate, ratio, total
from migrascope.model.observation import TOTAL
from migrascope.model.period import Period


@dataclass(frozen=True, slots=True)
class Ranking:
    """Partners of an area at one time, the largest first.

    `entries` are pairs of partner id and figure; `total` is their sum.
    """

    measure: str
    area: str
    period: Period
    entries: tuple[tuple[str, Estimate], ...]
    total: Estimate

    def top(self, count: int) -> tuple[tuple[str, Estimate], ...]:
        """The largest countries and areas, residuals left out."""
        named = [each for each in self.entries if not is_residual(each[0])]
        return tuple(named[:count])

    def share(self, partner: str) -> Estimate:
        """The share of one partner in the total, in percent.

        Raises:
            KeyError: the partner is not in the list.
        """
        return ratio(
            dict(self.entries)[partner],
            self.total,
            factor=100,
            unit="PT",
            formula=f"{partner} ÷ all partners × 100",
        )


def origins(
    evidence: Evidence, measure: str, area: str, *, year: int | None = None
) -> Ranking | None:
    """Who is counted in the area, by origin; the newest year, or the one asked for."""
    return _ranking(measure, area, by_origin(evidence, measure, area), year)


def destinations(
    evidence: Evidence, measure: str, area: str, *, year: int | None = None
) -> Ranking | None:
    """Who from the area is counted elsewhere, by place."""
    return _ranking(measure, area, by_destination(evidence, measure, area), year)


def by_origin(
    evidence: Evidence,
    measure: str,
    area: str,
    *,
    sex: str = TOTAL,
    years: Collection[int] | None = None,
) -> Mapping[int, Mapping[str, Estimate]]:
    """Figures of an area by year and origin; members of a group are added.

    All years, or only those asked for: of a large group each year takes a while.
    """
    return _by_partner(_details_here(evidence, measure, area), "origin", sex, years)


def by_destination(
    evidence: Evidence,
    measure: str,
    area: str,
    *,
    sex: str = TOTAL,
    years: Collection[int] | None = None,
) -> Mapping[int, Mapping[str, Estimate]]:
    """Figures of people or money from an area by year and place."""
    return _by_partner(_details_abroad(evidence, measure, area), "area", sex, years)


def years_by_origin(evidence: Evidence, measure: str, area: str) -> tuple[int, ...]:
    """The years of which an area has figures by origin, oldest first."""
    return _years(_details_here(evidence, measure, area))


def years_by_destination(
    evidence: Evidence, measure: str, area: str
) -> tuple[int, ...]:
    """The years of which there are figures by place of those from an area."""
    return _years(_details_abroad(evidence, measure, area))


def is_residual(partner: str) -> bool:
    """True for "unknown", "stateless", "other" and the like."""
    return areas.get(partner).kind == "residual"


_Details = Iterator[tuple[Choice, list[Row]]]
"""For each member with figures by partner: the dataset chosen, and its rows."""


def _details_here(evidence: Evidence, measure: str, area: str) -> _Details:
    return _details(measure, area, evidence.rows_here, "origin")


def _details_abroad(evidence: Evidence, measure: str, area: str) -> _Details:
    return _details(measure, area, evidence.rows_abroad, "area")


def _details(
    measure: str,
    area: str,
    take: Callable[[str, str], tuple[Row, ...]],
    partner: str,
) -> _Details:
    for member in areas.members(area):
        told = filter(says_something, filter(plain, take(measure, member)))
        detail = partners(told, partner=partner)
        choice = choose(measure, detail)
        if choice is not None:
            yield choice, [row for row in detail if row.dataset == choice.dataset]


def _years(details: _Details) -> tuple[int, ...]:
    return tuple(sorted({row.year for _, rows in details for row in rows}))


def _by_partner(
    details: _Details, partner: str, sex: str, years: Collection[int] | None
) -> Mapping[int, Mapping[str, Estimate]]:
    parts: defaultdict[int, defaultdict[str, list[Estimate]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for choice, rows in details:
        wanted = [row for row in rows if years is None or row.year in years]
        for place, year, figure in _figures(wanted, choice, partner, sex):
            parts[year][place].append(figure)
    return {
        year: {
            place: figures[0]
            if len(figures) == 1
            else total(tuple(figures), formula=f"sum over {len(figures)} members")
            for place, figures in sorted(there.items())
        }
        for year, there in sorted(parts.items())
    }


def _figures(
    rows: Iterable[Row], choice: Choice, partner: str, sex: str
) -> Iterator[tuple[str, int, Estimate]]:
    pairs: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        pairs[row.origin if partner == "origin" else row.area].append(row)
    for place, there in pairs.items():
        settled, _ = settle(choice.measure, there, sex=sex, partner=partner)
        for year, found in settled.items():
            figure = added(found, formula="sum over sexes")
            yield place, year, with_choice(figure, str(choice))


def _ranking(
    measure: str,
    area: str,
    years: Mapping[int, Mapping[str, Estimate]],
    year: int | None,
) -> Ranking | None:
    wanted = max(years, default=None) if year is None else year
    if wanted is None or wanted not in years:
        return None
    known = {
        place: figure
        for place, figure in years[wanted].items()
        if figure.value is not None
    }
    if not known:
        return None
    ordered = sorted(known.items(), key=lambda each: (-(each[1].value or 0), each[0]))
    whole = total(tuple(known.values()), formula=f"sum over {len(known)} partners")
    return Ranking(measure, area, whole.period, tuple(ordered), whole)
