"""What does an indicator answer with?

A `Series`: one area, one indicator, and strands of figures over the years. The
headline strand is the total; further strands are by sex, age, migratory status or
another dimension, where the sources have them. Nothing in it can be changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrascope.model.estimate import Estimate
from migrascope.model.observation import NOT_APPLICABLE, TOTAL


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many members of an area have the data for one figure: `have` of `of`."""

    have: int
    of: int

    def __str__(self) -> str:
        return f"{self.have} of {self.of}"

    @property
    def is_complete(self) -> bool:
        """True when no member is missing; always so for a country with a figure."""
        return self.have == self.of


@dataclass(frozen=True, slots=True)
class Strand:
    """Figures over the years for one combination of sex, age, status, breakdown.

    `coverage` has one entry for each estimate.
    """

    estimates: tuple[Estimate, ...]
    coverage: tuple[Coverage, ...]
    sex: str = TOTAL
    age: str = TOTAL
    status: str = TOTAL
    breakdown: str = ""

    @property
    def is_total(self) -> bool:
        """True when the strand is not broken down."""
        whole = (TOTAL, NOT_APPLICABLE, "")
        return all(
            each in whole for each in (self.sex, self.age, self.status, self.breakdown)
        )

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a value."""
        return tuple(
            each.period.year for each in self.estimates if each.value is not None
        )

    def at(self, year: int) -> Estimate | None:
        """The figure of a year, or None."""
        return next((e for e in self.estimates if e.period.year == year), None)

    @property
    def latest(self) -> Estimate | None:
        """The newest figure that has a value, or None."""
        known = [each for each in self.estimates if each.value is not None]
        return known[-1] if known else None


EMPTY = Strand((), ())


@dataclass(frozen=True, slots=True)
class Findings:
    """What the function of an indicator hands over: strands, and remarks on them."""

    headline: Strand
    others: tuple[Strand, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """The answer of one indicator for one area.

    `notes` are remarks that must stand beside the figures. `headline` is the
    strand to show when one is shown; it has no estimates when nothing is known.
    """

    code: str
    area: str
    unit: str
    headline: Strand
    others: tuple[Strand, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The figures of the headline strand, oldest first."""
        return self.headline.estimates

    @property
    def years(self) -> tuple[int, ...]:
        """The years for which the headline has a value."""
        return self.headline.years

    @property
    def latest(self) -> Estimate | None:
        """The newest headline figure that has a value, or None."""
        return self.headline.latest

    @property
    def is_empty(self) -> bool:
        """True when no strand has any value."""
        return not any(strand.years for strand in self.strands())

    def at(self, year: int) -> Estimate | None:
        """The headline figure of a year, or None."""
        return self.headline.at(year)

    def strands(self) -> Iterator[Strand]:
        """The headline, then the others."""
        yield self.headline
        yield from self.others

    def strand(
        self, *, sex: str = TOTAL, age: str = TOTAL, status: str = TOTAL
    ) -> Strand | None:
        """The first strand with these dimensions, whatever its breakdown."""
        return next(
            (
                each
                for each in self.strands()
                if (each.sex, each.age, each.status) == (sex, age, status)
            ),
            None,
        )

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that any figure of the series rests on, sorted."""
        return tuple(
            sorted(
                {
                    cell.edition
                    for strand in self.strands()
                    for figure in strand.estimates
                    for cell in figure.cells
                }
            )
        )
