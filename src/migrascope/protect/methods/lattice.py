"""At which levels shall the keys be recoded?

Each combination of levels is a node of a lattice; one node lies above another when no
key is finer there. A node will do when no more than an allowed share of the records
is in classes that do not stand (k, l or t), for these can be left to suppression.
Nodes above one that will do, will do too, and nodes below one that will not, will
not: so few nodes have to be looked at to know all minimal ones (Samarati 2001;
Incognito, LeFevre et al. 2005; OLA, El Emam et al. 2009). The minimal node that loses
least is the best of all. Lattices too large for that are climbed key by key, to what
wins most records for what is lost, and down again where a step was not needed.

Records are read once. Every node counts the combinations of a node below it, with
the sensitive values in each. With l-diversity or t-closeness a missing key counts as
a value of its own under both meanings, as in suppression.

With l-diversity by entropy, or t-closeness, and an allowed share above 0, a union of
a class that stands with one that does not may not stand. What is chosen was counted
itself and will do; that nothing finer would, is then likely but not proven.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.protect import codes
from migrascope.protect.methods.combinations import (
    Truth,
    Whole,
    added,
    addends_of,
    combinations,
    shown,
)
from migrascope.protect.methods.compatible import Patterns, compatible
from migrascope.protect.methods.recode import losses
from migrascope.protect.methods.standing import Spread, Standard, standard
from migrascope.protect.plan.hierarchy import Hierarchy
from migrascope.protect.plan.model import Missing, Promise

_Digits = npt.NDArray[np.int32]
_Node = tuple[int, ...]

EXHAUSTIVE = 4_000
"""Lattices up to so many nodes are searched for all minimal nodes."""
_KEPT = 40
"""So many counted nodes are kept to count those above them."""

_WITHOUT = 400_000_000
"""And only those with at most so many nodes times combinations; it takes seconds."""
_WITH_WILDCARDS = 2_000_000
"""The same when wildcards are counted, which takes longer."""

_ALL_EQUAL: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Node:
    """One choice of levels ("" where a key stays as it is) and what it does.

    `loss` is the share of information lost by recoding (see `recode`), weighed by
    importance, and decides. Beside it, as others measure: `precision` (Sweeney 2002;
    1 when nothing is recoded), `discernibility` (Bayardo & Agrawal 2005), and the
    average size of a class as a multiple of k (LeFevre et al. 2006). `below` are the
    records left to suppression.
    """

    levels: Mapping[str, str]
    loss: float
    below: int
    precision: float
    discernibility: float
    average_class: float


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found: the best node and the next, or the nearest if none will do.

    `minimal` are all minimal nodes, the best first; a climb (`exhaustive` False)
    knows only one. `looked_at` of `nodes` were counted.
    """

    chosen: Node
    runner_up: Node | None
    minimal: tuple[Node, ...]
    will_do: bool
    exhaustive: bool
    nodes: int
    looked_at: int


def search(
    frame: pl.DataFrame,
    hierarchies: Sequence[Hierarchy],
    *,
    keys: Sequence[str],
    promise: Promise,
    most_suppressed: float,
    missing: Missing = Missing.VALUE,
    importance: Mapping[str, float] = _ALL_EQUAL,
) -> Search:
    """Find the levels that lose least and leave few enough records to suppression.

    Keys without a hierarchy stay as they are.
    """
    lattice = _lattice(frame, hierarchies, keys, promise, importance)
    lattice.wildcards = (
        missing is Missing.WILDCARD
        and not lattice.spreads
        and frame.select(keys).null_count().sum_horizontal().item() > 0
    )
    allowed = int(most_suppressed * frame.height + 1e-9)
    nodes = prod(lattice.heights)
    top = tuple(height - 1 for height in lattice.heights)
    if lattice.below(top) > allowed:
        nearest = _climbed(lattice, lattice.below(top))
        return _search(lattice, [nearest], will_do=False, exhaustive=False)
    most = _WITH_WILDCARDS if lattice.wildcards else _WITHOUT
    if nodes > EXHAUSTIVE or nodes * lattice.size > most:
        found = [_climbed(lattice, allowed)]
        return _search(lattice, found, will_do=True, exhaustive=False)
    minimal = _all_minimal(lattice, allowed)
    return _search(lattice, minimal, will_do=True, exhaustive=True)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Table:
    """The combinations at a node, with their records and sensitive values."""

    digits: _Digits
    counts: Whole
    spreads: tuple[Spread, ...]


