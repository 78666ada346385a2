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
        letters = _Letters(textpage, text, page.get_rotation())
        lines = list(_lines(letters, number, offset))
        return text, lines, page.get_height(), False
    finally:
        textpage.close()
        page.close()


class _Letters:
    """The letters of a page: where each stands and how it looks."""

    def __init__(
        self, textpage: pypdfium2.PdfTextPage, text: str, rotation: int
    ) -> None:
        self.text = text
        self._textpage = textpage
        self._rotation = rotation
        self._rectangle: Any = pdfium.FS_RECTF()
        # letters that PDFium keeps out of the text are counted nevertheless
        self._exact = textpage.count_chars() == len(text)

    def box(self, place: int) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a letter, as the page is held."""
        found = self._rectangle
        pdfium.FPDFText_GetLooseCharBox(self._textpage, self._index(place), found)
        left, top, right, bottom = found.left, found.top, found.right, found.bottom
        if self._rotation == 90:
            return bottom, -left, top, -right
        if self._rotation == 180:
            return -right, -bottom, -left, -top
        if self._rotation == 270:
            return -top, right, -bottom, left
        return left, top, right, bottom

    def is_bold(self, place: int) -> bool:
        """Whether a letter is bold."""
        weight: int = pdfium.FPDFText_GetFontWeight(self._textpage, self._index(place))
        return weight >= _BOLD

    def _index(self, place: int) -> int:
        if self._exact:
            return place
        found: int = pdfium.FPDFText_GetCharIndexFromTextIndex(self._textpage, place)
        return max(found, 0)


def _lines(letters: _Letters, number: int, offset: int) -> Iterator[Line]:
    """The lines of a page with their places, parted where a wide gap is."""
    for match in _LINE.finditer(letters.text):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        end = match.start() + len(words.rstrip())
        if end <= start:
            continue
        begin = start
        for gap in _gaps(letters, start, end):
            yield _line(letters, begin, gap[0], number, offset)
            begin = gap[1]
        yield _line(letters, begin, end, number, offset)


def _line(letters: _Letters, start: int, end: int, number: int, offset: int) -> Line:
    left, top, _, bottom = letters.box(start)
    _, last_top, right, last_bottom = letters.box(end - 1)
    doubled = last_top < (top + bottom) / 2
    bold = letters.is_bold(start)
    return Line(
        offset + start,
        offset + end,
        number,
        left=left,
        right=right,
        top=top,
        bottom=min(bottom, last_bottom) if doubled else bottom,
        size=abs(top - bottom),
        bold=bold,
        foot=last_top if doubled else top,
        whole=bold and letters.is_bold(end - 1),
    )


def _gaps(letters: _Letters, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a wide gap begins and ends inside a line."""
    text = letters.text
    place = text.find(" ", start, end)
    while place > 0:
        after = place
        while after < end and text[after] == " ":
            after += 1
        left, top, right, bottom = letters.box(place - 1)
        next_left = letters.box(after)[0]
        if next_left - right > _WIDE_GAP * abs(top - bottom) and left < next_left:
            yield place, after
        place = text.find(" ", after, end)


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
