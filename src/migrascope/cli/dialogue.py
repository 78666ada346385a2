"""What happened at a dialogue, and what comes back from one to the next?"""

from __future__ import annotations

from pathlib import Path

import click

from migrascope.cli import dialogue_showing, documents
from migrascope.cli.context import Context, pass_context


@click.command()
@click.argument("ids", metavar="DOCUMENT…", nargs=-1, required=True)
@click.option(
    "--most",
    type=click.IntRange(1, 1000),
    default=10,
    help="Entries shown of each list (10); files hold all.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json")),
    help="How to write it (table).",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write to.",
)
@pass_context
def command(
    context: Context,
    *,
    ids: tuple[str, ...],
    most: int,
    form: str | None,
    output: Path | None,
) -> None:
    """Show how a dialogue was built and what was said in it.

    DOCUMENT is the id of a document that was read. Of one: panels, practices,
    recommendations, figures that were quoted, who spoke, goals and objectives. Of two
    or more: which themes and conclusions recur, are new in the last one, or were
    dropped by it, each with its passages.
    """
    from migrascope.knowledge.dialogue import recurrence, structure
    from migrascope.knowledge.library import Filters

    chosen = documents.form_of(form, output)
    wanted = tuple(dict.fromkeys(ids))
    with documents.library(context) as library:
        read = [library.document(id_) for id_ in wanted]
        passages = library.passages(Filters(documents=wanted))
    if len(read) == 1:
        dialogue_showing.one(
            structure.of(read[0], passages),
            most=most,
            form=chosen,
            output=output,
        )
    else:
        undated = [each.id for each in read if each.metadata.date is None]
        if undated:
            context.say(
                f"Without a date, and therefore put first: {', '.join(undated)}\n"
                "To give a date: migrascope read FILE --date YYYY-MM-DD"
            )
        others = [each.id for each in read if each.metadata.language not in {"", "en"}]
        if others:
            context.say(
                f"Not in English: {', '.join(others)}\n"
                "There targets and objectives count only where they are named, and "
                "conclusions are compared with those in the same language."
            )
        dialogue_showing.several(
            context,
            recurrence.over(read, passages),
            most=most,
            form=chosen,
            output=output,
        )
