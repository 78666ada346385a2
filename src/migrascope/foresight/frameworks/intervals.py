"""How sure is a share that rests on few cases?

The exact interval of Clopper and Pearson (1934), Biometrika 26: it holds at least as
often as it says, however few the cases are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the exact 95 per cent interval."""

    have: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None of nothing."""
        return self.have / self.of if self.of else None

    @property
    def returns(self) -> tuple[float, float, float]:
        """Once in how many: the middle, the shortest and the longest (may be infinite).

        Shares of seasons become return periods in years.
        """
        return _once(self.have / max(self.of, 1)), _once(self.high), _once(self.low)


def share(have: int, of: int) -> Share:
    """A share with its exact interval; of nothing it is 0 to 1.

    >>> one = share(3, 10)
    >>> round(one.low, 4), round(one.high, 4)
    (0.0667, 0.6525)
    """
    from scipy.special import betaincinv

    tail = (1 - LEVEL) / 2
    low = float(betaincinv(have, of - have + 1, tail)) if have else 0.0
    high = float(betaincinv(have + 1, of - have, 1 - tail)) if have < of else 1.0
    return Share(have, of, low, high)


def luck(hits: int, misses: int, false: int, quiet: int) -> float:
    """The chance of at least so many hits if warnings came at random.

    Fisher's exact test of the table, one-sided; 1 when nothing could be tested.
    """
    events, warnings = hits + misses, hits + false
    whole = events + false + quiet
    if not events or not warnings:
        return 1.0
    ways = math.comb(whole, warnings)
    most = min(events, warnings)
    likely = sum(
        math.comb(events, k) * math.comb(whole - events, warnings - k)
        for k in range(hits, most + 1)
    )
    return likely / ways


def _once(share_: float) -> float:
    return 1 / share_ if share_ else math.inf
