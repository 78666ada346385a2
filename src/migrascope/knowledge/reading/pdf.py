"""What do the pages of a PDF say, line by line, and where does each line stand?

PDFium gives the letters in the order in which the page was painted. Here only a few
letters of each line are asked for their place, so that thousands of pages stay cheap;
the order in which people read is made in `pages`. Scripts in a PDF are never run and
nothing that it names is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from migrascope.errors import Locked, TooLarge, Truncated, UnreadableDocument
from migrascope.knowledge.reading import limits, pages, running
from migrascope.knowledge.reading.fabric import PAGE_END, Content
from migrascope.knowledge.reading.pages import Line
from migrascope.knowledge.reading.repair import Mender

_LINE = re.compile(r"[^\r\n]+")
_UNKNOWN = re.compile(r"[\ufffd\ue000-\uf8ff]")
_BOLD = 600
_WIDE_GAP = 1.8
"""A gap of so many letter heights parts two columns or cells of one line."""


def read(path: Path, data: bytes) -> tuple[Content, Mender]:
    """The blocks of a PDF in the order of reading.

    Raises:
        Locked: it opens with a password only.
        Truncated: it is damaged.
        TooLarge: more pages or letters than a document has.
        UnreadableDocument: none of its pages has a text layer; the pages are named.
    """
    document = _opened(path, data)
    try:
        count = len(document)
        if count > limits.MOST_PAGES:
            raise TooLarge(
                f"{count:,} pages: too many for one document.",
                "Split it.",
                where=path.name,
            )
        texts, lines, heights, scanned, odd = _pages(path, document)
        facts = _facts(document)
    finally:
        document.close()
    if not any(map(str.strip, texts)):
        raise _no_text(path, scanned, count)
    raw = PAGE_END.join(texts)
    notes = []
    if scanned:
        notes.append(f"no text layer: {_named(scanned)}; the other pages were read")
    if odd:
        notes.append(f"letters without a meaning (fonts that name none): {_named(odd)}")
    mender = Mender(raw)
    kept, left_out = running.without(raw, lines, heights)
    drafts = pages.drafts(raw, kept, mender)
    return Content(raw, drafts, count, facts, (*notes, *left_out)), mender


def _opened(path: Path, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise Locked(
                "the PDF is protected by a password.",
                "Open it with the password and save a copy without one.",
                where=path.name,
            ) from error
        raise Truncated(
            "the PDF is damaged or cut off.",
            "Download or copy the file again, and compare its size.",
            where=path.name,
        ) from error


def _pages(
    path: Path, document: pypdfium2.PdfDocument
) -> tuple[list[str], list[list[Line]], list[float], list[int], list[int]]:
    """Text, lines and height of each page; pages without text, and with odd letters."""
    texts: list[str] = []
    lines: list[list[Line]] = []
    heights: list[float] = []
    scanned: list[int] = []
    odd: list[int] = []
    offset = 0
    for number in range(1, len(document) + 1):
        try:
            text, found, height, is_scan = _page(document, number, offset)
        except pypdfium2.PdfiumError as error:
            raise Truncated(
                f"page {number} is damaged.",
                "Download or copy the file again, and compare its size.",
                where=path.name,
            ) from error
        if is_scan:
            scanned.append(number)
        if len(_UNKNOWN.findall(text)) > 0.2 * max(len(text), 1):
            odd.append(number)
        texts.append(text)
        lines.append(found)
        heights.append(height)
        offset += len(text) + len(PAGE_END)
        if offset > limits.MOST_LETTERS:
            raise TooLarge(
                f"page {number}: more than {limits.MOST_LETTERS:,} letters.",
                "Split the document.",
                where=path.name,
            )
    return texts, lines, heights, scanned, odd


def _page(
    document: pypdfium2.PdfDocument, number: int, offset: int
) -> tuple[str, list[Line], float, bool]:
    """The text of a page, its lines, its height, and whether it is a picture only."""
    page = document[number - 1]
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range().replace(PAGE_END, " ").replace("\0", " ")
        if not text.strip():
            return "", [], 0.0, any(True for _ in page.get_objects(max_depth=1))
        lines = list(_lines(textpage, text, number, offset, page.get_rotation()))
        return text, lines, page.get_height(), False
    finally:
        textpage.close()
        page.close()


def _lines(
    textpage: pypdfium2.PdfTextPage, text: str, number: int, offset: int, rotation: int
) -> Iterator[Line]:
    """The lines of a page with their places, parted where a wide gap is."""
    # letters outside the basic plane are two in PDFium and one here
    exact = text.isascii() or all(ord(letter) < 0x10000 for letter in text)
    for match in _LINE.finditer(text):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        end = match.start() + len(words.rstrip())
        if end <= start:
            continue
        if not exact:
            yield Line(offset + start, offset + end, number)
            continue
        begin = start
        for gap in _gaps(textpage, text, start, end, rotation):
            yield _line(textpage, begin, gap[0], number, offset, rotation)
            begin = gap[1]
        yield _line(textpage, begin, end, number, offset, rotation)


def _line(
    textpage: pypdfium2.PdfTextPage,
    start: int,
    end: int,
    number: int,
    offset: int,
    rotation: int,
) -> Line:
    left, top, _, bottom = _box(textpage, start, rotation)
    bold = pdfium.FPDFText_GetFontWeight(textpage, start) >= _BOLD
    _, last_top, right, last_bottom = _box(textpage, end - 1, rotation)
    return Line(
        offset + start,
        offset + end,
        number,
        left=left,
        right=right,
        top=top,
        bottom=min(bottom, last_bottom) if last_top < (top + bottom) / 2 else bottom,
        size=abs(top - bottom),
        bold=bold,
        foot=last_top if last_top < (top + bottom) / 2 else top,
        whole=bold and pdfium.FPDFText_GetFontWeight(textpage, end - 1) >= _BOLD,
    )


def _gaps(
    textpage: pypdfium2.PdfTextPage, text: str, start: int, end: int, rotation: int
) -> Iterator[tuple[int, int]]:
    """Where a wide gap begins and ends inside a line."""
    place = text.find(" ", start, end)
    while place > 0:
        after = place
        while after < end and text[after] == " ":
            after += 1
        left, top, right, bottom = _box(textpage, place - 1, rotation)
        next_left = _box(textpage, after, rotation)[0]
        if next_left - right > _WIDE_GAP * abs(top - bottom) and left < next_left:
            yield place, after
        place = text.find(" ", after, end)


def _box(
    textpage: pypdfium2.PdfTextPage, place: int, rotation: int
) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a letter, as the page is held."""
    pdfium.FPDFText_GetLooseCharBox(textpage, place, _RECT)
    left, top, right, bottom = _RECT.left, _RECT.top, _RECT.right, _RECT.bottom
    if rotation == 90:
        return bottom, -left, top, -right
    if rotation == 180:
        return -right, -bottom, -left, -top
    if rotation == 270:
        return -top, right, -bottom, left
    return left, top, right, bottom


_RECT: Any = pdfium.FS_RECTF()


def _facts(document: pypdfium2.PdfDocument) -> tuple[tuple[str, str], ...]:
    """What the PDF says of itself."""
    known = document.get_metadata_dict(skip_empty=True)
    return tuple(
        (fact, known[name].strip())
        for fact, name in (("title", "Title"),)
        if known.get(name, "").strip()
    )


def _no_text(path: Path, scanned: list[int], count: int) -> UnreadableDocument:
    named = _named(scanned or list(range(1, count + 1)))
    return UnreadableDocument(
        f"no text layer: {named}.",
        "The pages are pictures. Recognise their text first (OCR), for example with "
        "ocrmypdf, then read the new file.",
        where=path.name,
    )


def _named(numbers: list[int]) -> str:
    """Pages for people: "pages 1–3, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    words = ", ".join("–".join(map(str, run)) for run in runs)
    return f"page{'s' if len(numbers) > 1 else ''} {words}"
