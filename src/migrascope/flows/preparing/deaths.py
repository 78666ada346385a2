"""How many of those who died were women, how many men?

Where a publisher prints deaths by sex, they part the deaths in that proportion.
Elsewhere they are what is left when the growth of each sex, its births and its share
of net migration are known; the death rate of men is kept between 0.7 and 2 times
that of women. See docs/decisions/flows-deaths-by-sex.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migrascope.flows.account import FloatArray
from migrascope.flows.preparing.adjustment import Ledger

LEAST, MOST = 0.7, 2.0
"""Bounds of the death rate of men, as a multiple of that of women."""

_LEFT = "Deaths by sex: what leaves to each sex its share of net migration."
_BOUNDED = "Deaths by sex: moved to the nearest plausible ratio of the death rates."


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What deaths by sex are told from, by area.

    `births_of_girls` and `net_of_women` are persons over the interval, as `deaths` of
    both sexes; `residents` is sex × day × area; `printed` (sex × area) are the deaths
    of women and of men that a publisher prints, NaN where none does.
    """

    deaths: FloatArray
    births_of_girls: FloatArray
    net_of_women: FloatArray
    residents: FloatArray
    printed: FloatArray


def by_sex(known: Known, areas: tuple[str, ...], ledger: Ledger) -> FloatArray:
    """Deaths of women and of men (sex × area); both are the deaths that were given."""
    growth = known.residents[0, 1] - known.residents[0, 0]
    left = known.births_of_girls - growth + known.net_of_women
    women, men = known.residents.mean(axis=1)
    lowest = _of_women(known.deaths, women, men, ratio=MOST)
    highest = _of_women(known.deaths, women, men, ratio=LEAST)
    bounded = np.clip(left, lowest, highest)
    printed = known.printed.sum(axis=0)
    is_printed = np.isfinite(printed) & (printed > 0)
    share = np.divide(
        known.printed[0], printed, out=np.zeros_like(printed), where=is_printed
    )
    found = np.where(is_printed, known.deaths * share, bounded)
    _write(found, bounded - left, known.deaths, ~is_printed, areas, ledger)
    return np.stack([found, known.deaths - found])


def _of_women(
    deaths: FloatArray, women: FloatArray, men: FloatArray, *, ratio: float
) -> FloatArray:
    """The deaths of women if the death rate of men is `ratio` times theirs."""
    exposed = women + ratio * men
    share = np.divide(women, exposed, out=np.zeros_like(women), where=exposed > 0)
    return np.asarray(deaths * share)


def _write(
    found: FloatArray,
    change: FloatArray,
    deaths: FloatArray,
    estimated: FloatArray,
    areas: tuple[str, ...],
    ledger: Ledger,
) -> None:
    split = np.stack([found, deaths - found]) * estimated
    ledger.write("deaths by sex", _LEFT, areas, split)
    moved = np.stack([change, -change]) * estimated
    ledger.write("deaths bounded", _BOUNDED, areas, moved)
