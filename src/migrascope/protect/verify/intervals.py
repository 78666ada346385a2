"""Between what bounds does a rate lie that was seen in so many trials?

Exact interval of a binomial share (Clopper and Pearson 1934, Biometrika 26).
"""

from __future__ import annotations

from dataclasses import dataclass

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of successes with its exact 95 % interval."""

    successes: int
    trials: int
    share: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{100 * self.share:.1f} % ({100 * self.low:.1f}–{100 * self.high:.1f})"


def exact(successes: int, trials: int) -> Rate:
    """The share of successes among trials, with its exact interval.

    >>> print(exact(0, 10))
    0.0 % (0.0–30.8)
    """
    from scipy.stats import beta

    tail = (1 - LEVEL) / 2
    low = beta.ppf(tail, successes, trials - successes + 1) if successes else 0.0
    high = (
        beta.ppf(1 - tail, successes + 1, trials - successes)
        if successes < trials
        else 1.0
    )
    return Rate(successes, trials, successes / trials, float(low), float(high))
