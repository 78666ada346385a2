"""What do the footnote numbers and the codes of the data type mean?

A footnote number in the column "Notes" stands for a sentence on the sheet of
notes; the letters B, C, R, I say what an estimate was derived from. Both travel
with the figure as its note, and "imputed" also becomes its status.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrascope.model.observation import Status
from migrascope.sources.undesa.blocks import text

_KINDS = {
    "B": "foreign-born",
    "C": "foreign citizens",
    "R": "refugees added",
    "I": "imputed",
}


def footnotes(rows: Sequence[Sequence[object]]) -> dict[str, str]:
    """The sentences of a sheet of notes, by their number."""
    return {
        number: text(row[1])
        for row in rows
        if len(row) > 1 and (number := text(row[0])).isdigit()
    }


def codes(cell: object) -> tuple[str, ...]:
    """The letters of the column "Type of data".

    >>> codes("B R "), codes("C, R")
    (('B', 'R'), ('C', 'R'))
    """
    return tuple(re.findall(r"\w+", text(cell)))


def data_type(letters: Sequence[str]) -> str:
    """Say in words what an estimate was derived from.

    >>> data_type(["C"])
    'Type of data C: foreign citizens.'
    """
    if not letters:
        return ""
    words = ", ".join(_KINDS[code] for code in letters if code in _KINDS)
    return f"Type of data {' '.join(letters)}{': ' if words else ''}{words}."


def status(letters: Sequence[str]) -> str:
    """Imputed where the publisher had no data on migrants, otherwise estimated.

    Every stock of the Population Division is an estimate for a common date, made
    from censuses and registers of other dates; none is a count.
    """
    return Status.IMPUTED if "I" in letters else Status.ESTIMATED


def spelled_out(cell: object, sentences: dict[str, str]) -> str:
    """Replace footnote numbers by their sentences; other words are kept."""
    words = text(cell)
    numbers = re.findall(r"\d+", words)
    if not numbers:
        return words
    return " ".join(
        sentences.get(number, f"Note {number} of the table.") for number in numbers
    )
