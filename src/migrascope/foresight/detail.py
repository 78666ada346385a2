"""Where are forecasts good, and where are they not?

Forecasts of a trial apart by the size of the series at the origin, by region, or by
the year in which they were made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from migrascope.errors import UnknownArea
from migrascope.foresight.evaluating import Trial
from migrascope.foresight.panel import Panel
from migrascope.foresight.wording import Manner, rounded
from migrascope.model import area as areas

DETAILS = ("size", "region", "year")
SIZES = (0, 100, 400, 4_000, 20_000)
"""Lower bounds in floors: 5,000, 20,000, 200,000 and a million people."""
NO_REGION = "no region"


def apart(trial: Trial, panel: Panel, detail: str) -> Iterator[tuple[str, Trial]]:
    """The forecasts of each group that has any, with its name."""
    labels = np.array(_labels(trial, panel, detail), dtype=object)
    order = _bands(panel) if detail == "size" else sorted(set(labels))
    for label in order:
        mask = np.asarray(labels == label)
        if mask.any():
            yield label, trial.only(mask)


def _labels(trial: Trial, panel: Panel, detail: str) -> list[str]:
    if detail == "year":
        manner = Manner(panel.season)
        return [manner.time(int(each))[-4:] for each in trial.origin]
    if detail == "region":
        names = [_region(key) for key in panel.keys]
        return [names[int(each)] for each in trial.series]
    bands = _bands(panel)
    bounds = [each * panel.floor for each in SIZES[1:]]
    return [bands[int(np.searchsorted(bounds, each, "right"))] for each in trial.last]


def _bands(panel: Panel) -> Sequence[str]:
    bounds = [rounded(each * panel.floor) for each in SIZES]
    between = [f"{low:,} to {high:,}" for low, high in pairwise(bounds)]
    return [f"below {bounds[1]:,}", *between[1:], f"{bounds[-1]:,} and more"]


def _region(key: str) -> str:
    """The region of a country, or of the first side of a corridor."""
    try:
        region = areas.get(key.partition(">")[0]).region
    except UnknownArea:  # a route
        return NO_REGION
    return areas.name(region) if region else NO_REGION
