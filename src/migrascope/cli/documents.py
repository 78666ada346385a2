"""Which library of documents does a verb ask, and how do its tables leave it?

What `register`, `commitments` and `dialogue` share.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from migrascope.cli.context import Context
from migrascope.cli.lazy import with_shared_options
from migrascope.errors import NoFigures, UsageError

if TYPE_CHECKING:
    from migrascope.knowledge.library import Library

FOLDER = "knowledge"
FORMS = ("table", "csv", "json", "xlsx")
_SIGNS = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 70
"""Letters of a text that a table on the screen shows."""


class Group(click.Group):
    """A verb with sub-commands that all know `--base` and its like."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A sub-command, with the options that every verb shares."""
        found = super().get_command(ctx, cmd_name)
        return with_shared_options(found) if found is not None else None


def folder(context: Context) -> Path:
    """Where the documents are kept: beside the evidence."""
    return context.base_folder / FOLDER


def library(context: Context) -> Library:
    """The documents that were read; it is said when an older version judged them.

    Raises:
        NoFigures: none was read yet.
    """
    from migrascope.knowledge.library import Library
    from migrascope.knowledge.library.database import FILE

    place = folder(context)
    found = Library.open(place) if (place / FILE).is_file() else None
    if found is None or not found.documents():
        raise NoFigures(
            "no document has been read yet.",
            "Read some: migrascope read FILE…",
            where=str(place),
        )
    if others := len(found.judged_by_others()):
        context.say(
            f"{told(others, 'document')} judged by another version of the program: "
            "goals and other tags may be told differently now.\n"
            "To judge all again: migrascope library rebuild"
        )
    return found


def form_of(form: str | None, output: Path | None) -> str:
    """The form that was asked for, or that the ending of the file promises.

    Raises:
        UsageError: an unknown ending, or a workbook without a file to go to.
    """
    ending = output.suffix.lower().removeprefix(".") if output else ""
    chosen = form or (ending if ending in FORMS[1:] else "" if output else "table")
    if not chosen:
        raise UsageError(
            f'"{ending}" is no form that a register is written in.',
            f"End the name in {', '.join(FORMS[1:])}, or say --format.",
            where=str(output),
        )
    if output is not None and chosen == "table":
        raise UsageError(
            "A table is for the screen, not for a file.",
            f"Say --format {', '.join(FORMS[1:])}.",
            where=str(output),
        )
    if output is None and chosen == "xlsx":
        raise UsageError("A workbook needs a file.", "Name one with --output FILE.")
    return chosen


def as_csv(headers: Sequence[str], rows: Sequence[Sequence[str]], path: Path) -> int:
    """Write rows as CSV in UTF-8; no cell begins like a formula."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(headers)
        writer.writerows([safe(cell) for cell in row] for row in rows)
    return len(rows)


def as_json(rows: Sequence[Any] | dict[str, Any], path: Path) -> int:
    """Write rows as JSON."""
    text = json.dumps(rows, ensure_ascii=False, indent=2)
    path.write_text(f"{text}\n", encoding="utf-8")
    return len(rows)


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe("Kenya")
    ("'=1+1", 'Kenya')
    """
    return f"'{cell}" if cell.startswith(_SIGNS) else cell


def short(text: str, letters: int = WIDEST) -> str:
    """The beginning of a text, for a table on the screen."""
    plain = " ".join(text.split())
    return plain if len(plain) <= letters else f"{plain[: letters - 1].rstrip()}…"


def remark(context: Context, remarks: Sequence[str]) -> None:
    """What a person should look at, on stderr."""
    for each in remarks:
        context.say(f"Look at: {each}")


def told(count: int, what: str) -> str:
    """How many: "1 record", "12 records"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def area(text: str) -> str:
    """The id of an area by code or name.

    Raises:
        UnknownArea: no such area.
    """
    from migrascope.model import area as areas

    return areas.find(text).id
