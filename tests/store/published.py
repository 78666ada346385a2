"""A small base of four files in four formats, with cells that say what they should."""

from __future__ import annotations

import json
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import xlsxwriter
from tests.store.made import Clock, batch, stock

from migrascope.model.caveat import Caveat
from migrascope.sources.batch import Batch
from migrascope.store.base import Base

MODELLED = Caveat(
    "modelled", "test", "estimated", "Modelled for Kenya.", {"area": "KEN"}, since=2016
)

WORKBOOK = [
    ["Stock of migrants", "", "", ""],
    ["Area", "Note", "Migrants", ""],
    ["", "", 2015, 2020],
    ["WORLD", "", 247958644, 280598105],
    ["Kenya", "B R", 1126886, 1050147],
    ["Uganda", "C", 851175, 1720313],
]

TEXT = """Report of 2020
dest,orig,name,women,men
KEN,SOM,"Somalia, in
two lines",205263,220021
KEN,SSD,South Sudan,"60,151",61402
"""


def workbook(path: Path) -> bytes:
    """Write the sheet with a library, and take its bytes."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Table 1")
        for number, cells in enumerate(WORKBOOK):
            sheet.write_row(number, 0, cells)
    return path.read_bytes()


def publish(folder: Path) -> Base:
    """A base in `folder / "base"` with four editions, made once and copied."""
    shutil.copytree(Path(_made().name) / "base", folder / "base")
    return Base.open(folder / "base", patience=0.2)


@cache
def _made() -> TemporaryDirectory[str]:
    """The base that is copied; it vanishes with the process."""
    made = TemporaryDirectory()
    folder = Path(made.name)
    base = Base.open(folder / "base", clock=Clock())
    files = folder / "received"
    files.mkdir()
    base.accept(_totals(folder, files))
    base.accept(_pairs(files))
    base.accept(_remittances(files))
    base.accept(_population(folder, files))
    return made


def _totals(folder: Path, files: Path) -> Batch:
    sheet = {"sheet": "Table 1", "status": "MIG"}
    return batch(
        files,
        [
            stock("KEN", 2015, 1126886, row=5, column=3, **sheet),
            stock("KEN", 2020, 1050147, row=5, column=4, **sheet),
            stock("UGA", 2020, 1720313, row=6, column=4, **sheet),
            stock("M49:900", 2020, 280598105, row=4, column=4, **sheet),
        ],
        content=workbook(folder / "made.xlsx"),
        name="stock.xlsx",
        caveats=(MODELLED,),
    )


def _pairs(files: Path) -> Batch:
    """Women and men by origin, without any total."""
    cells = [("SOM", 3, 205263, 220021), ("SSD", 5, 60151, 61402)]
    return batch(
        files,
        [
            stock("KEN", 2020, value, origin=origin, sex=sex, row=row, column=column)
            for origin, row, women, men in cells
            for sex, column, value in (("F", 4, women), ("M", 5, men))
        ],
        dataset="test-pairs",
        content=TEXT,
        name="pairs.csv",
    )


def _remittances(files: Path) -> Batch:
    """Money in millions, in the second page of an answer."""
    items = [
        {"country": {"id": "KE", "value": "Kenya"}, "date": "2019", "value": 2838.5},
        {"country": {"id": "KE", "value": "Kenya"}, "date": "2020", "value": None},
    ]
    rows = [
        stock(
            "KEN",
            year,
            value,
            measure="remittances_received",
            unit="USD",
            start=date(year, 1, 1),
            end=date(year, 12, 31),
            row=row,
            column=4,
            sheet="1",
        )
        for year, value, row in ((2019, 2838.5e6, 1), (2020, None, 2))
    ]
    content = json.dumps([{"page": 1, "pages": 1, "total": 2}, items])
    return batch(files, rows, dataset="test-money", content=content, name="money.json")


def _population(folder: Path, files: Path) -> Batch:
    table = pl.DataFrame({"iso3": ["KEN", "UGA"], "population": [53771300.0, 4.5e7]})
    table.write_parquet(folder / "made.parquet")
    rows = [
        stock("KEN", 2020, 53771300, measure="population", row=1, column=2),
        stock("UGA", 2020, 99, measure="population", row=2, column=2),
    ]
    return batch(
        files,
        rows,
        dataset="test-population",
        content=(folder / "made.parquet").read_bytes(),
        name="population.parquet",
    )
