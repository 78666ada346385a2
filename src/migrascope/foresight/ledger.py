"""What was forecast before the outcome was known, and what came?

Forecasts and outcomes are lines of a chain (`chain`): a forecast names the series, the
figures it was made from, the model and the program; an outcome names the line of the
forecast and the edition that it was read from. No line is ever changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from migrascope import __version__
from migrascope.errors import NoFigures
from migrascope.foresight import chain
from migrascope.foresight.forecasting import Forecast
from migrascope.foresight.panel import FloatArray, Panel
from migrascope.foresight.quantiles import INTERVALS, LEVELS, MEDIAN

FORECAST, OUTCOME = "forecast", "outcome"


@dataclass(frozen=True, slots=True)
class Published:
    """A forecast of the ledger: the line, and what it said."""

    line: int
    what: str
    key: str
    origin: int
    time: int
    quantiles: tuple[float, ...]
    last: float
    model: str
    made: str
    editions: tuple[str, ...]

    @property
    def identity(self) -> tuple[str, str, int, int, tuple[str, ...]]:
        """What may be forecast once only."""
        return self.what, self.key, self.origin, self.time, self.editions


@dataclass(frozen=True, slots=True)
class Scored:
    """A forecast beside what came, as one edition has it."""

    forecast: Published
    outcome: float
    edition: str
    scored: str

    @property
    def error(self) -> float:
        """Absolute error of the median as a share of the outcome."""
        said = self.forecast.quantiles[MEDIAN]
        return abs(said - self.outcome) / max(self.outcome, 1.0)

    @property
    def naive_error(self) -> float:
        """The same of the value that was the last when the forecast was made."""
        return abs(self.forecast.last - self.outcome) / max(self.outcome, 1.0)

    def inside(self, percent: int) -> bool:
        """Whether the outcome lies in an interval (80 or 95)."""
        low, high = INTERVALS[percent]
        said = self.forecast.quantiles
        return said[low] <= self.outcome <= said[high]


def publish(
    path: Path, panel: Panel, forecasts: Sequence[Forecast], *, today: date
) -> tuple[Published, ...]:
    """Write forecasts that are not in the ledger yet, before their outcome is known.

    A series is forecast once for each edition of the figures: what has been published
    stays, and is left out here. Returns what was written.

    Raises:
        NotProven: the ledger was changed; nothing is written.
        BusyBase: another process is writing.
    """
    known = {each.identity for each in published(path)}
    records: list[chain.Record] = []
    for made in forecasts:
        last = panel.values[panel.times.index(made.origin), panel.keys.index(made.key)]
        for at, step in enumerate(made.horizons):
            time = made.origin + step
            if (panel.what, made.key, made.origin, time, panel.editions) in known:
                continue
            records.append(
                {
                    "kind": FORECAST,
                    "what": panel.what,
                    "key": made.key,
                    "origin": made.origin,
                    "time": time,
                    "unit": panel.unit,
                    "levels": [float(each) for each in LEVELS],
                    "quantiles": [round(float(each), 1) for each in made.quantiles[at]],
                    "last": float(last),
                    "model": made.models[at],
                    "program": __version__,
                    "editions": list(panel.editions),
                    "figures": panel.fingerprint(),
                    "made": today.isoformat(),
                }
            )
    written = chain.append(path, records) if records else ()
    return tuple(_published(line) for line in written)


def score(
    path: Path, panel: Panel, *, today: date
) -> tuple[tuple[Scored, ...], tuple[Scored, ...]]:
    """Write the outcomes that this panel knows and the ledger does not.

    An outcome counts when its edition is another than the forecast was made from. A
    later edition that revises an outcome adds a line; the former stays. Returns the
    outcomes that were written, and all.

    Raises:
        NotProven: the ledger was changed; nothing is written.
        NoFigures: the ledger holds no forecast of this quantity.
    """
    mine = [each for each in published(path) if each.what == panel.what]
    if not mine:
        raise NoFigures(
            f"The ledger holds no forecast of {panel.what}.",
            "`migrascope foresight publish` writes forecasts into it.",
        )
    edition = "+".join(panel.editions)
    done = {(each.forecast.line, each.edition) for each in scored(path)}
    records: list[chain.Record] = [
        {
            "kind": OUTCOME,
            "forecast": each.line,
            "outcome": value,
            "edition": edition,
            "scored": today.isoformat(),
        }
        for each in mine
        if (each.line, edition) not in done
        and panel.editions != each.editions
        and (value := _value(panel, each)) is not None
    ]
    if records:
        chain.append(path, records)
    every = scored(path)
    return every[len(every) - len(records) :], every


def published(path: Path) -> tuple[Published, ...]:
    """Every forecast of the ledger, in the order of writing."""
    lines = chain.read(path)
    return tuple(_published(line) for line in lines if line.record["kind"] == FORECAST)


def scored(path: Path) -> tuple[Scored, ...]:
    """Every outcome of the ledger beside its forecast, in the order of writing."""
    lines = chain.read(path)
    by_line = {
        line.number: _published(line)
        for line in lines
        if line.record["kind"] == FORECAST
    }
    return tuple(
        Scored(
            by_line[line.record["forecast"]],
            line.record["outcome"],
            line.record["edition"],
            line.record["scored"],
        )
        for line in lines
        if line.record["kind"] == OUTCOME
    )


def of_series(
    path: Path, what: str, key: str
) -> tuple[tuple[Published, float | None], ...]:
    """Every forecast of one series, with its newest outcome if that is known."""
    came = {each.forecast.line: each.outcome for each in newest(scored(path))}
    return tuple(
        (each, came.get(each.line))
        for each in published(path)
        if (each.what, each.key) == (what, key)
    )


def newest(found: Sequence[Scored]) -> tuple[Scored, ...]:
    """One outcome for each forecast: that of the latest line."""
    return tuple({each.forecast.line: each for each in found}.values())


def _published(line: chain.Line) -> Published:
    facts = line.record
    return Published(
        line.number,
        facts["what"],
        facts["key"],
        facts["origin"],
        facts["time"],
        tuple(facts["quantiles"]),
        facts["last"],
        facts["model"],
        facts["made"],
        tuple(facts["editions"]),
    )


def _value(panel: Panel, forecast: Published) -> float | None:
    if forecast.key not in panel.keys or forecast.time not in panel.times:
        return None
    column: FloatArray = panel.values[:, panel.keys.index(forecast.key)]
    value = float(column[panel.times.index(forecast.time)])
    return None if np.isnan(value) else value
