"""Do people come from few places or from many, and go to few or to many?

Four ways to weigh the shares of the partners: the Herfindahl–Hirschman index (the
chance that two movers share a partner), the same from 0 to 1 whatever the number of
partners, the entropy, and Theil's index, which is how far the entropy is from its
greatest value. A partner without movers counts as a possible one.

Hirschman (1964), American Economic Review 54; Shannon (1948), Bell System Technical
Journal 27; Theil (1967), Economics and Information Theory.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Answer, Unsaid
from migrascope.flows.measures.registry import of_area, of_system
from migrascope.flows.measures.subject import Movements, Place

NOBODY = "Nobody moved."
ONE_PARTNER = "With one possible partner there is nothing to be concentrated in."

HIRSCHMAN = "Hirschman (1964), American Economic Review 54"
SHANNON = "Shannon (1948), Bell System Technical Journal 27"
THEIL = "Theil (1967), Economics and Information Theory"


def herfindahl(amounts: FloatArray) -> Answer:
    """Sum of squared shares: from 1/n, all alike, to 1, all in one.

    >>> herfindahl(np.array([2.0, 1.0, 1.0]))
    0.375
    """
    total = float(amounts.sum())
    if total <= 0:
        return Unsaid(NOBODY)
    return float(np.square(amounts / total).sum())


def normalised_herfindahl(amounts: FloatArray) -> Answer:
    """(H − 1/n) ÷ (1 − 1/n): 0 when all are alike, 1 when all is in one."""
    raw = herfindahl(amounts)
    if isinstance(raw, Unsaid):
        return raw
    if amounts.size < 2:
        return Unsaid(ONE_PARTNER)
    least = 1 / amounts.size
    return max(0.0, (raw - least) / (1 - least))


def entropy(amounts: FloatArray) -> Answer:
    """−Σ s ln s of the shares: 0 when all is in one, ln n when all are alike."""
    total = float(amounts.sum())
    if total <= 0:
        return Unsaid(NOBODY)
    shares = amounts[amounts > 0] / total
    shares = shares[shares > 0]  # a share too small for a number adds nothing
    return max(0.0, -float((shares * np.log(shares)).sum()))


def theil(amounts: FloatArray) -> Answer:
    """How far the entropy is from ln n: 0 when all are alike, ln n when all in one."""
    found = entropy(amounts)
    if isinstance(found, Unsaid):
        return found
    return max(0.0, math.log(amounts.size) - found)


def _origins(place: Place) -> FloatArray:
    return place.by_origin


def _destinations(place: Place) -> FloatArray:
    return place.by_destination


def _all_arrivals(movements: Movements) -> FloatArray:
    return movements.table.arrivals


def _all_departures(movements: Movements) -> FloatArray:
    return movements.table.departures


def _all_corridors(movements: Movements) -> FloatArray:
    return movements.flows


_INDICES: tuple[tuple[str, str, str, str, str, Callable[[FloatArray], Answer]], ...] = (
    (
        "hhi",
        "Herfindahl–Hirschman index of {}",
        "1/n to 1",
        "Σ share²",
        HIRSCHMAN,
        herfindahl,
    ),
    (
        "hhi_normalised",
        "Normalised Herfindahl–Hirschman index of {}",
        "0 to 1",
        "(HHI − 1/n) ÷ (1 − 1/n)",
        HIRSCHMAN,
        normalised_herfindahl,
    ),
    (
        "entropy",
        "Entropy of {}",
        "nats, 0 to ln n",
        "−Σ share × ln share",
        SHANNON,
        entropy,
    ),
    (
        "theil",
        "Theil index of {}",
        "nats, 0 to ln n",
        "ln n − entropy",
        THEIL,
        theil,
    ),
)

_OF_AREA: tuple[tuple[str, Callable[[Place], FloatArray]], ...] = (
    ("origins", _origins),
    ("destinations", _destinations),
)
_OF_SYSTEM: tuple[tuple[str, str, Callable[[Movements], FloatArray]], ...] = (
    ("arrivals", "arrivals by area", _all_arrivals),
    ("departures", "departures by area", _all_departures),
    ("corridors", "corridors", _all_corridors),
)


def _register() -> None:
    """The four indices, each for what can be concentrated."""
    for code, name, unit, formula, reference, index in _INDICES:
        for kind, amounts in _OF_AREA:
            of_area(
                code=f"{code}_{kind}",
                name=name.format(kind),
                unit=unit,
                formula=formula,
                reference=reference,
            )(_index_of_place(index, amounts))
        for kind, words, all_amounts in _OF_SYSTEM:
            of_system(
                code=f"{code}_{kind}",
                name=name.format(words),
                unit=unit,
                formula=formula,
                reference=reference,
            )(_index_of_system(index, all_amounts))


def _index_of_place(
    index: Callable[[FloatArray], Answer], amounts: Callable[[Place], FloatArray]
) -> Callable[[Place], Answer]:
    def compute(place: Place) -> Answer:
        return index(amounts(place))

    return compute


def _index_of_system(
    index: Callable[[FloatArray], Answer], amounts: Callable[[Movements], FloatArray]
) -> Callable[[Movements], Answer]:
    def compute(movements: Movements) -> Answer:
        return index(amounts(movements))

    return compute


_register()
