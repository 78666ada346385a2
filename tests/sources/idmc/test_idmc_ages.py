"""The sheet by sex and age: estimates beside the totals, and never among them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from tests.sources.idmc.test_idmc_tables import SPECIMENS, rows

from migrascope.errors import (
    ChangedHeader,
    DuplicateKey,
    NegativeCount,
    NotANumber,
    SourceError,
    Truncated,
    UnknownPlace,
    Where,
)
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.idmc import adapter
from migrascope.store.base import Base
from migrascope.store.totals import lines

AGES = SPECIMENS / "ages.csv"
TOTALS = [
    [
        "ISO3",
        "Name",
        "Year",
        "Conflict Stock Displacement (Raw)",
        "Conflict Internal Displacements (Raw)",
        "Disaster Internal Displacements (Raw)",
        "Disaster Stock Displacement (Raw)",
    ],
    ["KEN", "Kenya", "2022", "2100", "300", "400", "120"],
]
Cells = list[list[str]]


@pytest.fixture
def cells() -> Cells:
    """The rows of the specimen with their header."""
    with AGES.open(encoding="utf-8") as stream:
        return list(csv.reader(stream))


def workbook(folder: Path, cells: Sequence[Sequence[str]]) -> Path:
    """A workbook in IDMC's layout: the totals, the sheet by age, its README."""
    path = folder / "idmc.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True}) as book:
        for name, table in (
            ("1_Displacement_data", TOTALS),
            ("2_IDPs_SADD_estimates", cells),
            ("README", [["Last update", "11/05/2023"]]),
        ):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(table):
                sheet.write_row(number, 0, row)
    return path


def by_age(folder: Path, cells: Cells, **options: Residuals) -> Batch:
    _, batch = adapter.read([workbook(folder, cells)], **options)
    return batch


def test_the_workbook_becomes_two_editions_of_one_day(
    tmp_path: Path, cells: Cells
) -> None:
    totals, ages = adapter.read([workbook(tmp_path, cells)])
    assert totals.edition == "idmc-gidd-workbook@2023-05-11"
    assert ages.edition == "idmc-gidd-ages@2023-05-11"
    assert set(totals.observations["age"]) == {"_T"}
    assert {totals.dataset, ages.dataset} <= set(adapter.describe().datasets)


def test_sex_age_and_cause_are_dimensions_and_a_measure(
    tmp_path: Path, cells: Cells
) -> None:
    found = rows(by_age(tmp_path, cells), "measure", "area", "sex", "age", "value")
    assert ("idps", "KEN", "F", "Y0T1", 100) in found
    assert ("idps", "KEN", "M", "Y0T24", 720) in found
    assert ("idps", "KEN", "_T", "Y_GE65", 70) in found
    assert ("idps_disaster", "KEN", "_T", "Y0T4", 30) in found
    assert ("idps", "X:abyei", "_T", "Y25T64", 12) in found


def test_an_empty_cell_is_no_row(tmp_path: Path, cells: Cells) -> None:
    found = rows(by_age(tmp_path, cells), "measure", "age")
    assert ("idps_disaster", "Y25T64") not in found
    assert len(found) == 24


def test_every_figure_is_called_an_estimate_and_says_of_what(
    tmp_path: Path, cells: Cells
) -> None:
    batch = by_age(tmp_path, cells)
    end = date(2022, 12, 31)
    told = "the whole number, spread as sexes and ages are in the country's population"
    assert set(batch.observations["obs_status"]) == {"E"}
    assert set(batch.observations["note"]) == {told}
    assert ("KEN", "KEN", "IDP", end, end, "PS") in rows(
        batch, "area", "origin", "status", "start", "end", "unit"
    )
    (caveat,) = [each for each in batch.caveats if each.id == "idmc-ages"]
    assert caveat.applies({"obs_status": "E"})
    assert not caveat.applies({"obs_status": "A"})


def test_a_figure_is_followed_to_its_cell(tmp_path: Path, cells: Cells) -> None:
    found = rows(by_age(tmp_path, cells), "value", "sheet", "row", "column")
    assert (260, "2_IDPs_SADD_estimates", 3, 7) in found


def test_no_row_is_of_all_ages_so_that_none_can_be_a_total(
    tmp_path: Path, cells: Cells
) -> None:
    assert "_T" not in set(by_age(tmp_path, cells).observations["age"])


