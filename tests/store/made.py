"""Batches made by hand, and a clock that tests set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from migrascope.model.caveat import Caveat
from migrascope.model.source import CC_BY_4, Licence
from migrascope.sources.batch import Batch, source_file
from migrascope.sources.frame import finish

Row = dict[str, Any]
MakeBatch = Callable[..., Batch]


class Clock:
    """A clock that tests set; it moves one second at each look."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


def stock(area: str, year: int, value: float | None, **more: Any) -> Row:
    """One figure of people at mid-year."""
    return {
        "measure": "migrant_stock",
        "area": area,
        "origin": "_T",
        "sex": "_T",
        "start": date(year, 7, 1),
        "end": date(year, 7, 1),
        "value": value,
        "unit": "PS",
        "obs_status": "A" if value is not None else "M",
        "row": 2,
        "column": 3,
    } | more


def batch(
    folder: Path,
    rows: Sequence[Row],
    *,
    dataset: str = "test-stock",
    vintage: str = "2020",
    content: str | bytes | None = None,
    name: str = "stock.csv",
    caveats: tuple[Caveat, ...] = (),
    source: str = "test",
    licence: Licence = CC_BY_4,
) -> Batch:
    """Write a publisher's file into a folder, and make a batch of rows read from it."""
    path = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    text = content if content is not None else f"area,year,value\n{rows!r}\n"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    edition = f"{dataset}@{vintage}"
    return Batch(
        dataset=dataset,
        vintage=vintage,
        source=source,
        title="Stocks made by hand",
        publisher="Office of Tests",
        licence=licence,
        citation="Office of Tests, Stocks made by hand.",
        files=(source_file(path, address="https://example.org/stock"),),
        observations=finish(
            pl.DataFrame(list(rows), infer_schema_length=None),
            edition=edition,
            files={0: name},
        ),
        caveats=caveats,
        address="https://example.org",
    )
