"""A register goes out as a workbook, and only what somebody changed comes back."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from tests.knowledge.corrections.shelf import SAID, corrected, record

from migrascope.errors import BadCorrection, TooLarge
from migrascope.knowledge.corrections import edited, workbook, writing
from migrascope.knowledge.corrections.model import Action, Correction
from migrascope.knowledge.library import Library
from migrascope.knowledge.registers.record import Record, Register


@pytest.fixture
def book(library: Library, tmp_path: Path) -> Path:
    path = tmp_path / "practices.xlsx"
    found = corrected(library).of(Register.PRACTICES)
    assert workbook.write(Register.PRACTICES, found, path) == len(found)
    return path


def known(library: Library) -> dict[str, Record]:
    return {each.id: each for each in corrected(library)}


def edit(book: Path, cells: dict[tuple[str, str], object]) -> None:
    """Change cells: (words of the row, heading) → new value."""
    opened = openpyxl.load_workbook(book)
    sheet = opened["Practices"]
    headings = [cell.value for cell in sheet[1]]
    for (words, heading), value in cells.items():
        rows = [r for r in sheet.iter_rows(min_row=2) if words in str(r[1].value)]
        rows[0][headings.index(heading)].value = value
    opened.save(book)


def changes(book: Path, library: Library) -> tuple[Correction, ...]:
    register, found = edited.read(book, known(library), said=SAID)
    assert register is Register.PRACTICES
    return found


def test_a_workbook_that_nobody_changed_corrects_nothing(
    book: Path, library: Library
) -> None:
    assert changes(book, library) == ()
    edit(book, {})
    assert changes(book, library) == ()


def test_only_cells_that_changed_become_corrections(
    book: Path, library: Library
) -> None:
    edit(
        book,
        {
            ("mobile clinic", "Areas"): "Uganda; Kenya",
            ("mobile clinic", "Targets"): "3.8",
            ("language courses", "Areas"): "  ",
        },
    )
    told = {each.field: (each.was, each.now) for each in changes(book, library)}
    assert told == {"areas": ("UGA", "UGA; KEN"), "targets": ("", "3.8")}


def test_a_round_trip_ends_in_the_register(book: Path, library: Library) -> None:
    edit(book, {("mobile clinic", "Areas"): "Uganda; Kenya"})
    writing.keep(library.folder, changes(book, library))
    assert record(corrected(library), "mobile clinic").text("areas") == "UGA; KEN"
    found = corrected(library).of(Register.PRACTICES)
    workbook.write(Register.PRACTICES, found, book)
    assert changes(book, library) == ()


def test_numbers_that_people_type_are_texts_again(book: Path, library: Library) -> None:
    edit(book, {("mobile clinic", "Goals"): 3})
    (change,) = changes(book, library)
    assert change.now == "3"


def test_a_row_may_be_hidden_merged_or_added(book: Path, library: Library) -> None:
    nurses = record(corrected(library), "language courses")
    edit(
        book,
        {
            ("mobile clinic", "Hide"): "yes",
            ("register of recruiters", "Merge into"): nurses.id,
        },
    )
    opened = openpyxl.load_workbook(book)
    opened["Practices"].append([None, "Night buses for care workers", "Fiji"])
    opened.save(book)
    found = {each.action: each for each in changes(book, library)}
    assert set(found) == {Action.HIDE, Action.MERGE, Action.ADD}
    assert found[Action.MERGE].into == nurses.id
    assert found[Action.ADD].values == {
        "says": "Night buses for care workers",
        "areas": "FJI",
    }


@pytest.mark.parametrize(
    ("heading", "value", "says"),
    [
        ("Record", "P-0000000000", "P-0000000000"),
        ("Areas", "Atlantis", "Atlantis"),
        ("Targets", "10", "target"),
        ("Merge into", "P-0000000000", "merge"),
        ("When", "30 juin", "it is no day. Write it as 2030-06-30"),
        ("Goals", "ten", "it is no whole number"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_row(
    book: Path, library: Library, heading: str, value: str, says: str
) -> None:
    edit(book, {("mobile clinic", heading): value})
    with pytest.raises(BadCorrection, match=says) as raised:
        edited.read(book, known(library), said=SAID)
    assert "practices.xlsx" in str(raised.value)
    assert "row 2" in str(raised.value)


def test_a_formula_that_was_never_reckoned_does_not_empty_a_cell(
    book: Path, library: Library
) -> None:
    edit(book, {("mobile clinic", "Areas"): '=HYPERLINK("http://x.example","Uganda")'})
    with pytest.raises(BadCorrection, match="cell C2 holds a formula and no value"):
        edited.read(book, known(library), said=SAID)


def test_another_workbook_is_refused(library: Library, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    with pytest.raises(BadCorrection, match="no workbook of a register"):
        edited.read(other, known(library), said=SAID)
    (tmp_path / "text.xlsx").write_text("Areas,Goals\n", encoding="utf-8")
    with pytest.raises(BadCorrection, match="no workbook"):
        edited.read(tmp_path / "text.xlsx", known(library), said=SAID)


def test_a_sheet_without_end_is_refused_before_it_is_laid_out(
    book: Path, library: Library
) -> None:
    opened = openpyxl.load_workbook(book)
    opened["Practices"]["XFD1048576"] = "far away"
    opened.save(book)
    with pytest.raises(TooLarge, match="1,048,576"):
        edited.read(book, known(library), said=SAID)


def test_a_workbook_that_unpacks_to_far_more_is_refused(
    library: Library, tmp_path: Path
) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 120_000_000)
    with pytest.raises(TooLarge):
        edited.read(bomb, known(library), said=SAID)


def test_nothing_is_taken_for_a_formula(tmp_path: Path) -> None:
    from dataclasses import replace

    from migrascope.knowledge.registers.record import Citation, Value, key

    words = '=HYPERLINK("http://evil","click")'
    where = Citation("minutes", "minutes#1", 1, words)
    made = Record(
        Register.PRACTICES,
        key(Register.PRACTICES, words),
        "minutes",
        "hyperlink",
        {"says": Value(words, (where,))},
        (where,),
    )
    path = tmp_path / "hostile.xlsx"
    workbook.write(Register.PRACTICES, [made, replace(made, id="P-2")], path)
    sheet = openpyxl.load_workbook(path)["Practices"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet["B2"].value == words
    assert edited.read(path, {made.id: made, "P-2": made}, said=SAID)[1] == ()
