"""What may be chosen before flows are estimated?

Each choice changes how many people stand in the stock tables, so each is declared,
and what it changed is listed (`preparing.adjustment`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Residuals(Enum):
    """What becomes of people whose place of birth is known only as a residual."""

    SPREAD = "spread"
    """Over the known places of birth of the people who live in the same area."""
    KEEP = "keep"
    """A row of their own, with an empty column."""
    DROP = "drop"
    """Left out of the tables."""


class Refugees(Enum):
    """Whether refugees belong to the stocks that flows are estimated from."""

    INCLUDED = "included"
    """As UN DESA publishes the stocks."""
    EXCLUDED = "excluded"
    """The refugees that UNHCR counts are taken out, in the middle of the year."""


class Gaps(Enum):
    """What becomes of stocks that are missing on one of the two days."""

    LEAVE_OUT = "leave out"
    """The figure of the other day is left out too."""
    CARRY = "carry"
    """Estimated from other years: on the line between two, or the nearest one."""


class NetTotals(Enum):
    """What becomes of net migration that does not add up to zero over all areas."""

    AS_PUBLISHED = "as published"
    """It stays; methods that need it to add up refuse it and say by how much."""
    SCALED = "scaled"
    """Gains and losses are scaled to the mean of both."""


@dataclass(frozen=True, slots=True)
class Options:
    """How stocks are prepared.

    `stocks` names the edition: a vintage of `undesa-ims-bilateral` ("2020"), an id
    (`undesa-ims-bilateral@2020`) or a dataset; None is the newest. `population` does
    the same for population, births and deaths; None is the newest of the World
    Population Prospects.
    """

    stocks: str | None = None
    population: str | None = None
    residuals: Residuals = Residuals.SPREAD
    refugees: Refugees = Refugees.INCLUDED
    gaps: Gaps = Gaps.LEAVE_OUT
    net_totals: NetTotals = NetTotals.AS_PUBLISHED
