"""Which other words mean the same, or nearly, in documents on migration?

`near_meaning.csv` is our own table, in the six UN languages: "remittances" is "money
sent home", "envois de fonds" and "remesas"; "IDP" is "internally displaced". It works
both ways, and it is what lets a question in one language find a passage in another.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from migrascope.knowledge.search import terms

LONGEST = 4
"""Words in the longest term that is looked for in a question."""


def near(
    stems: Sequence[str], language: str, *, among: Sequence[str]
) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    """Terms that mean nearly what stands in a question.

    For each run of stems that is a term of the table: where it begins and ends, another
    term of that meaning in one of the languages `among`, and the stems of that term.
    """
    known = _by_stems(language)
    for start in range(len(stems)):
        for end in range(start + 1, min(start + LONGEST, len(stems)) + 1):
            for meaning in known.get(tuple(stems[start:end]), ()):
                for other in among:
                    for term, made in _by_meaning(other).get(meaning, ()):
                        if made != tuple(stems[start:end]):
                            yield start, end, term, made


def segments(words: str) -> list[str]:
    """Chinese words apart, as far as the table has them; the rest as it stands.

    >>> segments("移民汇款成本")
    ['移民', '汇款', '成本']
    """
    return [part for part in _chinese().split(words) if part]


@cache
def _chinese() -> re.Pattern[str]:
    """The Chinese terms of the table, the longest first."""
    found = {term for _, language, term in _rows() if language == "zh"}
    longest_first = sorted(found, key=lambda term: (-len(term), term))
    return re.compile(f"({'|'.join(map(re.escape, longest_first))})")


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    table = files("migrascope.knowledge.search") / "near_meaning.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return tuple((row["meaning"], row["language"], row["term"]) for row in rows)


@cache
def _by_meaning(language: str) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Of one language: the terms of each meaning, with their stems."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for meaning, spoken, term in _rows():
        if spoken == language and (stems := tuple(terms.stems(term, language))):
            found[meaning].append((term, stems))
    return dict(found)


@cache
def _by_stems(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Of one language: which meanings a run of stems has."""
    found: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for meaning, held in _by_meaning(language).items():
        for _, stems in held:
            found[stems][meaning] = None
    return {stems: tuple(meanings) for stems, meanings in found.items()}
