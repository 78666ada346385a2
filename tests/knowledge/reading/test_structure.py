"""Claims: headings are found and brought into levels, panels are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.knowledge.papers import LOREM, text

from migrascope.knowledge import passages, reading
from migrascope.knowledge.model import BlockKind, Document, Passage


def read(tmp_path: Path, words: str) -> Document:
    return reading.read(text(tmp_path / "minutes.txt", words))


def headings(document: Document) -> list[tuple[int, str]]:
    return [
        (block.level, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind is BlockKind.HEADING
    ]


def about(cut: tuple[Passage, ...], words: str) -> Passage:
    (found,) = [passage for passage in cut if words in passage.text]
    return found


@pytest.mark.parametrize(
    "heading",
    [
        "## Findings",
        "**Findings of the meeting**",
        "Findings",
        "FINDINGS OF THE MEETING:",
        "IV. Findings",
        "Day 2 Panel 4 - Youth in a warming world",
        "Opening session",
        "Findings\n========",
    ],
)
def test_a_heading_is_known_by_its_mark_or_its_looks(
    tmp_path: Path, heading: str
) -> None:
    document = read(tmp_path, f"{LOREM}\n\n{heading}\n\n{LOREM}\n")
    assert len(headings(document)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "14 and 15 October 2021",
        "They agreed on this.",
        "Specific areas of action mentioned by participants included:",
        "and so it went on",
    ],
)
def test_dates_and_sentences_are_no_headings(tmp_path: Path, line: str) -> None:
    assert headings(read(tmp_path, f"{LOREM}\n\n{line}\n\n{LOREM}\n")) == []


def test_numbered_headings_stand_on_one_level_whatever_their_marks(
    tmp_path: Path,
) -> None:
    damaged = (
        f"## PROGRESS:\n\n### **1. First.**\n\n{LOREM}\n\n**2. Second is asked.**"
        f"\n\n{LOREM}\n\n#### **MONEY:**\n\n# 3. Third.\n\n{LOREM}\n"
    )
    assert [level for level, _ in headings(read(tmp_path, damaged))] == [2, 3, 3, 2, 3]


def test_closing_words_do_not_stand_under_the_recommendations(tmp_path: Path) -> None:
    words = (
        f"## Recommendations\n\n{LOREM}\n\n### Closing words\n\nThe head thanked all.\n"
    )
    cut = passages.cut(read(tmp_path, words))
    assert about(cut, "thanked").sections == ("Closing words",)


def test_a_passage_knows_its_panel_and_never_mixes_two(tmp_path: Path) -> None:
    words = (
        f"III. Conclusions\n\nDay 1 Panel 1 - Data for action\n\nData lie in silos.\n"
        f"{LOREM}\n\nDay 1 Panel 2 - Diasporas\n\nDiasporas send money home.\n{LOREM}\n"
    )
    cut = passages.cut(read(tmp_path, words))
    assert about(cut, "silos").panel == "Day 1 Panel 1 - Data for action"
    assert about(cut, "money home").panel == "Day 1 Panel 2 - Diasporas"
    assert about(cut, "silos").sections[0] == "III. Conclusions"


@pytest.mark.parametrize(
    "heading",
    [
        "Panel 3: Money",
        "Session 2 – Health",
        "Roundtable: cities",
        "Table ronde 1 : les villes",
        "Sesión 4. Los datos",
        "Сессия 2: данные",
        "الجلسة 1: البيانات",
    ],
)
def test_panels_are_known_in_several_languages(tmp_path: Path, heading: str) -> None:
    cut = passages.cut(read(tmp_path, f"## {heading}\n\n{LOREM}\n"))
    assert {passage.panel for passage in cut} == {heading}


def test_a_session_that_is_only_mentioned_is_no_panel(tmp_path: Path) -> None:
    cut = passages.cut(
        read(tmp_path, f"## Sessional work of the panellists\n\n{LOREM}")
    )
    assert {passage.panel for passage in cut} == {""}


def test_the_real_dialogue_of_2023_has_its_five_panels(shared_data: Path) -> None:
    name = "dialogues/idm-2023-new-york-summary.txt"
    cut = passages.cut(reading.read(shared_data / name))
    panels = list(dict.fromkeys(passage.panel for passage in cut if passage.panel))
    assert [each[:13] for each in panels] == [
        "Opening sessi",
        *(
            f"Day {day} Panel {number}"
            for day, number in zip("11122", "12345", strict=True)
        ),
    ]


def test_the_real_dialogue_of_2016_has_six_conclusions(shared_data: Path) -> None:
    name = "dialogues/idm-2016-new-york-summary.txt"
    document = reading.read(shared_data / name)
    numbered = [each for each in headings(document) if each[1][:1].isdigit()]
    assert [(level, words[0]) for level, words in numbered] == [
        (3, str(number)) for number in range(1, 7)
    ]
