"""What was promised, what is due, and what became of it?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import asking, commitments_showing, documents, register_correcting
from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.knowledge.commitments.following import Commitment

STATUSES = ("open", "under way", "met", "not met", "dropped")
AREA = click.option("--area", metavar="AREA", help="Commitments that name this area.")
FORM = click.option(
    "--format",
    "form",
    type=click.Choice(documents.FORMS[:3]),
    help="How to write it (table).",
)
OUTPUT = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write to.",
)


@click.group(cls=documents.Group)
def command() -> None:
    """Follow up what was promised: owner, day, state, evidence.

    A commitment is open until somebody says otherwise. The calendar alone closes
    nothing: what is over and not closed is listed as overdue.
    """


@command.command("list")
@AREA
@click.option("--status", type=click.Choice(STATUSES), help="Those in this state.")
@FORM
@OUTPUT
@pass_context
def listing(
    context: Context,
    *,
    area: str | None,
    status: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Every commitment with its state and the evidence for it.

    Evidence from an indicator is shown with its newest figure.
    """
    found = [
        each
        for each in _followed(context, area)
        if status is None or each.status == status
    ]
    commitments_showing.show(context, found, form=form, output=output, today=_today())


@command.command("due")
@click.option(
    "--by",
    type=asking.Day(),
    metavar="DATE",
    help="Due on that day or before; at the end of this year when not given.",
)
@AREA
@FORM
@OUTPUT
@pass_context
def due(
    context: Context,
    *,
    by: date | None,
    area: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Commitments that are not over and are due, the earliest first.

    Those that name no day are counted below the table.
    """
    from migrascope.knowledge.commitments import following

    today = _today()
    day = by or date(today.year, 12, 31)
    every = _followed(context, area)
    found = following.due_by(every, day)
    commitments_showing.show(context, found, form=form, output=output, today=today)
    without = len(following.without_day(every))
    if without:
        told = documents.told(without, "open commitment")
        context.say(f"{told} without a day: migrascope commitments list")


@command.command("set")
@click.argument("commitment_id", metavar="COMMITMENT")
@click.option("--status", type=click.Choice(STATUSES), required=True, help="Its state.")
@click.option(
    "--evidence",
    multiple=True,
    metavar="WHAT",
    help="A passage (idm-2023#12) or indicator:CODE@AREA; may be repeated.",
)
@register_correcting.BY
@register_correcting.NOTE
@pass_context
def change(
    context: Context,
    *,
    commitment_id: str,
    status: str,
    evidence: tuple[str, ...],
    by: str,
    note: str,
) -> None:
    """Say how COMMITMENT stands now, with the evidence for it.

    COMMITMENT is the id of a record, or its beginning. Earlier states are kept.
    """
    from migrascope.knowledge.commitments import evidence as proofs
    from migrascope.knowledge.commitments import following
    from migrascope.knowledge.corrections import writing
    from migrascope.knowledge.corrections.model import Status

    commitment = following.find(_followed(context, None), commitment_id)
    told = [proofs.parse(each) for each in evidence]
    with documents.library(context) as library:
        for each in told:
            if isinstance(each, proofs.Passage):
                library.passage(each.id)
            else:
                commitments_showing.check(each)
        made = following.change(
            commitment,
            Status(status),
            evidence=[str(each) for each in told],
            said=register_correcting.said(by, note),
        )
        path = writing.keep(library.folder, (made,))
    context.console.print(
        f"{commitment.record.id}: {commitment.status} → {made.status}, by {by}",
        markup=False,
    )
    for each in told:
        context.console.print(
            f"  {commitments_showing.told(context, str(each))}", markup=False
        )
    context.say(f"kept in {path}")


def _followed(context: Context, area: str | None) -> tuple[Commitment, ...]:
    """The commitments, those that name an area when one is asked for."""
    from migrascope.knowledge.commitments import following
    from migrascope.knowledge.corrections import applying, files
    from migrascope.knowledge.registers import building
    from migrascope.knowledge.registers.record import Register

    wanted = documents.area(area) if area else ""
    with documents.library(context) as library:
        extracted = building.of_library(library, (Register.COMMITMENTS,))
        corrections = files.load(library.folder)
    registers = applying.apply(extracted, corrections, only=Register.COMMITMENTS)
    found, lost = following.followed(registers, corrections.statuses)
    documents.remark(context, (*applying.remarks(registers), *lost))
    return tuple(
        each for each in found if not wanted or wanted in each.record.parts("areas")
    )


def _today() -> date:
    return datetime.now(UTC).date()
