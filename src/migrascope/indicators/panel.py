"""How are figures of several countries put together, or divided by others?

A panel has one figure for each member country and year; a country is a panel with
one member. A ratio adds the numerators and the denominators of the members that
have both: never a mean of ratios, never a numerator without its denominator. A table
that names only those who have somebody to count says "none" of the others. Years in
which fewer than half as many members have data as in the best year are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from migrascope.indicators.series import Coverage, Strand
from migrascope.model.estimate import Estimate, ratio, total

Key = tuple[str, int]
ENOUGH = 0.5
"""A year of a group is shown when this share of the usual members has data."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Figures by member and year; `members` are all that the area has."""

    area: str
    members: tuple[str, ...]
    figures: Mapping[Key, Estimate] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.figures)

    def sum(
        self, *, sex: str = "_T", since: int | None = None, enough: float = ENOUGH
    ) -> Strand:
        """The figures of all members added, year by year.

        `enough` is 0 where a member without a figure had nothing to report: no
        year is then left out, and every member counts as covered.
        """
        return self._strand(
            lambda years: _added(years, _over_members(len(years))),
            sex=sex,
            since=since,
            enough=enough,
        )

    def over(
        self,
        whole: Panel,
        *,
        factor: float,
        unit: str,
        formula: str,
        sex: str = "_T",
        silence_is_none: bool = False,
    ) -> Strand:
        """Divide by another panel and scale, over the members that have both.

        With `silence_is_none` a member without a numerator has nobody to count, as in
        the tables of UNHCR, which name only those that have: it is divided by too.
        """
        both = {
            key: (part, whole.figures[key])
            for key, part in self.figures.items()
            if part.value is not None
            and key in whole.figures
            and whole.figures[key].value is not None
        }

        silent: defaultdict[int, list[Estimate]] = defaultdict(list)
        if silence_is_none:
            for key, figure in whole.figures.items():
                if key not in self.figures and figure.value is not None:
                    silent[key[1]].append(figure)

        def divided(keys: list[Key]) -> Estimate:
            below = [both[key][1] for key in keys] + silent[keys[0][1]]
            return ratio(
                _added([both[key][0] for key in keys], _over_members(len(keys))),
                _added(below, _over_members(len(below))),
                factor=factor,
                unit=unit,
                formula=formula,
            )

        return _by_year(both, self.members, divided, sex=sex)

    def plus(self, other: Panel, *, formula: str) -> Panel:
        """Add another panel; a member and year that it lacks stays as it is."""

        def sum_with(key: Key, figure: Estimate) -> Estimate:
            more = other.figures.get(key)
            if more is None or more.value is None or figure.value is None:
                return figure
            return total((figure, more), formula=formula)

        return Panel(
            self.area,
            self.members,
            {key: sum_with(key, figure) for key, figure in self.figures.items()},
        )

    def _strand(
        self,
        combine: Callable[[list[Estimate]], Estimate],
        *,
        sex: str,
        since: int | None,
        enough: float,
    ) -> Strand:
        kept = {
            key: figure
            for key, figure in self.figures.items()
            if (since is None or key[1] >= since)
            and (figure.value is not None or len(self.members) == 1)
        }
        return _by_year(
            kept,
            self.members,
            lambda keys: combine([kept[key] for key in keys]),
            sex=sex,
            enough=enough,
        )


def _over_members(count: int) -> str:
    return f"sum over {count} members"


def _added(figures: list[Estimate], formula: str) -> Estimate:
    return figures[0] if len(figures) == 1 else total(tuple(figures), formula=formula)


def _by_year(
    figures: Mapping[Key, object],
    members: tuple[str, ...],
    make: Callable[[list[Key]], Estimate],
    *,
    sex: str = "_T",
    enough: float = ENOUGH,
) -> Strand:
    years: defaultdict[int, list[Key]] = defaultdict(list)
    for key in sorted(figures):
        years[key[1]].append(key)
    usual = max(map(len, years.values()), default=0)
    ordered = sorted(
        year for year, keys in years.items() if len(keys) >= enough * usual
    )
    return Strand(
        tuple(make(years[year]) for year in ordered),
        tuple(
            Coverage(
                min(len(years[year]), len(members)) if enough else len(members),
                len(members),
            )
            for year in ordered
        ),
        sex=sex,
    )
