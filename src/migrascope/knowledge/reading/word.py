"""What does a Word document say?

Headings from its styles, items from its lists, fields and rows from its tables. The
archive is judged before it is opened, the parts are looked through for entities and
for references that Word would load from elsewhere; none is ever followed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from migrascope.errors import Truncated, UnreadableDocument
from migrascope.knowledge.model import BlockKind
from migrascope.knowledge.reading import forms, limits
from migrascope.knowledge.reading.fabric import Content, Draft, Piece

_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_EXTERNAL = re.compile(
    rb"<Relationship\b[^<>]*\bTargetMode\s*=\s*[\"']External[\"'][^<>]*>", re.IGNORECASE
)
_ATTRIBUTE = re.compile(rb"\b(Type|Target)\s*=\s*[\"']([^\"']*)[\"']")
_ELSEWHERE = re.compile(r"(?:https?|ftp|smb)://|\\\\|//|file://[^/]", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|titre|título|заголовок|标题)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"(?:sub)?title|titre|título", re.IGNORECASE)
_LIST = re.compile(r"list", re.IGNORECASE)
_NOTES = re.compile(r"/(?:foot|end)notes$")
_TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""Holds the words of a text box once more, for old programs."""

_MOST_LINKS = 2_000_000
"""Bytes of a list of links that are looked through; none of them is ever followed."""

_BREAK = "\n"


def read(path: Path, data: bytes) -> Content:
    """The blocks of a Word document.

    Raises:
        UnreadableDocument: entities, references to elsewhere, or no words.
        TooLarge: a zip bomb.
        Truncated: it is damaged.
        Locked: it is protected by a password.
    """
    with limits.parts(path, data) as archive:
        _refuse_entities(path, archive)
        notes = tuple(_references(path, archive))
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, etree.LxmlError) as error:
        raise Truncated(
            f"the Word document is damaged, or of another kind ({error}).",
            "Open it in Word and save it again as .docx.",
            where=path.name,
        ) from error
    writer = _Writer(document)
    for element in document.element.body.iterchildren():
        writer.add(element)
    for element in _notes(document):
        writer.add(element)
    known = document.core_properties
    facts = tuple(
        (name, words.strip())
        for name, words in (("title", known.title), ("language", known.language))
        if words and words.strip()
    )
    return Content("".join(writer.parts), tuple(writer.drafts), 1, facts, notes)


