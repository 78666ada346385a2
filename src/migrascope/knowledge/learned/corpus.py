"""Which texts is the model of goals trained on?

Sentences and papers that people labelled (docs/methods/knowledge.md), the metadata of
indicators, the Global Compact, the official wording of goals, targets and indicators,
also in five more languages, and our own list of terms. Sentences, metadata and the
Compact have the goals that a reader saw in them (`readings`). The public benchmark and
the texts that may only be measured on are not among them.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import msgspec

from migrascope.errors import UsageError
from migrascope.knowledge.learned import readings, similar
from migrascope.knowledge.learned.words import ENGLISH

GOALS = tuple(str(number) for number in range(1, 18))
LABELLED = "sdg_labelled.csv.gz"
SEVERAL = "sdg_multilabel_oro.csv.gz"
METADATA = "sdg_indicator_metadata_2018.csv.gz"
TRANSLATED = "sdg_texts_i18n.json.gz"
LANGUAGES = {"ar": "ar", "es": "es", "fr": "fr", "ru": "ru", "zh-Hans": "zh"}
_LENGTH = 600  # of a piece of metadata, in characters: like the passages to be judged
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Sort(Enum):
    """What sort of text an example is."""

    SENTENCE = "sentence"
    PAPER = "paper"
    METADATA = "metadata"
    COMPACT = "compact"
    WORDING = "wording"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the goals that it is about.

    `group` is where a sentence comes from, or the target that metadata speak of: texts
    of one group may be alike.
    """

    text: str
    goals: frozenset[str]
    sort: Sort
    group: str = ""
    language: str = ENGLISH


def everything(folder: Path) -> list[Example]:
    """All English texts, in an order that is always the same.

    Raises:
        UsageError: a file is not in the folder.
    """
    return [
        *labelled(folder),
        *several(folder),
        *metadata(folder),
        *compact(),
        *wording(),
        *terms(),
    ]


def abroad(folder: Path) -> list[Example]:
    """All texts in the other languages of the United Nations.

    Raises:
        UsageError: the file is not in the folder.
    """
    return [*_translated(folder), *terms(*LANGUAGES.values()), *_without_goal()]


def labelled(folder: Path) -> list[Example]:
    """Sentences with the goals that a reader saw in them.

    People had given them a goal, seldom several.
    """
    return [
        _read_again(_example(row, Sort.SENTENCE, row["source"]))
        for row in _table(folder / LABELLED)
    ]


def several(folder: Path) -> list[Example]:
    """Papers that people gave all their goals."""
    return [_example(row, Sort.PAPER) for row in _table(folder / SEVERAL)]


def metadata(folder: Path) -> list[Example]:
    """What the metadata of indicators say, in pieces as long as passages."""
    return [
        _read_again(
            Example(piece, frozenset({row["goal"]}), Sort.METADATA, row["target"])
        )
        for row in _table(folder / METADATA)
        for piece in _pieces(row["text"])
    ]


def compact() -> list[Example]:
    """Commitments and actions of the Global Compact, with the goals a reader saw."""
    return [
        _read_again(Example(row["text"], frozenset(), Sort.COMPACT))
        for row in similar.compact_texts()
    ]


def wording() -> list[Example]:
    """Goals, targets and indicators as the General Assembly worded them."""
    from migrascope.model import goals

    return [
        Example(each.text, frozenset({str(each.goal)}), Sort.WORDING)
        for each in (*goals.goals(), *goals.targets(), *goals.indicators())
    ]


def _translated(folder: Path) -> list[Example]:
    """The wording of goals, targets and indicators."""
    path = _there(folder / TRANSLATED)
    languages = msgspec.json.decode(gzip.decompress(path.read_bytes()))
    return [
        Example(entry["title"], frozenset({goal}), Sort.WORDING, language=language)
        for name, language in LANGUAGES.items()
        for kind in ("goals", "targets", "indicators")
        for code, entry in languages.get(name, {}).get(kind, {}).items()
        if (goal := code.partition(".")[0]) in GOALS and entry.get("title")
    ]


def terms(*languages: str) -> list[Example]:
    """Our own words that speak for a goal; English ones, if no language is named."""
    asked = languages or (ENGLISH,)
    return [
        Example(
            row["term"], frozenset({row["goal"]}), Sort.TERM, language=row["language"]
        )
        for row in similar.table("goal_terms.csv")
        if row["language"] in asked
    ]


def _without_goal() -> list[Example]:
    """Invented sentences of meetings about no goal, for languages without real ones."""
    return [
        Example(row["text"], frozenset(), Sort.SENTENCE, language=row["language"])
        for row in similar.table("no_goal.csv")
    ]


def _example(row: dict[str, str], sort: Sort, group: str = "") -> Example:
    return Example(row["text"], frozenset(row["sdg"].split(";")), sort, group)


def _read_again(example: Example) -> Example:
    """The text with the goals of its label and those of its reader, if it has one."""
    found = readings.of(example.text)
    return replace(example, goals=example.goals | found[0].goals) if found else example


def _pieces(text: str) -> Iterator[str]:
    """Whole sentences, joined up to the length of a passage."""
    piece = ""
    for sentence in _SENTENCE_END.split(text):
        if piece and len(piece) + len(sentence) > _LENGTH:
            yield piece
            piece = ""
        piece = f"{piece} {sentence}".strip()
    if len(piece) > 60:
        yield piece


def _table(path: Path) -> list[dict[str, str]]:
    with gzip.open(_there(path), "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _there(path: Path) -> Path:
    if not path.is_file():
        raise UsageError(
            f"{path.name} is not in {path.parent}.",
            "Name the folder of the training texts with --data.",
        )
    return path
