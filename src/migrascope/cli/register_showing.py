"""How is a register printed, or written to a file?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from migrascope.cli import documents, printing
from migrascope.cli.context import Context
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.knowledge.registers.record import Citation, Record, Register, Value

_SHOWN = {
    "practices": ("says", "areas", "targets", "objectives"),
    "recommendations": ("says", "addressed", "targets", "objectives"),
    "commitments": ("says", "owner", "due", "areas"),
    "instruments": ("title", "type", "date", "status", "scope"),
    "initiatives": ("name", "partners", "countries", "goals"),
    "dialogues": ("title", "begins", "place", "panels", "speakers", "women"),
}
"""The fields of each register that fit on a screen."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records are asked for; None asks for any."""

    area: str | None = None
    goal: str | None = None
    target: str | None = None
    objective: str | None = None
    document: str | None = None
    since: date | None = None
    hidden: bool = False


def show(
    context: Context,
    name: str,
    wanted: Wanted,
    *,
    form: str | None,
    output: Path | None,
) -> None:
    """Print or write the records of one register."""
    from migrascope.knowledge.corrections import applying, files
    from migrascope.knowledge.registers import building
    from migrascope.knowledge.registers.record import Register

    if form == "xlsx" and output is None:
        output = _new_workbook(name)
    chosen = documents.form_of(form, output)
    register = Register(name)
    with documents.library(context) as library:
        extracted = building.of_library(library, (register,))
        corrections = files.load(library.folder)
    registers = applying.apply(extracted, corrections, only=register)
    asked = _Asked.of(wanted)
    records = [each for each in registers.records if asked.means(each)]
    if chosen == "table":
        _print(context, register, records)
    else:
        _write(register, records, form=chosen, output=output)
    documents.remark(context, applying.remarks(registers))
    context.say(
        f"{documents.told(len(records), 'record')}"
        f"{f' written to {output}' if output else ''}"
    )


def _new_workbook(name: str) -> Path:
    """The workbook of a register that goes by no other name; never one that is there.

    Raises:
        UsageError: there is one, and somebody may have corrected cells of it.
    """
    path = Path(f"{name}.xlsx")
    if path.exists():
        raise UsageError(
            f"{path} is there already, and may hold corrections.",
            "Name another file with --output FILE.",
        )
    return path


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was typed, as the records write it."""

    areas: frozenset[str]
    goal: str
    target: str
    objective: str
    wanted: Wanted

    @classmethod
    def of(cls, wanted: Wanted) -> _Asked:
        """Understand names of areas and codes.

        Raises:
            BadCorrection: no such goal, target or objective.
            UnknownArea: no such area.
        """
        from migrascope.knowledge.registers import fields
        from migrascope.model import area as areas

        id_ = documents.area(wanted.area) if wanted.area else ""
        group = areas.get(id_).is_aggregate if id_ else False
        return cls(
            frozenset((id_, *(areas.members(id_) if group else ()))) - {""},
            fields.checked(fields.GOALS, wanted.goal or ""),
            fields.checked(fields.TARGETS, wanted.target or ""),
            fields.checked(fields.OBJECTIVES, wanted.objective or ""),
            wanted,
        )

    def means(self, record: Record) -> bool:
        """True when a record is asked for."""
        targets = record.parts("targets")
        goals = {*record.parts("goals"), *(each.split(".")[0] for each in targets)}
        places = {*record.parts("areas"), *record.parts("countries")}
        when = record.text("when") or record.text("begins") or record.text("date")
        since = self.wanted.since
        return (
            (self.wanted.hidden or not record.is_hidden)
            and (not self.areas or bool(self.areas & places))
            and (not self.goal or self.goal in goals)
            and (not self.target or self.target in targets)
            and (not self.objective or self.objective in record.parts("objectives"))
            and self.wanted.document in {None, record.document}
            and (since is None or when >= since.isoformat())
        )


def _print(context: Context, register: Register, records: Sequence[Record]) -> None:
    from migrascope.knowledge.registers import fields

    known = {each.key: each for each in fields.FIELDS[register]}
    shown = [known[name] for name in _SHOWN[register]]
    rows = [
        (
            record.id,
            *(
                documents.short(
                    fields.shown(field, record.text(field.key)), 70 - 40 * (place > 0)
                )
                for place, field in enumerate(shown)
            ),
            place_of(record),
        )
        for record in records
    ]
    headers = ("record", *(field.title.lower() for field in shown), "written in")
    printing.table(context, headers, rows, whole=("record",))


def place_of(record: Record) -> str:
    """The passage and page that hold a record up; who added it, if a person did."""
    if not record.citations:
        return record.document
    first = record.citations[0]
    return f"{first.passage}, page {first.page}" if first.passage else first.words


def _write(
    register: Register, records: Sequence[Record], *, form: str, output: Path | None
) -> None:
    def fill(path: Path) -> int:
        if form == "xlsx":
            from migrascope.knowledge.corrections import workbook

            return workbook.write(register, records, path)
        if form == "json":
            return documents.as_json([as_data(each) for each in records], path)
        return documents.as_csv(*_flat(register, records), path)

    printing.deliver(fill, target=output, form=form)


def _flat(
    register: Register, records: Sequence[Record]
) -> tuple[list[str], list[list[str]]]:
    """One row per record: its fields by key, then where it is written."""
    from migrascope.knowledge.registers import fields

    keys = [field.key for field in fields.FIELDS[register]]
    behind = ("document", "page", "passage", "words", "corrected_by", "remarks")
    rows = []
    for record in records:
        first = record.citations[0] if record.citations else None
        by = sorted({value.by for value in record.values.values() if value.by})
        rows.append(
            [
                record.id,
                *(record.text(key) for key in keys),
                record.document,
                str(first.page) if first else "",
                first.passage if first else "",
                first.words if first else "",
                "; ".join(by),
                "; ".join(record.remarks),
            ]
        )
    return ["record", *keys, *behind], rows


def as_data(record: Record) -> dict[str, Any]:
    """A record for another program, each field with its citations."""
    return {
        "record": record.id,
        "register": record.register.value,
        "document": record.document,
        "fields": {name: _value(value) for name, value in record.values.items()},
        "citations": [_citation(each) for each in record.citations],
        "remarks": list(record.remarks),
        "hidden": record.is_hidden,
    }


def _value(value: Value) -> dict[str, Any]:
    told: dict[str, Any] = {
        "text": value.text,
        "citations": [_citation(each) for each in value.citations],
    }
    if value.by:
        told |= {"by": value.by, "on": value.on, "extracted": value.extracted}
    return told


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "document": citation.document,
        "passage": citation.passage,
        "page": citation.page,
        "words": citation.words,
    }
