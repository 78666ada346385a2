"""How can categories be changed at random without moving their counts?

PRAM replaces each value by one drawn from the row of a matrix of probabilities. Here
the matrix is invariant: with p the shares of the categories, p · R = p, so each count
is expected to stay what it is, and tables need no correction. People are exchanged
between categories in equal numbers both ways, and each category keeps the share `keep`.

One case has no such matrix: a category with more than half of the records finds too
few others to exchange with. It keeps more, and exchanges with all that can be had.

References: Gouweleeuw, Kooiman, Willenborg & de Wolf (1998), Journal of Official
Statistics 14(4); Hundepool et al. (2012), Statistical Disclosure Control, 3.5.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.protect.methods import columns, randomness
from migrascope.protect.methods.columns import Real
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.steps import Pram

Whole = npt.NDArray[np.int64]

STEP = "pram"
_HALVINGS = 200
"""More than a number has digits."""


def apply(
    frame: pl.DataFrame, step: Pram, *, secret: bytes
) -> tuple[pl.DataFrame, Done]:
    """Change the categories of a column by an invariant matrix; blanks stay blank.

    Raises:
        BadPlan: a share to keep that is none, or no such column.
    """
    column = columns.named(frame, step.column, step=STEP)
    if not 0 < step.keep <= 1:
        says = "needs a share to keep above 0, at most 1"
        raise columns.wrong(STEP, step.column, says, "0.8 is usual.")
    values = column.drop_nulls()
    known = values.unique().sort()
    if known.is_empty():
        return frame, Done(STEP, step.column, 0, "No value, so none was changed.")
    places = values.replace_strict(known, range(len(known))).to_numpy()
    chances = matrix(np.bincount(places) / len(places), keep=step.keep)
    random = randomness.generator(secret, STEP, step.column)
    drawn = _drawn(chances, places, random)
    place = np.zeros(column.len(), dtype=np.int64)
    place[column.is_not_null().to_numpy()] = drawn
    nothing = pl.Series([None], dtype=column.dtype)
    changed = known[place].zip_with(column.is_not_null(), nothing)
    kept = np.diag(chances)
    facts = {
        "categories": float(len(known)),
        "keep": step.keep,
        "least_kept": float(kept.min()),
        "most_kept": float(kept.max()),
    }
    says = (
        f"Values of {len(known)} categories changed at random; each is kept with a "
        f"chance of {kept.min():.0%} or more, and every count is expected to stay."
    )
    number = columns.cells_changed(column, changed)
    done = Done(STEP, step.column, number, says, facts)
    return frame.with_columns(changed.alias(step.column)), done


def matrix(shares: Real, *, keep: float) -> Real:
    """The chances to become each category (columns) from each (rows).

    `shares` of the categories add up to 1 and are above 0. `shares @ matrix` is
    `shares`; the diagonal is `keep`, except for a category of more than half of all.
    """
    exchanged = _exchanged(shares * (1 - keep))
    chances: Real = exchanged / shares[:, None]
    np.fill_diagonal(chances, 0.0)
    np.fill_diagonal(chances, 1 - chances.sum(axis=1))
    return chances


def _exchanged(leaving: Real) -> Real:
    """A symmetric table of exchanges, nothing on its diagonal, with these row sums.

    Exchanges are a_i · a_j, the nearest to independence. Row i adds up to
    a_i (A - a_i), where A is the sum of all a: each A gives every a by a quadratic
    equation, and A is found by halving.
    """
    largest = int(leaving.argmax())
    others = np.delete(leaving, largest)
    if leaving[largest] >= others.sum():
        # The largest can give no more than the others have to give back.
        star = np.zeros((len(leaving), len(leaving)))
        star[largest, :] = leaving
        star[:, largest] = leaving
        star[largest, largest] = 0.0
        return star
    low = 2 * np.sqrt(leaving[largest])
    # Of the two roots the small one, but for a largest category that needs the other.
    great = _small_roots(leaving, low).sum() < low
    high = 2 * low
    while _gap(leaving, high, largest=largest, great=great) > 0:
        high *= 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = _gap(leaving, middle, largest=largest, great=great) > 0
        low, high = (middle, high) if above else (low, middle)
    factors = _small_roots(leaving, low)
    if great:
        factors[largest] = low - factors[largest]
    table: Real = np.outer(factors, factors)
    return table


def _gap(leaving: Real, total: float, *, largest: int, great: bool) -> float:
    """How far the factors are from adding up to the total; falls as that grows."""
    roots = _small_roots(leaving, total)
    if great:
        return float(2 * roots[largest] - roots.sum())
    return float(roots.sum() - total)


def _small_roots(leaving: Real, total: float) -> Real:
    """The smaller a with a (total - a) = leaving, written so that no digit is lost."""
    root: Real = np.sqrt(np.maximum(total**2 - 4 * leaving, 0))
    return 2 * leaving / (total + root)


def _drawn(chances: Real, places: Whole, random: np.random.Generator) -> Whole:
    """A category for each record, by the row of the one that it has."""
    ladder = np.cumsum(chances, axis=1)
    ladder[:, -1] = 1.0
    # Rows set one after the other on a line: one search finds row and category.
    line = (ladder + np.arange(len(ladder))[:, None]).ravel()
    found = np.searchsorted(line, random.random(len(places)) + places, side="right")
    # A sum on the line is rounded: the last category may be passed by a hair.
    drawn: Whole = np.clip(found - places * len(chances), 0, len(chances) - 1)
    return drawn
