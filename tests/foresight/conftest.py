"""Panels that are made up, for claims about models."""

from __future__ import annotations

import numpy as np
import pytest

from migrascope.foresight.panel import Driver, Panel

YEARS, SERIES = 40, 30


@pytest.fixture(scope="session")
def panel() -> Panel:
    """Crises that come, grow and fade, of refugees and of people displaced inside."""
    chance = np.random.default_rng(1)
    momentum = np.zeros(SERIES)
    logs = chance.normal(9.0, 1.5, SERIES)
    rows = []
    for _ in range(YEARS):
        shock = chance.normal(0, 0.08, SERIES) + 0.8 * (chance.random(SERIES) < 0.03)
        momentum = 0.5 * momentum + shock
        logs = logs + momentum
        rows.append(np.exp(logs))
    values = np.round(np.array(rows))
    refugees = np.round(values * chance.uniform(0.2, 0.8, SERIES))
    return Panel(
        "displaced_by_origin",
        tuple(f"A{number:02d}" for number in range(SERIES)),
        tuple(range(2026 - YEARS, 2026)),
        values,
        parts={"refugees": refugees, "idps": values - refugees},
        drivers={"asylum_applications": Driver(np.round(values * 0.1), lag=1)},
        breaks=np.zeros(values.shape, dtype=bool),
    )
