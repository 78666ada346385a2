"""What could a reader infer about each cell that is not told exactly?

Somebody who knows all that is published (`inference`) solves two linear programmes for
each such cell: the least and the most that it can be. Here they are solved in the same
way, from the released tables alone; the true ones are not asked. Tables of the same
cases are looked at together, as the reader would. Where the cells are whole numbers
and a programme answers with fractions, it is solved once more in whole numbers: in
three dimensions, and over several tables, the interval can get narrower by that.

Two findings end in a no. An interval is too narrow. Or a small group is given away:
of all the parts of its total only one can be anything but zero, so that all of the
group share a value, whatever their number.

`audit` solves for the exact interval of each cell. `prove` ends the search for a cell
as soon as its interval is shown to be wide enough: quicker, for large tables and for
those where every cell is uncertain. An interval says nothing of what a reader knows
from elsewhere: who is the only contributor to a cell of a table of sums knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from migrascope.protect.tables import inference
from migrascope.protect.tables.inference import Known, Part
from migrascope.protect.tables.model import Floats, Heard, Marks, Released, Whole, quiet

_HAIR = 1e-6
"""What a solver may miss by."""

_ROUNDS = 100
"""Tries to move many cells at once before each is looked at by itself."""

_WIDE = 6
"""As many of them look for what is possible anywhere, the others near the middle."""


@dataclass(frozen=True, slots=True, eq=False)
class Doubt:
    """How uncertain the cells of a table must be to a reader.

    Each at least `width` wide, and up to `reach` at least. Of the cells marked in
    `groups` nobody may learn that they all lie in one part. Without `looked` every
    uncertain cell is looked at.
    """

    width: Floats | float
    reach: Floats | float = 0.0
    groups: Marks | None = None
    looked: Marks | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """The interval of every cell that was looked at, and where too much is inferred.

    `exact` says whether the intervals are what a reader can infer; else they are at
    least that wide. `high` is infinite where nothing bounds a cell. `given` are the
    totals of small groups that all lie in one part.
    """

    low: Floats
    high: Floats
    looked: Marks
    narrow: Marks
    given: Marks
    exact: bool

    @property
    def passed(self) -> bool:
        """Whether every interval is as wide as was asked, and no group given away."""
        return not self.narrow.any() and not self.given.any()

    @property
    def says(self) -> str:
        """The finding in words."""
        return told([self])


def audit(
    released: Released,
    *,
    width: Floats | float,
    reach: Floats | float = 0.0,
    groups: Marks | None = None,
    looked: Marks | None = None,
) -> Audit:
    """Solve for the interval of each uncertain cell, and compare it with what is asked.

    Raises:
        NotProven: no table at all agrees with what is published.
    """
    return audit_together([released], [Doubt(width, reach, groups, looked)])[0]


def prove(
    released: Released,
    *,
    width: Floats | float,
    reach: Floats | float = 0.0,
    groups: Marks | None = None,
    looked: Marks | None = None,
) -> Audit:
    """The same verdict as `audit`, with intervals that are at least as wide as told.

    Raises:
        NotProven: no table at all agrees with what is published.
    """
    return prove_together([released], [Doubt(width, reach, groups, looked)])[0]


def audit_together(
    tables: Sequence[Released], doubts: Sequence[Doubt], *, heard: Heard = quiet
) -> tuple[Audit, ...]:
    """Solve for the exact intervals of tables of the same cases.

    Raises:
        BadPlan: the tables are tied in a ring that is too large.
        NotProven: no table at all agrees with what is published.
    """
    return _audited(tables, doubts, _look_at_each, exact=True, heard=heard)


def prove_together(
    tables: Sequence[Released], doubts: Sequence[Doubt], *, heard: Heard = quiet
) -> tuple[Audit, ...]:
    """The same verdict, with intervals that are at least as wide as told.

    Raises:
        BadPlan: the tables are tied in a ring that is too large.
        NotProven: no table at all agrees with what is published.
    """
    return _audited(tables, doubts, _look_until_wide, exact=False, heard=heard)


def told(audits: Sequence[Audit]) -> str:
    """The findings of one audit, of however many tables, in words."""
    count = sum(int(each.looked.sum()) for each in audits)
    given = sum(int(each.given.sum()) for each in audits)
    if not count:
        said = "The auditor had nothing to look at: no cell is uncertain."
        return f"{said} {_given_away(given)}" if given else said
    least = min(
        float((each.high - each.low)[each.looked].min(initial=np.inf))
        for each in audits
    )
    bound = "is" if all(each.exact for each in audits) else "is at least"
    width = "without a bound" if np.isinf(least) else f"{least:,.6g} wide"
    said = (
        f"The auditor solved for what can be inferred about {count:,} cells: the "
        f"narrowest interval {bound} {width}."
    )
    narrow = sum(int(each.narrow.sum()) for each in audits)
    if given:
        said = f"{said} {_given_away(given)}"
    if narrow:
        return f"{said} {narrow:,} are narrower than was asked: no."
    return said if given else f"{said} None is narrower than was asked: yes."


def _given_away(groups: int) -> str:
    return (
        f"Of {groups:,} small groups a reader can infer that all of them share a "
        "value: no."
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The intervals so far, of each cell once, and what is asked of them."""

    low: Floats
    high: Floats
    width: Floats
    reach: Floats

    def enough(self, cells: Whole) -> Marks:
        """Which cells have an interval as wide and as high as is asked."""
        # Subtracting infinity from infinity cannot happen: low is finite or nothing
        # is found yet, which is never enough.
        low, high = self.low[cells], self.high[cells]
        width, reach = self.width[cells], self.reach[cells]
        wide = high - low >= width - _HAIR * np.maximum(1.0, np.abs(width))
        up = high >= reach - _HAIR * np.maximum(1.0, np.abs(reach))
        answer: Marks = wide & up
        return answer

    def widen(self, cells: Whole, point: Floats) -> None:
        """A point that a reader cannot rule out."""
        self.low[cells] = np.minimum(self.low[cells], point)
        self.high[cells] = np.maximum(self.high[cells], point)


