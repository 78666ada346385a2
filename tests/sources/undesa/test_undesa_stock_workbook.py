"""How is the workbook of stocks by sex and destination read?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from migrascope.errors import DuplicateKey, UnknownPlace
from migrascope.model import measure
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.undesa import adapter

Write = Callable[..., Path]


def read(path: Path, *, residuals: Residuals = Residuals.REFUSE) -> Batch:
    [batch] = adapter.read([path], residuals=residuals)
    return batch


def figure(batch: Batch, **wanted: object) -> dict[str, Any]:
    rows = batch.observations.filter(
        pl.all_horizontal(
            (pl.col(name).cast(pl.String) if isinstance(value, str) else pl.col(name))
            == value
            for name, value in wanted.items()
        )
    )
    assert rows.height == 1, rows
    return rows.row(0, named=True)


def test_the_edition_is_named_in_the_titles(totals: Write) -> None:
    batch = read(totals())
    assert batch.edition == "undesa-ims-totals@2020"
    assert batch.title == "International Migrant Stock 2020: by sex and destination"
    assert batch.citation.endswith("(2020). International Migrant Stock 2020.")
    assert batch.licence.id == "CC-BY-3.0-IGO"


@pytest.mark.parametrize(
    ("name", "unit", "sexes", "start", "end"),
    [
        ("migrant_stock", "PS", "F M _T", date(1990, 7, 1), date(1990, 7, 1)),
        ("population", "PS", "F M _T", date(1990, 7, 1), date(1990, 7, 1)),
        ("migrant_share", "PT", "F M _T", date(1990, 7, 1), date(1990, 7, 1)),
        ("migrant_female_share", "PT", "_T", date(1990, 7, 1), date(1990, 7, 1)),
        (
            "migrant_stock_change_rate",
            "PT_YR",
            "F M _T",
            date(1990, 7, 1),
            date(1995, 7, 1),
        ),
        ("refugees_and_asylum_seekers", "PS", "_T", date(2015, 7, 1), date(2015, 7, 1)),
        (
            "refugees_and_asylum_seekers_share",
            "PT",
            "_T",
            date(2020, 7, 1),
            date(2020, 7, 1),
        ),
        (
            "refugees_and_asylum_seekers_change_rate",
            "PT_YR",
            "_T",
            date(2015, 7, 1),
            date(2020, 7, 1),
        ),
    ],
)
def test_the_title_above_the_years_tells_measure_sex_and_unit(
    totals: Write, name: str, unit: str, sexes: str, start: date, end: date
) -> None:
    found = read(totals()).observations.filter(
        pl.col("measure") == name, pl.col("area") == "KEN"
    )
    assert set(found["unit"]) == {unit} == {measure.get(name).unit}
    assert sorted(found["sex"].cast(pl.String).unique()) == sexes.split()
    first = found.sort("start").row(0, named=True)
    assert (first["start"], first["end"]) == (start, end)


def test_thousands_become_persons(totals: Write) -> None:
    kenya = figure(
        read(totals()),
        measure="population",
        area="KEN",
        sex="M",
        start=date(2020, 7, 1),
    )
    assert kenya["value"] == 3_000_003
    assert (kenya["sheet"], kenya["row"], kenya["column"]) == ("Table 2", 14, 9)


def test_every_figure_stands_in_the_cell_that_it_names(totals: Write) -> None:
    path = totals()
    book = openpyxl.load_workbook(path)
    observations = read(path).observations
    assert observations.height > 80
    for line in observations.iter_rows(named=True):
        cell = book[line["sheet"]].cell(line["row"], line["column"]).value
        if line["value"] is None:
            assert {"M": "..", "Q": "~"}[line["obs_status"]] == cell
        else:
            factor = 1000 if line["measure"] == "population" else 1
            assert line["value"] == pytest.approx(cell * factor, abs=1e-6)


def test_every_figure_of_the_workbook_is_read_once(totals: Write) -> None:
    path = totals()
    book = openpyxl.load_workbook(path)
    cells = {
        (sheet.title, cell.row, cell.column)
        for sheet in book
        if sheet.title.startswith("Table ") and sheet.title != "Table of contents"
        for row in sheet.iter_rows(min_row=12, max_row=17, min_col=6)
        for cell in row
        if cell.value is not None
    }
    found = read(path).observations.select("sheet", "row", "column").rows()
    assert sorted(found) == sorted(cells)


def test_two_dots_are_missing_and_a_tilde_is_suppressed(totals: Write) -> None:
    batch = read(totals())
    tuvalu = figure(
        batch, measure="migrant_stock", area="TUV", sex="_T", start=date(1990, 7, 1)
    )
    assert (tuvalu["value"], tuvalu["obs_status"]) == (None, "M")
    suppressed = figure(
        batch,
        measure="refugees_and_asylum_seekers",
        area="TUV",
        start=date(2015, 7, 1),
    )
    assert (suppressed["value"], suppressed["obs_status"]) == (None, "Q")


def test_imputed_stocks_are_called_imputed_and_all_others_estimated(
    totals: Write,
) -> None:
    stocks = read(totals()).observations.filter(
        pl.col("measure") == "migrant_stock", pl.col("value").is_not_null()
    )
    by_area = dict(stocks.select("area", "obs_status").unique().rows())
    assert by_area["M49:830"] == "I"
    assert {by_area[area] for area in ("M49:900", "KEN", "SDN", "TUV")} == {"E"}


def test_a_population_is_not_imputed_because_the_migrants_are(totals: Write) -> None:
    population = read(totals()).observations.filter(pl.col("measure") == "population")
    assert set(population["obs_status"]) == {"E"}
    assert not population["note"].cast(pl.String).str.contains("Type of data").any()


def test_footnotes_and_the_type_of_data_travel_with_the_figure(totals: Write) -> None:
    batch = read(totals())
    sudan = figure(
        batch, measure="migrant_stock", area="SDN", sex="F", start=date(2020, 7, 1)
    )
    assert sudan["note"] == (
        "Refers to Sudan and South Sudan. Type of data B R: foreign-born, "
        "refugees added."
    )
    islands = figure(
        batch, measure="population", area="M49:830", sex="F", start=date(2020, 7, 1)
    )
    assert islands["note"] == (
        "Refers to Sudan and South Sudan. Includes people born on the islands."
    )


def test_a_region_that_stands_twice_is_kept_once_with_its_first_cell(
    totals: Write,
) -> None:
    region = figure(
        read(totals()),
        measure="migrant_stock",
        area="M49:053",
        sex="_T",
        start=date(2020, 7, 1),
    )
    assert region["row"] == 13


def test_a_region_that_stands_twice_with_different_figures_is_refused(
    totals: Write,
) -> None:
    with pytest.raises(DuplicateKey, match="rows 13, 18"):
        read(totals({("Table 1", "F18"): 77}))


def test_an_unknown_code_is_kept_as_a_residual_only_on_request(totals: Write) -> None:
    path = totals({("Table 1", "D14"): 40404})
    with pytest.raises(UnknownPlace, match="40404") as refused:
        read(path)
    assert "Table 1" in str(refused.value)
    assert "row 14" in str(refused.value)
    kept = read(path, residuals=Residuals.KEEP).observations
    assert "X:40404" in set(kept["area"])


def test_the_edition_of_2024_names_its_columns_otherwise_and_is_read_alike(
    totals_2024: Path,
) -> None:
    assert adapter.recognise(totals_2024) == "stock-by-destination"
    batch = read(totals_2024)
    assert batch.edition == "undesa-ims-totals@2024"
    assert batch.observations.height == 2 * 2 * 3
    found = {"area": "SDN", "sex": "M", "start": date(2024, 7, 1)}
    stock = figure(batch, measure="migrant_stock", **found)
    people = figure(batch, measure="population", **found)
    assert (stock["value"], stock["row"], stock["column"]) == (30, 12, 9)
    assert (people["value"], people["row"], people["column"]) == (30_000, 12, 8)
    assert stock["note"] == (
        "Refers to Sudan and South Sudan. Type of data C R: foreign citizens, "
        "refugees added."
    )
    assert people["note"] == "Includes Abyei."
