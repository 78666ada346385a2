"""Whom does a sum over countries of origin leave out?

Stateless people and people whose origin is not known stand in the tables of UNHCR, and
come from no country: no series holds them, no group can count them, and the sum over
all countries is smaller than the number of displaced people that UNHCR publishes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from migrascope.foresight import keeping
from migrascope.foresight.panel import FloatArray, Panel
from migrascope.foresight.series.catalogue import SERIES
from migrascope.foresight.series.gathering import NO_COUNTRY
from migrascope.foresight.series.reading import editions
from migrascope.foresight.wording import rounded

if TYPE_CHECKING:
    from migrascope.store.base import Base

NOWHERE = tuple(each for each in NO_COUNTRY if each.startswith("X:"))
"""Unknown and stateless; totals and what does not apply are nobody else."""


def people(base: Base, panel: Panel, by: str, cache: Path | None) -> float:
    """How many people of no country there were at the newest time of a panel."""
    year = panel.times[-1]

    def counted() -> FloatArray:
        rows = base.frame(
            measure=SERIES[by].measures,
            origin=NOWHERE,
            sex="_T",
            age="_T",
            editions=panel.editions[0],
            since=year,
            until=year,
        )
        return np.array([float(rows["value"].sum())])

    return float(
        keeping.figures(cache, "nowhere", (by, year, *editions(base)), counted)[0]
    )


def remarks(
    base: Base, panel: Panel, by: str, *, cache: Path | None = None
) -> tuple[str, ...]:
    """What to say beside a sum over countries of origin; nothing of other sums."""
    quantity = SERIES[by]
    if quantity.keys_are != "origin" or not quantity.is_stock:
        return ()
    found = people(base, panel, by, cache)
    if not found:
        return ()
    says = (
        f"{rounded(found):,} stateless people and people of unknown origin (end of "
        f"{panel.times[-1]}) are counted under no country, and so not in this sum."
    )
    return (says,)
