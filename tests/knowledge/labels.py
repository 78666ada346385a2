"""Which passages were labelled by hand, and where are they in a document?"""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from migrascope.knowledge.model import Kind, Passage

FILE = Path(__file__).with_name("labelled") / "passages.csv"
FOLDERS = ("dialogues", "knowledge/docs")


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader said of the sentence that holds these words."""

    document: str
    words: str
    kind: Kind
    objectives: tuple[str, ...]
    targets: tuple[str, ...]
    part: str


def labels() -> tuple[Label, ...]:
    """All rows, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Label(
                document=row["document"],
                words=row["words"],
                kind=Kind(row["kind"]),
                objectives=tuple(row["objectives"].split()),
                targets=tuple(row["targets"].split()),
                part=row["part"],
            )
            for row in csv.DictReader(stream)
        )


def part_of(document: str, words: str) -> str:
    """The rule that splits the rows: nobody chose."""
    even = zlib.crc32(f"{document}|{words}".encode()) % 2 == 0
    return "tune" if even else "score"


def file_of(document: str, data: Path) -> Path:
    """The labelled document in the folder of shared data."""
    return next(
        path for folder in FOLDERS for path in (data / folder).glob(f"{document}.*")
    )


def find(label: Label, passages: Iterable[Passage]) -> Passage | None:
    """The passage of the label's document that holds its words, if any holds them."""
    wanted = flat(label.words)
    return next((each for each in passages if wanted in flat(each.text)), None)


def flat(text: str) -> str:
    """A text as labels are compared with it: spaces folded, marks of layout dropped."""
    plain = text.replace("*", "").replace("\\", "").replace("’", "'")
    return re.sub(r"\s+", " ", plain).strip()
