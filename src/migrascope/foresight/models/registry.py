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

    For yearly series the same season before is the last value, and is left out. The
    combination is a new one at each call: it remembers what its models said.
    """
    single = tuple(
        each for each in _SINGLE if season > 1 or each is not seasonal_naive.MODEL
    )
    joined: tuple[Model, ...] = (
        damped_trend.MODEL,
        momentum.MODEL,
        regression.MODEL,
        analogues.MODEL,
    )
    return (*single, Combination(joined))


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