@dataclass(slots=True, eq=False, repr=False)
class _Lattice:
    """The levels of all keys, and the nodes that were counted.

    `groups[key][level]` gives the group of each digit, 0 for missing; level 0 has the
    values as they are. `loss[key][level]` is weighed so that the losses of a node add
    up to at most 1.
    """

    keys: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    groups: tuple[tuple[_Digits, ...], ...]
    loss: tuple[tuple[float, ...], ...]
    k: int
    tables: dict[_Node, _Table]
    wildcards: bool = False
    found: dict[_Node, int] = field(default_factory=dict)

    @property
    def heights(self) -> tuple[int, ...]:
        """The number of levels of each key, that of the values included."""
        return tuple(map(len, self.names))

    def lost(self, node: _Node) -> float:
        """The share of information lost at a node."""
        return sum(own[level] for own, level in zip(self.loss, node, strict=True))

    @property
    def size(self) -> int:
        """How many combinations there are before anything is recoded."""
        return len(self.tables[(0,) * len(self.keys)].counts)

    @property
    def spreads(self) -> tuple[Spread, ...]:
        """The sensitive values of the combinations before anything is recoded."""
        return self.tables[(0,) * len(self.keys)].spreads

    def below(self, node: _Node) -> int:
        """How many records are in classes that do not stand."""
        if node not in self.found:
            stand = self.stand(node)
            self.found[node] = int(self.table(node).counts[~stand].sum())
        return self.found[node]

    def stand(self, node: _Node) -> Truth:
        """Which combinations at a node stand."""
        table = self.table(node)
        everyone = np.arange(len(table.counts))
        needed = Standard(self.k, table.spreads)
        stand = needed.kept(everyone, len(everyone), table.counts)
        if self.wildcards:
            sizes = [int(row.max(initial=0)) + 1 for row in table.digits]
            addends = added(table.digits, addends_of(sizes))
            patterns = Patterns(addends, shown(table.digits))
            low = np.flatnonzero(~stand)
            frequency = compatible(
                patterns.of(low), patterns, table.counts, enough=self.k
            )
            stand[low] = frequency >= self.k
        return stand

    def table(self, node: _Node) -> _Table:
        """The combinations at a node, from the smallest table below it."""
        if node in self.tables:
            return self.tables[node]
        below = [
            each
            for each in self.tables
            if all(low <= high for low, high in zip(each, node, strict=True))
        ]
        start = min(below, key=lambda each: (len(self.tables[each].counts), each))
        made = self._rolled(self.tables[start], start, node)
        if len(self.tables) > _KEPT:
            bottom = (0,) * len(node)
            del self.tables[next(each for each in self.tables if each != bottom)]
        self.tables[node] = made
        return made

    def _rolled(self, table: _Table, start: _Node, node: _Node) -> _Table:
        digits = table.digits.copy()
        for place, (low, high) in enumerate(zip(start, node, strict=True)):
            if low != high:
                fine, coarse = self.groups[place][low], self.groups[place][high]
                up = np.zeros(int(fine.max(initial=0)) + 1, dtype=np.int32)
                up[fine] = coarse
                digits[place] = up[digits[place]]
        sizes = [int(row.max(initial=0)) + 1 for row in digits]
        code = added(digits, addends_of(sizes)).sum(axis=0, dtype=np.uint64)
        _, first, group = np.unique(code, return_index=True, return_inverse=True)
        group = group.reshape(-1)
        counts = np.bincount(group, weights=table.counts, minlength=len(first))
        spreads = tuple(_grouped(spread, group) for spread in table.spreads)
        return _Table(digits[:, first], counts.astype(np.int64), spreads)


def _grouped(spread: Spread, group: Whole) -> Spread:
    """Sensitive values counted for groups of combinations."""
    pair, place = np.unique(
        group[spread.combination] * spread.values + spread.value, return_inverse=True
    )
    records = np.bincount(
        place.reshape(-1), weights=spread.records, minlength=len(pair)
    )
    return replace(
        spread,
        combination=pair // spread.values,
        value=pair % spread.values,
        records=records.astype(np.int64),
    )


def _lattice(
    frame: pl.DataFrame,
    hierarchies: Sequence[Hierarchy],
    keys: Sequence[str],
    promise: Promise,
    importance: Mapping[str, float],
) -> _Lattice:
    by_name = {each.name: each for each in hierarchies}
    texts = [codes.texts(frame[key]).alias(key) for key in keys]
    named = frame.with_columns(texts)
    found = combinations(named, keys)
    base = _Table(found.digits, found.counts, standard(named, found, promise).spreads)
    total = sum(importance.get(key, 1.0) for key in keys if key in by_name) or 1.0
    names, groups, weighed = [], [], []
    for key, text in zip(keys, texts, strict=True):
        own = by_name.get(key, Hierarchy(key, (), MappingProxyType({})))
        names.append(("", *own.levels))
        groups.append(_groups(text, own))
        share = importance.get(key, 1.0) / total
        weighed.append(tuple(share * loss for loss in losses(text, own)))
    return _Lattice(
        keys=tuple(keys),
        names=tuple(names),
        groups=tuple(groups),
        loss=tuple(weighed),
        k=promise.k,
        tables={(0,) * len(keys): base},
    )


