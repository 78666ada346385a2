"""Where will the people of a country be, and of which countries will the world's be?

Forecasts of the world, of every origin and of every corridor, moved until they add up
(`reconciling`), and of one of them its parts.
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
from migrascope.foresight import keeping, reconciling
from migrascope.foresight.forecasting import Record, forecast, spoken_by
from migrascope.foresight.panel import FloatArray, Panel
from migrascope.foresight.quantiles import INTERVALS, LEVELS, MEDIAN
from migrascope.foresight.reconciling import WORLD, Hierarchy
from migrascope.foresight.series.catalogue import records
from migrascope.foresight.series.displaced import OTHER
from migrascope.foresight.series.reading import read
from migrascope.foresight.summing import forecast_sum
from migrascope.model import area as areas

if TYPE_CHECKING:
    from migrascope.store.base import Base


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part at all times ahead: its newest figure and its quantiles (times, 7)."""

    key: str
    name: str
    last: float
    quantiles: tuple[tuple[float, ...], ...]

    def medians(self) -> tuple[float, ...]:
        """The medians at all times ahead; they add up."""
        return tuple(each[MEDIAN] for each in self.quantiles)

    def interval(self) -> tuple[float, float]:
        """The 80 per cent interval one step ahead."""
        low, high = INTERVALS[80]
        return self.quantiles[0][low], self.quantiles[0][high]


@dataclass(frozen=True, slots=True)
class Parts:
    """A whole and its parts, the largest first; medians of parts add up to it."""

    name: str
    times: tuple[int, ...]
    origin: int
    whole: PartRow
    parts: tuple[PartRow, ...]
    editions: tuple[str, ...]

    def csv(self) -> str:
        """One row for each part and time, the whole first."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        levels = [f"q{level:g}" for level in LEVELS]
        writer.writerow(["key", "time", "obs_status", *levels])
        for row in (self.whole, *self.parts):
            for time, said in zip(self.times, row.quantiles, strict=True):
                writer.writerow([row.key, time, "F", *(f"{each:.1f}" for each in said)])
        return text.getvalue()

    def json(self) -> str:
        """Everything."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


@dataclass(frozen=True, slots=True, eq=False)
class Agreed:
    """Forecasts of the world, of origins and of corridors whose medians add up.

    `quantiles` has shape (horizons, 1 + origins + corridors, 7), in the order of the
    hierarchy; `records` are those of the models of corridors.
    """

    origins: Panel
    corridors: Panel
    hierarchy: Hierarchy
    quantiles: FloatArray
    records: tuple[Record, ...]


def agree(
    base: Base,
    *,
    horizon: int = 3,
    cache: Path,
    advance: Callable[[int, int], None] | None = None,
) -> Agreed:
    """Forecast the world, origins and corridors, and move them until they add up.

    Raises:
        NoFigures: the base has no series, or too short ones.
    """
    origins, corridors = (read(by, base, cache) for by in ("origin", "corridor"))
    earned = {
        by: records(by, panel, cache, horizon=horizon, advance=advance)
        for by, panel in (("origin", origins), ("corridor", corridors))
    }
    origins, corridors = _known(origins, corridors)
    hierarchy = reconciling.of_corridors(origins.keys, corridors.keys)

    def reconciled() -> FloatArray:
        said = quantiles(origins, corridors, earned["origin"], earned["corridor"])
        floor = origins.floor
        return np.stack(
            [reconciling.reconcile(e, hierarchy, floor=floor) for e in said]
        )

    spoken = [tuple(map(spoken_by, each)) for each in earned.values()]
    known = (origins.fingerprint(), corridors.fingerprint(), *spoken)
    agreed = keeping.figures(cache, "agreed", known, reconciled)
    return Agreed(origins, corridors, hierarchy, agreed, earned["corridor"])


def parts_of(
    base: Base,
    area: str,
    *,
    horizon: int = 3,
    cache: Path,
    advance: Callable[[int, int], None] | None = None,
) -> Parts:
    """The corridors of a country, or the countries of the world, so that they add up.

    Raises:
        UnknownArea: no such area.
        NoFigures: the base has no newest figure of it.
    """
    place = areas.find(area)
    made = agree(base, horizon=horizon, cache=cache, advance=advance)
    origins, corridors, hierarchy = made.origins, made.corridors, made.hierarchy
    asked = WORLD if place.id == areas.WORLD else place.id
    if asked not in hierarchy.names:
        raise NoFigures(
            f"UNHCR counts nobody from {place.name} in the newest year.",
            "Name a country, or the world.",
        )
    last = np.concatenate(
        [[origins.values[-1].sum()], origins.values[-1], corridors.values[-1]]
    )
    whole = hierarchy.names.index(asked)
    below = np.nonzero(hierarchy.parent == whole)[0]
    order = sorted(below, key=lambda at: -made.quantiles[0, at, MEDIAN])
    return Parts(
        place.name,
        tuple(origins.times[-1] + each.horizon for each in made.records),
        origins.times[-1],
        _row(whole, hierarchy, last, made.quantiles),
        tuple(_row(int(at), hierarchy, last, made.quantiles) for at in order),
        origins.editions,
    )


def quantiles(
    origins: Panel,
    corridors: Panel,
    of_origins: Sequence[Record],
    of_corridors: Sequence[Record],
) -> FloatArray:
    """Forecasts (horizons, 1 + origins + corridors, 7) that do not add up yet."""
    world = forecast_sum(origins, origins.keys, WORLD, of_origins).quantiles
    each = [forecast(origins, origins.keys, of_origins)]
    each.append(forecast(corridors, corridors.keys, of_corridors))
    made = [np.stack([one.quantiles for one in some], axis=1) for some in each]
    return np.concatenate([world[:, None], *made], axis=1)


def _known(origins: Panel, corridors: Panel) -> tuple[Panel, Panel]:
    """The series that have a figure of the newest year."""
    keys = zip(origins.keys, origins.values[-1], strict=True)
    kept = tuple(key for key, value in keys if not np.isnan(value))
    pairs = zip(corridors.keys, corridors.values[-1], strict=True)
    of_kept = tuple(
        key
        for key, value in pairs
        if not np.isnan(value) and key.partition(">")[0] in set(kept)
    )
    return origins.only(kept), corridors.only(of_kept)


def _row(
    at: int, hierarchy: Hierarchy, last: FloatArray, agreed: FloatArray
) -> PartRow:
    key = hierarchy.names[at]
    said = tuple(tuple(float(q) for q in each) for each in agreed[:, at])
    return PartRow(key, _name(key), float(last[at]), said)


def _name(key: str) -> str:
    if key == WORLD:
        return areas.name(areas.WORLD)
    origin, _, end = key.partition(">")
    if not end:
        return areas.name(origin)
    if end == origin:
        return "inside the country"
    return "other countries" if end == OTHER else areas.name(end)
