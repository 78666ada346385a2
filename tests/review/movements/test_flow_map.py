"""A flow map leads from where people left to where they came to."""

from __future__ import annotations

import json
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.review import drawing, projection
from migrascope.review.geography import positions
from migrascope.review.movements import flow_map
from migrascope.review.movements.flow_map import BROADEST, Bow, bows, seen
from migrascope.review.movements.matrix import Move

MOVES = [
    Move("SOM", "KEN", 40_000),
    Move("KEN", "USA", 140_000),
    Move("KEN", "GBR", 70_000),
    Move("KEN", "KEN", 9_000),
    Move("X:unknown", "KEN", 9_000),
]

POINT = st.tuples(st.floats(0, 700), st.floats(0, 400))


def test_a_bow_begins_and_ends_at_the_points_of_its_countries() -> None:
    places = positions()
    view, shown = seen(MOVES, places=places, focus=("KEN",), width=680)
    for move, bow in zip(shown, bows(shown, places, view), strict=True):
        assert bow.start == view.place(*places[move.origin])
        assert bow.end == view.place(*places[move.destination])
        assert bow.at(0) == pytest.approx(bow.start)
        assert bow.at(1) == pytest.approx(bow.end)


def test_the_points_are_those_of_the_projection_of_the_map() -> None:
    told = json.loads(
        flow_map.flow_map(MOVES, places=positions(), labels={"KEN": "Kenya"})
    )
    (earth,) = told["projections"]
    x, y = projection.forward(
        positions()["KEN"][0] + earth["rotate"][0], positions()["KEN"][1]
    )
    (label,) = next(each for each in told["data"] if each["name"] == "names")["values"]
    assert label["x"] == pytest.approx(earth["translate"][0] + earth["scale"] * x)
    assert label["y"] == pytest.approx(earth["translate"][1] - earth["scale"] * y - 12)


def test_breadth_grows_with_people() -> None:
    view, shown = seen(MOVES, places=positions(), focus=(), width=680)
    broad = [bow.broad for bow in bows(shown, positions(), view)]
    assert [move.persons for move in shown] == [140_000, 70_000, 40_000]
    assert broad[0] == BROADEST
    assert broad == sorted(broad, reverse=True)
    shares = [(each - flow_map.LEAST) / (BROADEST - flow_map.LEAST) for each in broad]
    assert shares == pytest.approx([1, 1 / 2, 2 / 7])


def test_moves_inside_a_place_or_of_unknown_ends_are_not_drawn() -> None:
    _, shown = seen(MOVES, places=positions(), focus=(), width=680)
    assert {(move.origin, move.destination) for move in shown} == {
        ("KEN", "USA"),
        ("KEN", "GBR"),
        ("SOM", "KEN"),
    }


@given(POINT, POINT, st.floats(0.5, 20))
def test_a_path_is_closed_and_holds_only_numbers(
    start: tuple[float, float], end: tuple[float, float], broad: float
) -> None:
    path = Bow(start, end, broad).path()
    assert re.fullmatch(r"M[\d.,L-]+Z", path)
    assert all(math.isfinite(float(each)) for each in re.findall(r"-?[\d.]+", path))
    assert f"{end[0]:.1f},{end[1]:.1f}" in path


@given(POINT, POINT)
def test_two_ways_between_two_places_lie_apart(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    there, back = Bow(start, end, 3).at(0.5), Bow(end, start, 3).at(0.5)
    apart = math.dist(there, back)
    assert apart == pytest.approx(2 * flow_map.BEND * math.dist(start, end), abs=1e-6)


def test_names_do_not_cover_each_other() -> None:
    places = positions()
    near = ["KEN", "UGA", "RWA", "BDI", "TZA", "COD", "SSD", "SOM", "ETH"]
    moves = [Move(each, "KEN", 1000.0) for each in near[1:]] + [MOVES[1]]
    told = json.loads(
        flow_map.flow_map(
            moves,
            places=places,
            labels={each: f"Name of {each}" for each in near},
            focus=("KEN",),
        )
    )
    names = next(each for each in told["data"] if each["name"] == "names")["values"]
    assert names[0]["label"] == "Name of KEN"
    boxes = [(each["x"], each["y"], 3.1 * len(each["label"])) for each in names]
    for position, (x, y, half) in enumerate(boxes):
        for other_x, other_y, other_half in boxes[position + 1 :]:
            assert abs(x - other_x) >= half + other_half or abs(y - other_y) >= 13


def test_a_place_in_the_pacific_is_not_reached_around_the_world() -> None:
    moves = [Move("FJI", "NZL", 900), Move("FJI", "USA", 800), Move("GBR", "FJI", 90)]
    view, shown = seen(moves, places=positions(), focus=("FJI",), width=680)
    there = dict(zip(shown, bows(shown, positions(), view), strict=True))
    across = there[moves[1]]
    assert abs(across.end[0] - across.start[0]) < 0.45 * view.width


def test_the_whole_world_fills_the_picture_without_antarctica() -> None:
    moves = [Move("USA", "NZL", 9), Move("CHN", "CHL", 9), Move("RUS", "ZAF", 9)]
    view, shown = seen(moves, places=positions(), focus=(), width=680)
    assert len(shown) == 3
    assert not view.holds(0, -80)
    assert view.holds(0, 70)
    left, right = view.place(-168, 0)[0], view.place(-170 + 360, 0)[0]
    assert 0 <= left < 40 or 640 < right <= 680


def test_a_map_without_any_move_is_still_a_map() -> None:
    drawn = drawing.svg(flow_map.flow_map([], places=positions(), labels={}))
    assert drawn.startswith("<svg")