def _refuse_entities(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse a part that declares entities: no word processor writes any."""
    for name in archive.namelist():
        if not name.endswith((".xml", ".rels")):
            continue
        with archive.open(name) as part:
            start = part.read(65536)
        wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
        plain = start.replace(b"\0", b"") if wide else start
        if _ENTITIES.search(plain):
            raise UnreadableDocument(
                f"its part {name} declares XML entities, as no word processor does.",
                "Do not open it unless you know who made it.",
                where=path.name,
            )


def _references(path: Path, archive: zipfile.ZipFile) -> Iterator[str]:
    """Refuse what Word would load from elsewhere; name a template on this machine."""
    for name in archive.namelist():
        if not name.endswith(".rels"):
            continue
        for match in _EXTERNAL.finditer(archive.read(name)[:_MOST_LINKS]):
            known = dict(_ATTRIBUTE.findall(match.group()))
            kind = known.get(b"Type", b"").decode("utf-8", "replace").rpartition("/")[2]
            target = known.get(b"Target", b"").decode("utf-8", "replace")
            if kind.lower() == "hyperlink":
                continue
            if _ELSEWHERE.match(target):
                raise UnreadableDocument(
                    f"it loads something from elsewhere when it is opened ({kind}: "
                    f"{target[:80]}).",
                    "Save a copy without linked templates, pictures and objects. "
                    "Nothing was loaded.",
                    where=path.name,
                )
            yield f"reference not followed ({kind}): {target[:80]}"


def _notes(document: Any) -> Iterator[Any]:
    """The paragraphs of footnotes and endnotes, which are read after the body."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for related in document.part.rels.values():
        if related.is_external or not _NOTES.search(related.reltype):
            continue
        for note in etree.fromstring(related.target_part.blob, parser):
            if note.get(qn("w:type")) in {None, "normal"}:
                yield from note.iterchildren(qn("w:p"))


class _Writer:
    """Writes the words of a document one after the other, and the blocks they make."""

    def __init__(self, document: Any) -> None:
        self.parts: list[str] = []
        self.drafts: list[Draft] = []
        self._length = 0
        self._entries = forms.Entries()
        self._styles = {
            style.style_id: style.name or "" for style in document.styles if style.name
        }

    def add(self, element: Any) -> None:
        """A paragraph, a table, or a frame around some."""
        if element.tag == qn("w:p"):
            self._paragraph(element)
        elif element.tag == qn("w:tbl"):
            self._table(element)
        elif element.tag == qn("w:sdt"):
            for inner in element.iterchildren(qn("w:sdtContent")):
                for each in inner.iterchildren():
                    self.add(each)

    def _paragraph(self, element: Any) -> None:
        words = _words(element)
        if not words.strip():
            return
        kind, level = self._kind(element)
        start, end = self._write(words)
        self.drafts.append(
            Draft(
                kind,
                (Piece(start, end),),
                level=level,
                sure=kind is not BlockKind.PARAGRAPH,
                bold=_is_bold(element),
            )
        )

    def _kind(self, element: Any) -> tuple[BlockKind, int]:
        """What the style and the numbering of a paragraph say."""
        properties = element.find(qn("w:pPr"))
        if properties is None:
            return BlockKind.PARAGRAPH, 0
        style = properties.find(qn("w:pStyle"))
        name = self._styles.get(style.get(qn("w:val")), "") if style is not None else ""
        heading = _HEADING.match(name)
        if heading:
            return BlockKind.HEADING, int(heading[1])
        if _TITLE.fullmatch(name):
            return BlockKind.HEADING, 1
        outline = properties.find(qn("w:outlineLvl"))
        if outline is not None and outline.get(qn("w:val"), "9") < "9":
            return BlockKind.HEADING, int(outline.get(qn("w:val"))) + 1
        numbering = properties.find(qn("w:numPr"))
        if numbering is not None:
            depth = numbering.find(qn("w:ilvl"))
            level = int(depth.get(qn("w:val"), 0)) if depth is not None else 0
            return BlockKind.ITEM, level + 1
        return (BlockKind.ITEM, 1) if _LIST.match(name) else (BlockKind.PARAGRAPH, 0)

    def _table(self, element: Any) -> None:
        rows = []
        head = False
        for place, row in enumerate(element.iterchildren(qn("w:tr"))):
            properties = row.find(qn("w:trPr"))
            if place == 0 and properties is not None:
                head = properties.find(qn("w:tblHeader")) is not None
            rows.append([self._cell(cell) for cell in row.iterchildren(qn("w:tc"))])
        raw = "".join(self.parts)
        self.drafts += forms.table(raw, rows, self._entries, head=head)

    def _cell(self, element: Any) -> forms.Cell:
        """The paragraphs of a cell, also those of tables inside it."""
        lines = []
        for paragraph in element.iter(qn("w:p")):
            words = _words(paragraph)
            if words.strip():
                lines.append(self._write(words))
        return forms.Cell(tuple(lines))

    def _write(self, words: str) -> tuple[int, int]:
        start = self._length
        self.parts += (words, _BREAK)
        self._length += len(words) + len(_BREAK)
        return start, start + len(words)


def _words(paragraph: Any) -> str:
    """The words of a paragraph as printed: what was struck out by an editor is not."""
    parts: list[str] = []
    for node in _once(paragraph):
        if node.tag == qn("w:t") and node.text:
            parts.append(node.text)
        elif node.tag in {qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:p")}:
            parts.append(" ")
        elif node.tag == qn("w:noBreakHyphen"):
            parts.append("-")
    return "".join(parts).replace("\f", " ").replace("\0", " ")


def _once(element: Any) -> Iterator[Any]:
    """What is inside an element, without what is there twice or not printed."""
    for child in element:
        if child.tag != _TWICE and not _is_hidden(child):
            yield child
            yield from _once(child)


def _is_hidden(element: Any) -> bool:
    """Whether an element is a run that its writer hid: it is on no page."""
    return element.tag == qn("w:r") and _is_set(element, "w:vanish")


def _is_bold(paragraph: Any) -> bool:
    """Whether every run that says something is bold."""
    runs = [
        run
        for run in paragraph.iter(qn("w:r"))
        if any((text.text or "").strip() for text in run.iter(qn("w:t")))
    ]
    return bool(runs) and all(_is_set(run, "w:b") for run in runs)


def _is_set(run: Any, name: str) -> bool:
    """Whether a run has a property that is either on or off."""
    properties = run.find(qn("w:rPr"))
    found = properties.find(qn(name)) if properties is not None else None
    return found is not None and found.get(qn("w:val"), "1") not in {"0", "false"}
