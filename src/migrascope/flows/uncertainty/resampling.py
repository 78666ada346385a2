"""How far would a flow move if the stocks were revised once more?

Many times: draw both stock tables together as another edition might have them,
estimate again, and keep the quantiles. The draws come from a seed, so that the same
question gives the same interval. One method is done at a time, and its draws are kept
in single precision: 200 draws of 230 areas take 42 MB.

A revision added to figures that already hold errors adds movements that are none, so
the totals of the draws lie above the estimate as a rule. The interval of a total is
therefore set about the estimate: the draws say how far, in proportion, not where. The
stocks as they are published are one of the possible editions, so an interval always
reaches to the estimate itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from migrascope.errors import EstimationError, NoFigures, UsageError
from migrascope.flows import methods
from migrascope.flows.account import FloatArray
from migrascope.flows.estimates import Estimates
from migrascope.flows.estimating import Seed
from migrascope.flows.failure import Failure, failure
from migrascope.flows.table import FlowTable
from migrascope.flows.uncertainty import revisions, series
from migrascope.flows.uncertainty.bands import LEVELS, Band, Bands, Float32Array
from migrascope.flows.uncertainty.donors import donors
from migrascope.flows.uncertainty.drawing import Urn, urn
from migrascope.flows.uncertainty.revisions import Revisions
from migrascope.store.base import Base

Progress = Callable[[int, int, str], None]
"""Called with draws done, draws in all, and what is being drawn."""

DRAWS = 200
SEED = 20_150_925
"""Any number will do; this one is the day on which the 2030 Agenda was adopted."""

LEAST_DRAWS = 40
"""Fewer cannot tell the outer fortieth on each side, which 95 % asks for."""

LIMIT_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """All draws of one method: persons (draw × origin × destination)."""

    estimate: FlowTable
    persons: Float32Array

    def band(self, levels: tuple[float, ...] = LEVELS) -> Band:
        """The intervals of corridors, of areas and of the world."""
        arrivals = self.persons.sum(axis=1, dtype=np.float64)
        departures = self.persons.sum(axis=2, dtype=np.float64)
        world = arrivals.sum(axis=1)
        found = self.estimate
        corridors = reaching(found.persons, bounds(self.persons, levels))
        came = covering(about(found.arrivals, arrivals, levels), corridors.max(axis=2))
        left = covering(
            about(found.departures, departures, levels), corridors.max(axis=3)
        )
        everyone = about(np.array(found.total), world, levels)
        return Band(
            method=found.method,
            sex=found.sex,
            interval=found.interval,
            areas=found.areas,
            levels=levels,
            persons=corridors,
            arrivals=came,
            departures=left,
            net=_shifted(found.net, arrivals - departures, levels),
            total=covering(covering(everyone, came.max(axis=2)), left.max(axis=2)),
            middle=float(np.median(world)),
        )


def resample(
    base: Base,
    estimates: Estimates,
    *,
    weights: Seed | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Bands:
    """Intervals for every table of some estimates.

    Revisions are measured between the two newest editions of the stocks. `weights` are
    those of the corridors that the estimates were made with; `seed` is of the draws.

    Raises:
        NoFigures: the base holds one edition of the stocks, or none.
        UsageError: too few draws, or more than the memory should hold.
        EstimationError: every table failed in some draw; the error is the first.
    """
    known = measured(base)
    edition = stocks_edition(estimates.editions)
    bands: list[Band] = []
    failures: list[Failure] = []
    first: EstimationError | None = None
    alone = 0
    total = draws * len(estimates.tables)
    for number, table in enumerate(estimates.tables):
        account = estimates.account(sex=table.sex, interval=table.interval)
        lend = donors(known, table.interval, last=last_year(base, edition))
        done = draws * number

        def advance(
            each: int, done: int = done, label: str = f"{table.method} {table.sex}"
        ) -> None:
            if progress is not None:
                progress(done + each, total, label)

        stocks = urn(account, lend)
        alone = max(alone, stocks.without_donor)
        try:
            found = draw(
                stocks,
                table.method,
                draws,
                weights=weights(account.areas) if callable(weights) else weights,
                seed=seed,
                advance=advance,
            )
        except EstimationError as error:
            first = first or error
            failures.append(failure(table.method, account, error))
            continue
        bands.append(found.band())
    if first is not None and not bands:
        raise first
    return Bands(
        bands=tuple(bands),
        draws=draws,
        seed=seed,
        editions=known.editions,
        says=meaning(edition, known.editions, draws, alone=alone),
        failures=tuple(failures),
    )


def draw(
    stocks: Urn,
    method: str,
    draws: int,
    *,
    weights: FloatArray | None = None,
    seed: int = SEED,
    advance: Callable[[int], None] | None = None,
) -> Drawn:
    """One method on many draws of the stocks of an account.

    Raises:
        UsageError: too few draws, or more than the memory should hold.
    """
    many = len(stocks.account.areas)
    _refuse_draws(draws, many)
    estimator = methods.get(method)
    estimate = estimator.estimate(stocks.account, seed=weights)
    persons = np.empty((draws, many, many), dtype=np.float32)
    for each in range(draws):
        chance = np.random.default_rng([seed, each])
        drawn = stocks.draw(chance)
        persons[each] = estimator.estimate(drawn, seed=weights).persons
        if advance is not None:
            advance(each + 1)
    return Drawn(estimate, persons)


def bounds(drawn: FloatArray | Float32Array, levels: Sequence[float]) -> Float32Array:
    """Low and high of each level over the draws: level × 2 × the other axes.

    What is zero in every draw is not sorted: most pairs of areas never have a flow.
    """
    tails = [
        tail for level in levels for tail in ((1.0 - level) / 2, (1.0 + level) / 2)
    ]
    flat = drawn.reshape(drawn.shape[0], -1)
    moving = flat.any(axis=0)
    found = np.zeros((len(tails), flat.shape[1]), dtype=np.float32)
    if moving.any():
        found[:, moving] = np.quantile(flat[:, moving], tails, axis=0)
    return found.reshape(len(levels), 2, *drawn.shape[1:])


def about(
    estimate: FloatArray, drawn: FloatArray, levels: Sequence[float]
) -> Float32Array:
    """The bounds of a total, set about the estimate in proportion to their middle."""
    middle = np.median(drawn, axis=0)
    factor = np.divide(estimate, middle, out=np.ones_like(middle), where=middle > 0)
    return reaching(estimate, (bounds(drawn, levels) * factor).astype(np.float32))


def reaching(estimate: FloatArray, found: Float32Array) -> Float32Array:
    """Bounds that reach to the estimate at least."""
    exact = estimate.astype(np.float32)
    return np.stack(
        [np.minimum(found[:, 0], exact), np.maximum(found[:, 1], exact)], axis=1
    )


def covering(totals: Float32Array, largest: Float32Array) -> Float32Array:
    """Bounds of totals whose high is no lower than that of their largest part.

    Both are level × 2 × what is added up. Corridors are not set about their estimate
    as totals are, so that a total could else be said to end below one of its parts.
    """
    low, high = totals[:, 0], np.maximum(totals[:, 1], largest[:, 1])
    return np.stack([low, high], axis=1)


def memory(areas: int, draws: int) -> int:
    """Bytes that the draws of one method take."""
    return 4 * draws * areas * areas


def measured(base: Base) -> Revisions:
    """How the two newest editions of the stocks in a base differ.

    Raises:
        NoFigures: it holds one edition, or none.
    """
    held = series.editions(base)
    if len(held) < 2:
        raise NoFigures(
            f"Revisions cannot be measured: the base holds "
            f"{len(held)} of the two editions of the bilateral stocks that it takes"
            f"{f' ({held[0]})' if held else ''}.",
            "Add another edition of the International Migrant Stock (2019, 2020 or "
            "2024) with `migrascope add FILE`.",
        )
    earlier, later = (series.read(base, each) for each in held[-2:])
    return revisions.compare(earlier, later)


def last_year(base: Base, edition: str) -> int:
    """The last year of the stocks of an edition."""
    found = base.edition(edition)
    entry = base.index.get(found.id)
    assert entry is not None
    assert entry.last is not None
    return entry.last


def stocks_edition(editions: Sequence[str]) -> str:
    """The edition of the stocks among those that estimates rest on.

    Raises:
        NoFigures: there is none among them.
    """
    for each in editions:
        if each.startswith(f"{series.DATASET}@"):
            return each
    raise NoFigures(
        "These estimates do not rest on an edition of the bilateral stocks.",
        "Only those can be resampled: their revisions are known.",
    )


def meaning(edition: str, editions: tuple[str, str], draws: int, *, alone: int) -> str:
    """What the intervals mean; `alone` corridors have none to borrow from."""
    earlier, later = (each.partition("@")[2] for each in editions)
    return (
        f"Where the flow would lie in {draws} draws if the stocks of {edition} were "
        f"revised as the edition of {earlier} was by that of {later}. Births, deaths "
        "and population are not drawn, and what a method assumes is not in doubt "
        "here: for that, look at the band across methods."
        + (
            f" Of {alone:,} corridors no revision is known: left alone."
            if alone
            else ""
        )
    )


def _shifted(
    estimate: FloatArray, drawn: FloatArray, levels: Sequence[float]
) -> Float32Array:
    """The bounds of a figure that can be below zero, moved to the estimate."""
    shift = estimate - np.median(drawn, axis=0)
    return reaching(estimate, (bounds(drawn, levels) + shift).astype(np.float32))


def _refuse_draws(draws: int, areas: int) -> None:
    if draws < LEAST_DRAWS:
        raise UsageError(
            f"{draws} draws are too few for an interval of 95 %.",
            f"Ask for {LEAST_DRAWS} at least; {DRAWS} is usual.",
        )
    if memory(areas, draws) > LIMIT_BYTES:
        most = LIMIT_BYTES // memory(areas, 1)
        raise UsageError(
            f"{draws} draws of {areas} areas would take "
            f"{memory(areas, draws) / 1e6:,.0f} MB of memory.",
            f"Ask for at most {most}.",
        )
