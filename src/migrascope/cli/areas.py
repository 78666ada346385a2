"""Which code has this country, and who belongs to this group?"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from migrascope.cli.context import Context, pass_context
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.model.area import Area

COLUMNS = ("id", "name", "kind", "iso2", "m49", "unhcr", "world_bank", "sub_region")
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@click.command()
@click.argument("text", required=False)
@click.option(
    "--members", metavar="GROUP", help="The countries of a region or group (LDC, M49)."
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default="en",
    help="Language of the names.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    help="How to print them.",
)
@pass_context
def command(
    context: Context, *, text: str | None, members: str | None, language: str, form: str
) -> None:
    """Find the code of an area, or the members of a region or group.

    TEXT is a code (ISO or M49) or a name in one of the six UN
    languages. Without TEXT and --members, all countries and areas are listed.
    """
    if text is not None and members is not None:
        raise UsageError(
            "one area and the members of a group are two questions.",
            "Name TEXT or --members GROUP.",
        )
    from migrascope.model import area

    found: Iterable[Area]
    if text is not None:
        found = [area.find(text)]
    elif members is not None:
        found = [area.get(each) for each in area.members(members)]
    else:
        found = area.table()
    rows = [_row(each, area.name(each.id, language)) for each in found]
    {"table": _as_table, "csv": _as_csv, "json": _as_json}[form](context, rows)


def _row(each: Area, name: str) -> dict[str, str]:
    """What is printed of an area."""
    return {column: str(getattr(each, column) or "") for column in COLUMNS} | {
        "name": name
    }


def _as_table(context: Context, rows: list[dict[str, str]]) -> None:
    """A table for people."""
    from migrascope.cli.printing import table

    headers = [column.replace("_", " ") for column in COLUMNS]
    table(context, headers, [tuple(row.values()) for row in rows])


def _as_csv(context: Context, rows: list[dict[str, str]]) -> None:
    """Comma-separated values with a header."""
    del context
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _as_json(context: Context, rows: list[dict[str, str]]) -> None:
    """A JSON array of objects."""
    del context
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
