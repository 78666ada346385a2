"""What was said about a target, nearest to a country first?

Practices, recommendations and commitments from the library, with what people
corrected. A record is linked to a target that it is tagged with, or by an objective of
the Global Compact that asks for the same as the target; the link says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from migrascope.knowledge.corrections import applying, files
from migrascope.knowledge.library import Filters, Held, Library
from migrascope.knowledge.library.database import FILE
from migrascope.knowledge.links import candidates, conditions
from migrascope.knowledge.links.candidates import Rank
from migrascope.knowledge.links.conditions import Likeness
from migrascope.knowledge.registers import building
from migrascope.knowledge.registers.record import Record, Register
from migrascope.model import compact

SAID = (Register.PRACTICES, Register.RECOMMENDATIONS, Register.COMMITMENTS)
_FIELDS = frozenset({"areas", "targets", "objectives"})


@dataclass(frozen=True, slots=True)
class Link:
    """A record linked to a target and a place: through what, and how alike.

    `area` is the one of its areas that is most like the place, '' when it names none.
    """

    record: Record
    target: str
    through: str
    area: str
    likeness: Likeness
    document: Held

    @property
    def day(self) -> str:
        """The day of the document; '' when it has none."""
        day = self.document.metadata.date
        return day.isoformat() if day else ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """The records that a review may name, and the documents that hold them."""

    records: tuple[Record, ...]
    documents: dict[str, Held]

    def on(self, target: str, place: str) -> tuple[Link, ...]:
        """What is linked to a target, for a place.

        First what is said of places in similar conditions, then what names no place,
        then the rest; among these what names the target before what an objective of
        the Compact links to it, and the newest first.
        """
        objectives = {str(each.number) for each in compact.of_target(target)}
        links = [
            link
            for record in self.records
            if (link := self._link(record, target, place, objectives)) is not None
        ]
        newest_first = sorted(links, key=lambda each: each.record.id)
        newest_first.sort(key=lambda each: each.day, reverse=True)
        return tuple(sorted(newest_first, key=_order))

    def about(self, place: str) -> tuple[Record, ...]:
        """What names a place itself, or of a group a member; commitments first."""
        here = set(conditions.inside(place))
        found = [each for each in self.records if here & set(each.parts("areas"))]
        order = (Register.COMMITMENTS, Register.RECOMMENDATIONS, Register.PRACTICES)
        return tuple(sorted(found, key=lambda each: order.index(each.register)))

    def document(self, record: Record) -> Held:
        """The document of a record."""
        return self.documents[record.document]

    def _link(
        self, record: Record, target: str, place: str, objectives: Iterable[str]
    ) -> Link | None:
        shared = sorted(set(record.parts("objectives")) & set(objectives), key=int)
        if target in record.parts("targets"):
            through = f"target {target}"
        elif shared:
            through = f"objective {shared[0]} of the Compact"
        else:
            return None
        area, likeness = conditions.nearest(place, record.parts("areas"))
        return Link(
            record, target, through, area, likeness, self.documents[record.document]
        )


def of_folder(folder: Path, targets: Sequence[str], place: str) -> Agreed | None:
    """What a library holds on some targets, or on a place; None without a library.

    Nothing is written: a folder without a library stays as it is.
    """
    if not (folder / FILE).is_file():
        return None
    with Library.open(folder) as library:
        documents = {held.id: held for held in library.documents()}
        if not documents:
            return None
        return Agreed(_records(library, targets, place), documents)


def _records(
    library: Library, targets: Sequence[str], place: str
) -> tuple[Record, ...]:
    """The records of the nearest passages, and of documents that people corrected."""
    corrections = files.load(library.folder)
    near = dict.fromkeys(candidates.on_place(library, place))
    for target in targets:
        numbers = [str(each.number) for each in compact.of_target(target)]
        near |= dict.fromkeys(candidates.on_target(library, target, numbers, place))
    passages = {id_: library.passage(id_) for id_ in near}
    corrected = {
        change.document
        for change in corrections.records
        if change.field in _FIELDS and change.document
    }
    if corrected:
        also = Filters(kinds=candidates.KINDS, documents=tuple(sorted(corrected)))
        passages |= {each.passage.id: each for each in library.stream(also)}
    held = {each.id: each for each in library.documents()}
    registers = building.said(passages.values(), held, SAID)
    told = applying.apply(registers, replace(corrections, passages=(), statuses=()))
    return tuple(
        each
        for each in told.records
        if not each.is_hidden and each.document and each.text("says")
    )


def _order(link: Link) -> Rank:
    return candidates.rank(
        link.likeness,
        names_a_place=bool(link.area),
        is_direct=link.through.startswith("target"),
    )
