"""Claims: what lines, pages and marks broke is whole again, and nothing else moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.knowledge.papers import text, texts

from migrascope.knowledge import reading
from migrascope.knowledge.model import BlockKind


def read(tmp_path: Path, words: str) -> list[str]:
    return texts(reading.read(text(tmp_path / "paper.txt", words)))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("A socio-\neconomic study. It is socioeconomic.", "A socioeconomic study."),
        ("A socio-\neconomic study. It is socio-economic.", "A socio-economic study."),
        ("Their reinte-\ngration was slow.", "Their reintegration was slow."),
        ("We asked UN-\nDESA for help.", "We asked UN-DESA for help."),
        ("After COVID- 19 they left.", "After COVID-19 they left."),
        ("The inter- relation grows.", "The inter-relation grows."),
        ("Pre- and post-departure help.", "Pre- and post-departure help."),
        ("Short-\nand long-term stays.", "Short- and long-term stays."),
        ("A multi\u00ad\nlateral body.", "A multilateral body."),
        ("A whole-of-\nsociety way.", "A whole-of-society way."),
        ("From non-\ncommunicable illness.", "From non-communicable illness."),
    ],
)
def test_a_word_broken_at_a_line_end_is_whole_as_the_document_writes_it(
    tmp_path: Path, written: str, meant: str
) -> None:
    (first,) = read(tmp_path, written)
    assert first.startswith(meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "They need **the**\n\n\n\nright money soon.",
            "They need the right money soon.",
        ),
        (
            "They need **bold and ambi**tious plans.",
            "They need bold and ambitious plans.",
        ),
        ("**skills**, **and transfers**.", "skills, and transfers."),
        ("a sense of *esprit de corps* grows.", "a sense of esprit de corps grows."),
        (r"a record \$605 billion was sent.", "a record $605 billion was sent."),
        ("see [the page](https://a.int/b) first.", "see the page first."),
        ("rates of 2 * 3 * 4 stay.", "rates of 2 * 3 * 4 stay."),
        ("the Fund* and others stay.", "the Fund* and others stay."),
        ("in snake_case_names stay.", "in snake_case_names stay."),
    ],
)
def test_marks_go_and_words_stay(tmp_path: Path, written: str, meant: str) -> None:
    opening = "In the first panel of this long meeting, speakers said that "
    found = read(tmp_path, opening + written)
    assert found == [opening + meant]


def test_a_sentence_cut_by_a_page_goes_on(tmp_path: Path) -> None:
    cut = (
        "- Many speakers said that remittances are costly and that banks must\n\n\n"
        "lower their fees at once.\n- Another item.\n"
    )
    whole, other = read(tmp_path, cut)
    assert whole.endswith("and that banks must lower their fees at once.")
    assert other == "Another item."


def test_a_new_item_never_goes_on_with_the_one_before(tmp_path: Path) -> None:
    cut = "- Great work was shown by those who presented at this workshop\n- The next\n"
    assert len(read(tmp_path, cut)) == 2


def test_a_paragraph_that_ended_is_not_joined(tmp_path: Path) -> None:
    words = (
        "Several delegations called for programmes that are open to all of them.\n\n"
        "All migrants should have access to care.\n"
    )
    assert len(read(tmp_path, words)) == 2


def test_check_marks_and_double_bullets_are_bullets(tmp_path: Path) -> None:
    document = reading.read(
        text(
            tmp_path / "a.md", "- ✓ **Lower fees**: soon.\n- 2. Count people.\n✓ Act.\n"
        )
    )
    assert texts(document) == ["Lower fees: soon.", "2. Count people.", "Act."]
    assert {block.kind for block in document.blocks} == {BlockKind.ITEM}


def test_a_dash_alone_makes_an_item_of_the_next_line(tmp_path: Path) -> None:
    words = "We call for this:\n-\nFirst, count everyone.\n-\n-\nSecond, pay less.\n-"
    document = reading.read(text(tmp_path / "a.txt", words))
    assert [block.kind.value for block in document.blocks] == [
        "paragraph",
        "item",
        "item",
    ]


def test_what_was_repaired_is_counted_in_the_notes(tmp_path: Path) -> None:
    words = (
        "The committee looked at its work and the inter- relation of all of the\n\n"
        "goals that were agreed.\n"
    )
    notes = reading.read(text(tmp_path / "a.txt", words)).notes
    assert notes == (
        "repaired: 1 × a sentence cut by a page or an empty line",
        "repaired: 1 × a word broken at a line end",
    )
    assert all(note.startswith(reading.REPAIRED) for note in notes)


def test_hidden_signs_are_not_read(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeffmi\u200bgrants \u202eleft\u202c here.") == [
        "migrants left here."
    ]


def test_scripts_and_comments_inside_markdown_are_not_read(tmp_path: Path) -> None:
    words = "Before.\n\n<script>\nsteal()\n</script>\n\n<!-- a secret --> After.\n"
    assert read(tmp_path, words) == ["Before.", "After."]


def test_chinese_lines_are_joined_without_a_blank(tmp_path: Path) -> None:
    assert read(tmp_path, "他们要求资金，\n并呼吁合作。\n") == [
        "他们要求资金，并呼吁合作。"
    ]
