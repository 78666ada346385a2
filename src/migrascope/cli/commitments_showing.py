"""How are commitments shown, with what the evidence says now?

Evidence from an indicator names a code and an area; its newest figure is computed from
the evidence base here, because the room of documents knows no figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from migrascope.cli import documents, printing
from migrascope.cli.context import Context
from migrascope.cli.register_showing import place_of

if TYPE_CHECKING:
    from migrascope.knowledge.commitments.evidence import Indicator
    from migrascope.knowledge.commitments.following import Commitment

HEADERS = ("commitment", "what", "owner", "due", "state", "evidence", "written in")
KEYS = (
    "commitment",
    "says",
    "owner",
    "due",
    "status",
    "overdue",
    "said_by",
    "said_on",
    "evidence",
    "document",
    "passage",
)


def show(
    context: Context,
    commitments: Sequence[Commitment],
    *,
    form: str | None,
    output: Path | None,
    today: date,
) -> None:
    """Print or write commitments."""
    chosen = documents.form_of(form, output)
    if chosen == "table":
        rows = [_row(context, each, today) for each in commitments]
        printing.table(context, HEADERS, rows, whole=("commitment",))
    else:

        def fill(path: Path) -> int:
            data = [as_data(context, each, today) for each in commitments]
            if chosen == "json":
                return documents.as_json(data, path)
            flat = [[_flat(each[key]) for key in KEYS] for each in data]
            return documents.as_csv(KEYS, flat, path)

        printing.deliver(fill, target=output, form=chosen)
    context.say(
        f"{documents.told(len(commitments), 'commitment')}"
        f"{f' written to {output}' if output else ''}"
    )


def told(context: Context, evidence: str) -> str:
    """Evidence in words: a passage by its id, an indicator with its newest figure."""
    from migrascope.knowledge.commitments import evidence as proofs

    each = proofs.parse(evidence)
    if isinstance(each, proofs.Passage):
        return evidence
    return f"{evidence}: {figure(context, each)}"


def check(evidence: Indicator) -> None:
    """Insist that there is such an indicator.

    Raises:
        UnknownMeasure: there is none; the nearest are named.
    """
    from migrascope.indicators import registry

    registry.get(evidence.code)


def figure(context: Context, evidence: Indicator) -> str:
    """The newest figure of an indicator for an area, with its unit and time."""
    from migrascope import indicators
    from migrascope.language.numbers import with_unit

    check(evidence)
    series = indicators.compute(context.evidence, evidence.code, evidence.area)
    newest = series.latest
    if newest is None:
        return "no figure"
    return f"{with_unit(newest.value, newest.unit)} ({newest.period})"


def as_data(context: Context, commitment: Commitment, today: date) -> dict[str, Any]:
    """A commitment for another program, with its whole history."""
    record = commitment.record
    last = commitment.history[-1] if commitment.history else None
    return {
        "commitment": record.id,
        "says": record.text("says"),
        "owner": record.text("owner"),
        "due": record.text("due"),
        "status": commitment.status.value,
        "overdue": commitment.is_overdue(today),
        "said_by": last.said.by if last else "",
        "said_on": last.said.on if last else "",
        "evidence": [told(context, each) for each in last.evidence] if last else [],
        "document": record.document,
        "passage": place_of(record),
        "history": [
            {
                "status": each.status.value,
                "by": each.said.by,
                "on": each.said.on,
                "note": each.said.note,
                "evidence": list(each.evidence),
            }
            for each in commitment.history
        ],
    }


def _row(context: Context, commitment: Commitment, today: date) -> tuple[str, ...]:
    record = commitment.record
    last = commitment.history[-1] if commitment.history else None
    late = ", overdue" if commitment.is_overdue(today) else ""
    evidence = "; ".join(told(context, each) for each in last.evidence) if last else ""
    return (
        record.id,
        documents.short(record.text("says"), 60),
        documents.short(record.text("owner"), 30),
        record.text("due"),
        f"{commitment.status}{late}" + (f" ({last.said})" if last else ""),
        evidence,
        place_of(record),
    )


def _flat(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
