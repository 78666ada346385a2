"""Which evidence base does a benchmark measure?

The one that is named; else one that is built from the publishers' files; where
these are not at hand, one of the same size of figures that mean nothing: as many
editions, areas, origins and years as the real base has.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from migrascope.model import area
from migrascope.model.frames import SCHEMA
from migrascope.model.source import CC_BY_4
from migrascope.sources.batch import Batch, source_file
from migrascope.store.base import Base

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks._measuring import publishers_files


def any_base(arguments: list[str], scratch: Path) -> Path:
    """The folder of a base: the first argument, or one made in `scratch`."""
    if arguments:
        return Path(arguments[0])
    folder = scratch / "base"
    data = publishers_files()
    if data is not None:
        add = [sys.executable, "-m", "migrascope", "--base", str(folder), "--quiet"]
        # Folders hold files of sources that cannot be read: those are told, not fatal.
        subprocess.run([*add, "add", str(data)], check=False, capture_output=True)
        if Base.open(folder).index.entries:
            print("built from             the publishers' files")
            return folder
    build(folder)
    print("built from             figures that mean nothing")
    return folder


def build(folder: Path, *, editions: int = 60, rows: int = 3_500_000) -> Base:
    """Fill a base: a third of the editions with origins, the others with totals."""
    base = Base.open(folder)
    places = [each.id for each in area.countries()]
    folder.mkdir(parents=True, exist_ok=True)
    raw = folder.parent / "generated.csv"
    share = rows // editions
    for number in range(editions):
        raw.write_text(f"generated,{number}\n", encoding="utf-8")
        large = number % 3 == 0
        size = share * 2 if large else share // 2
        base.accept(_batch(raw, places, number, size=size, origins=large))
    return base


def _batch(
    raw: Path, places: list[str], number: int, *, size: int, origins: bool
) -> Batch:
    numbers = np.arange(size)
    years = 1990 + numbers % 35
    pairs = numbers // 35
    measure = "migrant_stock" if number == 0 else f"generated_{number:02d}"
    names = np.array(places)
    days = pl.Series("start", [date(year, 12, 31) for year in range(1990, 2025)])
    table = pl.DataFrame(
        {
            "area": names[pairs % len(names)],
            "origin": names[pairs // len(names) % len(names)]
            if origins
            else np.full(size, "_T"),
            "breakdown": [
                f"block={each}" for each in pairs // len(names) ** (2 if origins else 1)
            ],
            "start": days.gather(years - 1990),
            "value": (numbers * 7919 % 1_000_003).astype(float),
            "row": numbers + 2,
        }
    )
    constant = {
        "measure": measure,
        "sex": "_T",
        "age": "_T",
        "status": "_T",
        "unit": "PS",
        "obs_status": "A",
        "low": None,
        "high": None,
        "note": "",
        "edition": "",
        "file": 0,
        "sheet": "",
        "column": 4,
    }
    filled = table.with_columns(
        pl.col("start").alias("end"),
        *(pl.lit(value).alias(name) for name, value in constant.items()),
    ).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
    return Batch(
        dataset=f"generated-{number:02d}",
        vintage="2025",
        source="generated",
        title=f"Generated {number}",
        publisher="Nobody",
        licence=CC_BY_4,
        citation="Generated figures.",
        files=(source_file(raw),),
        observations=filled,
    )
