"""What did somebody change in the workbook of a register?

Only cells that differ from what was exported become corrections; a row without an id
is a new record. A row that was deleted changes nothing: records are hidden, not lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from migrascope.errors import BadCorrection, Where
from migrascope.knowledge.corrections import opening
from migrascope.knowledge.corrections.model import Action, Correction, Said
from migrascope.knowledge.corrections.workbook import EXPORTED, HIDE, MERGE, RECORD
from migrascope.knowledge.registers import fields
from migrascope.knowledge.registers.fields import FIELDS, Field
from migrascope.knowledge.registers.record import Record, Register, key


def read(
    path: Path, known_records: Mapping[str, Record], *, said: Said
) -> tuple[Register, tuple[Correction, ...]]:
    """What somebody changed in a workbook that `write` made.

    Raises:
        BadCorrection: no such workbook, an unknown record, or a value that cannot
            stand in its field; the row is named.
    """
    sheets = opening.sheets(path)
    name = next((each for each in sheets if each.lower() in tuple(Register)), "")
    if not name or EXPORTED not in sheets:
        raise BadCorrection(
            "this is no workbook of a register.",
            "Write one with: migrascope register practices --format xlsx --output "
            "FILE, and keep its sheets.",
            where=path.name,
        )
    register = Register(name.lower())
    before = {row[0]: row for row in sheets[EXPORTED][1:] if row and row[0]}
    page = _Page(path.name, name, register, sheets[EXPORTED][0], said, known_records)
    changes: list[Correction] = []
    for number, row in enumerate(sheets[name][1:], start=2):
        changes += page.changes(row, number, before)
    return register, tuple(changes)


@dataclass(frozen=True, slots=True)
class _Page:
    """The sheet that was edited, and what is needed to make sense of a row of it."""

    file: str
    sheet: str
    register: Register
    headings: Sequence[str]
    said: Said
    records: Mapping[str, Record]

    def changes(
        self, row: Sequence[str], number: int, before: Mapping[str, Sequence[str]]
    ) -> Iterator[Correction]:
        """What a row changes: nothing, fields, a record that goes, or a new one."""
        cells = dict(
            zip(self.headings, [*row, *[""] * len(self.headings)], strict=False)
        )
        id_ = cells[RECORD].strip()
        if not id_:
            yield from self._new(cells, number)
            return
        record = self.records.get(id_)
        if record is None or id_ not in before:
            raise BadCorrection(
                f'there is no record "{id_[:40]}" in this register.',
                "Leave the column Record as it was exported; a new row has none.",
                where=Where(self.file, self.sheet, number, 1),
            )
        former = dict(
            zip(self.headings, [*before[id_], *[""] * len(self.headings)], strict=False)
        )
        for field in FIELDS[self.register]:
            now, was = cells[field.title], former[field.title]
            if _same(now, was):
                continue
            yield replace(
                self._correction(record, Action.SET),
                field=field.key,
                now=self._checked(field, now, number),
                was=self._checked(field, was, number),
            )
        if cells[MERGE].strip():
            yield self._merge(record, cells[MERGE].strip(), number)
        hide = cells[HIDE].strip().casefold()
        if hide in {"yes", "x", "1", "true"} and not record.is_hidden:
            yield self._correction(record, Action.HIDE)
        elif (
            hide in {"no", ""}
            and record.is_hidden
            and not _same(cells[HIDE], former[HIDE])
        ):
            yield self._correction(record, Action.SHOW)

    def _new(self, cells: Mapping[str, str], number: int) -> Iterator[Correction]:
        values = {
            field.key: self._checked(field, cells[field.title], number)
            for field in FIELDS[self.register]
            if cells[field.title].strip()
        }
        if values:
            first = FIELDS[self.register][0]
            if first.key not in values:
                raise BadCorrection(
                    f"a new record needs its {first.title}.",
                    where=Where(self.file, self.sheet, number, 2),
                )
            id_ = key(self.register, "added", values[first.key])
            yield Correction(self.register, Action.ADD, id_, self.said, values=values)

    def _merge(self, record: Record, into: str, number: int) -> Correction:
        if into not in self.records or into == record.id:
            raise BadCorrection(
                f'there is no other record "{into[:40]}" to merge into.',
                where=Where(
                    self.file, self.sheet, number, self.headings.index(MERGE) + 1
                ),
            )
        return replace(self._correction(record, Action.MERGE), into=into)

    def _correction(self, record: Record, action: Action) -> Correction:
        return Correction(
            self.register,
            action,
            record.id,
            self.said,
            document=record.document,
            opening=record.opening,
        )

    def _checked(self, field: Field, text: str, number: int) -> str:
        try:
            return fields.checked(field, text)
        except BadCorrection as error:
            column = self.headings.index(field.title) + 1
            raise BadCorrection(
                error.what,
                error.advice,
                where=Where(self.file, self.sheet, number, column),
            ) from error


def _same(now: str, was: str) -> bool:
    """Tell whether a cell was left alone, but for white space."""
    return " ".join(now.split()) == " ".join(was.split())
