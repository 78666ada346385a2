"""Claims: a file that cannot or must not be read is refused, and the error says why."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from tests.knowledge.papers import LOREM, pdf, repacked, text, word

from migrascope.errors import (
    Locked,
    MigrascopeError,
    SourceError,
    TooLarge,
    Truncated,
    UnreadableDocument,
)
from migrascope.knowledge import passages, reading
from migrascope.knowledge.reading import limits

BOX = "#rect(width: 80%, height: 60%, fill: gray)"
XML = b'<?xml version="1.0"?>'


def a_paper(document: Any) -> None:
    document.add_heading("Findings", 1)
    document.add_paragraph(LOREM)


def refusal(path: Path, kind: type[MigrascopeError] = UnreadableDocument) -> str:
    with pytest.raises(kind) as caught:
        reading.read(path)
    assert path.name in str(caught.value)
    return str(caught.value)


def test_a_scanned_pdf_is_refused_with_its_pages(tmp_path: Path) -> None:
    path = pdf(tmp_path / "scan.pdf", "#pagebreak()".join([BOX] * 12))
    assert "no text layer: pages 1–12." in refusal(path)


def test_a_partly_scanned_pdf_is_read_and_says_which_pages_were_not(
    tmp_path: Path,
) -> None:
    pages = [LOREM, BOX, LOREM, BOX, BOX, LOREM]
    document = reading.read(pdf(tmp_path / "p.pdf", "#pagebreak()".join(pages)))
    assert document.notes[0].startswith("no text layer: pages 2, 4–5;")
    assert len(document.pages) == 6
    assert [block.page for block in document.blocks] == [1, 3, 6]


def test_an_empty_page_of_a_pdf_is_no_scan(tmp_path: Path) -> None:
    source = f"{LOREM} #pagebreak() #pagebreak(weak: false) {LOREM}"
    document = reading.read(pdf(tmp_path / "p.pdf", source))
    assert not any("text layer" in note for note in document.notes)


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    path = pdf(tmp_path / "secret.pdf", LOREM)
    writer = PdfWriter(PdfReader(path))
    writer.encrypt("open sesame", algorithm="RC4-128")
    writer.write(path)
    assert "password" in refusal(path, Locked)


def test_a_pdf_that_anyone_may_open_is_read_though_it_is_encrypted(
    tmp_path: Path,
) -> None:
    path = pdf(tmp_path / "open.pdf", LOREM)
    writer = PdfWriter(PdfReader(path))
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(path)
    assert "newcomers" in reading.read(path).text


def test_a_damaged_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(b"%PDF-1.7\n" + os.urandom(500))
    assert "damaged" in refusal(path, Truncated)


@pytest.mark.parametrize(
    ("name", "start", "says"),
    [
        ("a.docx", b"%PDF-1.7\n", "but this is a PDF"),
        ("a.pdf", b"Just words.", "but this is plain text"),
        ("a.txt", b"<!DOCTYPE html><p>Hi</p>", "but this is a web page"),
        ("a.pdf", b"<html><body>log in</body></html>", "but this is a web page"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word"),
        ("a.pdf", b"\x89PNG\r\n", "a picture"),
        ("a.txt", b"{\\rtf1 x}", "Rich Text"),
        ("a.csv", b"a,b\n1,2\n", "migrascope add"),
        ("a.txt", b"MZ\x90\x00", "a program"),
    ],
)
def test_what_a_file_is_not_named_is_said(
    tmp_path: Path, name: str, start: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(start)
    assert says in refusal(path)


def test_broken_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes("Good.\nBon.\nGenève.\n".encode("latin-1"))
    assert "line 3 is not UTF-8 (bytes e8" in refusal(path)


def test_empty_bytes_in_a_text_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "bytes.txt"
    path.write_bytes(b"one\ntwo\0\n")
    assert "line 2 holds an empty byte" in refusal(path)


def test_utf16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.txt"
    path.write_bytes("Les réfugiés sont arrivés.".encode("utf-16"))
    assert reading.read(path).text.startswith("Les réfugiés")


def test_a_file_of_500_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as stream:
        stream.truncate(500_000_000)
    assert "500 MB" in refusal(path, TooLarge)


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "empty"])
def test_what_is_no_file_is_said(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "paper.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "empty":
        path.touch()
    refusal(path, Truncated if kind == "empty" else SourceError)


def test_a_file_without_words_is_refused(tmp_path: Path) -> None:
    assert "no words" in refusal(text(tmp_path / "a.txt", " \n--\n** ** \n"))


def test_a_zip_bomb_is_refused_from_its_table_of_contents(tmp_path: Path) -> None:
    path = word(tmp_path / "bomb.docx", a_paper)
    repacked(path, lambda _, data: data, {"word/media/a.bin": b"\0" * 30_000_000})
    assert "word/media/a.bin" in refusal(path, TooLarge)


def test_xml_entities_in_a_word_document_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'

    def change(name: str, data: bytes) -> bytes:
        return XML + bomb + data if name == "word/document.xml" else data

    path = repacked(word(tmp_path / "e.docx", a_paper), change)
    assert "word/document.xml declares XML entities" in refusal(path)


@pytest.mark.parametrize(
    ("kind", "target", "refused"),
    [
        ("attachedTemplate", "https://evil.example/t.dotm", True),
        ("image", "\\\\server\\share\\a.png", True),
        ("oleObject", "file://server/a.bin", True),
        ("hyperlink", "https://www.example.int/", False),
        ("attachedTemplate", "file:///C:/Users/me/Normal.dotm", False),
    ],
)
def test_references_to_elsewhere_are_never_followed(
    tmp_path: Path, kind: str, target: str, *, refused: bool
) -> None:
    link = (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/relationships/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    ).encode()

    def change(name: str, data: bytes) -> bytes:
        found = name == "word/_rels/document.xml.rels"
        return data.replace(b"</Relationships>", link) if found else data

    path = repacked(word(tmp_path / "linked.docx", a_paper), change)
    if refused:
        assert target in refusal(path)
    else:
        assert "newcomers" in reading.read(path).text


def test_a_workbook_named_as_a_document_is_told(tmp_path: Path) -> None:
    path = tmp_path / "figures.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert "an Excel workbook" in refusal(path)


def test_a_cut_word_document_is_refused(tmp_path: Path) -> None:
    path = word(tmp_path / "cut.docx", a_paper)
    path.write_bytes(path.read_bytes()[:3000])
    assert "cut off or damaged" in refusal(path, Truncated)


def test_a_page_made_by_scripts_is_refused(tmp_path: Path) -> None:
    page = (
        f"<html><body>{'<script>draw()</script>' * 7}<div id=app></div></body></html>"
    )
    assert "made by 7 scripts" in refusal(text(tmp_path / "app.html", page))


def test_a_page_in_another_encoding_than_it_says_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    path.write_bytes("<html><meta charset=utf-8><p>Genève</p>".encode("latin-1"))
    assert "it is in utf-8, and it is not" in refusal(path)


def test_elements_nested_thousands_deep_are_refused(tmp_path: Path) -> None:
    page = "<html><body>" + "<div>" * 5000 + "deep" + "</div>" * 5000
    refusal(text(tmp_path / "deep.html", page), MigrascopeError)


def test_too_many_pages_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_PAGES", 2)
    path = pdf(tmp_path / "long.pdf", "#pagebreak()".join([LOREM] * 3))
    assert "3 pages" in refusal(path, TooLarge)


@pytest.mark.parametrize(
    "words",
    [
        "A paragraph that never ends, line after line of it\n" * 20_000,
        "A" * 50_000 + " is one word.",
        "Short. " * 30_000,
        "<script>" * 30_000 + "words",
        "<!-- " * 30_000 + "words",
        "[a](" * 30_000 + "words",
        "**a " * 30_000,
        "\n".join(f"Label {n}: value {n}" for n in range(5000)),
        "Name |\n" * 5000 + "words",
        "A B C D E F G " * 5000,
        " " * 200_000 + "words",
    ],
    ids=lambda words: words[:12].strip(),
)
def test_endless_and_repeated_text_is_read_in_step_with_its_length(
    tmp_path: Path, words: str
) -> None:
    document = reading.read(text(tmp_path / "long.txt", words))
    assert passages.cut(document)
