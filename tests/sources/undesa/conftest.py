"""Workbooks in the layout of the Population Division, with invented figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Changes = Mapping[tuple[str, str], object]

_SEXES = ("both sexes combined", "males", "females")
_STOCK = "International migrant stock at mid-year"
_PLACES = (
    (1, "WORLD", None, 900, None),
    (2, "  Australia and New Zealand", None, 927, None),
    (3, "   Kenya", None, 404, "B R"),
    (4, "   Sudan", 3, 729, "B R "),
    (5, "   Channel Islands*", "3, 6", 830, "I R"),
    (6, "   Tuvalu", None, 798, "C"),
    (7, "  Australia and New Zealand", None, 927, None),
)


@pytest.fixture
def specimens(repository: Path) -> Path:
    """Hand-made files in the publisher's layouts."""
    return repository / "tests" / "specimens" / "undesa"


@pytest.fixture
def totals(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook by sex and destination, 2020 layout, with changed cells."""

    def write(changes: Changes | None = None) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        _table_of_contents(book, "International Migrant Stock 2020: Destination")
        people = [(1990, 10), (2020, 20)]
        _totals_table(book, 1, f"{_STOCK} by sex", f"{_STOCK}, {{}}", people)
        _totals_table(
            book,
            2,
            "Total population at mid-year by sex",
            "Total population at mid-year, {} (thousands)",
            [(1990, 0.5), (2020, 1000.001)],
        )
        _totals_table(
            book,
            3,
            "International migrant stock as a percentage of the total population",
            "International migrant stock as a percentage of the total population, {}",
            [(1990, 2.5)],
        )
        _totals_table(
            book,
            4,
            "Female migrants as a percentage of the international migrant stock",
            "Female migrants as a percentage of the international migrant stock",
            [(1990, 48.5)],
            sexes=("",),
        )
        _totals_table(
            book,
            5,
            "Annual rate of change of the migrant stock",
            "Annual rate of change of the migrant stock, {}",
            [("1990-1995", -1.25)],
        )
        _refugees_table(book)
        _notes(book, "Notes")
        return _save(book, tmp_path / "totals.xlsx", changes)

    return write


@pytest.fixture
def totals_2024(tmp_path: Path) -> Path:
    """A workbook by sex and destination in the layout of 2024: other columns."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    title = "International Migrant Stock 2024: Destination"
    _table_of_contents(book, title)
    place = "Region, development group, country or area"
    tables = (
        (1, _STOCK, ["Index", place, "Coverage", "Data type", "Location code"]),
        (
            2,
            "Total population at mid-year (thousands)",
            ["Index", place, "Population notes", "Location code"],
        ),
    )
    for number, what, header in tables:
        sheet = book.create_sheet(f"Table {number}")
        sheet["E2"], sheet["E4"] = title, "POP/DB/MIG/Stock/Rev.2024"
        sheet["E3"] = f"Table {number}: {what} by sex and by country of destination"
        for position, sex in enumerate(_SEXES):
            sheet.cell(10, len(header) + 1 + 2 * position, sex.capitalize())
        _row(sheet, 11, [*header, *([1990, 2024] * 3)])
        described = ["3", "C, R", 729] if number == 1 else [3, 729]
        _row(sheet, 12, [1, "   Sudan*", *described, 30.5, 50, 10.5, 30, 20, 20])
    _notes(book, "Migrant notes")
    notes = book.create_sheet("Population notes")
    notes["A12"], notes["B12"] = 3, "Includes Abyei."
    return _save(book, tmp_path / "totals_2024.xlsx", None)


@pytest.fixture
def origins(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook by destination and origin, in the layout of an edition."""

    def write(edition: int, changes: Changes | None = None) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        title = f"International Migrant Stock {edition}: Destination and origin"
        _table_of_contents(book, title)
        sheet = book.create_sheet("Table 1")
        sheet["E2"] = title
        sheet["E3"] = (
            f"Table 1: {_STOCK} by sex and by region, country or area of destination "
            f"and origin, 1990-{edition}"
        )
        sheet["E4"] = f"POP/DB/MIG/Stock/Rev.{edition}"
        place = "Region, development group, country or area of"
        before = {
            2020: (
                "Notes of destination",
                "Location code of destination",
                "Type of data of destination",
            ),
            2024: ("Coverage", "Data type", "Location code of destination"),
        }[edition]
        header = ["Index", f"{place} destination", *before]
        header += [f"{place} origin", "Location code of origin"]
        years = [1990, edition]
        for position, sex in enumerate(_SEXES):
            left = len(header) + 1 + position * len(years)
            sheet.cell(10, left, f"{_STOCK}, {sex}" if edition == 2020 else sex.title())
            sheet.merge_cells(
                start_row=10, end_row=10, start_column=left, end_column=left + 1
            )
        _row(sheet, 11, [*header, *(years * 3)])
        kenya = ("Kenya*", 3, 404, "B R")
        rows = (
            (("WORLD", None, 900, None), ("WORLD", 900)),
            (("WORLD", None, 900, None), ("Uganda", 800)),
            (kenya, ("Australia and New Zealand", 927)),
            (kenya, ("Uganda", 800)),
            (kenya, ("Others", 2003)),
            (kenya, ("Australia and New Zealand", 927)),
        )
        for position, ((name, note, code, kind), (origin, origin_code)) in enumerate(
            rows
        ):
            described = (note, code, kind) if edition == 2020 else (note, kind, code)
            start = 1000 - 100 * min(position, 2 if origin_code == 927 else position)
            figures = [start, "..", start - 40, "..", 40, ".."]
            if origin_code == 2003:
                figures[1] = 0
            _row(
                sheet,
                12 + position,
                [position + 1, f"  {name}", *described, origin, origin_code, *figures],
            )
        regional = book.create_sheet("Table 2")
        regional["E3"] = f"Table 2: {_STOCK} by region of destination, {edition}"
        _row(
            regional, 11, ["Index", "Region of destination", "Location code", 900, 903]
        )
        _row(regional, 12, [1, "WORLD", 900, 99, 98])
        _notes(book, "Notes" if edition == 2020 else "Migrant notes")
        return _save(book, tmp_path / f"origins_{edition}.xlsx", changes)

    return write


def _table_of_contents(book: Any, title: str) -> None:
    sheet = book.create_sheet("Table of contents")
    sheet["J2"] = title
    sheet["B11"] = "Table number"
    sheet["C12"] = f"{_STOCK} by sex and by region, country or area of destination"


def _totals_table(
    book: Any,
    number: int,
    title: str,
    block: str,
    years: Sequence[tuple[int | str, float]],
    *,
    sexes: Sequence[str] = _SEXES,
) -> None:
    sheet = book.create_sheet(f"Table {number}")
    sheet["E2"] = "International Migrant Stock 2020: Destination"
    sheet["E3"] = (
        f"Table {number}: {title} and by region, country or area of destination"
    )
    sheet["E4"] = "POP/DB/MIG/Stock/Rev.2020"
    header = ["", "Region, development group, country or area", "Notes"]
    header += ["Location code", "Type of data"]
    for position, sex in enumerate(sexes):
        left = 6 + position * len(years)
        sheet.cell(8, left, block.format(sex))
        sheet.merge_cells(
            start_row=8, end_row=10, start_column=left, end_column=left + len(years) - 1
        )
    _row(sheet, 11, [*header, *([year for year, _ in years] * len(sexes))])
    for position, place in enumerate(_PLACES):
        scale = 2 if place[3] == 927 else position + 1
        figures = [value * scale for _ in sexes for _, value in years]
        if place[3] == 798 and number == 1:
            figures[0] = ".."  # type: ignore[call-overload]  # a mark stands there
        _row(sheet, 12 + position, [*place, *figures])


def _refugees_table(book: Any) -> None:
    _totals_table(
        book,
        6,
        "Estimated refugee stock (including asylum seekers) at mid-year",
        "Refugee and asylum seekers at mid-year, both sexes combined",
        [(2015, 30), (2020, 40)],
        sexes=("",),
    )
    sheet = book["Table 6"]
    sheet["H8"] = (
        "Refugee and asylum seekers as a percentage of the international migrant stock"
    )
    sheet["I8"] = (
        "Annual rate of change of the refugee and asylum seekers, both sexes combined"
    )
    sheet["H11"], sheet["I11"] = 2020, "2015-2020"
    sheet["H14"], sheet["I14"], sheet["F17"] = 12.5, -3.75, "~"


def _notes(book: Any, name: str) -> None:
    sheet = book.create_sheet(name)
    sheet["J2"] = "International Migrant Stock 2020: Destination"
    sheet["B11"] = "Notes"
    sheet["B15"] = "Years given refer to 1 July."
    sheet["A16"], sheet["B16"] = 3, "Refers to Sudan and South Sudan."
    sheet["A17"], sheet["B17"] = 6, "Includes  people born on the islands."


def _row(sheet: Any, row: int, values: Sequence[object]) -> None:
    for column, value in enumerate(values, start=1):
        if value not in ("", None):
            sheet.cell(row, column, value)


def _save(book: Any, path: Path, changes: Changes | None) -> Path:
    for (sheet, cell), value in (changes or {}).items():
        book[sheet][cell] = value
    book.save(path)
    return path
