"""Which passages could answer at all?

The ones that speak of the rarest ideas of the question, ordered by how much of the rest
they speak of; the common ideas are only looked for among them. A question of one or two
ideas is left to FTS5's own BM25, which for more ideas, in all the forms that each can
take, is five times slower.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from migrascope.knowledge.library.filters import Filters, condition
from migrascope.knowledge.search.question import EXACT, Idea, Question

ENOUGH = 3000
"""Passages that may be weighed: the rarest ideas are taken until there are as many."""
KEPT = 80
"""Passages that are looked at one by one."""

FEW = 2
"""Ideas up to which BM25 decides."""
COMMON = 20_000
"""Passages from which the forms of an idea are only those of the word itself."""

_WEIGHTS = "1.0, 1.0, 0.5, 0.2"  # passage, tags, above, document


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage as the index has it: its row, and its stems by where they stand."""

    row: int
    passage: list[str]
    named: list[str]
    above: list[str]
    document: list[str]


def candidates(
    connection: sqlite3.Connection, question: Question, filters: Filters
) -> list[Candidate]:
    """The passages that are worth a closer look, the likeliest first."""
    ideas = sorted(
        (idea for idea in question.ideas if idea.forms), key=lambda idea: idea.to_weigh
    )
    index = _Index(connection, filters)
    if len(ideas) <= FEW:
        rows = index.best(" OR ".join(_forms(idea) for idea in ideas)) if ideas else []
    else:
        rows = _by_ideas(index, ideas)
    return indexed(connection, rows)


def passing(
    connection: sqlite3.Connection, rows: Sequence[int], filters: Filters
) -> list[int]:
    """Those of the rows that pass the filters, in their order."""
    wanted = condition(filters)
    found = connection.execute(
        f"SELECT row FROM passages WHERE {wanted.sql} "  # noqa: S608 - bound
        "AND row IN (SELECT value FROM json_each(?))",
        (*wanted.values, json.dumps(list(rows))),
    )
    passed = {row for (row,) in found}
    return [row for row in rows if row in passed]


def indexed(connection: sqlite3.Connection, rows: Sequence[int]) -> list[Candidate]:
    """These passages as the index has them, in the order of the rows given."""
    found = connection.execute(
        "SELECT rowid, passage, named, above, document FROM words "
        "WHERE rowid IN (SELECT value FROM json_each(?))",
        (json.dumps(rows),),
    )
    held = {
        row: Candidate(row, *(place.split() for place in places))
        for row, *places in found
    }
    return [held[row] for row in rows if row in held]


class _Index:
    """The index, as far as passages pass the filters."""

    def __init__(self, connection: sqlite3.Connection, filters: Filters) -> None:
        self._connection = connection
        self._filters = filters
        self._passing: set[int] | None = None

    def rows(self, expression: str) -> list[int]:
        """The rows of the passages that fit."""
        found = self._connection.execute(
            "SELECT rowid FROM words WHERE words MATCH ?", (_own(expression),)
        )
        if not self._filters:
            return [row for (row,) in found]
        if self._passing is None:  # asked once, where SQLite would ask for each idea
            wanted = condition(self._filters)
            passing = self._connection.execute(
                f"SELECT row FROM passages WHERE {wanted.sql}",  # noqa: S608 - bound
                wanted.values,
            )
            self._passing = {row for (row,) in passing}
        return [row for (row,) in found if row in self._passing]

    def best(self, expression: str) -> list[int]:
        """The rows of the passages that fit best by BM25."""
        wanted = condition(self._filters)
        narrowed = (
            f"AND +rowid IN (SELECT row FROM passages WHERE {wanted.sql})"  # noqa: S608 - bound
            if self._filters
            else ""
        )
        found = self._connection.execute(
            f"SELECT rowid FROM words WHERE words MATCH ? {narrowed} "  # noqa: S608 - bound
            f"ORDER BY bm25(words, {_WEIGHTS}) LIMIT {KEPT}",
            (_own(expression), *wanted.values),
        )
        return [row for (row,) in found]


def _by_ideas(index: _Index, ideas: Sequence[Idea]) -> list[int]:
    """The rows that speak of most, by the weight of the ideas; rare ideas lead."""
    rare = 1
    weighed = ideas[0].to_weigh
    while rare < len(ideas) and weighed + ideas[rare].to_weigh <= ENOUGH:
        weighed += ideas[rare].to_weigh
        rare += 1
    spoken: dict[int, float] = {}
    for idea in ideas[:rare]:
        _count(spoken, index.rows(_forms(idea)), idea)
    led = " OR ".join(_forms(idea) for idea in ideas[:rare])
    for idea in ideas[rare:]:
        _count(spoken, index.rows(f"({_forms(idea)}) AND ({led})"), idea)
    if len(spoken) < KEPT and len(ideas) - rare > 1:
        pair = ideas[rare : rare + 2]
        for row in index.best(" AND ".join(f"({_forms(idea)})" for idea in pair)):
            spoken.setdefault(row, sum(idea.rarity for idea in pair))
    return sorted(spoken, key=lambda row: (-spoken[row], row))[:KEPT]


def _own(expression: str) -> str:
    """Only where a passage or what stands above it fits, not the whole document."""
    return f"{{passage named above}} : ({expression})"


def _count(spoken: dict[int, float], rows: Sequence[int], idea: Idea) -> None:
    for row in rows:
        spoken[row] = spoken.get(row, 0.0) + idea.rarity


def _forms(idea: Idea) -> str:
    """Any form of an idea; stems hold no quotation marks, being letters and digits.

    Where the word itself is as common as that, other words for it are left out.
    """
    forms = idea.forms
    if idea.to_weigh > COMMON:
        forms = tuple(form for form in forms if form.weight == EXACT) or forms
    return " OR ".join(f'"{" ".join(form.stems)}"' for form in forms)
