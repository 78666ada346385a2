"""What may come for an area, ready to be told?

A forecast with its sentence, the figures it goes on from, the scores that the model
earned, and what a reader has to mind.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight import wording
from migrascope.foresight.forecasting import Forecast, Record, forecast
from migrascope.foresight.panel import FloatArray, Panel
from migrascope.foresight.quantiles import INTERVALS, LEVELS, MEDIAN
from migrascope.foresight.remembering import remembered
from migrascope.foresight.series import displaced
from migrascope.model import area as areas

if TYPE_CHECKING:
    from migrascope.store.base import Base

SERIES: dict[str, tuple[Callable[[Base], Panel], str]] = {
    "origin": (displaced.by_origin, "Forcibly displaced people from"),
    "asylum": (displaced.by_asylum, "Refugees and asylum seekers in"),
}
SMALL = 5_000
"""Models are scored on series that were at least so large at some time."""
CAVEATS = (
    "a forecast carries on what was counted; it knows of no conflict still to begin.",
    "figures of the newest year are provisional and will be revised.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """Quantiles at one time ahead."""

    time: int
    quantiles: tuple[float, ...]

    @property
    def rounded(self) -> tuple[int, ...]:
        """Median and the bounds of the 80 and the 95 per cent interval, for people."""
        at = (MEDIAN, *INTERVALS[80], *INTERVALS[95])
        return tuple(wording.rounded(self.quantiles[each]) for each in at)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A forecast of one area, ready to be told."""

    area: str
    by: str
    sentence: str
    past: dict[int, float]
    rows: tuple[Row, ...]
    models: tuple[str, ...]
    records: tuple[Record, ...]
    earned: tuple[str, ...]
    caveats: tuple[str, ...]
    editions: tuple[str, ...]

    def csv(self) -> str:
        """One row for each year ahead; quantiles unrounded, status F (forecast)."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        levels = [f"q{level:g}" for level in LEVELS]
        writer.writerow(["area", "by", "time", "model", "obs_status", *levels])
        for row, model in zip(self.rows, self.models, strict=True):
            values = [f"{each:.1f}" for each in row.quantiles]
            writer.writerow([self.area, self.by, row.time, model, "F", *values])
        return text.getvalue()

    def json(self) -> str:
        """Everything, with the scores of all models."""
        facts = asdict(self)
        facts["levels"] = list(LEVELS)
        return json.dumps(facts, ensure_ascii=False, indent=2)


def forecasts(
    base: Base,
    names: Sequence[str],
    *,
    by: str = "origin",
    horizon: int = 3,
    cache: Path,
    advance: Callable[[int, int], None] | None = None,
) -> tuple[Panel, list[Forecast]]:
    """Forecasts of the areas that are named, or of all that ever had SMALL people.

    Raises:
        UnknownArea: no such area.
        NoFigures: the base has no series of one that is named.
    """
    read, _ = SERIES[by]
    panel = read(base)
    keys = [areas.find(each).id for each in names]
    if not names:
        most = np.nan_to_num(panel.values).max(axis=0)
        seen = ~np.isnan(panel.values[-1])
        keys = [
            key
            for key, large, known in zip(panel.keys, most >= SMALL, seen, strict=True)
            if large and known
        ]
    records = remembered(
        panel, cache, horizons=tuple(range(1, horizon + 1)), advance=advance
    )
    return panel, forecast(panel, keys, records)


def ask(
    base: Base,
    area: str,
    *,
    by: str = "origin",
    horizon: int = 3,
    cache: Path,
    advance: Callable[[int, int], None] | None = None,
) -> Answer:
    """Forecast one area `horizon` years ahead.

    Raises:
        UnknownArea: no such area.
        NoFigures: the base has no series of it, or it is too short.
    """
    place = areas.find(area)
    read, whom = SERIES[by]
    panel = read(base)
    if place.id not in panel.keys:
        raise NoFigures(
            f"UNHCR counts nobody for {place.name} in this series.",
            "`migrascope show refugees AREA --origin all` shows what there is; "
            "`--by asylum` asks for people who came.",
        )
    records = remembered(
        panel, cache, horizons=tuple(range(1, horizon + 1)), advance=advance
    )
    (made,) = forecast(panel, [place.id], records)
    column = panel.values[:, panel.keys.index(place.id)]
    if np.isnan(made.quantiles).any():
        raise NoFigures(
            f"The newest year holds no figure for {place.name}.",
            "A forecast starts from the newest figure: fetch a newer edition.",
        )
    return Answer(
        place.id,
        by,
        wording.sentence(areas.name(place.id), whom, made, float(column[-1])),
        _known(panel, column),
        _rows(made),
        made.models,
        records,
        tuple(wording.earned(each, panel.season) for each in records),
        (*_small(column), *CAVEATS),
        panel.editions,
    )


def _known(panel: Panel, column: FloatArray) -> dict[int, float]:
    pairs = zip(panel.times, column, strict=True)
    return {time: float(value) for time, value in pairs if not np.isnan(value)}


def _rows(made: Forecast) -> tuple[Row, ...]:
    return tuple(
        Row(made.origin + step, tuple(float(each) for each in quantiles))
        for step, quantiles in zip(made.horizons, made.quantiles, strict=True)
    )


def _small(column: FloatArray) -> tuple[str, ...]:
    if np.nanmax(column) >= SMALL:
        return ()
    return (
        f"there were never {SMALL:,} people; the scores are those of larger series.",
    )
