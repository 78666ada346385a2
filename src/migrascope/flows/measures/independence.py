"""What would the flows be if origin and destination had nothing to do with each other?

The product of what each area sends and what each area attracts, with nothing on the
diagonal and with the arrivals and departures of the table (quasi-independence).

Nothing has to be fitted in rounds. Scaled so that all sending and all attracting sum
to the same s, the two factors of an area are the roots of a quadratic equation whose
coefficients are its departures, its arrivals and s; so s is the only unknown, and
halving an interval finds it. The smaller root is taken everywhere, but for an area
that takes part in most movements, where it may be the larger one.

Goodman (1968), J. American Statistical Association 63.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Unsaid

HALVINGS = 200
ALL_IN_ONE = 1e-12
"""A share of movements without a certain area that is none at all."""


def quasi_independent(persons: FloatArray) -> FloatArray | Unsaid:
    """The expected table, with the totals of the observed one."""
    total = float(persons.sum())
    if total <= 0:
        return Unsaid("Nobody moved.")
    leaving, coming = persons.sum(axis=1) / total, persons.sum(axis=0) / total
    if float((leaving + coming).max()) >= 1 - ALL_IN_ONE:
        # Every movement starts or ends in one area: the totals leave no choice.
        return persons
    sending, attracting = _factors(leaving, coming)
    expected = np.outer(sending, attracting) * total
    np.fill_diagonal(expected, 0.0)
    return expected


def _factors(leaving: FloatArray, coming: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What each area sends and attracts, for shares of departures and arrivals."""
    least = float((np.sqrt(leaving) + np.sqrt(coming)).max())
    largest: int | None = None
    if _excess(least, leaving, coming, None) < 0:
        largest = int((np.sqrt(leaving) + np.sqrt(coming)).argmax())
    # With a larger root the sum falls short of s near the least s, and exceeds it far.
    sign = 1.0 if largest is None else -1.0
    low, high = least, 2 * least
    while sign * _excess(high, leaving, coming, largest) > 0:
        low, high = high, 2 * high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if sign * _excess(middle, leaving, coming, largest) > 0:
            low = middle
        else:
            high = middle
    return _roots(high, leaving, coming, largest)


def _excess(
    s: float, leaving: FloatArray, coming: FloatArray, largest: int | None
) -> float:
    """All sending less s, zero when s is right."""
    sending, _ = _smaller_roots(s, leaving, coming)
    if largest is None:
        return float(sending.sum()) - s
    # The larger root is s + (out − in)/s − the smaller one: s drops out.
    balance = float(leaving[largest] - coming[largest]) / s
    return float(sending.sum()) - 2 * float(sending[largest]) + balance


def _roots(
    s: float, leaving: FloatArray, coming: FloatArray, largest: int | None
) -> tuple[FloatArray, FloatArray]:
    """The factors of each area, if the factors of all areas sum to s."""
    sending, attracting = _smaller_roots(s, leaving, coming)
    if largest is not None:
        balance = (leaving[largest] - coming[largest]) / s
        sending[largest] = s + balance - sending[largest]
        attracting[largest] = s - balance - attracting[largest]
    return sending, attracting


def _smaller_roots(
    s: float, leaving: FloatArray, coming: FloatArray
) -> tuple[FloatArray, FloatArray]:
    apart = (leaving - coming) / s
    square = s**2 - 2 * (leaving + coming) + apart**2
    root = np.sqrt(np.maximum(square, 0.0))
    # Written so that nothing cancels.
    return _over(2 * leaving, s + apart + root), _over(2 * coming, s - apart + root)


def _over(above: FloatArray, below: FloatArray) -> FloatArray:
    """One over the other, and zero over zero is zero."""
    return np.divide(above, below, out=np.zeros_like(above), where=above > 0)
