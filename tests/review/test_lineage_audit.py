"""Does every number of a real review stand on cells that hold what it says?

An audit by readers that share nothing with the program: openpyxl, xlrd, csv, json
and pyarrow open the publishers' own files at the sheet, row and column that a number
names, and the formulas are worked out again from their words.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import random
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
import xlrd  # type: ignore[import-untyped]  # no stubs; four lines use it

from migrascope.indicators.evidence import Evidence
from migrascope.model.lineage import Cell, Lineage
from migrascope.review import country
from migrascope.review.model import Number
from migrascope.review.relevance import numbers
from migrascope.store.base import Base

pytestmark = pytest.mark.xdist_group("lineage audit")  # ten reviews are built once

AREAS = ("KEN", "DEU", "MEX", "IND", "SYR", "SSD", "TUV", "VAT", "PSE", "XKX")
SAMPLED = 300
MOST_CELLS = 40
"""Leaves that are looked up for one number; a sum can rest on thousands."""

SCALES = (1.0, 1e3, 1e6)
"""Publishers print persons in thousands, and dollars in millions."""

MODELLED = ("chance of", "forecast with", "line through", "what is missing")
"""Formulas of progress to 2030, which have tests of their own."""

ADDED = {"wpp2024_projection_medium_2024_2100.parquet": ("popM", "popF")}
"""Totals that a table does not print; the figure's note says which columns are added.
The cell of a figure is then the first of them."""


@pytest.fixture(scope="module")
def sampled(real_base: Base) -> list[Number]:
    found: list[Number] = []
    for area in AREAS:
        evidence = Evidence.load(real_base, area=area)
        review = country.build(evidence, area, today=date(2026, 3, 1))
        found += numbers(review.sections)
    return random.Random(20300101).sample(found, SAMPLED)


@pytest.fixture(scope="module")
def leaves(sampled: list[Number]) -> list[Cell]:
    chance = random.Random(7)
    found: list[Cell] = []
    for number in sampled:
        cells = list(number.estimate.cells)
        found += chance.sample(cells, min(MOST_CELLS, len(cells)))
    return found


def test_every_sampled_cell_holds_the_value_in_the_publishers_own_file(
    leaves: list[Cell], real_base: Base, shared_data: Path
) -> None:
    paths = {path.name: path for path in shared_data.rglob("*") if path.is_file()}
    wrong = []
    for cell in leaves:
        name = Path(real_base.edition(cell.edition).files[cell.file].name).name
        text = _look(paths[name], cell.sheet, cell.row, cell.column)
        if not _holds(text, cell.value) and not _adds_up(paths[name], cell):
            wrong.append((name, cell.sheet, cell.row, cell.column, text, cell.value))
    assert len(leaves) > 2 * SAMPLED
    assert wrong == []


def test_the_formula_applied_to_the_cells_gives_the_number(
    sampled: list[Number],
) -> None:
    wrong = []
    checked = 0
    for number in sampled:
        figure = number.estimate
        if _is_modelled(figure.lineage):
            continue
        checked += 1
        found = _worked_out(figure.lineage)
        if not _equal(found, figure.value):
            wrong.append((number.measure, number.area, figure.value, found))
    assert checked > 0.8 * SAMPLED
    assert wrong == []


def test_the_sample_reaches_every_publisher(leaves: list[Cell]) -> None:
    publishers = {cell.edition.partition("-")[0] for cell in leaves}
    assert publishers >= {"undesa", "unhcr", "worldbank", "unsdg", "missing", "abel"}


def _is_modelled(part: Cell | Lineage) -> bool:
    return isinstance(part, Lineage) and part.formula.startswith(MODELLED)


def _equal(found: float | None, value: float | None) -> bool:
    if found is None or value is None:
        return found == value
    return math.isclose(found, value, rel_tol=1e-9, abs_tol=1e-9)


def _gain(known: list[float]) -> float:
    pairs = zip(known[::2], known[1::2], strict=True)
    return sum(money * max(0.0, cost - 3) / 100 for money, cost in pairs)


def _dear(known: list[float]) -> float:
    return float(sum(each > 5 for each in known))


def _half_ends(known: list[float]) -> float:
    return sum(known) - (known[0] + known[-1]) / 2


RULES: dict[str, Callable[[list[float]], float]] = {
    "arrivals − departures": lambda known: known[0] - known[1],
    "sum over corridors above 3 %": _gain,
    "sum over origins of (": lambda known: sum((x / sum(known)) ** 2 for x in known),
    "remittances received × (mean": lambda known: _gain([known[0], known[1]]),
    "mean of": lambda known: sum(known) / len(known),
    "corridors above 5 % ÷": lambda known: 100 * _dear(known) / len(known),
    "corridors above 5 %": _dear,
}
"""What the words of a formula mean, the longer opening before the shorter one."""


def _worked_out(part: Cell | Lineage) -> float | None:
    """What a formula in words makes of its inputs."""
    if isinstance(part, Cell):
        return part.value
    known = [v for each in part.inputs if (v := _worked_out(each)) is not None]
    said = part.formula
    if not known:
        return None
    if "preferred to" in said:
        return known[0]
    if line := re.match(r"mid-year: first \+ (\d+) of (\d+) days", said):
        return known[0] + int(line[1]) / int(line[2]) * (known[1] - known[0])
    if line := re.match(r"(half of the first .*)?÷ ([\d.]+) years", said):
        whole = _half_ends(known) if line[1] else known[0]
        return whole / float(line[2])
    for opening, rule in RULES.items():
        if said.startswith(opening):
            return rule(known)
    if "÷" in said:
        factor = re.search(r"× ([\d,]+)$", said)
        times = float(factor[1].replace(",", "")) if factor else 1.0
        return known[0] / known[1] * times
    assert said.startswith(("sum", "resident", "migrants of known")), said
    return sum(known)


def _holds(text: object, value: float | None) -> bool:
    """True when a cell holds a value, as it is or in thousands or millions."""
    if isinstance(text, str):
        text = text.replace(",", "").strip()
    try:
        printed = float(text) if text not in (None, "") else None  # type: ignore[arg-type]
    except ValueError:
        printed = None
    if value is None or printed is None:
        return value == printed or (not value and printed == 0)
    return any(math.isclose(printed * each, value, rel_tol=1e-9) for each in SCALES)


def _adds_up(path: Path, cell: Cell) -> bool:
    """True when the value is the declared sum of columns of the row."""
    if path.name not in ADDED:
        return False
    names = pq.ParquetFile(path).schema_arrow.names
    places = [names.index(name) + 1 for name in ADDED[path.name]]
    parts = [_look(path, cell.sheet, cell.row, each) for each in places]
    return cell.column == places[0] and _holds(sum(map(float, parts)), cell.value)


def _look(path: Path, sheet: str, row: int, column: int) -> Any:
    """What stands at a sheet, row and column, counted from 1."""
    kind = path.name.removesuffix(".gz").rpartition(".")[2]
    if kind == "xlsx":
        return _workbook(path)[sheet].cell(row, column).value
    if kind == "xls":
        return _old_workbook(path).sheet_by_name(sheet).cell_value(row - 1, column - 1)
    if kind == "parquet":
        return _column(path, column)[row - 1]
    if kind == "json":
        return list(_items(path, sheet)[row - 1].values())[column - 1]
    return _lines(path)[row][column - 1]


@cache
def _workbook(path: Path) -> Any:
    return openpyxl.load_workbook(path, data_only=True)


@cache
def _old_workbook(path: Path) -> Any:
    return xlrd.open_workbook(path)


@cache
def _column(path: Path, column: int) -> list[Any]:
    found: list[Any] = pq.ParquetFile(path).read().column(column - 1).to_pylist()
    return found


@cache
def _items(path: Path, sheet: str) -> list[dict[str, Any]]:
    told = json.loads(path.read_text(encoding="utf-8"))
    for key in filter(None, sheet.split(".")):
        told = told[key]
    found: list[dict[str, Any]] = told
    return found


@cache
def _lines(path: Path) -> dict[int, list[str]]:
    """The records of a text file by the line on which they end."""
    opened = gzip.open if path.suffix == ".gz" else open
    tabs = path.suffix == ".txt"
    with opened(path, "rt", encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter="\t" if tabs else ",")
        found = {}
        for record in reader:
            found[reader.line_num] = record
        return found
