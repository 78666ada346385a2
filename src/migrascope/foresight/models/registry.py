"""Which models are there?"""

from __future__ import annotations

from migrascope.errors import UsageError
from migrascope.foresight.models import (
    analogues,
    boosted,
    croston,
    damped_trend,
    drift,
    last_value,
    momentum,
    regression,
    seasonal_naive,
    theta,
)
from migrascope.foresight.models.combination import Combination
from migrascope.foresight.models.kept import Kept
from migrascope.foresight.models.model import Model

NAIVE: Model = last_value.MODEL
"""What every other model has to beat."""

_SINGLE: tuple[Model, ...] = (
    last_value.MODEL,
    drift.MODEL,
    seasonal_naive.MODEL,
    damped_trend.MODEL,
    theta.MODEL,
    croston.MODEL,
    momentum.MODEL,
    regression.MODEL,
    analogues.MODEL,
)


JOINED = ("theta", "momentum", "regression", "analogues")
"""Models that the combination joins."""
EXTRA = "boosting"


def boosting() -> Model:
    """Boosted trees, which are tried when they are asked for and never speak.

    What a country page says must not hang on what a machine has installed.

    Raises:
        UsageError: scikit-learn is not installed.
    """
    if not boosted.is_there():
        raise UsageError(
            "Boosted trees need scikit-learn, which is not installed.",
            f'Install it with pip install "migrascope[{EXTRA}]", or leave them out.',
        )
    return boosted.MODEL


def models(season: int = 1) -> tuple[Model, ...]:
    """Every model that says something of its own about series of a season.

    For yearly series the same season before is the last value, and is left out. They
    are new ones at each call: they remember what they said, and the combination asks
    those that it joins.
    """
    single: tuple[Model, ...] = tuple(
        Kept(each) for each in _SINGLE if season > 1 or each is not seasonal_naive.MODEL
    )
    return (*single, Combination(tuple(one for one in single if one.name in JOINED)))


def named(name: str, season: int = 1) -> Model:
    """The model of a name.

    Raises:
        UsageError: there is none.
    """
    every = {each.name: each for each in models(season)}
    if name not in every:
        raise UsageError(
            f"There is no model {name!r}.", f"The models are: {', '.join(every)}."
        )
    return every[name]
