"""What stands in the registers, from all that was read?

Every record is made anew from the passages each time: nothing extracted is kept on
disk, so that a better reading shows at once. What people said is laid over afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from migrascope.knowledge.library import NO_FILTERS, Filters, Library
from migrascope.knowledge.model import Document, JudgedPassage, Kind
from migrascope.knowledge.registers import (
    dialogues,
    initiatives,
    instruments,
    promises,
    statements,
)
from migrascope.knowledge.registers.record import Record, Register, Registers
from migrascope.knowledge.registers.statements import Described

KINDS = {
    Register.PRACTICES: (Kind.PRACTICE,),
    Register.RECOMMENDATIONS: (Kind.RECOMMENDATION,),
}
"""Registers that rest on passages of one kind only: less has to be read for them."""
SAID = frozenset({*KINDS, Register.COMMITMENTS})
"""Registers for which one passage after the other is enough."""


def of_library(
    library: Library,
    registers: Sequence[Register] = tuple(Register),
    *,
    filters: Filters = NO_FILTERS,
) -> Registers:
    """The registers of a library, as extracted."""
    if all(register in KINDS for register in registers):
        kinds = tuple(kind for register in registers for kind in KINDS[register])
        narrow = replace(filters, kinds=kinds)
        return said(library.stream(narrow), _held(library), registers)
    if all(register in SAID for register in registers):
        return said(library.stream(filters), _held(library), registers)
    passages = library.passages(filters)
    needed = dict.fromkeys(judged.passage.document for judged in passages)
    if not filters:
        needed |= dict.fromkeys(held.id for held in library.documents())
    return build({id_: library.document(id_) for id_ in needed}, passages, registers)


def said(
    passages: Iterable[JudgedPassage],
    documents: Mapping[str, Described],
    registers: Sequence[Register] = tuple(SAID),
) -> Registers:
    """What passages put on record by themselves: who needs no other passage."""
    found = (
        record
        for judged in passages
        for record in _said(judged, documents[judged.passage.document], registers)
    )
    return Registers(_each_once(found, registers))


def build(
    documents: Mapping[str, Document],
    passages: Sequence[JudgedPassage],
    registers: Collection[Register] = tuple(Register),
) -> Registers:
    """The registers of some documents and their judged passages."""
    by_document: defaultdict[str, list[JudgedPassage]] = defaultdict(list)
    for judged in passages:
        by_document[judged.passage.document].append(judged)
    records = _records(documents, by_document, registers)
    if Register.INSTRUMENTS in registers:
        records = chain(records, instruments.records(passages, documents))
    return Registers(_joined(_each_once(records, registers)))


def _each_once(
    records: Iterable[Record], registers: Iterable[Register]
) -> tuple[Record, ...]:
    """The records of some registers, in the order of the registers."""
    wanted, order = frozenset(registers), list(Register)
    found: dict[str, Record] = {}
    for record in records:
        if record.register in wanted:
            found.setdefault(record.id, record)
    return tuple(sorted(found.values(), key=lambda each: order.index(each.register)))


def _held(library: Library) -> dict[str, Described]:
    return {held.id: held for held in library.documents()}


def _said(
    judged: JudgedPassage, document: Described, registers: Collection[Register]
) -> Iterator[Record]:
    """What one passage puts on record by itself."""
    if not set(KINDS).isdisjoint(registers):
        yield from statements.records(judged, document)
    if Register.COMMITMENTS in registers:
        yield from promises.records(judged, document)


def _records(
    documents: Mapping[str, Document],
    by_document: Mapping[str, Sequence[JudgedPassage]],
    registers: Collection[Register],
) -> Iterator[Record]:
    """What each document puts on record, whatever the others say."""
    for id_, document in documents.items():
        own = by_document.get(id_, ())
        for judged in own:
            yield from _said(judged, document, registers)
        if Register.INITIATIVES in registers:
            for judged in own:
                yield from initiatives.of_prose(judged, document)
            yield from initiatives.of_form(own, document)
        if Register.DIALOGUES in registers:
            yield from dialogues.of_summary(own, document)
            yield from dialogues.of_form(own, document)


def _joined(records: Sequence[Record]) -> tuple[Record, ...]:
    """The same records, with the dialogues put together."""
    meetings = [each for each in records if each.register is Register.DIALOGUES]
    others = tuple(each for each in records if each.register is not Register.DIALOGUES)
    return (*others, *dialogues.joined(meetings))
