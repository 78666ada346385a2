"""Would the intervals have foretold the next edition?

Estimate from the older edition, resample, and look where the estimate from the newer
edition falls. Two ways, because they answer different questions: with the revision
that was known when the older edition came out, and with the revision that then
happened, borrowed by each destination from other ones only. Corridors that the newer
edition no longer prints are left out; most others are not revised at all, so those
that changed are counted apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from migrascope.errors import NoFigures
from migrascope.flows import methods as registry
from migrascope.flows.account import Account, FloatArray, Interval
from migrascope.flows.options import Options, Residuals
from migrascope.flows.preparing.preparing import prepare
from migrascope.flows.table import FlowTable
from migrascope.flows.uncertainty import revisions, series
from migrascope.flows.uncertainty.bands import LEVELS, Float32Array
from migrascope.flows.uncertainty.donors import donors
from migrascope.flows.uncertainty.drawing import urn
from migrascope.flows.uncertainty.resampling import (
    SEED,
    Drawn,
    about,
    bounds,
    draw,
    reaching,
)
from migrascope.flows.uncertainty.revisions import Revisions
from migrascope.language.numbers import percent
from migrascope.store.base import Base

BoolArray = NDArray[np.bool_]

KNOWN_THEN = "the revision known then"
OTHER_DESTINATIONS = "the revision of other destinations"

SIZES = ((1.0, 1_000.0), (1_000.0, 10_000.0), (10_000.0, 100_000.0), (1e5, np.inf))
SIZE_NAMES = ("1–999", "1,000–9,999", "10,000–99,999", "100,000 and over")
AREAS = "areas with 1,000 or more"

LARGE = 1_000.0
"""Arrivals or departures (persons) from which an area is counted."""

MUCH = 0.05
"""A share inside that is this far from the level is not "about" it."""

_CHANGED = 0.5
"""Two estimates that differ by less (persons) are the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """How often the newer edition's estimate fell into the older one's interval.

    `rows` has one line for each way of drawing, method, level and class: `count`,
    `unchanged` (share), `inside` (share of all) and `inside_changed` (share of those
    that changed; null where none did).
    """

    inputs: str
    outcome: str
    interval: Interval
    draws: int
    rows: pl.DataFrame

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods whose intervals were made."""
        return tuple(self.rows["method"].unique(maintain_order=True))

    @property
    def says(self) -> tuple[str, ...]:
        """What came out, in sentences that are read off the rows."""
        found = []
        for way in self.rows["drawn_from"].unique(maintain_order=True):
            shares = self.shares(str(way))
            if not shares:
                continue
            pairs = " and ".join(
                f"{percent(inside)} fell into the intervals of {percent(level)} "
                f"({percent(changed)} of those that changed)"
                for level, inside, changed in shares
            )
            found.append(
                f"Intervals of {self.inputs} drawn from {way} "
                f"({', '.join(self.methods)}): of the estimates from "
                f"{self.outcome} over 1,000, {pairs}. {_verdict(shares)}"
            )
        return tuple(found)

    def shares(self, way: str) -> tuple[tuple[float, float, float], ...]:
        """For each level the share inside: of corridors over 1,000, of the changed."""
        part = self.rows.filter(
            pl.col("drawn_from") == way,
            pl.col("class").is_in(SIZE_NAMES[1:]),
            pl.col("count") > 0,
        )
        by_level = part.group_by("level").agg(
            (pl.col("inside") * pl.col("count")).sum() / pl.col("count").sum(),
            (pl.col("inside_changed") * pl.col("changed")).sum()
            / pl.col("changed").sum(),
        )
        return tuple(by_level.sort("level").iter_rows())


def _verdict(shares: tuple[tuple[float, float, float], ...]) -> str:
    """How the shares of all corridors compare with what the intervals promise."""
    short = [level - inside for level, inside, _ in shares]
    if max(short) > MUCH:
        return "That is less often than they promise: they are too narrow."
    if min(short) < -MUCH:
        return "That is more often than they promise: they are too wide."
    return "That is about as often as they promise."


def coverage(
    base: Base,
    interval: Interval,
    *,
    methods: Sequence[str],
    draws: int,
    seed: int = SEED,
    progress: Callable[[int, int, str], None] | None = None,
) -> Coverage:
    """Hold the intervals of the last edition but one against the last.

    Raises:
        NoFigures: the base has fewer than two editions of the stocks that know the
            interval.
    """
    held = [
        found
        for each in series.editions(base)
        if {interval.start.year, interval.end.year}
        <= set((found := series.read(base, each)).years)
    ]
    if len(held) < 2:
        raise NoFigures(
            f"Only {len(held)} edition of the stocks knows {interval}: there is none "
            "to hold the intervals against.",
            "Add another edition of the International Migrant Stock.",
        )
    inputs, outcome = held[-2:]
    happened = revisions.compare(inputs, outcome)
    ways = {OTHER_DESTINATIONS: happened}
    before = [each for each in series.editions(base) if each < inputs.edition]
    if before:
        ways = {
            KNOWN_THEN: revisions.compare(series.read(base, before[-1]), inputs),
            **ways,
        }
    account, other = (
        prepare(base, interval, "_T", options=_plain(each.edition)).account
        for each in (inputs, outcome)
    )
    seen = _seen(happened, account, other)
    later = {
        method: _aligned(registry.get(method).estimate(other), account.areas)
        for method in methods
    }
    rows: list[pl.DataFrame] = []
    total = len(ways) * len(methods)
    for name, way in ways.items():
        stocks = urn(account, donors(way, interval, last=inputs.years[-1]))
        for method in methods:
            if progress is not None:
                progress(len(rows), total, f"{method}, {name}")
            drawn = draw(stocks, method, draws, seed=seed)
            rows.append(
                scored(drawn, later[method], seen=seen).with_columns(
                    drawn_from=pl.lit(name), method=pl.lit(method)
                )
            )
    return Coverage(inputs.edition, outcome.edition, interval, draws, pl.concat(rows))


def scored(
    drawn: Drawn,
    after: FloatArray,
    *,
    seen: BoolArray,
    levels: tuple[float, ...] = LEVELS,
) -> pl.DataFrame:
    """Where the estimates of another edition fall, by size and by area.

    `after` is origin × destination, of the same areas; `seen` marks the corridors
    that both editions print: only those are counted, and added up for the areas.
    """
    before = drawn.estimate.persons
    persons = reaching(before, bounds(drawn.persons, levels))
    size = np.maximum(before, after)
    totals = []
    for axis, name in ((1, "arrivals"), (2, "departures")):
        old = (before * seen).sum(axis=axis - 1)
        new = (after * seen).sum(axis=axis - 1)
        moved = np.einsum(
            "nod,od->nd" if axis == 1 else "nod,od->no",
            drawn.persons,
            seen.astype(np.float32),
        )
        totals.append((name, old, new, about(old, moved.astype(np.float64), levels)))
    rows = []
    for spot, level in enumerate(levels):
        for (least, most), name in zip(SIZES, SIZE_NAMES, strict=True):
            here = seen & (size >= least) & (size < most)
            low, high = persons[spot]
            rows.append(_row(level, name, (before, after, low, high), here))
        for name, old, new, found in totals:
            low, high = found[spot]
            rows.append(
                _row(level, f"{name} of {AREAS}", (old, new, low, high), old >= LARGE)
            )
    return pl.DataFrame(rows)


def _row(
    level: float,
    name: str,
    figures: tuple[FloatArray, FloatArray, Float32Array, Float32Array],
    here: BoolArray,
) -> dict[str, object]:
    before, after, low, high = figures
    inside = (after >= low - _CHANGED) & (after <= high + _CHANGED)
    changed = here & (np.abs(after - before) > _CHANGED)
    count, moved = int(here.sum()), int(changed.sum())
    return {
        "level": level,
        "class": name,
        "count": count,
        "changed": moved,
        "inside": float(inside[here].mean()) if count else None,
        "inside_changed": float(inside[changed].mean()) if moved else None,
    }


def _plain(edition: str) -> Options:
    """Figures as printed, so that two editions differ by their revision only."""
    return Options(stocks=edition, residuals=Residuals.DROP)


def _aligned(table: FlowTable, areas: tuple[str, ...]) -> FloatArray:
    """The persons of a table in the order of other areas; zero where it has none."""
    spots, found = _positions(table.areas, areas)
    persons = table.persons[np.ix_(spots, spots)]
    return np.asarray(persons * np.outer(found, found))


def _seen(happened: Revisions, account: Account, other: Account) -> BoolArray:
    """Pairs that both editions print, both ways.

    A movement from i to j can be read off the people born in i who live in j, and
    off those born in j who live in i: both must be printed.
    """
    years = (account.interval.start.year, account.interval.end.year)
    when = [happened.years.index(year) for year in years]
    gone: BoolArray = np.logical_or.reduce(happened.folded[when], axis=0)
    spots, known = _positions(happened.areas, account.areas)
    _, there = _positions(other.areas, account.areas)
    pairs = gone[np.ix_(spots, spots)] & np.outer(known, known)
    return np.asarray(~(pairs | pairs.T) & np.outer(there, there))


def _positions(
    held: tuple[str, ...], wanted: tuple[str, ...]
) -> tuple[NDArray[np.int64], BoolArray]:
    """Where each wanted area stands among those held, and whether it does (else 0)."""
    place = {area: spot for spot, area in enumerate(held)}
    found = np.array([area in place for area in wanted])
    return np.array([place.get(area, 0) for area in wanted]), found
