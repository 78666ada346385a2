"""What do the registers say, with what people said laid over?

A correction holds as long as the document still says what was corrected. When a
re-reading extracts something else, the correction is not applied and not lost: the
record says that the two differ, and a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from migrascope.knowledge.corrections.model import Action, Correction, Corrections
from migrascope.knowledge.registers import fields
from migrascope.knowledge.registers.record import (
    Citation,
    Record,
    Register,
    Registers,
    Value,
    opening,
)

NOBODY = ""


def apply(
    registers: Registers, corrections: Corrections, *, only: Register | None = None
) -> Registers:
    """The registers as people corrected them, oldest correction first.

    `only` is given when one register alone was built: corrections of others wait.
    """
    found = {record.id: record for record in registers.records}
    remarks = list(registers.remarks)
    for change in corrections.records:
        if only is not None and change.register is not only:
            continue
        if change.action is Action.ADD:
            found[change.record] = _added(change)
            continue
        id_ = locate(found, change.record, change.document, change.opening)
        if id_ is None:
            remarks.append(_lost(change))
            continue
        if change.action is Action.MERGE:
            _merge(found, id_, change, remarks)
        else:
            found[id_] = _changed(found[id_], change)
    return replace(registers, records=tuple(found.values()), remarks=tuple(remarks))


def locate(
    records: Mapping[str, Record], id_: str, document: str, first_words: str
) -> str | None:
    """The id of a record today: its own, or that of the one that begins alike."""
    if id_ in records:
        return id_
    if not document or not first_words:
        return None
    alike = [
        record.id
        for record in records.values()
        if record.document == document
        and record.id[:1] == id_[:1]
        and (record.opening.startswith(first_words) or first_words in record.opening)
    ]
    return alike[0] if len(alike) == 1 else None


def _changed(record: Record, change: Correction) -> Record:
    if change.action is Action.HIDE:
        return replace(
            record,
            is_hidden=True,
            remarks=(*record.remarks, f"hidden by {change.said}"),
        )
    if change.action is Action.SHOW:
        return replace(record, is_hidden=False)
    return _set(record, change)


def _set(record: Record, change: Correction) -> Record:
    value = record.values.get(change.field, Value(""))
    if change.now == value.text:
        return record
    if change.was is not None and change.was != value.text:
        field = fields.find(record.register, change.field)
        title = field.title if field else change.field
        gives = f"{value.by} has made it" if value.by else "the document now gives"
        remark = (
            f"{title}: {change.said} changed “{change.was}” to “{change.now}”, but "
            f"{gives} “{value.text}”: correct it again, or take it out of "
            f"{change.said.file or 'its file'}."
        )
        return replace(record, remarks=(*record.remarks, remark))
    corrected = Value(
        change.now,
        value.citations,
        by=change.said.by,
        on=change.said.on[:10],
        extracted=value.extracted if value.by else value.text,
    )
    return replace(record, values={**record.values, change.field: corrected})


def _merge(
    found: dict[str, Record], id_: str, change: Correction, remarks: list[str]
) -> None:
    """Put one record into another: citations, and the fields that are empty there."""
    target = found.get(change.into)
    if target is None or target.id == id_:
        remarks.append(_lost(change))
        return
    other = found[id_]
    found[target.id] = replace(
        target,
        values={**other.values, **target.values},
        citations=tuple(dict.fromkeys((*target.citations, *other.citations))),
    )
    remark = f"merged into {target.id} by {change.said}"
    found[id_] = replace(other, is_hidden=True, remarks=(*other.remarks, remark))


def _added(change: Correction) -> Record:
    where = (Citation(NOBODY, NOBODY, 0, f"added by {change.said}"),)
    values = {
        name: Value(text, where, by=change.said.by, on=change.said.on[:10])
        for name, text in change.values.items()
        if text
    }
    first = next(iter(change.values.values()), "")
    return Record(
        change.register,
        change.record,
        change.document,
        opening(first),
        values,
        where,
        (f"added by {change.said}",),
    )


def _lost(change: Correction) -> str:
    words = f" (“{change.opening} …”)" if change.opening else ""
    what = change.field or change.action.value
    return (
        f"The correction of {what} by {change.said} is of a record that is not there "
        f"any more: {change.record}{words}, in {change.said.file or 'no file'}."
    )


def remarks(registers: Registers) -> Sequence[str]:
    """Everything that a person should look at, with the record that it concerns."""
    told = (
        f"{record.id}: {remark}"
        for record in registers.records
        for remark in record.remarks
        if not remark.startswith(("hidden by", "merged into", "added by"))
    )
    return tuple(dict.fromkeys((*registers.remarks, *told)))
