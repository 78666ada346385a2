"""How close can a fit come, and how is that said?

The aim is a millionth of a person. The largest totals are the limit: two neighbouring
floating-point numbers near 1.4 thousand million lie 0.24 millionths apart, so a table
with larger areas than China is given the room that its numbers need.
"""

from __future__ import annotations

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.table import Fit

TOLERANCE = 1e-6
"""Persons by which a total may be missed."""

_NUMBERS_APART = 4
"""Steps between floating-point numbers that adding up a row may cost."""

_AIM = 1e-9
"""Persons at which a fit stops: sums over all birthplaces must still keep the rest."""


def tolerance(*totals: FloatArray) -> float:
    """The error that counts as none, for totals of this size.

    >>> tolerance(np.array([100.0, 2e6]))
    1e-06
    """
    largest = max((float(np.max(each, initial=0.0)) for each in totals), default=0.0)
    return max(TOLERANCE, _NUMBERS_APART * float(np.spacing(largest)))


def beyond(errors: FloatArray, totals: FloatArray, *, apart: int = 2) -> FloatArray:
    """Errors of totals as multiples of what a fit aims at: at most one is enough.

    The aim lies well below the tolerance, and never below `apart` steps between
    numbers of that size.
    """
    return np.asarray(np.abs(errors) / np.maximum(_AIM, apart * np.spacing(totals)))


def reached(
    rounds: int, error: float, allowed: float, *, worst: str = "", says: str = ""
) -> Fit:
    """How a fit ended; `worst` names the total that is missed by most."""
    converged = bool(error <= allowed)
    words = [says] if says else []
    if not converged:
        words.append(f"Not met: {worst} is off by {error:,.6g} persons.")
    return Fit(rounds, float(error), allowed, converged, " ".join(words))


def together(*fits: Fit) -> Fit:
    """One account of fits that rest on each other: the worst of them decides."""
    return Fit(
        rounds=sum(fit.rounds for fit in fits),
        largest_error=max(fit.largest_error for fit in fits),
        tolerance=max(fit.tolerance for fit in fits),
        converged=all(fit.converged for fit in fits),
        says=" ".join(dict.fromkeys(fit.says for fit in fits if fit.says)),
    )
