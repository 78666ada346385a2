"""Claims: a PDF is read in the order in which people read it, without its layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.knowledge.papers import LOREM, pdf, texts

from migrascope.knowledge import passages, reading
from migrascope.knowledge.model import BlockKind

LEFT = "Left begins here. " + LOREM * 4 + "Left ends here."
RIGHT = "Right begins here. " + LOREM * 4 + "Right ends here."
HEAD = (
    "#set page(header: [Review of migration 2031], footer: context [Page #counter(page)"
    '.display("1 of 1", both: true)])\n'
)


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    source = (
        "#set par(justify: true)\n= A title over both columns of the page\n"
        f"#grid(columns: (1fr, 1fr), gutter: 2em, [{LEFT}], [{RIGHT}])"
    )
    read = reading.read(pdf(tmp_path / "two.pdf", source)).text
    order = ["A title", "Left begins", "Left ends", "Right begins", "Right ends"]
    assert [read.index(words) for words in order] == sorted(map(read.index, order))


def test_a_sentence_goes_on_in_the_next_column(tmp_path: Path) -> None:
    source = f"#set page(height: 12cm, columns: 2)\n{LOREM * 12}"
    cut = passages.cut(reading.read(pdf(tmp_path / "c.pdf", source)))
    assert all(passage.text.endswith(".") for passage in cut)


def test_running_lines_and_page_numbers_go_and_are_noted(tmp_path: Path) -> None:
    source = HEAD + "#pagebreak()".join([LOREM * 3] * 4)
    document = reading.read(pdf(tmp_path / "run.pdf", source))
    assert "Review of migration" not in document.text
    assert "of 4" not in document.text
    assert any("4 × the running line" in note for note in document.notes)


def test_a_sentence_cut_by_a_page_is_one_passage_on_two_pages(tmp_path: Path) -> None:
    source = HEAD + "#set page(height: 12cm, margin: 2.4cm)\n" + LOREM * 16
    document = reading.read(pdf(tmp_path / "cut.pdf", source))
    assert len(document.pages) > 1
    cut = passages.cut(document)
    assert all(passage.text.endswith(".") for passage in cut)
    assert any(passage.page < passage.last_page for passage in cut)


def test_pages_that_are_printed_twice_lose_no_words(tmp_path: Path) -> None:
    pages = [
        f"{name} speaks of towns.\n\n{LOREM * 14}" for name in ("Ana", "Ben", "Cy")
    ]
    source = "#pagebreak()".join(pages * 4)
    document = reading.read(pdf(tmp_path / "twice.pdf", source))
    assert document.text.count("speaks of towns.") == 12
    assert not any("running line" in note for note in document.notes)


def test_a_line_that_stands_once_at_the_head_of_a_page_is_kept(tmp_path: Path) -> None:
    source = f"Ministry of Works\n\n{LOREM} #pagebreak() {LOREM}"
    assert "Ministry of Works" in reading.read(pdf(tmp_path / "a.pdf", source)).text


def test_large_and_bold_lines_are_headings(tmp_path: Path) -> None:
    source = f"= Findings\n{LOREM}\n\n== On data\n{LOREM}\n\n*Key points*\n\n{LOREM}"
    document = reading.read(pdf(tmp_path / "h.pdf", source))
    headings = [
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind is BlockKind.HEADING
    ]
    assert headings == ["Findings", "On data", "Key points"]


def test_bullets_and_numbers_make_items(tmp_path: Path) -> None:
    source = f"{LOREM}\n\n- First point\n- Second point\n\n+ One\n+ Two"
    document = reading.read(pdf(tmp_path / "i.pdf", source))
    items = [
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind is BlockKind.ITEM
    ]
    assert items[:2] == ["First point", "Second point"]
    assert len(items) == 4


def test_words_hyphenated_by_the_typesetter_are_whole(tmp_path: Path) -> None:
    source = (
        '#set text(hyphenate: true, lang: "en")\n#set page(width: 7cm, height: 20cm)\n'
        "#set par(justify: true)\n" + LOREM * 6
    )
    read = reading.read(pdf(tmp_path / "hy.pdf", source)).text
    assert " ".join(read.split()) == (LOREM * 6).strip()


@pytest.mark.parametrize("words", ["Les réfugiés arrivent.", "Мигранты прибыли."])
def test_other_scripts_are_read_letter_by_letter(tmp_path: Path, words: str) -> None:
    assert texts(reading.read(pdf(tmp_path / "s.pdf", words))) == [words]


def test_letters_outside_the_basic_plane_do_not_shift_the_lines(tmp_path: Path) -> None:
    source = f"= Findings on $AA$ and $BB$\n{LOREM}\n\n{LOREM}"
    document = reading.read(pdf(tmp_path / "plane.pdf", source))
    assert [block.kind.value for block in document.blocks] == [
        *("heading", "paragraph", "paragraph")
    ]
    assert "𝔸" in document.text


def test_pages_are_counted_from_one(tmp_path: Path) -> None:
    source = "#pagebreak()".join(f"Point {n} is made here." for n in range(1, 5))
    cut = passages.cut(reading.read(pdf(tmp_path / "n.pdf", source)))
    assert [(passage.page, passage.text) for passage in cut] == [
        (number, f"Point {number} is made here.") for number in range(1, 5)
    ]


def test_the_real_brief_is_read_column_by_column(shared_data: Path) -> None:
    name = "knowledge/docs/iom_meta_evaluation_brief_2020-2024.pdf"
    document = reading.read(shared_data / name)
    order = ["This evaluation brief presents", "Evaluation purpose", "Structural chall"]
    places = [document.text.index(words) for words in order]
    assert places == sorted(places)
    assert "OECD-DAC" in document.text
    assert "meta-evaluation" in document.text
    assert "Route des Morillons" not in document.text


def test_the_real_resolution_has_its_goals_as_sections(shared_data: Path) -> None:
    cut = passages.cut(reading.read(shared_data / "knowledge/docs/un_agenda_2030.pdf"))
    (cost,) = [each for each in cut if each.text.startswith("10.c By 2030, reduce")]
    assert cost.sections[-1].startswith("Goal 10. Reduce inequality")
    assert cost.page == 20
    (people,) = [each for each in cut if each.text.startswith("2. On behalf of the")]
    assert (people.page, people.last_page) == (2, 3)
