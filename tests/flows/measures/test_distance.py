"""Claims: distances are great circles, or the ones given, and holes are counted."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given as try_all
from tests.flows.measures.tables import flow_table, peopled
from tests.store.made import batch

from migrascope.errors import UnusableTable
from migrascope.flows.account import FloatArray
from migrascope.flows.measures import distance
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.distances import (
    EARTH_KM,
    distances,
    given,
    great_circles,
)
from migrascope.flows.measures.profile import gather, system
from migrascope.model import area
from migrascope.store.base import Base

AREAS = ("KEN", "SOM", "USA")


def test_a_great_circle_is_that_of_the_law_of_cosines() -> None:
    (x1, y1), (x2, y2) = (
        [math.radians(each) for each in area.centroid(id_) or ()]
        for id_ in ("KEN", "USA")
    )
    angle = math.acos(
        math.sin(y1) * math.sin(y2) + math.cos(y1) * math.cos(y2) * math.cos(x1 - x2)
    )
    found = great_circles(AREAS)
    assert found.km[0, 2] == pytest.approx(EARTH_KM * angle)
    assert found.km[2, 0] == pytest.approx(found.km[0, 2])
    assert (found.km <= math.pi * EARTH_KM).all()


def test_an_area_without_a_point_has_no_distance() -> None:
    found = great_circles(("KEN", "X:other", "SOM", "nowhere"))
    assert found.known.tolist() == [
        [False, False, True, False],
        [False, False, False, False],
        [True, False, False, False],
        [False, False, False, False],
    ]
    assert found.from_points == 2
    assert np.isfinite(found.km).all()


def test_published_distances_come_first_and_holes_are_filled(tmp_path: Path) -> None:
    base = Base.open(tmp_path / "base")
    day = date(2004, 10, 15)
    row = {
        "measure": "distance",
        "unit": "KM",
        "start": day,
        "end": day,
        "obs_status": "A",
        "row": 2,
        "column": 11,
    }
    rows = [
        row | {"origin": "KEN", "area": "SOM", "value": 1000.0, "breakdown": kind}
        for kind in ("type=dist", "type=distcap")
    ]
    rows.append(
        row | {"origin": "KEN", "area": "KEN", "value": 9.0, "breakdown": "type=dist"}
    )
    base.accept(batch(tmp_path, rows, dataset="cepii-geodist", vintage="2011"))
    found = distances(base, AREAS)
    circles = great_circles(AREAS)
    assert found.km[0, 1] == 1000
    assert found.km[1, 0] == circles.km[1, 0]
    assert found.from_points == 5
    assert found.edition == "cepii-geodist@2011"
    assert "cepii-geodist@2011; 5 pairs" in found.says


def test_a_base_without_distances_leaves_great_circles(tmp_path: Path) -> None:
    found = distances(Base.open(tmp_path / "base"), AREAS)
    assert found.from_points == 6
    assert (found.km == great_circles(AREAS).km).all()


def test_bad_distances_are_refused() -> None:
    with pytest.raises(UnusableTable, match=r"\(2, 2\) for 3 areas"):
        given(AREAS, np.zeros((2, 2)))
    with pytest.raises(UnusableTable, match="From KEN to SOM"):
        given(AREAS, np.array([[0, -1, 1], [1, 0, 1], [1, 1, 0]], dtype=float))


def test_mean_and_median_weigh_distances_by_movers() -> None:
    # From A: 3 people 100 km, 1 person 900 km; from B: 2 people 400 km.
    km = given(
        ("A", "B", "C"), np.array([[0, 100, 900], [100, 0, 400], [900, 400, 0]], float)
    )
    table = flow_table([[0, 3, 1], [0, 0, 2], [0, 0, 0]])
    found = {each.code: each.value for each in system(table, None, distances=km)}
    assert found["mean_distance"] == pytest.approx((300 + 900 + 800) / 6)
    assert found["median_distance"] == 100  # three of six went no farther
    assert found["distance_known"] == 100


def test_movers_of_unknown_distance_are_left_out_and_counted() -> None:
    hole = np.array([[0, 100, np.nan], [100, 0, 400], [900, 400, 0]], float)
    table = flow_table([[0, 3, 1], [0, 0, 0], [0, 0, 0]])
    km = given(("A", "B", "C"), hole)
    found = {each.code: each.value for each in system(table, None, distances=km)}
    assert found["mean_distance"] == 100
    assert found["distance_known"] == 75


@try_all(peopled)
def test_distances_lie_between_the_nearest_and_the_farthest(
    persons: FloatArray,
) -> None:
    many = len(persons)
    spots = np.arange(many, dtype=float) ** 2
    km = given(flow_table(persons).areas, abs(spots[:, None] - spots))
    here = gather(flow_table(persons), None, distances=km)
    used = km.km[persons > 0]
    for compute in (distance.mean_of_all, distance.median_of_all):
        found = compute(here)
        assert isinstance(found, float)
        assert used.min() - 1e-6 <= found <= used.max() * (1 + 1e-9)


def test_without_movers_there_is_no_distance() -> None:
    nobody = gather(flow_table(np.zeros((3, 3)), areas=AREAS), None)
    assert isinstance(distance.mean_of_all(nobody), Unsaid)
    assert isinstance(distance.median_of_all(nobody), Unsaid)
    assert isinstance(distance.share_known(nobody), Unsaid)
