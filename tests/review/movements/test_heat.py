"""A heat map holds the table, cell by cell."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from migrascope.review.movements.heat import heat, short
from migrascope.review.movements.matrix import Matrix

from .matrices import matrices


@given(matrices())
def test_every_cell_is_a_figure_of_the_table(matrix: Matrix) -> None:
    cells = json.loads(heat(matrix))["data"]["values"]
    told = [each["persons"] for each in cells]
    assert told == [persons for row in matrix.persons for persons in row]
    assert len({(each["origin"], each["destination"]) for each in cells}) == len(cells)


@given(matrices())
def test_more_people_are_never_paler(matrix: Matrix) -> None:
    cells = json.loads(heat(matrix))["data"]["values"]
    ordered = sorted(cells, key=lambda each: each["persons"])
    shades = [each["shade"] for each in ordered]
    assert shades == sorted(shades)
    assert shades[-1] == 5
    assert all((each["shade"] == 0) == (each["persons"] == 0) for each in cells)


@pytest.mark.parametrize(
    ("persons", "text"),
    [
        (0, ""),
        (0.2, "<1"),
        (7, "7"),
        (999.4, "999"),
        (999.7, "1 k"),
        (999_600, "1.0 m"),
        (101_000_000, "101 m"),
    ],
)
def test_numbers_are_short(persons: float, text: str) -> None:
    assert short(persons) == text


def test_rows_are_origins_and_columns_destinations() -> None:
    told = json.loads(
        heat(Matrix(("A", "B"), ("Ay", "Be"), ((0.0, 30.0), (10.0, 0.0))))
    )
    first = next(each for each in told["data"]["values"] if each["persons"] == 30)
    assert (first["origin"], first["destination"]) == ("Ay", "Be")
    assert told["encoding"]["y"]["field"] == "origin"
    assert told["encoding"]["x"]["field"] == "destination"
