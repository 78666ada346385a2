"""Where will a short series be in some years, and how sure can one be?

Two models, both with a drift that is itself uncertain: the local linear trend
(level and slope wander, the figures are measured with error) by the Kalman filter,
and the random walk with drift for series too short to tell the three kinds of
noise apart. Both answer with a Student distribution, because the size of the noise
is estimated from the same few points.

Reference: Durbin & Koopman (2012), Time Series Analysis by State Space Methods,
sections 2.9, 3.2 and 7.3; Harvey (1989), Forecasting, Structural Time Series Models
and the Kalman Filter, section 4.3 (concentrated likelihood).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

DIFFUSE = 1e7
"""Variance of the unknown first level and slope, in units of the largest noise."""
_PERFECT = 1e300
_RANGE = 12.0
_STARTS = tuple(
    (noise, slope)
    for noise in (-6.0, -2.0, 0.0, 3.0, 6.0)
    for slope in (-10.0, -4.0, -1.0, 2.0, 5.0)
)
"""Logarithms of the noise ratios from which the likelihood is climbed."""
_STEP = 2.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """A Student distribution: centre, scale, degrees of freedom."""

    centre: float
    scale: float
    freedom: int

    def below(self, value: float) -> float:
        """The probability of a figure at or below a value."""
        from scipy.special import stdtr

        if self.scale == 0:
            return float(self.centre <= value)
        return float(stdtr(self.freedom, (value - self.centre) / self.scale))

    def above(self, value: float) -> float:
        """The probability of a figure at or above a value."""
        from scipy.special import stdtr

        if self.scale == 0:
            return float(self.centre >= value)
        return float(stdtr(self.freedom, (self.centre - value) / self.scale))

    def between(self, probability: float) -> tuple[float, float]:
        """The central interval that holds the figure with this probability."""
        from scipy.special import stdtrit

        half = float(stdtrit(self.freedom, (1 + probability) / 2)) * self.scale
        return self.centre - half, self.centre + half


@dataclass(frozen=True, slots=True)
class Filtered:
    """The state after the last year, in units of the noise scale.

    `noise_scale` is the variance by which the ratios must be multiplied;
    `log_likelihood` is at that scale, the first two points left out.
    """

    level: float
    slope: float
    var_level: float
    var_slope: float
    covariance: float
    noise_scale: float
    log_likelihood: float
    points: int


def local_trend(years: Sequence[int], values: Sequence[float], *, at: int) -> Forecast:
    """Forecast with the local linear trend, noise ratios by maximum likelihood.

    Years without a figure are left out by the filter, not filled in.
    """
    from scipy.optimize import minimize

    def loss(ratios: Sequence[float]) -> float:
        noise, slope = (math.exp(max(-_RANGE, min(_RANGE, each))) for each in ratios)
        state = kalman(years, values, irregular=noise, level=1.0, slope=slope)
        # Figures on a straight line fit perfectly with any ratio; the search
        # subtracts losses, and infinities cannot be subtracted.
        return max(-state.log_likelihood, -_PERFECT)

    first = min(_STARTS, key=loss)
    best = minimize(
        loss,
        first,
        method="Nelder-Mead",
        options={
            "maxfev": 120,
            "xatol": 0.02,
            "initial_simplex": [
                first,
                (first[0] + _STEP, first[1]),
                (first[0], first[1] + _STEP),
            ],
        },
    ).x
    noise, slope = (math.exp(max(-_RANGE, min(_RANGE, float(each)))) for each in best)
    state = kalman(years, values, irregular=noise, level=1.0, slope=slope)
    return ahead(state, at - years[-1], irregular=noise, level=1.0, slope=slope)


def kalman(
    years: Sequence[int],
    values: Sequence[float],
    *,
    irregular: float,
    level: float,
    slope: float,
) -> Filtered:
    """Run the filter; the three variances are given up to a common scale."""
    seen = dict(zip(years, values, strict=True))
    mean, drift = values[0], 0.0
    unknown = DIFFUSE * max(irregular, level, slope)
    var_level, covariance, var_slope = unknown, 0.0, unknown
    count, squares, logs = 0, 0.0, 0.0
    for year in range(years[0], years[-1] + 1):
        if year > years[0]:
            mean += drift
            var_level += 2 * covariance + var_slope + level
            covariance += var_slope
            var_slope += slope
        if year not in seen:
            continue
        surprise = seen[year] - mean
        variance = var_level + irregular
        gain_level, gain_slope = var_level / variance, covariance / variance
        mean += gain_level * surprise
        drift += gain_slope * surprise
        var_slope -= gain_slope * covariance
        covariance -= gain_slope * var_level
        var_level *= irregular / variance
        count += 1
        if count > 2:
            squares += surprise**2 / variance
            logs += math.log(variance)
    free = max(count - 2, 1)
    scale = squares / free
    likelihood = (
        -0.5 * (free * (math.log(2 * math.pi * scale) + 1) + logs)
        if scale > 0
        else math.inf
    )
    return Filtered(
        mean, drift, var_level, var_slope, covariance, scale, likelihood, count
    )


def ahead(
    state: Filtered, steps: int, *, irregular: float, level: float, slope: float
) -> Forecast:
    """The distribution of the figure some years after the last one."""
    wandering = level * steps + slope * steps * (steps - 1) * (2 * steps - 1) / 6
    variance = (
        state.var_level
        + 2 * steps * state.covariance
        + steps**2 * state.var_slope
        + wandering
        + irregular
    )
    return Forecast(
        state.level + steps * state.slope,
        math.sqrt(max(variance, 0.0) * state.noise_scale),
        max(state.points - 2, 1),
    )


def random_walk(years: Sequence[int], values: Sequence[float], *, at: int) -> Forecast:
    """Forecast with a random walk with drift; the drift is uncertain too.

    Steps over several years count with as many years.
    """
    span = years[-1] - years[0]
    drift = (values[-1] - values[0]) / span
    steps = [
        (later - earlier, after - before)
        for earlier, later, before, after in zip(
            years, years[1:], values, values[1:], strict=False
        )
    ]
    freedom = len(steps) - 1
    variance = sum((move - drift * gap) ** 2 / gap for gap, move in steps) / freedom
    distance = at - years[-1]
    return Forecast(
        values[-1] + drift * distance,
        math.sqrt(variance * (distance + distance**2 / span)),
        freedom,
    )
