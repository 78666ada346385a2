"""How is a dialogue built, and what is said in each part of it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from migrascope.knowledge.dialogue import figures, speakers
from migrascope.knowledge.dialogue.figures import Figure
from migrascope.knowledge.dialogue.speakers import Speaker
from migrascope.knowledge.model import Document, JudgedPassage, Kind, Scheme
from migrascope.knowledge.registers.building import build
from migrascope.knowledge.registers.record import Record, Register

CONFIDENT = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """A panel, session or chapter: its name, and how many passages of each kind."""

    name: str
    page: int
    kinds: Mapping[Kind, int]

    @property
    def passages(self) -> int:
        """How many passages it has."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Structure:
    """A dialogue in parts, with its records, figures and speakers.

    `counts` say, for goals, targets, objectives, areas and so on, how many passages
    speak of each, the most frequent first. `facts` is its record, if it is a dialogue.
    """

    document: Document
    facts: Record | None
    parts: tuple[Part, ...]
    records: tuple[Record, ...]
    figures: tuple[Figure, ...]
    speakers: tuple[Speaker, ...]
    counts: Mapping[Scheme, Mapping[str, int]]

    def of(self, register: Register) -> tuple[Record, ...]:
        """Its records of one register."""
        return tuple(each for each in self.records if each.register is register)


def of(document: Document, passages: Sequence[JudgedPassage]) -> Structure:
    """The structure of one document, from its judged passages."""
    registers = build({document.id: document}, passages)
    plain = [judged.passage for judged in passages]
    dialogues = registers.of(Register.DIALOGUES)
    return Structure(
        document,
        dialogues[0] if len(dialogues) == 1 else None,
        _parts(passages),
        registers.records,
        figures.quoted(plain),
        speakers.of(plain),
        _counts(passages),
    )


def _parts(passages: Sequence[JudgedPassage]) -> tuple[Part, ...]:
    """Panels where there are any, else the innermost headings, in order."""
    found: dict[str, Counter[Kind]] = {}
    pages: dict[str, int] = {}
    for judged in passages:
        passage = judged.passage
        name = passage.panel or passage.entry_name or "".join(passage.sections[-1:])
        found.setdefault(name, Counter())[judged.judgement.kind] += 1
        pages.setdefault(name, passage.page)
    return tuple(
        Part(name, pages[name], dict(kinds.most_common()))
        for name, kinds in found.items()
    )


def _counts(passages: Sequence[JudgedPassage]) -> dict[Scheme, Mapping[str, int]]:
    counted = {scheme: Counter[str]() for scheme in Scheme}
    for judged in passages:
        sure = {
            (tag.scheme, tag.code)
            for tag in judged.judgement.tags
            if tag.confidence >= CONFIDENT
        }
        for scheme, code in sure:
            counted[scheme][code] += 1
    return {
        scheme: dict(sorted(count.items(), key=lambda each: (-each[1], each[0])))
        for scheme, count in counted.items()
    }
