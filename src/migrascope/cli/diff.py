"""What did the new edition change?"""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from migrascope.cli import asking, printing
from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.store.revise import Change, Revision

LISTED = 20
"""Changes that are printed unless more are asked for."""


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--limit", type=click.IntRange(min=0), help="List at most so many changes."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    help="How to print it.",
)
@pass_context
def command(
    context: Context, *, old: str, new: str, limit: int | None, form: str
) -> None:
    """Say which figures edition NEW added, removed and changed against OLD.

    The largest changes come first. `migrascope catalog` lists the editions.
    """
    from migrascope.store.revise import diff

    listed = limit if limit is not None else LISTED if form == "table" else 10_000_000
    revision = diff(context.evidence, old, new, limit=listed)
    {"table": _for_people, "csv": _as_csv, "json": _as_json}[form](context, revision)


def _for_people(context: Context, revision: Revision) -> None:
    click.echo(f"{revision.old.id} → {revision.new.id}")
    click.echo(
        f"{revision.changed:,} changed, {revision.added:,} added, "
        f"{revision.removed:,} removed, {revision.unchanged:,} the same"
    )
    if revision.changed + revision.unchanged == 0:
        context.say("The two have no figure in common: are they of one dataset?")
    if not revision.changes:
        return
    headers = ("", "figure", "period", "before", "after", "difference", "%")
    rows = [
        (
            each.kind,
            _name(each),
            str(each.period),
            printing.number(each.before) if not each.added else "",
            printing.number(each.after) if not each.removed else "",
            printing.number(each.difference),
            "" if each.relative is None else f"{100 * each.relative:+.1f}",
        )
        for each in revision.changes
    ]
    click.echo()
    printing.table(context, headers, rows, right={"before", "after", "difference", "%"})
    hidden = revision.changed + revision.added + revision.removed - len(rows)
    if hidden > 0:
        click.echo(f"{hidden:,} more: --limit {len(rows) + hidden}, or --format csv")


def _as_csv(context: Context, revision: Revision) -> None:
    del context
    from migrascope.store.export import defused

    writer = csv.writer(sys.stdout, lineterminator="\n")
    facts = [_facts(each) for each in revision.changes]
    writer.writerow(facts[0] if facts else ("kind",))
    for each in facts:
        writer.writerow(
            defused(value) if isinstance(value, str) else value
            for value in each.values()
        )


def _as_json(context: Context, revision: Revision) -> None:
    del context
    answer = {
        "old": revision.old.id,
        "new": revision.new.id,
        "changed": revision.changed,
        "added": revision.added,
        "removed": revision.removed,
        "unchanged": revision.unchanged,
        "changes": [_facts(each) for each in revision.changes],
    }
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def _facts(change: Change) -> dict[str, object]:
    facts = asdict(change)
    del facts["added"], facts["removed"]
    return (
        {"kind": change.kind}
        | facts
        | {
            "start": change.start.isoformat(),
            "end": change.end.isoformat(),
            "difference": change.difference,
        }
    )


def _name(change: Change) -> str:
    """What the figure counts, in words."""
    parts = [change.measure, asking.area_name(change.area)]
    if change.origin not in {"_T", "_Z"}:
        parts.append(f"from {asking.area_name(change.origin)}")
    if change.sex not in {"_T", "_Z"}:
        parts.append(asking.sex_name(change.sex))
    if change.age not in {"_T", "_Z"}:
        parts.append(asking.age_name(change.age))
    if change.breakdown:
        parts.append(change.breakdown)
    return ", ".join(parts)