def _groups(texts: pl.Series, hierarchy: Hierarchy) -> tuple[_Digits, ...]:
    """For each level the group of each digit, groups numbered from 1."""
    values = texts.drop_nulls().unique().sort().to_list()
    made = [np.arange(len(values) + 1, dtype=np.int32)]
    for level in hierarchy.levels:
        named = [hierarchy.groups[level][value] for value in values]
        number = {name: place for place, name in enumerate(sorted(set(named)), 1)}
        made.append(np.array([0, *(number[name] for name in named)], dtype=np.int32))
    return tuple(made)


def _all_minimal(lattice: _Lattice, allowed: int) -> list[_Node]:
    """All nodes that will do with none below them that does, the best first."""
    nodes = np.array(list(product(*map(range, lattice.heights))), dtype=np.int16)
    lost = np.zeros(len(nodes))
    for place, own in enumerate(lattice.loss):
        lost += np.asarray(own)[nodes[:, place]]
    order = np.lexsort((nodes.sum(axis=1), lost))
    nodes = nodes[order]
    known = np.zeros(len(nodes), dtype=np.int8)
    while True:
        open_still = np.flatnonzero(known == 0)
        if not len(open_still):
            break
        # The middle one tells most, whichever way it turns out.
        middle = nodes[open_still[len(open_still) // 2]]
        if lattice.below(tuple(map(int, middle))) <= allowed:
            known[(nodes >= middle).all(axis=1)] = 1
        else:
            known[(nodes <= middle).all(axis=1)] = -1
    good = nodes[known == 1]
    minimal: list[_Node] = []
    for node in good[np.argsort(good.sum(axis=1), kind="stable")]:
        if not any((np.array(other) <= node).all() for other in minimal):
            minimal.append(tuple(map(int, node)))
    return sorted(minimal, key=lambda each: (lattice.lost(each), sum(each), each))


def _climbed(lattice: _Lattice, allowed: int) -> _Node:
    """Up by the step that wins most for what it loses; then down where it can."""
    node = (0,) * len(lattice.keys)
    while lattice.below(node) > allowed:
        steps = [
            _moved(node, place, 1)
            for place, height in enumerate(lattice.heights)
            if node[place] + 1 < height
        ]
        here, lost = lattice.below(node), lattice.lost(node)

        def worth(step: _Node, here: int = here, lost: float = lost) -> float:
            won = max(here - lattice.below(step), 0.1)
            return won / max(lattice.lost(step) - lost, 1e-12)

        node = max(steps, key=lambda step: (worth(step), step))
    lowered = True
    while lowered:
        steps = [
            _moved(node, place, -1) for place in range(len(node)) if node[place] > 0
        ]
        steps = [step for step in steps if lattice.below(step) <= allowed]
        lowered = bool(steps)
        if lowered:
            node = min(steps, key=lambda step: (lattice.lost(step), step))
    return node


def _moved(node: _Node, place: int, by: int) -> _Node:
    return (*node[:place], node[place] + by, *node[place + 1 :])


def _search(
    lattice: _Lattice, minimal: Sequence[_Node], *, will_do: bool, exhaustive: bool
) -> Search:
    looked_at = len(lattice.found)
    nodes = tuple(_described(lattice, node) for node in minimal)
    return Search(
        chosen=nodes[0],
        runner_up=nodes[1] if len(nodes) > 1 else None,
        minimal=nodes,
        will_do=will_do,
        exhaustive=exhaustive,
        nodes=prod(lattice.heights),
        looked_at=looked_at,
    )


def _described(lattice: _Lattice, node: _Node) -> Node:
    table = lattice.table(node)
    stand = lattice.stand(node)
    records = int(table.counts.sum())
    kept = table.counts[stand].astype(np.float64)
    below = records - int(kept.sum())
    heights = [
        level / (height - 1)
        for level, height in zip(node, lattice.heights, strict=True)
        if height > 1
    ]
    return Node(
        levels=MappingProxyType(
            {
                key: names[level]
                for key, names, level in zip(
                    lattice.keys, lattice.names, node, strict=True
                )
            }
        ),
        loss=lattice.lost(node),
        below=below,
        precision=1 - sum(heights) / len(heights) if heights else 1.0,
        discernibility=float((kept**2).sum()) + float(below) * records,
        average_class=float(kept.sum() / max(len(kept), 1) / lattice.k),
    )
