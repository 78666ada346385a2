"""Claims: a Word document is read by its styles, lists and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.knowledge.papers import LOREM, repacked, texts, word

from migrascope.knowledge import reading
from migrascope.knowledge.model import BlockKind


def written(document: Any) -> None:
    document.core_properties.title = "A report on skills"
    document.add_heading("A report on skills", 0)
    document.add_heading("Findings", 1)
    paragraph = document.add_paragraph("Speakers saw ")
    paragraph.add_run("good practices").bold = True
    paragraph.add_run(" in many towns.")
    document.add_paragraph("Count everyone.", style="List Bullet")
    document.add_paragraph().add_run("Key points").bold = True
    document.add_paragraph(LOREM)


def test_styles_make_headings_and_items(tmp_path: Path) -> None:
    document = reading.read(word(tmp_path / "report.docx", written))
    kinds = [
        (block.kind, block.level, document.text[block.start : block.end][:20])
        for block in document.blocks
    ]
    assert kinds[:5] == [
        (BlockKind.HEADING, 1, "A report on skills"),
        (BlockKind.HEADING, 1, "Findings"),
        (BlockKind.PARAGRAPH, 0, "Speakers saw good pr"),
        (BlockKind.ITEM, 1, "Count everyone."),
        (BlockKind.HEADING, kinds[4][1], "Key points"),
    ]
    assert document.metadata.title == "A report on skills: Findings"


def test_a_table_of_two_columns_is_a_form(tmp_path: Path) -> None:
    def form(document: Any) -> None:
        for name in ("Bridge of skills", "School on wheels"):
            table = document.add_table(rows=3, cols=2)
            for row, (label, value) in zip(
                table.rows,
                [("Initiative name", name), ("Partners", "Kenya"), ("Website", "")],
                strict=True,
            ):
                row.cells[0].text, row.cells[1].text = label, value

    document = reading.read(word(tmp_path / "form.docx", form))
    assert [
        (block.entry, block.label, document.text[block.start : block.end])
        for block in document.blocks
    ] == [
        (1, "Initiative name", "Bridge of skills"),
        (1, "Partners", "Kenya"),
        (1, "Website", ""),
        (2, "Initiative name", "School on wheels"),
        (2, "Partners", "Kenya"),
        (2, "Website", ""),
    ]


def test_a_wider_table_is_read_by_rows_under_its_head(tmp_path: Path) -> None:
    def table(document: Any) -> None:
        made = document.add_table(rows=2, cols=3)
        for row, words in zip(
            made.rows,
            [("Country", "Year", "People"), ("Kenya", "2031", "5")],
            strict=True,
        ):
            for cell, word_ in zip(row.cells, words, strict=True):
                cell.text = word_

    document = reading.read(word(tmp_path / "table.docx", table))
    (row,) = document.blocks
    assert (row.kind, row.label) == (BlockKind.ROW, "Country | Year | People")
    assert document.text[row.start : row.end] == "Kenya | 2031 | 5"


def test_no_word_of_a_document_is_lost(tmp_path: Path) -> None:
    document = reading.read(word(tmp_path / "report.docx", written))
    assert "Speakers saw good practices in many towns." in document.text


NOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>line</w:t></w:r></w:p>'
    '</w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>See the annex.</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def test_footnotes_are_read_after_the_body(tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> bytes:
        link = f'<Relationship Id="rId77" Type="{KIND}" Target="footnotes.xml"/>'
        if name == "word/_rels/document.xml.rels":
            end = b"</Relationships>"
            return data.replace(end, link.encode() + end)
        return data

    path = word(tmp_path / "noted.docx", written)
    repacked(path, change, {"word/footnotes.xml": NOTES.encode()})
    assert texts(reading.read(path))[-1] == "See the annex."


def test_the_words_of_a_text_box_are_read_once(tmp_path: Path) -> None:
    box = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006"><mc:Choice Requires="wps"><w:r><w:t>In the box.'
        "</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>In the box.</w:t></w:r>"
        "</mc:Fallback></mc:AlternateContent></w:p>"
    )

    def change(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        head, end, tail = data.rpartition(b"</w:p>")
        return head + box.encode() + tail if end else data

    path = repacked(word(tmp_path / "box.docx", written), change)
    assert reading.read(path).text.count("In the box.") == 1


def test_what_the_writer_hid_is_not_read(tmp_path: Path) -> None:
    def hidden(document: Any) -> None:
        paragraph = document.add_paragraph("Fees should fall.")
        paragraph.add_run(" Nobody should see this.").font.hidden = True
        paragraph.add_run(" Wages should rise.").font.hidden = False

    document = reading.read(word(tmp_path / "hidden.docx", hidden))
    assert document.text.strip() == "Fees should fall. Wages should rise."
    assert "Nobody" not in document.raw
