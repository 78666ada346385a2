"""What has been put on record: practices, commitments, instruments and so on?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from migrascope.cli import asking, register_correcting, register_showing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.documents import FORMS, Group

REGISTERS = {
    "practices": "What somebody does or did, and where.",
    "recommendations": "What should be done, and by whom.",
    "commitments": "What was promised, by whom and by when.",
    "instruments": "Laws, policies, plans and declarations that are named.",
    "initiatives": "Initiatives with partners, countries, goals and sites.",
    "dialogues": "Meetings: dates, place, panels, speakers.",
}


@click.group(cls=Group)
def command() -> None:
    r"""List the registers of what documents say, and correct them.

    Every field names the passage that it was read from; what no document states stays
    empty. To correct: write a workbook, change cells, hand it in.

    \b
      migrascope register practices --area KEN
      migrascope register practices --output practices.xlsx
      migrascope register correct practices.xlsx --by "Amina Yusuf"
    """


def _listing(name: str, says: str) -> click.Command:
    """The sub-command that lists one register."""

    @click.command(name, help=f"{says}\n\nOne row per record, with document and page.")
    @click.option("--area", metavar="AREA", help="Records that name this area.")
    @click.option("--goal", metavar="NUMBER", help="Records on this SDG goal.")
    @click.option("--target", metavar="CODE", help="Records on this SDG target (10.c).")
    @click.option(
        "--objective",
        metavar="NUMBER",
        help="Records on this objective of the Compact.",
    )
    @click.option("--document", metavar="ID", help="Records of this document.")
    @click.option(
        "--since", type=asking.Day(), metavar="DATE", help="Said on that day or later."
    )
    @click.option("--hidden", is_flag=True, help="Show records that people hid, too.")
    @click.option(
        "--format", "form", type=click.Choice(FORMS), help="How to write it (table)."
    )
    @click.option(
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="File to write to.",
    )
    @pass_context
    def listing(
        context: Context,
        /,
        *,
        form: str | None,
        output: Path | None,
        since: date | None,
        hidden: bool,
        **wanted: str | None,
    ) -> None:
        register_showing.show(
            context,
            name,
            register_showing.Wanted(since=since, hidden=hidden, **wanted),
            form=form,
            output=output,
        )

    return listing


for _name, _says in REGISTERS.items():
    command.add_command(_listing(_name, _says))
command.add_command(register_correcting.correct)
command.add_command(register_correcting.passage)
