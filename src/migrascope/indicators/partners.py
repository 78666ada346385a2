"""Where do people and money come from, and where do they go?

Figures of one area by partner: origins of its immigrants, destinations of its
emigrants, countries of asylum of its refugees, senders of its remittances. One
dataset speaks for the whole list; residuals (unknown, stateless, other) stay in the
list and in the total, so that shares add up to one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
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
    evidence: Evidence, measure: str, area: str, *, sex: str = TOTAL
) -> Mapping[int, Mapping[str, Estimate]]:
    """Figures of an area by year and origin; members of a group are added."""
    return _by_partner(measure, area, evidence.rows_here, "origin", sex)


def by_destination(
    evidence: Evidence, measure: str, area: str, *, sex: str = TOTAL
) -> Mapping[int, Mapping[str, Estimate]]:
    """Figures of people or money from an area by year and place."""
    return _by_partner(measure, area, evidence.rows_abroad, "area", sex)


def is_residual(partner: str) -> bool:
    """True for "unknown", "stateless", "other" and the like."""
    return areas.get(partner).kind == "residual"


def _by_partner(
    measure: str,
    area: str,
    take: Callable[[str, str], tuple[Row, ...]],
    partner: str,
    sex: str,
) -> Mapping[int, Mapping[str, Estimate]]:
    parts: defaultdict[int, defaultdict[str, list[Estimate]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for member in areas.members(area):
        told = filter(says_something, filter(plain, take(measure, member)))
        detail = partners(told, partner=partner)
        choice = choose(measure, detail)
        if choice is None:
            continue
        for place, year, figure in _figures(detail, choice, partner, sex):
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
    detail: Iterable[Row], choice: Choice, partner: str, sex: str
) -> Iterable[tuple[str, int, Estimate]]:
    pairs: defaultdict[str, list[Row]] = defaultdict(list)
    for row in detail:
        if row.dataset == choice.dataset:
            pairs[row.origin if partner == "origin" else row.area].append(row)
    for place, rows in pairs.items():
        settled, _ = settle(choice.measure, rows, sex=sex, partner=partner)
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
