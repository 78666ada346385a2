"""How does a review become SDMX?

SDMX-CSV 2.0: a row for every number of every table, with its dimensions, period,
bounds, status and the editions that it rests on.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from migrascope.review.model import Number, Review

DATAFLOW = "MIGRASCOPE:REVIEW(1.0)"

COLUMNS = (
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    "TABLE",
    "TABLE_ROW",
    "TABLE_COLUMN",
    "MEASURE",
    "REF_AREA",
    "COUNTERPART_AREA",
    "SEX",
    "AGE",
    "POPULATION_STATUS",
    "BREAKDOWN",
    "TIME_PERIOD",
    "OBS_VALUE",
    "UNIT_MEASURE",
    "OBS_STATUS",
    "LOWER_BOUND",
    "UPPER_BOUND",
    "SOURCE",
)


def write(review: Review, path: Path) -> None:
    """Write the numbers of all tables."""
    path.write_text(render(review), encoding="utf-8", newline="")


def render(review: Review) -> str:
    """The numbers as SDMX-CSV 2.0."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for table in review.tables().values():
        for row, column, number in table.numbers():
            place = (table.id, row + 1, column.key)
            writer.writerow(["dataflow", DATAFLOW, "I", *place, *_observation(number)])
    return text.getvalue()


def _observation(number: Number) -> list[str]:
    figure = number.estimate
    values = (figure.value, figure.low, figure.high)
    value, low, high = ("" if each is None else repr(each) for each in values)
    editions = sorted({cell.edition for cell in figure.cells})
    return [
        number.measure,
        number.area,
        number.origin,
        number.sex,
        number.age,
        number.status,
        number.breakdown or "_Z",
        figure.period.sdmx,
        value,
        figure.unit,
        str(figure.status),
        low,
        high,
        " ".join(editions),
    ]