def _audited(
    tables: Sequence[Released],
    doubts: Sequence[Doubt],
    look: Callable[[Known, Part, Whole, _Found, Heard], None],
    *,
    exact: bool,
    heard: Heard,
) -> tuple[Audit, ...]:
    known = inference.known(tables)
    marked, found = _started(tables, doubts, known)
    for part in known.parts():
        look(known, part, np.flatnonzero(marked[part.cells]), found, heard)
    return tuple(
        _ended(table, doubt, marked[places], found, places, exact=exact)
        for table, doubt, places in zip(tables, doubts, known.places, strict=True)
    )


def _started(
    tables: Sequence[Released], doubts: Sequence[Doubt], known: Known
) -> tuple[Marks, _Found]:
    """The cells to look at, and what is known before anything is solved."""
    size = len(known.lower)
    marked = np.zeros(size, dtype=bool)
    width, reach = np.zeros(size), np.zeros(size)
    for table, doubt, places in zip(tables, doubts, known.places, strict=True):
        shape = table.values.shape
        looked = table.uncertain if doubt.looked is None else doubt.looked
        flat = places.ravel()
        np.logical_or.at(marked, flat, looked.ravel())
        np.maximum.at(width, flat, np.broadcast_to(doubt.width, shape).ravel())
        np.maximum.at(reach, flat, np.broadcast_to(doubt.reach, shape).ravel())
    return marked, _Found(known.lower.copy(), known.lower.copy(), width, reach)


def _ended(
    table: Released,
    doubt: Doubt,
    looked: Marks,
    found: _Found,
    places: Whole,
    *,
    exact: bool,
) -> Audit:
    narrow = looked & ~found.enough(places)
    low, high = found.low[places], found.high[places]
    if doubt.groups is None:
        given = np.zeros(table.values.shape, dtype=bool)
    else:
        # A weighted person or a part of a sum may be less than one.
        there = 1.0 if table.whole else _HAIR
        given = _in_one_part(high >= there - _HAIR * table.whole, doubt.groups)
    return Audit(low, high, looked, narrow, given, exact)


