"""How does a forecast travel into other people's tables?

As rows of the observation table, or as SDMX-CSV 2.0: the median as the value, the 95
per cent interval as its bounds, and the status F (forecast) of SDMX. The measure is one
of its own (`forecast_…`), so that nobody who asks for counts gets forecasts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from migrascope.foresight.quantiles import INTERVALS, MEDIAN
from migrascope.foresight.series.catalogue import SERIES
from migrascope.foresight.series.displaced import OTHER
from migrascope.foresight.series.routes import area_of
from migrascope.model.observation import COLUMNS, NOT_APPLICABLE, TOTAL, Status
from migrascope.model.period import Period, end_year, month, whole_year

if TYPE_CHECKING:
    from migrascope.foresight.asking import Answer
    from migrascope.foresight.wording import Manner

DATAFLOW = "MIGRASCOPE:FORESIGHT(1.0)"
OBSERVATIONS = COLUMNS[: COLUMNS.index("file")]
"""Those of the observation table, without the cell: a forecast was read from none."""
SDMX = (
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
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


@dataclass(frozen=True, slots=True)
class Key:
    """Where a forecast stands among observations."""

    area: str
    origin: str
    breakdown: str


def dataset(by: str) -> str:
    """The dataset of forecasts of a quantity.

    >>> dataset("origin")
    'migrascope-foresight-origin'
    """
    return f"migrascope-foresight-{by}"


def measure(what: str) -> str:
    """The code under which forecasts of a quantity stand among observations.

    >>> measure("remittances_received")
    'forecast_remittances_received'
    """
    return f"forecast_{what}"


def observations(answer: Answer, *, today: date) -> str:
    """Rows of the observation table as CSV; the edition is named by the day."""
    key = key_of(answer.by, answer.area)
    rows = []
    for row, model in zip(answer.rows, answer.models, strict=True):
        period = period_of(answer.manner, row.time)
        value, low, high = _figures(row.quantiles)
        rows.append(
            (
                measure(answer.what),
                key.area,
                key.origin,
                TOTAL,
                TOTAL,
                TOTAL,
                key.breakdown,
                period.start.isoformat(),
                period.end.isoformat(),
                value,
                answer.manner.unit,
                str(Status.FORECAST),
                low,
                high,
                f"Model {model}; from {', '.join(answer.editions)}; bounds: 95 %.",
                f"{dataset(answer.by)}@{today.isoformat()}",
            )
        )
    return _written(OBSERVATIONS, rows)


def sdmx(answer: Answer) -> str:
    """The same as SDMX-CSV 2.0."""
    key = key_of(answer.by, answer.area)
    rows = []
    for row in answer.rows:
        value, low, high = _figures(row.quantiles)
        rows.append(
            (
                "dataflow",
                DATAFLOW,
                "I",
                measure(answer.what),
                key.area,
                key.origin,
                TOTAL,
                TOTAL,
                TOTAL,
                key.breakdown or NOT_APPLICABLE,
                period_of(answer.manner, row.time).sdmx,
                value,
                answer.manner.unit,
                str(Status.FORECAST),
                low,
                high,
                " ".join(answer.editions),
            )
        )
    return _written(SDMX, rows)


def key_of(by: str, series: str) -> Key:
    """Where the forecasts of a series stand: a country, a corridor or a route.

    People from a country stand under the country that they come from, as the measure
    says; what is left over of a corridor's origin, under other areas.
    """
    kind = SERIES[by].keys_are
    if kind == "corridor":
        origin, _, end = series.partition(">")
        return Key("X:other" if end == OTHER else end, origin, "")
    if kind == "route":
        return Key(area_of(series), NOT_APPLICABLE, f"route={series}")
    return Key(series, NOT_APPLICABLE if kind == "origin" else TOTAL, "")


def period_of(manner: Manner, time: int) -> Period:
    """A day for a stock; a year or a month for a flow."""
    if manner.season > 1:
        year, number = divmod(time, manner.season)
        return month(year, number + 1)
    return end_year(time) if manner.is_stock else whole_year(time)


def _figures(quantiles: Sequence[float]) -> tuple[str, str, str]:
    low, high = INTERVALS[95]
    value, least, most = (f"{quantiles[at]:.1f}" for at in (MEDIAN, low, high))
    return value, least, most


def _written(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
