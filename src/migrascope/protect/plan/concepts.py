"""What is a column about, going by its name?

Names of columns in several languages lead to a concept (`column_words.csv`), and the
concept to a role. A phrase counts more than a word, and what identifies a person more
than what is only known of them. A name proves nothing: what the column holds is looked
at as well, in `proposing`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from migrascope.model import area
from migrascope.protect.plan.model import Role


@dataclass(frozen=True, slots=True)
class Concept:
    """What a column is about: its role, how dear its values are, and why."""

    name: str
    role: Role
    because: str
    importance: float = 1.0


CONCEPTS = (
    Concept(
        "number_of_person",
        Role.DIRECT_IDENTIFIER,
        "It is a number by which a person or a file is kept.",
    ),
    Concept(
        "contact",
        Role.DIRECT_IDENTIFIER,
        "It leads straight to a person: an address, a telephone, a point on the map.",
    ),
    Concept(
        "household",
        Role.HOUSEHOLD,
        "It joins records of one household, family or incident: who finds one finds "
        "the others.",
    ),
    Concept("weight", Role.WEIGHT, "It says how many people a record stands for.", 1.0),
    Concept(
        "age",
        Role.KEY,
        "Others know or can see about how old a person is.",
        2.0,
    ),
    Concept("sex", Role.KEY, "Everybody who knows a person knows it.", 3.0),
    Concept(
        "area",
        Role.KEY,
        "Others know which country a person comes from or was in.",
        2.0,
    ),
    Concept("place", Role.KEY, "Others know where a person lives or was."),
    Concept("date", Role.KEY, "Others can know when something happened to a person."),
    Concept(
        "health",
        Role.SENSITIVE,
        "The health of a person is nobody else's business.",
    ),
    Concept(
        "harm",
        Role.SENSITIVE,
        "What was done to a person would harm them again if it were known.",
    ),
    Concept(
        "exploitation",
        Role.SENSITIVE,
        "How and by whom a person was exploited would harm them if it were known.",
    ),
    Concept(
        "law",
        Role.SENSITIVE,
        "The standing of a person before the law can be used against them.",
    ),
    Concept("money", Role.SENSITIVE, "What a person has or earns is private."),
    Concept("faith", Role.KEY, "Others often know the faith or group of a person."),
    Concept("language", Role.KEY, "Everybody who meets a person hears it."),
    Concept("family", Role.KEY, "Neighbours know how a person lives with others."),
    Concept("work", Role.KEY, "Others know the work and schooling of a person."),
    Concept("dwelling", Role.KEY, "Everybody who passes by can see it."),
    Concept("name", Role.DIRECT_IDENTIFIER, "It is a name."),
    Concept(
        "text",
        Role.DROPPED,
        "Free text can name people and places; no step makes it safe.",
    ),
)
"""In the order in which they are believed when a name speaks of several."""


def of(name: str) -> Concept | None:
    """The concept of the name of a column, or None.

    >>> of("ageCategories").name, of("Nationalité").name, of("file_no").name
    ('age', 'area', 'number_of_person')
    """
    found = named(name)
    return found[0] if found else None


def named(name: str) -> list[Concept]:
    """Every concept of which a name speaks, the likeliest first."""
    words = _words(name)
    weights: dict[str, int] = {}
    for concept, pattern in _patterns():
        if _holds(words, pattern):
            weights[concept] = max(weights.get(concept, 0), len(pattern))
    return sorted(
        (concept for concept in CONCEPTS if concept.name in weights),
        key=lambda concept: -weights[concept.name],
    )


def means_unknown(text: str) -> bool:
    """Whether a text or label says that something is not known.

    >>> means_unknown("Not Specified"), means_unknown("Missing Data")
    (True, True)
    """
    words = tuple(_words(text)) if len(text) < 60 else ()
    return words in _unknowns()


def _words(name: str) -> list[str]:
    """The words of a name: `isForcedLabour` and `is_forced_labour` are alike."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return area.fold(parted).split()


def _holds(words: list[str], pattern: tuple[str, ...]) -> bool:
    """Whether the words of a pattern follow each other somewhere."""
    return any(
        all(map(fnmatchcase, words[start : start + len(pattern)], pattern))
        for start in range(len(words) - len(pattern) + 1)
    )


@cache
def _patterns() -> tuple[tuple[str, tuple[str, ...]], ...]:
    file = Path(__file__).with_name("column_words.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        return tuple(
            (row["concept"], tuple(_folded(word) for word in row["pattern"].split()))
            for row in csv.DictReader(stream)
        )


@cache
def _unknowns() -> frozenset[tuple[str, ...]]:
    return frozenset(words for concept, words in _patterns() if concept == "unknown")


def _folded(word: str) -> str:
    """A word of a pattern as names are folded; `*` stays."""
    return "*".join(area.fold(part) for part in word.split("*"))
