"""Do conflict, hazards, economy and neighbours tell where displacement goes?

    python benchmarks/foresight_drivers.py [BASE]

Forcibly displaced people by country of origin, one and three years ahead, origins 2004
to 2013 and 2014 to 2023: the regression with and without every driver that the base
holds, one by one and all together; and with figures of conflict and hazards that are
dealt out to other countries by lot, which tell nothing but when they begin and end. No
goal: the answer is the result.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np

from migrascope.foresight.comparing import compare
from migrascope.foresight.evaluating import Trial, evaluate
from migrascope.foresight.features import CORE, POPULATION
from migrascope.foresight.models import regression
from migrascope.foresight.panel import Driver, Panel
from migrascope.foresight.series import displaced
from migrascope.foresight.series.drivers import with_drivers
from migrascope.store.base import Base

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks._base import any_base

SPANS = (range(2004, 2014), range(2014, 2024))
HORIZONS = (1, 3)
DEALT = ("conflict_deaths", "conflict_displacements", "disaster_displacements")
LOTS = 3


def main(arguments: list[str]) -> int:
    """Try and print."""
    with tempfile.TemporaryDirectory() as scratch:
        base = Base.open(any_base(arguments, Path(scratch)))
        panel = with_drivers(base, displaced.by_origin(base))
    more = [name for name in panel.drivers if name not in CORE]
    print(f"drivers in the base: {', '.join(more)}")
    asked = {name: only(panel, {name}) for name in more} | {"all": panel}
    for lot in range(LOTS):
        asked[f"all, dealt out {lot + 1}"] = dealt(panel, lot)
    for span in SPANS:
        without = {
            each.horizon: each
            for each in evaluate(panel, [regression.MODEL], span, HORIZONS)
        }
        for trial in without.values():
            tell(span, "without", trial, trial, panel)
        for name, driven in asked.items():
            for trial in evaluate(driven, [regression.DRIVEN], span, HORIZONS):
                tell(span, name, trial, without[trial.horizon], panel)
    return 0


def only(panel: Panel, names: Collection[str]) -> Panel:
    """The panel with some drivers, those of every model, and the population."""
    kept = {*names, *CORE, POPULATION}
    drivers = {name: each for name, each in panel.drivers.items() if name in kept}
    return replace(panel, drivers=drivers)


def dealt(panel: Panel, lot: int) -> Panel:
    """The panel in which each country has the conflict and hazards of another."""
    other = np.random.default_rng(lot).permutation(len(panel.keys))
    people = panel.drivers[POPULATION].values
    drivers = dict(panel.drivers)
    for name in DEALT:
        if name in drivers:
            rate = drivers[name].values / people
            drivers[name] = Driver(rate[:, other] * people, drivers[name].lag)
    return replace(panel, drivers=drivers)


def tell(span: range, name: str, trial: Trial, without: Trial, panel: Panel) -> None:
    """One line: scores, and the loss below that without drivers."""
    scores = trial.scores()
    beside = compare(trial, without, floor=panel.floor)
    print(
        f"{span[0]}-{span[-1]} {trial.horizon} y {name:24} MASE {scores.mase:6.2f} "
        f"median {scores.median_ape:5.1f} % within 10 {scores.within_10:4.1f} % "
        f"loss below {100 * beside.gain:5.1f} % chance {beside.chance:.3f}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
