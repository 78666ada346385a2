"""Estimates of movements made by hand, as an edition with a file and cells.

Two intervals of five years and one of four; three methods; a state that was divided.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from migrascope.model.caveat import Caveat
from migrascope.model.source import CC_BY_4
from migrascope.sources.batch import Batch, source_file
from migrascope.sources.frame import finish

TODAY = date(2026, 3, 1)
METHODS = ("sd_drop_neg", "da_min_closed", "da_pb_closed")
HEAD = ("start", "end", "origin", "destination", *METHODS)

Line = tuple[int, int, str, str, int, int, int]

LINES: tuple[Line, ...] = (
    (2010, 2015, "SOM", "KEN", 5_000, 6_000, 15_000),
    (2010, 2015, "UGA", "KEN", 2_000, 13_000, 12_500),
    (2010, 2015, "KEN", "USA", 25_000, 20_000, 30_000),
    (2010, 2015, "SCG", "HRV", 900, 800, 1_000),
    (2015, 2020, "SOM", "KEN", 10_000, 12_000, 30_000),
    (2015, 2020, "UGA", "KEN", 4_000, 26_000, 25_000),
    (2015, 2020, "KEN", "USA", 50_000, 40_000, 60_000),
    (2015, 2020, "KEN", "UGA", 0, 3_000, 9_000),
    (2015, 2020, "SOM", "USA", 7_000, 5_000, 6_000),
    (2020, 2024, "SOM", "KEN", 8_000, 8_800, 16_000),
    (2020, 2024, "UGA", "KEN", 9_000, 20_000, 12_000),
    (2020, 2024, "ETH", "KEN", 0, 0, 400),
    (2020, 2024, "KEN", "USA", 40_000, 44_000, 80_000),
    (2020, 2024, "KEN", "UGA", 4_000, 2_000, 6_000),
    (2020, 2024, "UGA", "SOM", 0, 100, 400),
    (2020, 2024, "SRB", "HRV", 500, 700, 2_000),
    (2020, 2024, "TUV", "FJI", 0, 0, 1),
)


def batch(
    folder: Path,
    lines: Sequence[Line] = LINES,
    *,
    dataset: str = "abel-cohen-flows",
    vintage: str = "2022",
    methods: Sequence[str] = METHODS,
) -> Batch:
    """Write the file and describe it as a publisher's."""
    path = folder / f"{dataset}-{vintage}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        writer.writerows(lines)
    cells = pl.DataFrame(list(_cells(lines, methods)))
    edition = f"{dataset}@{vintage}"
    return Batch(
        dataset=dataset,
        vintage=vintage,
        source="abel_cohen",
        title="Movements made by hand",
        publisher="Nobody",
        licence=CC_BY_4,
        citation="Nobody (2022).",
        files=(source_file(path),),
        observations=finish(cells, edition=edition, files={0: path.name}),
        caveats=(
            Caveat("abel_cohen-hand", "abel_cohen", "note", "Nobody counted these."),
        ),
    )


def _cells(
    lines: Sequence[Line], methods: Sequence[str]
) -> Iterator[dict[str, object]]:
    for number, (start, end, origin, area, *persons) in enumerate(lines, start=2):
        for column, (method, value) in enumerate(
            zip(METHODS, persons, strict=True), start=5
        ):
            if method in methods:
                yield {
                    "measure": "migration_flows",
                    "area": area,
                    "origin": origin,
                    "breakdown": f"method={method}",
                    "start": date(start, 7, 1),
                    "end": date(end, 7, 1),
                    "value": float(value),
                    "unit": "PS",
                    "obs_status": "E",
                    "row": number,
                    "column": column,
                }
