"""Claims: a form is read as fields, each with its label and its entry."""

from __future__ import annotations

from pathlib import Path

from tests.knowledge.papers import text

from migrascope.knowledge import passages, reading
from migrascope.knowledge.model import BlockKind, Document

FORM = """\
1. Has your office organised any events in the past year, and which ones were they?
Event Name: |
Fair on remittances |
Relevant SDGs: |
All 17 SDGs |
Website (if applicable) |
Event Name: |
Week of the diaspora (WOD) |
Relevant SDGs: |
All 17 SDGs |
Website (if applicable) |
https://example.int/week |
2. Has your office taken part in partnerships that were not named above?
Not this year.
3. Which initiatives would your office like to name here, and with whom?
Initiative Name
|
Bridge of skills |
Partners (please list all) |
Kenya, Uganda |
Description |
The first paragraph says why.
The second one says how. |
Website |
Initiative Name |
School on wheels |
Partners (please list all) |
Kenya |
Description |
Teachers travel. |
Website |
n/a |
"""


def fields(document: Document) -> list[tuple[int, str, str]]:
    return [
        (block.entry, block.label, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind is BlockKind.FIELD
    ]


def test_cells_that_end_with_a_bar_are_labels_and_values(tmp_path: Path) -> None:
    document = reading.read(text(tmp_path / "report.txt", FORM))
    assert fields(document) == [
        (1, "Event Name", "Fair on remittances"),
        (1, "Relevant SDGs", "All 17 SDGs"),
        (1, "Website (if applicable)", ""),
        (2, "Event Name", "Week of the diaspora (WOD)"),
        (2, "Relevant SDGs", "All 17 SDGs"),
        (2, "Website (if applicable)", "https://example.int/week"),
        (3, "Initiative Name", "Bridge of skills"),
        (3, "Partners (please list all)", "Kenya, Uganda"),
        (3, "Description", "The first paragraph says why."),
        (3, "Description", "The second one says how."),
        (3, "Website", ""),
        (4, "Initiative Name", "School on wheels"),
        (4, "Partners (please list all)", "Kenya"),
        (4, "Description", "Teachers travel."),
        (4, "Website", "n/a"),
    ]


def test_the_questions_of_a_form_are_headings_and_no_passages(tmp_path: Path) -> None:
    document = reading.read(text(tmp_path / "report.txt", FORM))
    cut = passages.cut(document)
    answer = next(each for each in cut if each.text == "Not this year.")
    assert answer.sections[-1].startswith("2. Has your office taken part")
    assert not any(each.text.endswith("?") for each in cut)


def test_a_passage_of_a_form_knows_label_and_entry(tmp_path: Path) -> None:
    cut = passages.cut(reading.read(text(tmp_path / "report.txt", FORM)))
    how = next(each for each in cut if "says how" in each.text)
    assert (how.label, how.entry, how.entry_name) == (
        "Description",
        3,
        "Bridge of skills",
    )
    assert not any(each.text == "" for each in cut)


def test_labels_stand_in_the_text_once_before_their_values(tmp_path: Path) -> None:
    document = reading.read(text(tmp_path / "report.txt", FORM))
    assert "Event Name: Fair on remittances" in document.text
    assert document.text.count("Description") == 2


def test_a_table_of_markdown_is_read_by_rows(tmp_path: Path) -> None:
    words = "| Country | Arrivals |\n|---|---:|\n| Kenya | 5 |\n| Uganda | 7 |\n"
    document = reading.read(text(tmp_path / "a.md", words))
    assert [
        (block.kind, block.label, document.text[block.start : block.end])
        for block in document.blocks
    ] == [
        (BlockKind.ROW, "Country | Arrivals", "Kenya | 5"),
        (BlockKind.ROW, "Country | Arrivals", "Uganda | 7"),
    ]


def test_a_table_whose_first_column_asks_is_a_form(tmp_path: Path) -> None:
    words = (
        "| Field | Answer |\n|---|---|\n| Title: | Bridge |\n| Partners: | Kenya |\n"
    )
    document = reading.read(text(tmp_path / "a.md", words))
    assert (1, "Partners", "Kenya") in [
        (entry or 1, label, value) for entry, label, value in fields(document)
    ]


MATRIX = "\n\n".join(
    f"Recommendation # {number}: (Time 0)\n\nThe office should act in case {number}."
    f"\n\nResponsible unit(s): Team {number}\n\nKey actions: (Time 1)\n\n"
    f"1. Write plan {number}.\n\n2. Fund plan {number}.\n\nFinal comments: (Time 3)"
    for number in range(1, 5)
)


def test_labels_that_come_again_and_again_make_a_form(tmp_path: Path) -> None:
    found = fields(reading.read(text(tmp_path / "matrix.txt", MATRIX)))
    assert len(found) == 20
    assert found[:5] == [
        (1, "Recommendation # 1: (Time 0)", "The office should act in case 1."),
        (1, "Responsible unit(s)", "Team 1"),
        (1, "Key actions: (Time 1)", "1. Write plan 1."),
        (1, "Key actions: (Time 1)", "2. Fund plan 1."),
        (1, "Final comments: (Time 3)", ""),
    ]


def test_a_list_of_panels_and_an_interview_are_no_forms(tmp_path: Path) -> None:
    panels = "\n".join(f"- **Panel {number}:** On data" for number in range(1, 9))
    asked = "\n\n".join(["Interviewer: And then?", "Amina: Then we left."] * 4)
    document = reading.read(text(tmp_path / "a.txt", f"{panels}\n\n{asked}"))
    assert fields(document) == []


def test_the_real_submission_has_thirteen_entries(shared_data: Path) -> None:
    document = reading.read(shared_data / "dialogues/iom-2023-hlpf-submission.txt")
    found = fields(document)
    assert {entry for entry, _, _ in found} == set(range(1, 14))
    firsts = {entry: label for entry, label, _ in reversed(found)}
    assert list(firsts.values())[::-1] == [
        *["Event Name"] * 2,
        *["Resource Name"] * 3,
        *["Initiative/Partnership Name"] * 8,
    ]
    missing = [(entry, label) for entry, label, value in found if not value]
    assert (1, "Website (if applicable)") in missing
    assert (6, "Website") in missing
    assert len(missing) == 8


def test_the_real_matrix_has_its_recommendations(shared_data: Path) -> None:
    name = "knowledge/docs/iom_management_response_plan_haiti_dr_fr.pdf"
    found = fields(reading.read(shared_data / name))
    asked = [
        entry for entry, label, _ in found if label.startswith("Evaluation recomm")
    ]
    assert set(asked) == set(range(1, max(asked) + 1))
    assert max(asked) >= 16
