"""Which words of a form are labels, which are values, and where does an entry begin?

Agencies report on forms that repeat the same questions for every initiative. Three
layouts are known: cells that each end with a bar (`label |`, then `value |`, as a form
looks after it was copied out of a page), tables of two columns, and labels that end
with a colon and come again and again. The first label of a form begins a new entry; a
label without a value stays, with nothing beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from migrascope.knowledge.model import BlockKind
from migrascope.knowledge.reading.fabric import Draft, Piece, said

BAR = "|"
_FEWEST_BARS = 4
_LONGEST_LABEL = 160
_INSTRUCTION = re.compile(r"\((?:[a-zà-ÿ]+)(?:\s[^()]*)?\)\s*:?$")
"""As in "Website (if applicable)"; an acronym in brackets is none."""

_KNOWN = re.compile(
    r"""(?:(?:event|resource|initiative|partnership|project|document|programme|contact)
        (?:/\w+)?\s+)?
    (?:name|title|dates?|location|description|website|languages?|partners?|publishing
      |publisher|target\saudience|relevant\ssdgs?|member\sstates|countries|country|place
      |budget|funding|objectives?|status|organi[sz]ation|contact|type|year|period|url
      |scope|area|responsible|deadline|due\sdate|key\sactions?|beneficiar\w+
      |nom|titre|intitulé|lieu|pays|site\sweb|langues?|partenaires?|public\svisé|objectifs?
      |organisme|échéance|responsables?|bailleur
      |nombre|título|fechas?|lugar|país|países|descripción|sitio\sweb|idiomas?|socios
      |objetivos?|organización|responsable|plazo)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE = re.compile(r"[.!?。]\s|[.!?。]$")


class Cell(NamedTuple):
    """Words of a form or table that stand in one frame, as lines of the raw text."""

    lines: tuple[tuple[int, int], ...]
    page: int = 1


@dataclass(slots=True)
class Entries:
    """Counts the entries of the forms of one document, from 1."""

    count: int = 0
    opening: str = ""

    def open_form(self, label: str) -> None:
        """Another form begins; its first label opens every entry of it."""
        self.opening = plain(label)

    def of(self, label: str) -> int:
        """The entry that a label belongs to."""
        if plain(label) == self.opening:
            self.count += 1
        return self.count


def plain(label: str) -> str:
    """A label without its colon and in small letters, to compare it."""
    return " ".join(label.rstrip(" :：|\u00a0").lower().split())


def is_label(words: str) -> bool:
    """Whether words look like the label of a form."""
    short = len(words) <= _LONGEST_LABEL
    return short and (
        words.rstrip().endswith((":", "："))
        or _INSTRUCTION.search(words) is not None
        or (len(words) <= 60 and _KNOWN.match(words) is not None)
    )


def has_bars(texts: Sequence[str]) -> bool:
    """Whether the lines of a file are cells of a form that each end with a bar."""
    ends = sum(1 for text in texts if text.endswith(BAR) and not text.startswith(BAR))
    return ends >= _FEWEST_BARS


def barred(texts: Sequence[str]) -> list[str]:
    """What each line of a form with bars is: "label", "value", or "" for neither.

    A cell is one line, or several of which the last ends with a bar. After a label a
    value is expected; another label in its place means that the value is missing.
    """
    sure = _sure_labels(texts)
    roles = [""] * len(texts)
    expects_value = False
    place = 0
    while place < len(texts):
        end = _cell_end(texts, place, sure, inside=expects_value)
        if end is None:
            expects_value = False
            place += 1
            continue
        words = _words(texts[place : end + 1])
        named = plain(words) in sure
        role = "value" if expects_value and not named else "label"
        roles[place : end + 1] = [role] * (end + 1 - place)
        expects_value = role == "label"
        place = end + 1
    return roles


def table(
    raw: str, rows: Sequence[Sequence[Cell]], entries: Entries, *, head: bool
) -> Iterator[Draft]:
    """The blocks of a table: fields where it is a form, else one block a row.

    `head` says that the file itself calls the first row a head.
    """
    rows = [row for row in rows if any(_says(raw, cell) for cell in row)]
    if not rows:
        return
    if all(len(row) == 1 for row in rows):
        for row in rows:
            for start, end in row[0].lines:
                yield _draft(BlockKind.PARAGRAPH, (Piece(start, end),), row[0].page)
    elif _is_form(raw, rows, head=head):
        yield from _fields(raw, rows, entries)
    else:
        yield from _rows(raw, rows, head=head)


