"""What is each passage, with what people said laid over?

A person may say that a passage is of another kind, or is (not) about something. The
library keeps what was extracted beside what is in force; `put_in_force` is called
after every reading and after every correction, and always gives the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from migrascope.knowledge.corrections import files
from migrascope.knowledge.corrections.model import PassageCorrection
from migrascope.knowledge.library import Filters, Library
from migrascope.knowledge.model import (
    How,
    JudgedPassage,
    Judgement,
    Tag,
)
from migrascope.knowledge.registers.record import folded


def put_in_force(library: Library, folder: Path | None = None) -> tuple[str, ...]:
    """Apply every correction of passages to the library; remarks on lost ones.

    Raises:
        BadCorrection: a file of corrections cannot be read.
    """
    corrections = files.load(folder or library.folder).passages
    by_document: defaultdict[str, list[PassageCorrection]] = defaultdict(list)
    for each in corrections:
        by_document[each.document].append(each)
    extracted = library.extracted()
    judgements: dict[str, Judgement] = {}
    remarks: list[str] = []
    for document, changes in by_document.items():
        passages = library.passages(Filters(documents=(document,)))
        as_read = [
            replace(each, judgement=extracted.get(each.passage.id, each.judgement))
            for each in passages
        ]
        found, lost = corrected(as_read, changes)
        judgements |= found
        remarks += lost
    if judgements or extracted:
        library.correct(judgements)
    return tuple(remarks)


def corrected(
    passages: Iterable[JudgedPassage], changes: Iterable[PassageCorrection]
) -> tuple[Mapping[str, Judgement], tuple[str, ...]]:
    """The judgements that people changed, by passage id, and remarks on the rest."""
    texts = {folded(each.passage.text): each for each in passages}
    judgements: dict[str, Judgement] = {}
    remarks: list[str] = []
    for change in changes:
        judged = texts.get(change.words) or _begins(texts, change.words)
        if judged is None:
            remarks.append(
                f"The correction by {change.said} is of a passage that is no longer "
                f"there: {change.document}, “{change.words[:60]} …”."
            )
            continue
        id_ = judged.passage.id
        judgements[id_] = _changed(judgements.get(id_, judged.judgement), change)
    return judgements, tuple(remarks)


def _begins(texts: Mapping[str, JudgedPassage], words: str) -> JudgedPassage | None:
    """The one passage that has these words in it, after it was cut differently."""
    found = [judged for text, judged in texts.items() if words in text or text in words]
    return found[0] if len(found) == 1 else None


def _changed(judgement: Judgement, change: PassageCorrection) -> Judgement:
    reason = f"said by {change.said}"
    tags = [
        tag for tag in judgement.tags if (tag.scheme, tag.code) not in change.remove
    ]
    there = {(tag.scheme, tag.code) for tag in tags}
    tags += [
        Tag(scheme, code, How.CORRECTED, 1.0, reason)
        for scheme, code in change.add
        if (scheme, code) not in there
    ]
    if change.kind is None or change.kind is judgement.kind:
        return replace(judgement, tags=tuple(tags))
    return Judgement(change.kind, reason, 1.0, tuple(tags))


def correction_of(
    judged: JudgedPassage, change: PassageCorrection
) -> PassageCorrection:
    """A change with the words and the former kind of the passage that it is of."""
    return replace(
        change,
        document=judged.passage.document,
        words=folded(judged.passage.text),
        was=judged.judgement.kind if change.kind else None,
    )