def test_the_total_that_is_shown_stays_the_printed_one(
    tmp_path: Path, cells: Cells
) -> None:
    base = Base.open(tmp_path / "base")
    for batch in adapter.read([workbook(tmp_path, cells)]):
        base.accept(batch)
    asked = base.query(measure="idps", area="KEN")
    assert [line.value for line in lines(asked, given=())] == [2100]
    parts = lines(asked, given={"sex", "age"})
    assert len(parts) == 1 + 15
    assert not any(line.is_sum for line in parts)


def test_a_workbook_without_the_sheet_is_read_as_before(
    tmp_path: Path,
) -> None:
    path = tmp_path / "older.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("1_Displacement_data")
        for number, row in enumerate(TOTALS):
            sheet.write_row(number, 0, row)
    (batch,) = adapter.read([path])
    assert batch.dataset == "idmc-gidd-workbook"


@pytest.mark.parametrize(
    ("kind", "row", "column", "text"),
    [
        (NotANumber, 2, 6, "many"),
        (NotANumber, 2, 3, "this year"),
        (NegativeCount, 3, 7, "-260"),
        (UnknownPlace, 6, 1, "AB8"),
        (SourceError, 2, 4, "Girls"),
        (SourceError, 2, 4, ""),
        (SourceError, 5, 5, "Both"),
        (ChangedHeader, 1, 7, "from 0 to 4"),
        (ChangedHeader, 1, 7, "2023-04-05"),
    ],
)
def test_a_bad_cell_is_named(
    tmp_path: Path,
    cells: Cells,
    kind: type[SourceError],
    row: int,
    column: int,
    text: str,
) -> None:
    cells[row - 1][column - 1] = text
    with pytest.raises(kind) as raised:
        by_age(tmp_path, cells)
    where = raised.value.where
    assert isinstance(where, Where)
    assert (where.file, where.sheet) == ("idmc.xlsx", "2_IDPs_SADD_estimates")
    assert (where.row, where.column or column) == (row, column)
    assert raised.value.advice


@pytest.mark.parametrize("column", [4, 5])
def test_a_missing_column_is_told(tmp_path: Path, cells: Cells, column: int) -> None:
    name = cells[0][column - 1]
    without = [[*row[: column - 1], *row[column:]] for row in cells]
    with pytest.raises(ChangedHeader, match=name):
        by_age(tmp_path, without)


def test_a_sheet_without_ages_or_without_countries_is_refused(
    tmp_path: Path, cells: Cells
) -> None:
    with pytest.raises(ChangedHeader, match="has no ages"):
        by_age(tmp_path, [row[:5] for row in cells])
    with pytest.raises(Truncated, match="no countries"):
        by_age(tmp_path, cells[:1])


def test_one_group_twice_is_refused(tmp_path: Path, cells: Cells) -> None:
    with pytest.raises(DuplicateKey):
        by_age(tmp_path, [*cells, cells[1]])
    with pytest.raises(DuplicateKey):
        by_age(
            tmp_path,
            [
                [*row, text]
                for row, text in zip(
                    cells, ["0 - 4", "1", "2", "3", "4", "5"], strict=True
                )
            ],
        )


def test_an_unknown_code_can_be_kept(tmp_path: Path, cells: Cells) -> None:
    cells[5][0] = "AB8"
    batch = by_age(tmp_path, cells, residuals=Residuals.KEEP)
    assert "X:ab8" in batch.observations["area"]


def test_ages_of_idmc_come_to_its_totals(shared_data: Path) -> None:
    name = "IDMC_Internal_Displacement_Conflict-Violence_Disasters.xlsx"
    totals, ages = adapter.read([shared_data / "idmc" / name])
    assert ages.observations.height == 918 * 13
    key = ["measure", "area", "end"]
    spread = (
        ages.observations.filter(
            pl.col("age").is_in(["Y0T24", "Y25T64", "Y_GE65"]), pl.col("sex") == "_T"
        )
        .group_by(key)
        .agg(pl.col("value").sum())
    )
    both = totals.observations.join(spread, on=key, suffix="_spread")
    assert both.height == spread.height == 306
    assert (
        both.select((pl.col("value") - pl.col("value_spread")).abs().max()).item() <= 2
    )
