"""How does a register become a workbook that people can correct?

One sheet to edit, and a hidden one with the same cells as they were exported: `edited`
compares the two. Texts are written as texts: nothing is taken for a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from migrascope.knowledge.registers import fields
from migrascope.knowledge.registers.fields import FIELDS, Field
from migrascope.knowledge.registers.record import Record, Register

SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
RECORD, HIDE, MERGE = "Record", "Hide", "Merge into"
EXPORTED = "As exported"
LETTERS = 32_000
"""A cell of a workbook holds 32,767 letters."""
_BEHIND = ("Document", "Page", "Passage", "Words of the document", "Remarks")


def write(register: Register, records: Sequence[Record], path: Path) -> int:
    """Write a register as a workbook to correct; returns how many records."""
    import xlsxwriter

    known = FIELDS[register]
    with xlsxwriter.Workbook(str(path), SAFE) as book:
        look = _look(book)
        sheet = book.add_worksheet(register.value.capitalize())
        as_exported = book.add_worksheet(EXPORTED)
        notes = book.add_worksheet("How to correct")
        headings = (RECORD, *(each.title for each in known), HIDE, MERGE, *_BEHIND)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, look["head"])
            as_exported.write_string(0, column, heading)
        first_behind = len(headings) - len(_BEHIND)
        for row, record in enumerate(records, start=1):
            cells = (*_cells(record, known), *_behind(record))
            for column, text in enumerate(cells):
                name = "edit" if 0 < column < first_behind else "fixed"
                sheet.write_string(row, column, text[:LETTERS], look[name])
                as_exported.write_string(row, column, text[:LETTERS])
        for column, width in enumerate(_widths(headings, known)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        if records:
            sheet.autofilter(0, 0, len(records), len(headings) - 1)
        as_exported.very_hidden()
        _explain(notes, register, known, look)
    return len(records)


def _cells(record: Record, known: Sequence[Field]) -> tuple[str, ...]:
    told = (fields.shown(field, record.text(field.key)) for field in known)
    return (record.id, *told, "yes" if record.is_hidden else "", "")


def _behind(record: Record) -> tuple[str, ...]:
    """Where the record is written, and what a person should look at."""
    first = record.citations[0] if record.citations else None
    said = [
        f"{name}: {value.by} on {value.on}, was “{value.extracted}”"
        for name, value in record.values.items()
        if value.by
    ]
    return (
        record.document,
        str(first.page) if first else "",
        first.passage if first else "",
        first.words if first else "",
        "; ".join((*record.remarks, *said)),
    )


def _look(book: Any) -> dict[str, Any]:
    top = {"valign": "top", "text_wrap": True}
    return {
        "head": book.add_format({"bold": True, "font_color": "#0b3c6f", "bottom": 1}),
        "edit": book.add_format(top),
        "fixed": book.add_format({**top, "font_color": "#56616c"}),
        "text": book.add_format(top),
    }


def _widths(headings: Sequence[str], known: Sequence[Field]) -> Iterator[int]:
    wide = {"says", "name", "title", "partners", "countries", "coverage"}
    titles = {field.title for field in known if field.key in wide}
    for heading in headings:
        if heading in titles or heading == "Words of the document":
            yield 60
        else:
            yield max(14, len(heading) + 2)


def _explain(sheet: Any, register: Register, known: Sequence[Field], look: Any) -> None:
    """What may be changed, on a sheet of its own."""
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    lines = (
        ("Change", "Any cell in black. Grey cells say where it is written."),
        ("Several values", "Divide them by semicolons: Kenya; Uganda."),
        ("Take out", 'Write "yes" into the column Hide.'),
        ("Same thing twice", "Write the id of the other record into Merge into."),
        ("Add", "Use a new row and leave the column Record empty."),
        ("Hand in", "migrascope register correct FILE --by YOUR-NAME"),
        *((f"Field {field.title}", field.says) for field in known),
    )
    sheet.write_string(0, 0, f"How to correct the register of {register}", look["head"])
    for row, (what, how) in enumerate(lines, start=1):
        sheet.write_string(row, 0, what, look["text"])
        sheet.write_string(row, 1, how, look["text"])
