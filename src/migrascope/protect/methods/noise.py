"""How can numbers be blurred without losing how they hang together?

Random numbers are added that have the covariance of the columns themselves, times
`share` squared. Means stay as expected and correlations too; all variances and
covariances grow by the same factor, 1 + share², which the report states, so that an
analyst can take it out again.

References: Kim (1986), A Method for Limiting Disclosure in Microdata Based on Random
Noise and Transformation; Brand (2002), Microdata Protection through Noise Addition.
"""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from migrascope.protect.methods import columns, randomness
from migrascope.protect.methods.columns import Real
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.steps import AddNoise

STEP = "add_noise"


def apply(
    frame: pl.DataFrame, step: AddNoise, *, secret: bytes
) -> tuple[pl.DataFrame, Done]:
    """Add correlated noise; missing values stay missing.

    The covariance is that of the records that have all of the columns.

    Raises:
        BadPlan: a share that is none, columns that hold no numbers, or fewer than two
            records to learn the spread from.
    """
    listed = ", ".join(step.columns)
    if not (math.isfinite(step.share) and step.share > 0):
        raise columns.wrong(STEP, listed, "needs a share above 0", "0.1 is usual.")
    numbers = columns.table(frame, step.columns, step=STEP)
    whole = ~np.isnan(numbers).any(axis=1)
    if whole.sum() < 2:
        raise columns.wrong(
            STEP,
            listed,
            "has fewer than two records with a number in each column named",
            "Add noise to the columns one by one, or leave out the step.",
        )
    spread = np.atleast_2d(np.cov(numbers[whole], rowvar=False))
    random = randomness.generator(secret, STEP, *step.columns)
    drawn = random.standard_normal(numbers.shape) @ _root(spread).T
    released, changed = columns.replaced(
        frame, numbers + step.share * drawn, step.columns
    )
    factor = 1 + step.share**2
    says = (
        f"Noise of {step.share:.0%} of the spread of each column; variances and "
        f"covariances are {factor:.4g} times what they were, as expected."
    )
    facts = {"share": step.share, "covariance_factor": factor}
    return released, Done(STEP, listed, changed, says, facts)


def _root(covariance: Real) -> Real:
    """A matrix that, times its transpose, is the covariance; it may be singular."""
    values, vectors = np.linalg.eigh(covariance)
    root: Real = vectors * np.sqrt(np.clip(values, 0, None))
    return root
