"""The outline of the world is drawn as United Nations documents count areas."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import migrascope
from migrascope.model import area

FILE = Path(migrascope.__file__).parent / "review" / "world-110m.json"

Point = tuple[float, float]


@cache
def outline() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return read


def rings(id_: str) -> list[list[Point]]:
    (geometry,) = (
        each
        for each in outline()["objects"]["countries"]["geometries"]
        if each["id"] == id_
    )
    return [
        [point for arc in ring for point in line(arc)]
        for polygon in geometry["arcs"]
        for ring in polygon
    ]


def line(arc: int) -> list[Point]:
    scale, shift = outline()["transform"]["scale"], outline()["transform"]["translate"]
    x = y = 0
    points = []
    for step_x, step_y in outline()["arcs"][max(arc, ~arc)]:
        x, y = x + step_x, y + step_y
        points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return points if arc >= 0 else points[::-1]


def inside(place: Point, id_: str) -> bool:
    x, y = place
    crossings = 0
    for ring in rings(id_):
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1


def test_the_outline_is_small_enough_to_ship() -> None:
    assert FILE.stat().st_size <= 130_000


def test_every_shape_belongs_to_a_country_of_the_table() -> None:
    ids = [each["id"] for each in outline()["objects"]["countries"]["geometries"]]
    assert len(ids) == len(set(ids)) == 175
    assert set(ids) <= {each.id for each in area.countries()}


def test_every_ring_is_closed_and_without_gaps() -> None:
    for geometry in outline()["objects"]["countries"]["geometries"]:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                for arc, following in zip(ring, [*ring[1:], ring[0]], strict=True):
                    assert line(arc)[-1] == pytest.approx(line(following)[0]), geometry


@pytest.mark.parametrize(
    ("place", "id_", "not_in"),
    [
        ((34.2, 45.2), "UKR", "RUS"),
        ((44.5, 9.8), "SOM", "ETH"),
        ((33.4, 35.25), "CYP", "TUR"),
        ((-14.0, 25.0), "ESH", "MAR"),
        ((-9.0, 31.0), "MAR", "ESH"),
        ((20.9, 42.6), "XKX", "SRB"),
        ((38.0, 0.5), "KEN", "SOM"),
    ],
)
def test_a_place_lies_in_the_area_that_counts_it(
    place: Point, id_: str, not_in: str
) -> None:
    assert inside(place, id_)
    assert not inside(place, not_in)