def field(
    label: tuple[Piece, ...], pieces: tuple[Piece, ...], *, page: int, entry: int
) -> Draft:
    """A value with its label; without pieces where the value is missing."""
    return Draft(
        BlockKind.FIELD, pieces, page=page, label=label, entry=entry, sure=True
    )


def _sure_labels(texts: Sequence[str]) -> frozenset[str]:
    """The labels of a form: they come again, and look or stand like labels."""
    cells = Counter(
        plain(text)
        for text, after in zip(texts, [*texts[1:], ""], strict=True)
        if text != BAR and (text.endswith(BAR) or after == BAR)
    )
    again = {words: count > 1 for words, count in cells.items()}
    opening = {
        plain(text)
        for before, text in zip(["?", *texts], texts, strict=False)
        if text.endswith(BAR) and not before.endswith(BAR) and len(text) < 80
    }
    return frozenset(
        plain(text)
        for text in texts
        if len(text) <= _LONGEST_LABEL
        and (
            (again.get(plain(text)) and plain(text) in opening)
            or (text.endswith(BAR) and is_label(text.rstrip(BAR).rstrip()))
            or (not text.endswith(BAR) and again.get(plain(text)))
        )
        and (again.get(plain(text)) or not any(again.values()))
    ) - {""}


def _cell_end(
    texts: Sequence[str], place: int, sure: frozenset[str], *, inside: bool
) -> int | None:
    """The line that ends the cell which begins here; None when none begins here."""
    if texts[place].endswith(BAR):
        return place
    if plain(texts[place]) in sure and texts[place + 1 : place + 2] == [BAR]:
        return place + 1
    if not inside:
        return None
    for end in range(place + 1, len(texts)):
        named = plain(texts[end]) in sure
        if named and texts[end] != BAR:
            return None  # the next label, so this was never a value
        if texts[end].endswith(BAR):
            return end
    return None


def _words(texts: Sequence[str]) -> str:
    return " ".join(text.rstrip(BAR).rstrip() for text in texts).strip()


def _is_form(raw: str, rows: Sequence[Sequence[Cell]], *, head: bool) -> bool:
    """Whether a table of two columns asks and answers."""
    if any(len(row) > 2 for row in rows):
        return False
    labels = [_says(raw, row[0]) for row in rows]
    known = sum(map(is_label, labels))
    if known * 2 >= len(labels):
        return True
    short = all(len(each) <= 80 and not _SENTENCE.search(each) for each in labels)
    return not head and short and len(labels) > 1


def _fields(
    raw: str, rows: Sequence[Sequence[Cell]], entries: Entries
) -> Iterator[Draft]:
    entries.open_form(_says(raw, rows[0][0]))
    for row in rows:
        label = tuple(_pieces(row[0]))
        words = _says(raw, row[0])
        if not words:
            for start, end in row[-1].lines:
                yield _draft(BlockKind.PARAGRAPH, (Piece(start, end),), row[-1].page)
            continue
        entry = entries.of(words)
        values = row[1].lines if len(row) > 1 else ()
        for start, end in values or ((-1, -1),):
            pieces = (Piece(start, end),) if end > start else ()
            yield field(label, pieces, page=row[0].page, entry=entry)


def _rows(raw: str, rows: Sequence[Sequence[Cell]], *, head: bool) -> Iterator[Draft]:
    first = [_says(raw, cell) for cell in rows[0]]
    named = len(rows) > 1 and (
        head
        or (
            all(first)
            and not any(re.search(r"\d", each) for each in first)
            and max(map(len, first)) <= 40
        )
    )
    label = tuple(_in_a_row(rows[0])) if named else ()
    for row in rows[1:] if named else rows:
        pieces = tuple(_in_a_row(row))
        yield Draft(BlockKind.ROW, pieces, page=row[0].page, label=label, sure=True)


def _in_a_row(row: Sequence[Cell]) -> Iterator[Piece]:
    """The cells of a row with bars between them."""
    begun = False
    for cell in row:
        pieces = list(_pieces(cell))
        if pieces and begun:
            yield Piece(pieces[0].start, pieces[0].start, f" {BAR} ")
        begun = begun or bool(pieces)
        yield from pieces


def _pieces(cell: Cell) -> Iterator[Piece]:
    for place, (start, end) in enumerate(cell.lines):
        if place:
            yield Piece(start, start, " ")
        yield Piece(start, end)


def _says(raw: str, cell: Cell) -> str:
    return said(raw, _pieces(cell)).strip()


def _draft(kind: BlockKind, pieces: tuple[Piece, ...], page: int) -> Draft:
    return Draft(kind, pieces, page=page)
