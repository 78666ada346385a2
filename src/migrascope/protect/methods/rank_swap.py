"""How can numbers move between people while their distribution stays?

Values are exchanged between records whose ranks are near each other: at most the share
`within` of all ranks apart. Every value stays in the file, so counts, means and
quantiles of the column are exactly what they were; what is blurred is whose it is.

Reference: Moore (1996), Controlled Data-Swapping Techniques for Masking Public Use
Microdata Sets, U.S. Bureau of the Census.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.protect.methods import columns, randomness
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.steps import RankSwap

Whole = npt.NDArray[np.int64]

STEP = "rank_swap"
_TRIES = 16
"""Draws before the partners that are left are listed."""
_AT_ONCE = 2**14


def apply(
    frame: pl.DataFrame, step: RankSwap, *, secret: bytes
) -> tuple[pl.DataFrame, Done]:
    """Exchange values between records of near rank; missing ones stay missing.

    Raises:
        BadPlan: a share that is none, no such column, no numbers in it, or too few.
    """
    if not 0 < step.within <= 1:
        says = "needs a share of ranks above 0, at most 1"
        raise columns.wrong(STEP, step.column, says, "0.05 is usual.")
    numbers = columns.numbers(frame, step.column, step=STEP)
    rows = numbers.is_not_null().arg_true().to_numpy()
    if len(rows) < 2:
        says = "has fewer than two values: there is nobody to exchange with"
        raise columns.wrong(STEP, step.column, says, "Leave out the step.")
    random = randomness.generator(secret, STEP, step.column)
    # Equal values have no order of their own: chance gives them one.
    mixed = random.permutation(rows)
    ranked = mixed[np.argsort(numbers.to_numpy()[mixed], kind="stable")]
    window = max(int(step.within * (len(ranked) - 1)), 1)
    partner = partners(len(ranked), window, random)
    column = frame[step.column]
    order = np.arange(column.len())
    order[ranked] = ranked[partner]
    swapped = column[order]
    changed = columns.cells_changed(column, swapped)
    alone = int((partner == np.arange(len(partner))).sum())
    facts = {"ranks_apart": float(window), "without_partner": float(alone)}
    says = f"Values exchanged between records up to {window:,} ranks apart."
    return frame.with_columns(swapped.alias(step.column)), Done(
        STEP, step.column, changed, says, facts
    )


def partners(count: int, window: int, random: np.random.Generator) -> Whole:
    """Who exchanges with whom, by rank, at most `window` ranks apart.

    From the lowest rank up, each takes one of those above who are still free. There
    always is one, since the farthest can only be taken by those who come later; only
    at the top, where the window ends, somebody may be left over.
    """
    partner = list(range(count))
    free = [True] * count
    draw = _draws(random).__next__
    for rank in range(count):
        if not free[rank]:
            continue
        free[rank] = False
        reach = min(window, count - 1 - rank)
        if not reach:
            continue
        for _ in range(_TRIES):
            other = rank + 1 + int(draw() * reach)
            if free[other]:
                break
        else:
            left = [each for each in range(rank + 1, rank + 1 + reach) if free[each]]
            if not left:
                continue
            other = left[int(draw() * len(left))]
        free[other] = False
        partner[rank], partner[other] = other, rank
    return np.array(partner)


def _draws(random: np.random.Generator) -> Iterator[float]:
    """Numbers from 0 to 1 one by one, drawn many at a time."""
    while True:
        yield from random.random(_AT_ONCE).tolist()
