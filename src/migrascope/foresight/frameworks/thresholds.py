"""What would a different threshold have done?

For each condition of the activation, thresholds around the one that was agreed: those
that the indicator passed half as often, twice as often, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from migrascope.foresight.frameworks.model import Condition, Framework
from migrascope.foresight.frameworks.series import Series, beyond
from migrascope.foresight.frameworks.trial import Trial, trial

FACTORS = (4.0, 2.0, 1.4, 1 / 1.4, 0.5, 0.25)
"""How many times as often the threshold is passed."""
FIGURES = 3


@dataclass(frozen=True, slots=True)
class Tried:
    """The framework with another threshold; `agreed` marks the one of the file."""

    condition: Condition
    threshold: float
    agreed: bool
    trial: Trial


def thresholds(framework: Framework, series: Mapping[str, Series]) -> tuple[Tried, ...]:
    """Try the thresholds around each condition, from the mildest to the strictest."""
    out = []
    for number, condition in enumerate(framework.model.activation.condition):
        values = around(condition, series[condition.indicator])
        for value in values:
            changed = replaced(framework, number, value)
            agreed = value == condition.threshold
            out.append(Tried(condition, value, agreed, trial(changed, series)))
    return tuple(out)


def around(condition: Condition, series: Series) -> tuple[float, ...]:
    """The agreed threshold and its neighbours, the mildest first."""
    values = series.values[~np.isnan(series.values)]
    if not len(values):
        return (condition.threshold,)
    passed = beyond(values, condition.direction, condition.threshold)
    often = max(float(passed.mean()), 1 / len(values))
    found = {condition.threshold}
    for factor in FACTORS:
        share = often * factor
        if not 1 / len(values) <= share < 1:
            continue
        level = 1 - share if condition.direction.is_upward else share
        value = _rounded(float(np.quantile(values, level)))
        if 0 < beyond(values, condition.direction, value).mean() < 1:
            found.add(value)
    return tuple(sorted(found, reverse=not condition.direction.is_upward))


def replaced(framework: Framework, number: int, threshold: float) -> Framework:
    """The same framework with one threshold of the activation changed."""
    stage = framework.model.activation
    conditions = list(stage.condition)
    conditions[number] = msgspec.structs.replace(
        conditions[number], threshold=threshold
    )
    stage = msgspec.structs.replace(stage, condition=tuple(conditions))
    model = msgspec.structs.replace(framework.model, activation=stage)
    return msgspec.structs.replace(framework, model=model)


def _rounded(value: float) -> float:
    return float(f"{value:.{FIGURES}g}")
