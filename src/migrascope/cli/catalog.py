"""What does the evidence base hold, and is it whole?"""

from __future__ import annotations

import csv
import json
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from migrascope.cli import asking, printing
from migrascope.cli.context import Context, pass_context
from migrascope.errors import DamagedBase, UsageError

if TYPE_CHECKING:
    from migrascope.store.editions import Edition

WIDEST = 60
"""Letters of a title that are shown."""


@click.command()
@click.option("--source", metavar="NAME", help="The editions of one source only.")
@click.option("--newest", is_flag=True, help="Leave out older editions.")
@click.option("--check", is_flag=True, help="Verify the hash of every file.")
@asking.as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    help="How to print it.",
)
@pass_context
def command(
    context: Context,
    *,
    source: str | None,
    newest: bool,
    check: bool,
    as_of: date | None,
    form: str,
) -> None:
    """List the editions in the evidence base; --check verifies every file.

    An older edition of a dataset stays readable (--edition, --as-of), but questions
    are answered from the newest one.
    """
    if check:
        _check(context)
        return
    base = context.evidence
    latest = {each.id for each in base.newest(as_of)}
    editions = [
        each
        for each in base.editions(as_of)
        if (source is None or each.source == source)
        and (not newest or each.id in latest)
    ]
    if source is not None and not editions:
        raise _no_such_source(source, {each.source for each in base.editions(as_of)})
    facts = [_facts(each, is_newest=each.id in latest) for each in editions]
    if form == "json":
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    elif form == "csv":
        _as_csv(facts)
    else:
        _for_people(context, editions, latest)


def _no_such_source(source: str, held: set[str]) -> UsageError:
    sources = ", ".join(sorted(held)) or "none"
    return UsageError(
        f'the base holds no edition of a source "{source}".', f"It holds: {sources}."
    )


def _check(context: Context) -> None:
    from migrascope.store.check import check

    base = context.base
    total = len(base.index.entries)
    with context.progress("Checking", total=total) as advance:
        damages = check(base, advance=advance)
    if not damages:
        click.echo(f"All files of {_counted(total)} are whole.")
        return
    for each in damages:
        click.echo(f"{each.edition}: {each.path}: {each.what}\n  {each.advice}")
    raise DamagedBase(
        f"{len(damages)} of the files are missing or changed.",
        "What is listed above can be repaired one by one.",
        where=str(base.folder),
    )


def _for_people(context: Context, editions: list[Edition], latest: set[str]) -> None:
    headers = ("edition", "title", "figures", "years", "licence", "retrieved", "")
    rows = [
        (
            each.id,
            each.title if len(each.title) <= WIDEST else f"{each.title[:WIDEST]}…",
            f"{each.rows:,}",
            _years(each),
            each.licence.id,
            f"{each.retrieved:%Y-%m-%d}",
            "" if each.id in latest else "older",
        )
        for each in editions
    ]
    printing.table(context, headers, rows, right={"figures"}, whole={"edition"})
    total = sum(each.rows for each in editions)
    figures = "1 figure" if total == 1 else f"{total:,} figures"
    click.echo(f"{_counted(len(editions))}, {figures}, in {context.evidence.folder}")


def _as_csv(facts: list[dict[str, object]]) -> None:
    from migrascope.store.export import defused

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(facts[0] if facts else ())
    for each in facts:
        writer.writerow(defused(_flat(value)) for value in each.values())


def _flat(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _facts(edition: Edition, *, is_newest: bool) -> dict[str, object]:
    return {
        "edition": edition.id,
        "dataset": edition.dataset,
        "vintage": edition.vintage,
        "revision": edition.revision,
        "newest": is_newest,
        "source": edition.source,
        "title": edition.title,
        "publisher": edition.publisher,
        "licence": edition.licence.id,
        "citation": edition.citation,
        "address": edition.address,
        "retrieved": edition.retrieved.isoformat(timespec="seconds"),
        "figures": edition.rows,
        "first": edition.first,
        "last": edition.last,
        "measures": list(edition.measures),
        "files": [each.name for each in edition.files],
    }


def _years(edition: Edition) -> str:
    if edition.first is None:
        return ""
    same = edition.first == edition.last
    return str(edition.first) if same else f"{edition.first}–{edition.last}"


def _counted(editions: int) -> str:
    return "1 edition" if editions == 1 else f"{editions:,} editions"
