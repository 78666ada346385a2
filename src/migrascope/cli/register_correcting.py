"""How does a person correct what was extracted?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import documents
from migrascope.cli.context import Context, pass_context
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.knowledge.corrections.model import Said

KINDS = (
    "challenge",
    "practice",
    "recommendation",
    "commitment",
    "initiative",
    "instrument",
    "figure",
    "statement",
)
BY = click.option("--by", required=True, metavar="NAME", help="Who says so.")
NOTE = click.option("--note", default="", metavar="TEXT", help="Why.")


@click.command("correct")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@BY
@NOTE
@pass_context
def correct(context: Context, *, file: Path, by: str, note: str) -> None:
    """Take the corrections out of the workbook FILE.

    The workbook is one that `migrascope register … --format xlsx` wrote. Only cells
    that differ from what was exported count. Corrections are kept apart from what was
    extracted, and outlast every re-reading.
    """
    from migrascope.knowledge.corrections import applying, edited, files, writing
    from migrascope.knowledge.registers import building

    if not file.is_file():
        raise UsageError("there is no such file.", where=str(file))
    with documents.library(context) as library:
        extracted = building.of_library(library)
        before = applying.apply(extracted, files.load(library.folder))
        known = {record.id: record for record in before.records}
        register, changes = edited.read(file, known, said=said(by, note))
        path = writing.keep(library.folder, changes)
        after = applying.apply(extracted, files.load(library.folder))
    documents.remark(context, applying.remarks(after))
    if path is None:
        context.console.print("Nothing was changed in this workbook.")
        return
    text = f"{documents.told(len(changes), 'correction')} of {register} by {by}"
    context.console.print(text, markup=False)
    context.say(f"kept in {path}")


@click.command("passage")
@click.argument("passage_id", metavar="PASSAGE")
@click.option("--kind", type=click.Choice(KINDS), help="What it is.")
@click.option(
    "--tag",
    "add",
    multiple=True,
    metavar="SCHEME:CODE",
    help="What it is about, as target:10.c; may be repeated.",
)
@click.option(
    "--untag",
    "remove",
    multiple=True,
    metavar="SCHEME:CODE",
    help="What it is not about; may be repeated.",
)
@BY
@NOTE
@pass_context
def passage(
    context: Context,
    *,
    passage_id: str,
    kind: str | None,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    by: str,
    note: str,
) -> None:
    """Say that PASSAGE is of another kind, or is (not) about something.

    PASSAGE is an id as `migrascope find` shows it: idm-2023#41. The correction is kept
    with the words of the passage and finds it again after a re-reading.
    """
    from migrascope.knowledge.corrections import files, passages, writing
    from migrascope.knowledge.corrections.model import PassageCorrection
    from migrascope.knowledge.model import Kind

    if not (kind or add or remove):
        raise UsageError(
            "Nothing was said about the passage.", "Say --kind, --tag or --untag."
        )
    with documents.library(context) as library:
        judged = library.passage(passage_id)
        change = passages.correction_of(
            judged,
            PassageCorrection(
                "",
                "",
                said(by, note),
                Kind(kind) if kind else None,
                add=tuple(files.tag(text) for text in add),
                remove=tuple(files.tag(text) for text in remove),
            ),
        )
        path = writing.keep(library.folder, (change,))
        remarks = passages.put_in_force(library)
        now = library.passage(passage_id).judgement
    documents.remark(context, remarks)
    told = ", ".join(f"{tag.scheme}:{tag.code}" for tag in now.tags)
    context.console.print(
        f"{passage_id}: {now.kind}; {told or 'no tags'}", markup=False
    )
    context.say(f"kept in {path}")


def said(by: str, note: str) -> Said:
    """Who says so, now.

    Raises:
        UsageError: nobody.
    """
    from migrascope.knowledge.corrections.model import Said

    name = " ".join(by.split())
    if not name:
        raise UsageError("A correction needs a name.", "Say --by NAME.")
    return Said(name, datetime.now(UTC).isoformat(timespec="seconds"), note.strip())
