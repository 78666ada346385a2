"""Which passages could answer at all?

The ones that speak of the rarest ideas of the question, and the ones that speak of two
of the more common ideas: few enough to be looked at one by one, by FTS5's own BM25.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from migrascope.knowledge.library.filters import Filters, condition
from migrascope.knowledge.search.question import Idea, Question

ENOUGH = 3000
"""Passages that may be weighed: the rarest ideas are taken until there are as many."""
KEPT = 150
"""Passages that are looked at one by one."""

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
    """The passages that are worth a closer look, best first."""
    expression = _expression(question)
    if not expression:
        return []
    wanted = condition(filters)
    narrowed = (
        f"AND rowid IN (SELECT row FROM passages WHERE {wanted.sql})"  # noqa: S608 - bound
        if filters
        else ""
    )
    found = connection.execute(
        f"SELECT rowid FROM words WHERE words MATCH ? {narrowed} "  # noqa: S608 - bound
        f"ORDER BY bm25(words, {_WEIGHTS}) LIMIT {KEPT}",
        (expression, *wanted.values),
    )
    return indexed(connection, [row for (row,) in found])


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


def _expression(question: Question) -> str:
    """The question for FTS5: any of the rare ideas, or two of the common ones."""
    ideas = sorted(
        (idea for idea in question.ideas if idea.forms), key=lambda idea: idea.to_weigh
    )
    rare: list[Idea] = []
    weighed = 0
    for idea in ideas:
        if rare and weighed + idea.to_weigh > ENOUGH:
            break
        rare.append(idea)
        weighed += idea.to_weigh
    common = ideas[len(rare) :]
    parts = [_any_form(idea) for idea in rare]
    parts += [
        f"({_any_form(a)} AND {_any_form(b)})" for a, b in combinations(common, 2)
    ]
    return f"{{passage named above}} : ({' OR '.join(parts)})" if parts else ""


def _any_form(idea: Idea) -> str:
    """One of the forms; stems hold no quotation marks, being letters and digits."""
    phrases = (f'"{" ".join(form.stems)}"' for form in idea.forms)
    return f"({' OR '.join(phrases)})"
