"""What was forecast before the outcome was known, and what came?

Forecasts and outcomes are lines of a chain (`chain`): a forecast names the series, the
figures it was made from, the model and the program; an outcome names the line of the
forecast and the edition that it was read from. No line is ever changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

import msgspec
import numpy as np

from migrascope import __version__
from migrascope.errors import NoFigures, NotProven
from migrascope.foresight import chain
from migrascope.foresight.forecasting import Forecast
from migrascope.foresight.panel import FloatArray, Panel
from migrascope.foresight.quantiles import INTERVALS, LEVELS, MEDIAN

FORECAST, OUTCOME = "forecast", "outcome"


@dataclass(frozen=True, slots=True)
class Published:
    """A forecast of the ledger: the line, and what it said.

    `late` is true when the time that it is for was over on the day it was written: its
    outcome may have been known. Lines that do not hold it were not late, or were
    written before it was noted (`was_late`).
    """

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
    late: bool = False

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


@dataclass(frozen=True, slots=True)
class Tally:
    """How forecasts of one number of steps ahead did: errors are medians, in per cent.

    `held` is how many outcomes lay within the 80 per cent interval.
    """

    ahead: int
    forecasts: int
    error: float
    naive_error: float
    held: int


def tallies(found: Sequence[Scored]) -> tuple[Tally, ...]:
    """How forecasts did, one step ahead first."""
    steps: dict[int, list[Scored]] = {}
    for each in found:
        steps.setdefault(each.forecast.time - each.forecast.origin, []).append(each)
    return tuple(
        Tally(
            ahead,
            len(here),
            100 * median(each.error for each in here),
            100 * median(each.naive_error for each in here),
            sum(each.inside(80) for each in here),
        )
        for ahead, here in sorted(steps.items())
    )


def publish(
    path: Path,
    panel: Panel,
    forecasts: Sequence[Forecast],
    *,
    today: date,
    figures: str | None = None,
) -> tuple[Published, ...]:
    """Write forecasts that are not in the ledger yet, before their outcome is known.

    A series is forecast once for each edition of the figures: what has been published
    stays, and is left out here. `figures` is the fingerprint of all that went in,
    where that is more than the panel. Returns what was written.

    Raises:
        NotProven: the ledger was changed; nothing is written.
        BusyBase: another process is writing.
    """
    said = tuple(_records(panel, forecasts, figures or panel.fingerprint(), today))
    editions = panel.editions

    def missing(lines: Sequence[chain.Line]) -> list[chain.Record]:
        known = {each.identity for each in _forecasts(path, lines).values()}
        return [
            record
            for record in said
            if (panel.what, record["key"], record["origin"], record["time"], editions)
            not in known
        ]

    return tuple(_forecasts(path, chain.extend(path, missing)).values())


def score(
    path: Path, panel: Panel, *, today: date
) -> tuple[tuple[Scored, ...], tuple[Scored, ...]]:
    """Write the outcomes that this panel knows and the ledger does not.

    An outcome counts when its edition is another than the forecast was made from. A
    later edition that revises an outcome adds a line; the former stays. Returns the
    outcomes that were written, and all of this quantity.

    Raises:
        NotProven: the ledger was changed; nothing is written.
        NoFigures: the ledger holds no forecast of this quantity.
    """
    if not any(each.what == panel.what for each in published(path)):
        raise NoFigures(
            f"The ledger holds no forecast of {panel.what}.",
            "`migrascope foresight publish` writes forecasts into it.",
        )
    edition = "+".join(panel.editions)

    def missing(lines: Sequence[chain.Line]) -> list[chain.Record]:
        made = _forecasts(path, lines)
        came = _outcomes(path, lines, made)
        done = {(each.forecast.line, each.edition) for each in came}
        return [
            {
                "kind": OUTCOME,
                "forecast": each.line,
                "outcome": value,
                "edition": edition,
                "scored": today.isoformat(),
            }
            for each in made.values()
            if each.what == panel.what
            and (each.line, edition) not in done
            and not set(panel.editions) <= set(each.editions)
            and (value := _value(panel, each)) is not None
        ]

    new = chain.extend(path, missing)
    lines = chain.read(path)
    made = _forecasts(path, lines)
    every = _outcomes(path, lines, made)
    return (
        _outcomes(path, new, made),
        tuple(each for each in every if each.forecast.what == panel.what),
    )


def published(path: Path) -> tuple[Published, ...]:
    """Every forecast of the ledger, in the order of writing.

    Raises:
        NotProven: a line was changed, or is none that a ledger holds.
    """
    return tuple(_forecasts(path, chain.read(path)).values())


def scored(path: Path, *, as_of: date | None = None) -> tuple[Scored, ...]:
    """Every outcome of the ledger beside its forecast, in the order of writing.

    `as_of` leaves out those that were written after that day.

    Raises:
        NotProven: a line was changed, or is none that a ledger holds.
    """
    lines = chain.read(path)
    found = _outcomes(path, lines, _forecasts(path, lines))
    return tuple(each for each in found if _until(each.scored, as_of))


def of_series(
    path: Path, what: str, key: str, *, as_of: date | None = None
) -> tuple[tuple[Published, float | None], ...]:
    """Every forecast of one series, with its newest outcome if that is known.

    `as_of` leaves out what was written after that day.

    Raises:
        NotProven: a line was changed, or is none that a ledger holds.
    """
    lines = chain.read(path)
    made = _forecasts(path, lines)
    outcomes = _outcomes(path, lines, made)
    known = newest([each for each in outcomes if _until(each.scored, as_of)])
    came = {each.forecast.line: each.outcome for each in known}
    return tuple(
        (each, came.get(each.line))
        for each in made.values()
        if (each.what, each.key) == (what, key) and _until(each.made, as_of)
    )


def _until(day: str, as_of: date | None) -> bool:
    """Whether a day, as lines name it, is not after another."""
    return as_of is None or day <= as_of.isoformat()


def newest(found: Sequence[Scored]) -> tuple[Scored, ...]:
    """One outcome for each forecast: that of the latest line."""
    return tuple({each.forecast.line: each for each in found}.values())


def _records(
    panel: Panel, forecasts: Sequence[Forecast], figures: str, today: date
) -> Iterator[chain.Record]:
    for made in forecasts:
        last = panel.values[panel.times.index(made.origin), panel.keys.index(made.key)]
        for at, step in enumerate(made.horizons):
            yield {
                "kind": FORECAST,
                "what": panel.what,
                "key": made.key,
                "origin": made.origin,
                "time": made.origin + step,
                "unit": panel.unit,
                "levels": [float(each) for each in LEVELS],
                "quantiles": [round(float(each), 1) for each in made.quantiles[at]],
                "last": float(last),
                "model": made.models[at],
                "program": __version__,
                "editions": list(panel.editions),
                "figures": figures,
                "made": today.isoformat(),
                **({"late": True} if is_over(panel, made.origin + step, today) else {}),
            }


def is_over(panel: Panel, time: int, today: date) -> bool:
    """Whether a time of a panel had ended by a day.

    Figures of a year come out in the next one: a forecast of the last year may still
    come before them, and yet not before the end of what it speaks of.
    """
    year, month = divmod(time, panel.season) if panel.season > 1 else (time, 11)
    return (year, month) < (today.year, today.month - 1)


def was_late(forecast: Published, panel: Panel) -> bool:
    """Whether a forecast was written when its time was over, noted or not."""
    return is_over(panel, forecast.time, date.fromisoformat(forecast.made))


def _forecasts(path: Path, lines: Sequence[chain.Line]) -> dict[int, Published]:
    """The forecasts among some lines, by the number of the line."""
    return {
        line.number: _published(path, line)
        for line in lines
        if _kind(path, line) == FORECAST
    }


def _outcomes(
    path: Path, lines: Sequence[chain.Line], made: Mapping[int, Published]
) -> tuple[Scored, ...]:
    """The outcomes among some lines, beside the forecasts that they name."""
    found = []
    for line in lines:
        if _kind(path, line) != OUTCOME:
            continue
        try:
            facts = {**line.record, "forecast": made[line.record["forecast"]]}
            found.append(msgspec.convert(facts, Scored))
        except (KeyError, TypeError, msgspec.ValidationError) as problem:
            raise _foreign(path, line) from problem
    return tuple(found)


def _kind(path: Path, line: chain.Line) -> str:
    try:
        return str(line.record["kind"])
    except (KeyError, TypeError) as problem:
        raise _foreign(path, line) from problem


def _published(path: Path, line: chain.Line) -> Published:
    try:
        made = msgspec.convert({**line.record, "line": line.number}, Published)
    except msgspec.ValidationError as problem:
        raise _foreign(path, line) from problem
    if len(made.quantiles) != len(LEVELS):
        raise _foreign(path, line)
    return made


def _foreign(path: Path, line: chain.Line) -> NotProven:
    """A line whose hash is right, and that this program did not write."""
    return NotProven(
        f"Line {line.number} is neither a forecast nor an outcome of this program.",
        "Its hash was made for it: compare with a copy, or with a hash noted before.",
        where=f"{path}, line {line.number}",
    )


def _value(panel: Panel, forecast: Published) -> float | None:
    if forecast.key not in panel.keys or forecast.time not in panel.times:
        return None
    column: FloatArray = panel.values[:, panel.keys.index(forecast.key)]
    value = float(column[panel.times.index(forecast.time)])
    return None if np.isnan(value) else value