def _in_one_part(possible: Marks, groups: Marks) -> Marks:
    """The groups of which, along some axis, only one part can be anything but zero."""
    given = np.zeros(groups.shape, dtype=bool)
    for axis, size in enumerate(groups.shape):
        if size < 3:  # one part alone says nothing of anybody
            continue
        parts = np.moveaxis(possible, axis, -1)[..., :-1].sum(axis=-1)
        spot = tuple(-1 if at == axis else slice(None) for at in range(groups.ndim))
        given[spot] |= groups[spot] & (parts <= 1)
    return given


def _look_at_each(
    known: Known, part: Part, places: Whole, found: _Found, heard: Heard
) -> None:
    """The exact interval of each cell."""
    del known
    for done, place in enumerate(places):
        cell = part.cells[place]
        objective = np.zeros(len(part.cells))
        objective[place] = 1.0
        highest = part.most(objective, always=True)
        found.high[cell] = np.inf if highest is None else highest[place]
        lowest = part.most(-objective, always=True)
        # Every cell has a least, so this one is always bounded.
        found.low[cell] = part.lower[place] if lowest is None else lowest[place]
        heard("audit", done + 1, len(places))


def _look_until_wide(
    known: Known, part: Part, places: Whole, found: _Found, heard: Heard
) -> None:
    """Move cells up and down until each is proven to be uncertain enough."""
    part = _within_reason(part, found)
    found.low[part.cells] = np.inf
    found.high[part.cells] = -np.inf
    random = np.random.default_rng(0)
    points: list[Floats] = []
    for turn in range(_ROUNDS):
        short = places[~found.enough(part.cells[places])]
        heard("audit", len(places) - len(short), len(places))
        if not len(short):
            return
        near = part if turn < _WIDE else _around(part, points, found)
        for sign in (1.0, -1.0):
            objective = np.zeros(len(part.cells))
            objective[short] = sign * _ways(known, part, random, turn)[short]
            point = near.most(objective, always=False)
            if point is not None and _is_witness(part, point):
                points.append(point)
                found.widen(part.cells, point)
    for done, place in enumerate(places):
        heard("audit", done, len(places))
        _look_closely(part, int(place), found)


def _ways(known: Known, part: Part, random: np.random.Generator, turn: int) -> Floats:
    """Which cells to move up and which down.

    By turns along the lines, so that their sums hold; anyhow; and few up, since small
    cells have little to give.
    """
    size = len(part.cells)
    if turn % 3 == 0:
        return known.signs(random)[part.cells]
    share = 0.5 if turn < _WIDE else 0.3 / (turn % 3)
    return np.where(random.random(size) < share, 1.0, -1.0)


def _around(part: Part, points: list[Floats], found: _Found) -> Part:
    """The same part near the middle of what is possible.

    In its corners a few cells have all and the others nothing; here no cell can go
    much further than is asked, so that many go as far.
    """
    if not points:
        return part
    middle = np.mean(points, axis=0)
    far = np.maximum(1.0, found.width[part.cells])
    lower = np.maximum(part.lower, np.floor(middle - far))
    high = np.maximum(np.ceil(middle + far), found.reach[part.cells])
    return replace(part, lower=lower, upper=np.minimum(part.upper, high))


def _within_reason(part: Part, found: _Found) -> Part:
    """The same part with a bound for each cell that has none, far above what is asked.

    What is found below it is possible without it too; and a programme that nothing
    bounds has no answer that would prove anything.
    """
    asked = found.width[part.cells].max() + found.reach[part.cells].max()
    far = 10.0 * (asked + part.lower.sum() + np.abs(part.right).sum() + 1.0)
    return replace(part, upper=np.minimum(part.upper, np.ceil(part.lower + far)))


def _look_closely(part: Part, place: int, found: _Found) -> None:
    """Move one cell up and down, unless that was done."""
    cell = part.cells[place : place + 1]
    objective = np.zeros(len(part.cells))
    objective[place] = 1.0
    for sign in (1.0, -1.0):
        if found.enough(cell)[0]:
            return
        for always in (False, True):
            point = part.most(sign * objective, always=always)
            if point is None and sign > 0:
                found.high[cell] = np.inf
            elif point is not None and (always or _is_witness(part, point)):
                found.widen(part.cells, point)
            if found.enough(cell)[0]:
                return


def _is_witness(part: Part, point: Floats) -> bool:
    large = len(part.cells) > inference.MOST_WHOLE
    return not part.whole or large or bool((point == np.rint(point)).all())
