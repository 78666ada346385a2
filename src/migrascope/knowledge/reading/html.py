"""What does a web page say to a person who reads it?

Headings, paragraphs, items and tables of its body, or of its main part where it names
one. Scripts are never run, nothing is loaded, and what a reader does not see (scripts,
styles, hidden elements, menus) is not read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from migrascope.errors import TooLarge, UnreadableDocument
from migrascope.knowledge.model import BlockKind
from migrascope.knowledge.reading import forms, limits
from migrascope.knowledge.reading.fabric import Content, Draft, Piece

_SILENT = frozenset(
    re.findall(
        r"\w+",
        "script style noscript template iframe object embed applet svg math canvas "
        "audio video nav menu button select option datalist dialog head",
    )
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div section article main aside header footer blockquote pre address figure "
        "figcaption details summary dl dt dd ul ol fieldset form center hgroup",
    )
)
_HEADING = re.compile(r"h([1-6])$")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_MOST_DEPTH = 200


def read(path: Path, data: bytes) -> Content:
    """The blocks of a web page.

    Raises:
        UnreadableDocument: it holds no words for a reader, or is not in the encoding
            that it names.
        TooLarge: more letters, or deeper nested, than a page is.
    """
    page, notes = _decoded(path, data)
    parser = lxml_html.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = lxml_html.document_fromstring(page.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableDocument(
            f"the page cannot be understood ({error}).",
            "Open it in a browser and print it to a PDF.",
            where=path.name,
        ) from error
    scripts = sum(1 for _ in root.iter("script"))
    writer = _Writer(path)
    writer.walk(_main(root))
    raw = "".join(writer.parts)
    if not raw.strip():
        made = (
            f": it is made by {scripts} scripts, which are not run" if scripts else ""
        )
        raise UnreadableDocument(
            f"the page holds no words{made}.",
            "Open it in a browser and print it to a PDF, then read that.",
            where=path.name,
        )
    if scripts:
        notes = (*notes, f"scripts not run: {scripts}")
    return Content(raw, tuple(writer.drafts), 1, tuple(_facts(root)), notes)


def _decoded(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a page, by its mark, what it names, UTF-8, or the old default.

    What had to be guessed, or could not be read, is noted.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _with_gaps(data.decode("utf-16", "replace"))
    if data.startswith(codecs.BOM_UTF8):
        return _with_gaps(data[3:].decode("utf-8", "replace"))
    named = _CHARSET.search(data[:4096])
    encoding = named[1].decode("ascii") if named else "utf-8"
    try:
        return data.decode(encoding), ()
    except (UnicodeError, LookupError) as error:
        if not named:
            page, gaps = _with_gaps(data.decode("windows-1252", "replace"))
            return page, ("no UTF-8 and no encoding named: read as windows-1252", *gaps)
        raise UnreadableDocument(
            f"the page says that it is in {encoding}, and it is not.",
            "Open it in a browser and save it again.",
            where=path.name,
        ) from error


def _with_gaps(page: str) -> tuple[str, tuple[str, ...]]:
    """A page, with a note of the letters that could not be read."""
    gaps = page.count("\ufffd")
    return page, (f"letters that could not be read: {gaps}",) if gaps else ()


def _main(root: Any) -> Any:
    """The main part of a page, where it names exactly one."""
    for name in ("main", "article"):
        found = list(root.iter(name))
        if len(found) == 1 and (found[0].text_content() or "").strip():
            return found[0]
    body = root.find("body")
    return root if body is None else body


def _facts(root: Any) -> Iterator[tuple[str, str]]:
    """What the page says of itself."""
    title = root.find(".//title")
    if title is not None and title.text and title.text.strip():
        yield "title", _BLANKS.sub(" ", title.text).strip()
    language = (root.get("lang") or root.get("{*}lang") or "").strip().lower()
    if language:
        yield "language", language.split("-")[0]


class _Writer:
    """Writes what a reader sees, one block after the other."""

    def __init__(self, path: Path) -> None:
        self.parts: list[str] = []
        self.drafts: list[Draft] = []
        self._path = path
        self._length = 0
        self._entries = forms.Entries()
        self._words: list[str] = []

    def walk(self, element: Any) -> None:
        """Write everything below an element, and end its last block."""
        self._inside(element, BlockKind.PARAGRAPH, 0, 0)
        self._end(BlockKind.PARAGRAPH, 0)

    def _inside(self, element: Any, kind: BlockKind, level: int, depth: int) -> None:
        if depth > _MOST_DEPTH:
            raise TooLarge(
                f"its elements are nested more than {_MOST_DEPTH} deep.",
                "Open it in a browser and print it to a PDF.",
                where=self._path.name,
            )
        self._say(element.text)
        for child in element:
            self._child(child, kind, level, depth)
            self._say(child.tail)

    def _child(self, child: Any, kind: BlockKind, level: int, depth: int) -> None:
        name = child.tag if isinstance(child.tag, str) else ""
        if name in _SILENT or _is_hidden(child):
            return
        heading = _HEADING.match(name)
        if name == "br":
            self._say(" ")
        elif name == "img":
            self._say(child.get("alt"))
        elif name == "table":
            self._end(kind, level)
            self._table(child)
        elif heading or name == "li" or name in _BLOCKS:
            self._end(kind, level)
            inner, depth_of = kind, level
            if heading:
                inner, depth_of = BlockKind.HEADING, int(heading[1])
            elif name == "li":
                inner, depth_of = BlockKind.ITEM, _nesting(child)
            self._inside(child, inner, depth_of, depth + 1)
            self._end(inner, depth_of)
        else:
            self._inside(child, kind, level, depth + 1)

    def _say(self, words: str | None) -> None:
        if words:
            self._words.append(words)

    def _end(self, kind: BlockKind, level: int) -> None:
        """End a block, if words were said since the last one."""
        span = self._written("".join(self._words))
        self._words.clear()
        if span:
            sure = kind is not BlockKind.PARAGRAPH
            self.drafts.append(Draft(kind, (Piece(*span),), level=level, sure=sure))

    def _table(self, table: Any) -> None:
        rows: list[list[forms.Cell]] = []
        head = False
        for row in table.iter("tr"):
            cells = [cell for cell in row if cell.tag in {"td", "th"}]
            if not rows:
                head = bool(cells) and all(cell.tag == "th" for cell in cells)
            rows.append([self._cell(cell) for cell in cells if not _is_hidden(cell)])
        if rows:
            raw = "".join(self.parts)
            self.drafts += forms.table(raw, rows, self._entries, head=head)

    def _cell(self, cell: Any) -> forms.Cell:
        parts = [part for part in cell.iter("p", "li", "div") if not len(part)]
        inner = parts if parts and len(parts) > 1 else [cell]
        spans = [self._written(" ".join(_seen(part))) for part in inner]
        return forms.Cell(tuple(span for span in spans if span))

    def _written(self, words: str) -> tuple[int, int] | None:
        words = _BLANKS.sub(" ", words).strip()
        if not words:
            return None
        start = self._length
        self.parts += (words, "\n")
        self._length += len(words) + 1
        if self._length > limits.MOST_LETTERS:
            raise TooLarge(
                "more letters than a page has.", "Split it.", where=self._path.name
            )
        return start, start + len(words)


def _seen(element: Any) -> Iterator[str]:
    """The words of an element that a reader sees."""
    if element.text:
        yield element.text
    for child in element:
        if child.tag not in _SILENT and not _is_hidden(child):
            yield from _seen(child)
        if child.tail:
            yield child.tail


def _is_hidden(element: Any) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "") is not None
    )


def _nesting(item: Any) -> int:
    """How deep a list item stands, from 1."""
    return max(1, sum(1 for each in item.iterancestors() if each.tag in {"ul", "ol"}))
