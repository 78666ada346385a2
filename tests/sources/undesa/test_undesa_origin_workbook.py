"""How is the workbook of stocks by destination and origin read?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from migrascope.sources.undesa import adapter

Write = Callable[..., Path]


def observations(path: Path) -> pl.DataFrame:
    [batch] = adapter.read([path])
    return batch.observations


@pytest.mark.parametrize("edition", [2020, 2024])
def test_both_editions_are_read_alike_though_their_columns_differ(
    origins: Write, edition: int
) -> None:
    path = origins(edition)
    assert adapter.recognise(path) == "stock-by-origin"
    [batch] = adapter.read([path])
    assert batch.edition == f"undesa-ims-bilateral@{edition}"
    found = batch.observations
    pairs = set(
        found.select(pl.col("area", "origin").cast(pl.String)).unique().iter_rows()
    )
    assert pairs == {
        ("M49:900", "M49:900"),
        ("M49:900", "UGA"),
        ("KEN", "M49:053"),
        ("KEN", "UGA"),
        ("KEN", "X:other"),
    }
    assert sorted(found["end"].dt.year().unique()) == [1990, edition]
    assert sorted(found["sex"].cast(pl.String).unique()) == ["F", "M", "_T"]
    assert set(found["measure"]) == {"migrant_stock"}


@pytest.mark.parametrize("edition", [2020, 2024])
def test_every_figure_of_a_pair_stands_in_the_cell_that_it_names(
    origins: Write, edition: int
) -> None:
    path = origins(edition)
    sheet = openpyxl.load_workbook(path)["Table 1"]
    found = observations(path)
    assert found.height == 5 * 2 * 3
    for line in found.iter_rows(named=True):
        assert line["sheet"] == "Table 1"
        cell = sheet.cell(line["row"], line["column"]).value
        assert cell == (".." if line["value"] is None else line["value"])
        assert sheet.cell(11, line["column"]).value == line["end"].year


def test_a_published_zero_is_a_figure(origins: Write) -> None:
    other = observations(origins(2024)).filter(
        pl.col("origin") == "X:other", pl.col("value") == 0
    )
    assert other["end"].dt.year().to_list() == [2024]


def test_the_note_of_the_destination_travels_with_the_pair(origins: Write) -> None:
    for edition in (2020, 2024):
        kenya = observations(origins(edition)).filter(pl.col("area") == "KEN")
        [note] = set(kenya["note"])
        assert note == (
            "Refers to Sudan and South Sudan. Type of data B R: foreign-born, "
            "refugees added."
        )
