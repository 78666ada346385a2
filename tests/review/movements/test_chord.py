"""A chord diagram gives every person the same room, and covers no word."""

from __future__ import annotations

import json
import math
import re
from itertools import pairwise

import pytest
from hypothesis import given

from migrascope.review import drawing
from migrascope.review.charts import ACCENT, BLUE
from migrascope.review.movements import chord
from migrascope.review.movements.circle import TURN, around
from migrascope.review.movements.matrix import OTHER, Matrix, Move, lumped

from .matrices import matrices

PLAIN = Matrix(("A", "B"), ("Ay", "Be"), ((0.0, 30.0), (10.0, 0.0)))


@given(matrices())
def test_an_arc_is_as_long_as_what_left_and_came(matrix: Matrix) -> None:
    circle = around(matrix)
    for arc, out, in_ in zip(
        circle.arcs, matrix.departures, matrix.arrivals, strict=True
    ):
        persons = arc.length * circle.persons_per_radian
        assert persons == pytest.approx(out + in_, rel=1e-9, abs=1e-3)


@given(matrices())
def test_both_ends_of_a_ribbon_are_as_wide_as_its_move(matrix: Matrix) -> None:
    circle = around(matrix)
    for ribbon in circle.ribbons:
        for end in (ribbon.leaves, ribbon.arrives):
            persons = end.length * circle.persons_per_radian
            assert persons == pytest.approx(ribbon.persons, rel=1e-6, abs=1e-2)
    told = sum(ribbon.persons for ribbon in circle.ribbons)
    assert told == pytest.approx(matrix.total)


@given(matrices())
def test_ends_lie_side_by_side_inside_the_arc_of_their_place(matrix: Matrix) -> None:
    circle = around(matrix)
    assert circle.arcs[-1].end < TURN
    for place, arc in enumerate(circle.arcs):
        ends = sorted(
            (end.start, end.end)
            for ribbon in circle.ribbons
            for at, end in (
                (ribbon.origin, ribbon.leaves),
                (ribbon.destination, ribbon.arrives),
            )
            if at == place
        )
        for (_, before), (after, _) in pairwise(ends):
            assert after >= before - 1e-9
        for start, end in ends:
            assert arc.start - 1e-9 <= start <= end <= arc.end + 1e-9


@given(matrices())
def test_no_path_holds_anything_but_numbers(matrix: Matrix) -> None:
    circle = around(matrix)
    paths = [chord.arc_path(arc) for arc in circle.arcs]
    paths += [chord.ribbon_path(ribbon) for ribbon in circle.ribbons]
    for path in paths:
        assert re.fullmatch(r"[MALQZ\d.,-]+", path), path
        assert all(
            math.isfinite(float(each)) for each in re.findall(r"-?\d+\.?\d*", path)
        )


@given(matrices())
def test_no_label_covers_another_or_leaves_the_picture(matrix: Matrix) -> None:
    labels = chord.placed(matrix, around(matrix))
    assert sorted(each["name"] for each in labels) == sorted(matrix.names)
    for side in ("left", "right"):
        here = sorted(
            (each["top"] - chord.LINE / 2, each["below"] + chord.LINE / 2)
            for each in labels
            if each["align"] == side
        )
        if sum(below - top for top, below in here) > chord.HEIGHT:
            continue  # more words than any side can hold
        assert all(after >= before - 0.2 for (_, before), (after, _) in pairwise(here))
        assert all(top >= -0.2 and below <= chord.HEIGHT + 0.2 for top, below in here)


def test_a_move_begins_at_its_origin_and_ends_at_its_destination() -> None:
    circle = around(PLAIN)
    first = circle.ribbons[0]
    assert (first.origin, first.destination, first.persons) == (0, 1, 30)
    assert circle.arcs[0].start <= first.leaves.start < circle.arcs[0].end
    assert circle.arcs[1].start <= first.arrives.start < circle.arcs[1].end


def test_what_comes_to_the_focus_is_blue_and_what_leaves_it_has_the_accent() -> None:
    told = json.loads(chord.chord(PLAIN, focus={"B"}))
    colours = {each["says"]: each["colour"] for each in told["data"][0]["values"]}
    assert colours == {"Ay to Be: 30": BLUE, "Be to Ay: 10": ACCENT}


def test_without_a_focus_the_largest_move_has_the_accent() -> None:
    told = json.loads(chord.chord(PLAIN))
    first, second = told["data"][0]["values"]
    assert (first["says"], first["colour"]) == ("Ay to Be: 30", ACCENT)
    assert second["colour"] != ACCENT


def test_small_places_are_put_together_and_nobody_is_lost() -> None:
    moves = [Move(f"P{n}", "HUB", 10.0 * n) for n in range(1, 9)]
    matrix = lumped(moves, name=str, most=4, first=("HUB",))
    assert matrix.places == ("HUB", "P8", "P7", "P6", OTHER)
    assert matrix.total == sum(move.persons for move in moves)
    assert matrix.persons[4][0] == 10 + 20 + 30 + 40 + 50


def test_a_rest_of_one_place_keeps_its_name() -> None:
    moves = [Move("A", "B", 3.0), Move("B", "C", 2.0)]
    assert OTHER not in lumped(moves, name=str, most=2).places


def test_hostile_names_stay_text_in_the_picture() -> None:
    evil = "<script>alert(1)</script>&\"'"
    matrix = Matrix(("A", "B"), (evil, "]]>"), PLAIN.persons)
    drawn = drawing.svg(chord.chord(matrix))
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn
