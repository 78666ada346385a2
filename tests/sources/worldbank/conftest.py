"""Specimens of the World Bank's layouts, and workbooks made on the spot."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.worldbank import adapter

SPECIMENS = Path(__file__).parents[2] / "specimens" / "worldbank"
INDICATOR = "API_BX.TRF.PWKR.CD.DT_specimen.csv"

Rows = list[list[object]]
WriteBook = Callable[..., Path]
ReadOne = Callable[..., Batch]


@pytest.fixture
def specimens() -> Path:
    return SPECIMENS


@pytest.fixture
def read_one() -> ReadOne:
    """Read specimens (by name) or files (by path) that make one edition."""

    def read(*names: str | Path, residuals: Residuals = Residuals.REFUSE) -> Batch:
        paths = [SPECIMENS / name for name in names]
        (batch,) = adapter.read(paths, residuals=residuals)
        return batch

    return read


@pytest.fixture
def write_book(tmp_path: Path) -> WriteBook:
    """Write sheets into a workbook."""

    def write(sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / "book.xlsx"
        book.save(path)
        return path

    return write


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The indicator in its archive, as the API sends it."""
    path = tmp_path / "API_BX.TRF.PWKR.CD.DT.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.write(SPECIMENS / INDICATOR, INDICATOR)
        about = "Metadata_Country_specimen.csv"
        packed.write(SPECIMENS / about, about)
    return path


@pytest.fixture
def indicator_rows() -> Rows:
    """The sheet Data of a downloaded indicator: GDP of two areas."""
    return [
        ["Data Source", "World Development Indicators"],
        ["Last Updated Date", "2024-05-30"],
        [],
        ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2021"],
        ["Kenya", "KEN", "GDP (current US$)", "NY.GDP.MKTP.CD", 1000.5],
        ["World", "WLD", "GDP (current US$)", "NY.GDP.MKTP.CD", 90000],
    ]


@pytest.fixture
def about_rows() -> Rows:
    """The sheet about countries of a downloaded indicator."""
    return [
        ["Country Code", "Region", "IncomeGroup", "SpecialNotes", "TableName"],
        ["KEN", "Sub-Saharan Africa", "Lower middle", "Rebased in 2021.", "Kenya"],
    ]


@pytest.fixture
def remittance_matrix() -> Rows:
    """Two countries and the world; money flows from the row to the column."""
    return [
        ["Bilateral Remittance Estimates for 2017 (millions of US$) (April 2018)"],
        ["receiving (across) / sending (down) ", "India", "Pakistan", "WORLD"],
        ["India", 0, "-", 5.5],
        ["United States", 10.25, 2, 12.25],
        ["WORLD", 10.25, 2, 17.75],
        [],
        ["Notes:"],
        ["Analytical estimates."],
    ]


@pytest.fixture
def migration_matrix() -> Rows:
    """Two countries, a residual and the world; people went from row to column."""
    return [
        ["Bilateral Estimates of Migrant Stocks in 2017"],
        [None, "India", "United States", "Other South", "World"],
        ["India", 0, 2000, 5, 2005],
        ["Other South", 7, None, 1, 8],
        ["World", 7, 2000, 6, 2013],
        [],
        ["Notes:"],
    ]


@pytest.fixture
def inflows() -> Rows:
    """Inward flows of two areas, a note and a date."""
    return [
        ["Remittance inflows (US$ million)", 2021, "2022e"],
        ["Kenya", 3770.25, 4091],
        ["Türkiye, Rep. of", 0, " "],
        ["Low-and Middle-Income Countries", 5, 6],
        [],
        ["Note: All numbers are in current (nominal) US $."],
        ["Date: June 2023"],
    ]
