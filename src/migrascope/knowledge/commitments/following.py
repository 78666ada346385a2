"""Which commitments are open, which are due, and how did each come to its state?

The history comes from the corrections, oldest first; a commitment of which nobody said
anything is open. Nothing is closed by the calendar: a day that is over makes a
commitment overdue, and only a person says whether it was met.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from migrascope.errors import BadCorrection
from migrascope.knowledge.corrections.applying import locate
from migrascope.knowledge.corrections.model import Said, Status, StatusChange
from migrascope.knowledge.registers.record import Record, Register, Registers


@dataclass(frozen=True, slots=True)
class Commitment:
    """A commitment with its history, oldest first."""

    record: Record
    history: tuple[StatusChange, ...] = ()

    @property
    def status(self) -> Status:
        """How it stands now."""
        return self.history[-1].status if self.history else Status.OPEN

    @property
    def due(self) -> date | None:
        """The last day that keeps it, when one was named."""
        text = self.record.text("due")
        return date.fromisoformat(text) if text else None

    def is_overdue(self, today: date) -> bool:
        """True when its day is over and nobody has said how it ended."""
        return self.due is not None and self.due < today and not self.status.is_over


def followed(
    registers: Registers, changes: Iterable[StatusChange]
) -> tuple[tuple[Commitment, ...], tuple[str, ...]]:
    """Every commitment with its history; remarks on changes of commitments now lost."""
    records = {each.id: each for each in registers.of(Register.COMMITMENTS)}
    hidden = {each.id for each in registers.records if each.is_hidden}
    histories: defaultdict[str, list[StatusChange]] = defaultdict(list)
    remarks = []
    for change in changes:
        id_ = locate(records, change.commitment, change.document, change.opening)
        if id_ is not None:
            histories[id_].append(change)
        elif change.commitment not in hidden:
            remarks.append(
                f"{change.said} said “{change.status}” of a commitment that is not "
                f"there any more: {change.commitment} (“{change.opening} …”)."
            )
    found = tuple(
        Commitment(record, tuple(histories[id_])) for id_, record in records.items()
    )
    return found, tuple(remarks)


def due_by(commitments: Sequence[Commitment], day: date) -> tuple[Commitment, ...]:
    """Those that are not over and have to be kept by a day, the earliest first."""
    open_ones = [
        each
        for each in commitments
        if not each.status.is_over and each.due is not None and each.due <= day
    ]
    return tuple(sorted(open_ones, key=lambda each: (each.due, each.record.id)))


def without_day(commitments: Sequence[Commitment]) -> tuple[Commitment, ...]:
    """Those that are not over and name no day."""
    return tuple(
        each for each in commitments if not each.status.is_over and not each.due
    )


def find(commitments: Sequence[Commitment], text: str) -> Commitment:
    """The commitment with this id, or whose id alone begins so.

    Raises:
        BadCorrection: no commitment, or several.
    """
    wanted = text.strip().casefold()
    found = [each for each in commitments if each.record.id.casefold() == wanted] or [
        each for each in commitments if each.record.id.casefold().startswith(wanted)
    ]
    if len(found) == 1 and wanted:
        return found[0]
    what = "no commitment" if not found else f"{len(found)} commitments"
    raise BadCorrection(
        f'there is {what} with the id "{text[:40]}".'
        if not found
        else f'"{text[:40]}" is the beginning of the ids of {what}.',
        "`migrascope commitments list` shows them with their ids.",
    )


def change(
    commitment: Commitment, status: Status, *, evidence: Sequence[str], said: Said
) -> StatusChange:
    """A new state of a commitment.

    Raises:
        BadCorrection: it ends without any evidence, and without a note either.
    """
    if status in {Status.MET, Status.NOT_MET} and not evidence and not said.note:
        raise BadCorrection(
            f'"{status}" needs evidence, or a note that says why.',
            "Add --evidence PASSAGE, --evidence indicator:CODE@AREA, or --note TEXT.",
        )
    record = commitment.record
    return StatusChange(
        record.id, status, said, tuple(evidence), record.document, record.opening
    )
