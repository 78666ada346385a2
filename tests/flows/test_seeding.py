"""Claims: near corridors weigh more, and none is forbidden for want of a distance."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.flows import made_base
from tests.flows.preparing import bases

from migrascope.flows import seeding
from migrascope.flows.measures.distances import MOST_POPULATED
from migrascope.store.base import Base

AREAS = ("KEN", "SOM", "USA", "X:other")


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return made_base.publish(tmp_path)


def test_weights_are_one_over_the_distance(base: Base, tmp_path: Path) -> None:
    day = date(2004, 10, 15)
    rows = [
        {
            "measure": "distance",
            "area": area,
            "origin": origin,
            "start": day,
            "end": day,
            "value": 1000.0,
            "unit": "KM",
            "breakdown": MOST_POPULATED,
        }
        for area, origin in (("KEN", "SOM"), ("SOM", "KEN"))
    ]
    base.accept(bases.edition(tmp_path, "cepii-geodist@2011", rows))
    found = seeding.by_distance(base)
    assert found.weights(AREAS)[0, 1] == pytest.approx(1 / 1000)
    assert found.editions == ("cepii-geodist@2011",)
    assert "cepii-geodist@2011" in found.says


def test_without_published_distances_the_points_of_the_areas_serve(base: Base) -> None:
    found = seeding.by_distance(base)
    weights = found.weights(AREAS)
    assert weights[0, 1] > weights[0, 2]
    assert found.editions == ()
    assert "area table" in found.says


def test_a_pair_without_a_distance_has_the_middle_weight(base: Base) -> None:
    weights = seeding.by_distance(base).weights(AREAS)
    known = [weights[0, 1], weights[0, 2], weights[1, 2]]
    assert weights[0, 3] == pytest.approx(np.median(known))
    assert (weights > 0).all()
