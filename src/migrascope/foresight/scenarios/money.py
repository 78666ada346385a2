"""What would stay with families if sending money cost less?

Remittances received in the newest year, times what the mean cost of sending is above
the target. The amount that is sent is held as it is: the saving is what families would
have more, nothing is said of whether they would send more (SDG 10.c.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from migrascope.errors import NoFigures
from migrascope.foresight.scenarios.model import RemittanceCost

if TYPE_CHECKING:
    from migrascope.store.base import Base

RECEIVED, COST = "remittances_received", "remittance_cost_received"


@dataclass(frozen=True, slots=True)
class Saving:
    """Money received (USD), mean cost and target (per cent), and the yearly saving."""

    area: str
    year: int
    received: float
    cost: float
    cost_year: int
    target: float
    editions: tuple[str, ...]

    @property
    def yearly(self) -> float:
        """US dollars a year once the target is reached; nought where it is already."""
        return self.received * max(self.cost - self.target, 0.0) / 100


def saving(base: Base, area: str, change: RemittanceCost) -> Saving:
    """The yearly saving of an area.

    Raises:
        NoFigures: no figure of the money, or of its cost.
    """
    received = _newest(base, RECEIVED, area)
    cost = _newest(base, COST, area)
    return Saving(
        area,
        received[0],
        received[1],
        cost[1],
        cost[0],
        change.target,
        tuple(dict.fromkeys((received[2], cost[2]))),
    )


def _newest(base: Base, measure: str, area: str) -> tuple[int, float, str]:
    rows = base.frame(measure=measure, area=area).filter(
        pl.col("value").is_not_null(),
        pl.col("origin").cast(pl.String).is_in(["_T", "_Z"]),
    )
    if not len(rows):
        raise NoFigures(
            f"The base holds no {measure.replace('_', ' ')} of {area}.",
            "`migrascope fetch worldbank` gets remittances and their cost.",
        )
    found = rows.sort("end", "edition", descending=True).row(0, named=True)
    return found["end"].year, found["value"], str(found["edition"])
