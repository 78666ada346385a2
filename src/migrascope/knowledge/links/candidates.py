"""Which few passages of a large library are worth looking at for a target and a place?

A library may hold tens of thousands of passages on a target. Their tags are asked for
as numbers and codes only, ranked by how alike their places are, and the first are read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from migrascope.knowledge.library import Library
from migrascope.knowledge.links import conditions
from migrascope.knowledge.links.conditions import Likeness
from migrascope.knowledge.model import Kind
from migrascope.knowledge.registers.subjects import LEAST

KINDS = (Kind.PRACTICE, Kind.RECOMMENDATION, Kind.COMMITMENT)
ENOUGH = 40
"""Passages that are read for one question: a passage may hide or merge records."""

_KINDS = json.dumps([kind.value for kind in KINDS])
_ON_TARGET = """
    SELECT passages.document || '#' || number, documents.date,
           max(tags.scheme = 'target'),
           (SELECT group_concat(code, ' ') FROM tags AS place
            WHERE place.passage = passages.row AND place.scheme = 'area'
              AND place.confidence >= :least)
    FROM tags
    JOIN passages ON passages.row = tags.passage
    JOIN documents ON documents.id = passages.document
    WHERE passages.kind IN (SELECT value FROM json_each(:kinds))
      AND tags.confidence >= :least
      AND (tags.scheme = 'target' AND tags.code = :target
           OR tags.scheme = 'objective'
           AND tags.code IN (SELECT value FROM json_each(:objectives)))
    GROUP BY passages.row
"""
_ON_PLACE = """
    SELECT passages.document || '#' || number
    FROM tags
    JOIN passages ON passages.row = tags.passage
    JOIN documents ON documents.id = passages.document
    WHERE passages.kind IN (SELECT value FROM json_each(:kinds))
      AND tags.confidence >= :least AND tags.scheme = 'area'
      AND tags.code IN (SELECT value FROM json_each(:places))
    GROUP BY passages.row
    ORDER BY passages.kind, documents.date DESC, passages.row
    LIMIT :enough
"""


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a passage stands among those on a target; less is nearer.

    First places in similar conditions, then what names no place, then the rest; among
    these the most alike, then what names the target itself, then the newest.
    """

    tier: int
    unlike: int
    is_indirect: bool

    def __lt__(self, other: Rank) -> bool:
        return (self.tier, self.unlike, self.is_indirect) < (
            other.tier,
            other.unlike,
            other.is_indirect,
        )


def rank(likeness: Likeness, *, names_a_place: bool, is_direct: bool) -> Rank:
    """The rank of something that is said of a place with this likeness."""
    unlike = 0 if likeness.score else 2
    tier = unlike if names_a_place else 1
    return Rank(tier, -likeness.score, not is_direct)


def on_target(
    library: Library, target: str, objectives: Sequence[str], place: str
) -> list[str]:
    """The ids of the passages nearest to a place that are linked to a target."""
    asked = {"target": target, "objectives": json.dumps(list(objectives))}
    found = _rows(library, _ON_TARGET, asked)
    found.sort(key=lambda row: row[0])
    found.sort(key=lambda row: row[1], reverse=True)
    alike = cache(lambda codes: conditions.nearest(place, tuple(codes.split()))[1])
    found.sort(key=lambda row: str(row[0]))
    found.sort(key=lambda row: str(row[1]), reverse=True)
    ranked = sorted(
        found,
        key=lambda row: rank(
            alike(row[3] or ""), names_a_place=bool(row[3]), is_direct=bool(row[2])
        ),
    )
    return [row[0] for row in ranked[:ENOUGH]]


def on_place(library: Library, place: str) -> list[str]:
    """The ids of the newest passages that name a place, or are in it, by kind."""
    places = json.dumps(conditions.inside(place))
    asked: dict[str, str | int] = {"places": places, "enough": ENOUGH}
    return [row[0] for row in _rows(library, _ON_PLACE, asked)]


def _rows(
    library: Library, question: str, asked: Mapping[str, str | int]
) -> list[tuple[str, str, int, str | None]]:
    values = {"kinds": _KINDS, "least": LEAST, **asked}
    return library.connection.execute(question, values).fetchall()
