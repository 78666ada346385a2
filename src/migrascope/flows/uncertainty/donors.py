"""From which corridors is a revision borrowed?

From corridors of the same size that grew alike between the two years, which were
revised from one edition to the next. Both years are borrowed together: a revision
shifts the whole series, and only what it changes between the years changes a flow.
Corridors to one destination borrow from one destination (of like size, never from
itself), because a new census revises all of them at once. Nothing is assumed about
the shape of the revisions: most are none at all, and a few are large.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from migrascope.errors import NoFigures
from migrascope.flows.account import FloatArray, Interval
from migrascope.flows.uncertainty.revisions import SIZES, Revisions

IntArray = NDArray[np.int64]

GROWTH = (-0.02, 0.02, 0.20)
"""Edges of the log of the growth between two years: shrank, stood, grew, grew fast."""

CLASSES = (len(SIZES) - 1) * (len(GROWTH) + 1)
RANKS = 4
"""Destinations borrow from the same quarter, by the number of their migrants."""


@dataclass(frozen=True, slots=True, eq=False)
class Appeared:
    """Corridors that the earlier edition did not have, sorted by destination.

    `before` and `after` are their stocks as shares of the destination's migrants;
    those of destination d are `first[d]` to `first[d + 1]`.
    """

    origin: IntArray
    before: FloatArray
    after: FloatArray
    first: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Donors:
    """Revisions that can be borrowed, for a pair of years.

    The ratios (later over earlier) are sorted by class and then by destination:
    those of class c and destination d are `first[c, d]` to `first[c, d + 1]`.
    """

    areas: tuple[str, ...]
    years: tuple[int, int]
    ratio_before: FloatArray
    ratio_after: FloatArray
    first: IntArray
    rank: IntArray
    appeared: Appeared


def classes(before: FloatArray, after: FloatArray) -> IntArray:
    """The class of each corridor: its size, and how it grew between the years."""
    size = np.digitize(np.maximum(before, after), SIZES[1:-1])
    growth = np.digitize(np.log((after + 1.0) / (before + 1.0)), GROWTH)
    return np.asarray(size * (len(GROWTH) + 1) + growth)


def ranks(migrants: FloatArray) -> IntArray:
    """The quarter of each destination, by its number of migrants."""
    order = np.argsort(np.argsort(migrants, kind="stable"), kind="stable")
    return np.asarray(order * RANKS // max(migrants.size, 1))


def donors(revisions: Revisions, interval: Interval, *, last: int) -> Donors:
    """The revisions of figures as old as those of an interval.

    `last` is the last year of the edition that the interval's stocks come from:
    a figure of the newest year is more often revised than one of long ago, so a
    year is matched by how long before its edition's last year it lies.
    """
    years = _as_old(revisions, interval, last)
    spots = [revisions.years.index(year) for year in years]
    (e0, e1), (l0, l1) = revisions.earlier[spots], revisions.later[spots]
    folded = revisions.folded[spots].any(axis=0)
    there = (e0 + e1 > 0) & ~folded
    origin, residence = np.nonzero(there)
    kind = classes(e0[there], e1[there])
    order = np.lexsort((residence, kind))
    many = len(revisions.areas)
    place = kind[order] * many + residence[order]
    edges = np.arange(CLASSES * many + 1)
    first = np.searchsorted(place, edges)
    rows = np.arange(CLASSES)[:, None] * many + np.arange(many + 1)[None, :]
    before, after = _ratios(
        *(table[origin, residence][order] for table in (e0, l0, e1, l1))
    )
    return Donors(
        areas=revisions.areas,
        years=years,
        ratio_before=before,
        ratio_after=after,
        first=first[rows],
        rank=ranks(e1.sum(axis=0)),
        appeared=_appeared(e0, e1, l0, l1),
    )


def _as_old(revisions: Revisions, interval: Interval, last: int) -> tuple[int, int]:
    """Two years that lie as long before the end of the earlier edition."""
    known = revisions.years
    if len(known) < 2:
        raise NoFigures(
            f"{revisions.editions[0]} and {revisions.editions[1]} share one year "
            "only: how a pair of years is revised cannot be measured.",
            "Add another edition of the bilateral stocks to the base.",
        )
    wanted = revisions.last - (last - interval.end.year)
    after = min(known[1:], key=lambda year: (abs(year - wanted), -year))
    wanted = revisions.last - (last - interval.start.year)
    earlier = [year for year in known if year < after]
    before = min(earlier, key=lambda year: (abs(year - wanted), -year))
    return before, after


def _ratios(
    e0: FloatArray, l0: FloatArray, e1: FloatArray, l1: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Later over earlier; a year without people borrows from the other year."""
    before = np.divide(l0, e0, out=np.full_like(e0, np.nan), where=e0 > 0)
    after = np.divide(l1, e1, out=np.full_like(e1, np.nan), where=e1 > 0)
    return (
        np.where(np.isnan(before), after, before),
        np.where(np.isnan(after), before, after),
    )


def _appeared(
    e0: FloatArray, e1: FloatArray, l0: FloatArray, l1: FloatArray
) -> Appeared:
    migrants = e1.sum(axis=0)
    new = (e0 + e1 == 0) & (l0 + l1 > 0) & (migrants > 0)[None, :]
    residence, origin = np.nonzero(new.T)
    return Appeared(
        origin=origin,
        before=l0[origin, residence] / migrants[residence],
        after=l1[origin, residence] / migrants[residence],
        first=np.searchsorted(residence, np.arange(migrants.size + 1)),
    )
