"""A network that is small enough to be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from migrascope.foresight.arrivals.checking import check
from migrascope.foresight.arrivals.network import Closure, Kind, Network, Place, Road

Tiny = Callable[..., Network]


@pytest.fixture(scope="session")
def tiny() -> Tiny:
    """Aldo (conflict) – Cind (town) – Edal (camp, near) and Fane (camp, far)."""

    def make(
        *closures: Closure, days: int = 30, forced: bool = False, population: int = 5000
    ) -> Network:
        places = (
            Place("Aldo", Kind.CONFLICT, "Aria", population=population),
            Place("Cind", Kind.TOWN, "Aria"),
            Place("Edal", Kind.CAMP, "Boria", capacity=40),
            Place("Fane", Kind.CAMP, "Coria", capacity=60),
        )
        roads = (
            Road("Aldo", "Cind", 100.0),
            Road("Cind", "Edal", 100.0),
            Road("Cind", "Fane", 300.0, forced=forced),
        )
        fighting = np.zeros((days, 4), dtype=bool)
        fighting[:, 0] = True
        start = date(2020, 1, 30)
        made = Network("tiny", places, roads, closures, fighting, start)
        return check(made, ("Edal",) if forced else ())

    return make


@pytest.fixture(scope="session")
def tiny_network(tiny: Tiny) -> Network:
    """The same, made once."""
    return tiny()
