"""Which table of cases can be published so that no small group shows through?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.protect_options import (
    cases_argument,
    codebook_option,
    plan_option,
)
from migrascope.cli.protect_table_asking import (
    Typed,
    check_columns,
    groups_of,
    method_of,
)
from migrascope.cli.protect_table_options import method_options
from migrascope.errors import NotProven, UsageError

if TYPE_CHECKING:
    from migrascope.protect.tables.protecting import Protected

FORMS = (".csv", ".json")


@click.command()
@cases_argument
@plan_option
@codebook_option
@click.option(
    "--by", multiple=True, metavar="COLUMN", help="Count by this column; repeatable."
)
@click.option(
    "--table",
    "tables",
    multiple=True,
    metavar="A,B",
    help="Several tables of the same cases, protected and audited as one; repeatable.",
)
@click.option("--of", metavar="COLUMN", help="Add up this number instead of counting.")
@method_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it, as .csv or .json, for you alone (default: show it).",
)
@pass_context
def command(
    context: Context,
    /,
    *,
    cases: Path,
    plan: Path,
    codebook: Path | None,
    by: tuple[str, ...],
    tables: tuple[str, ...],
    of: str | None,
    output: Path | None,
    **typed: object,
) -> None:
    """Count CASES by some columns, protect the table, and audit it.

    Small cells are suppressed, and others with them so that nobody can compute these;
    or all cells are rounded so that they still add up; or each gets a little noise. An
    auditor then solves for what a reader could infer about each cell, and whether all
    of a small group share a value. Where it is too much, nothing is shown or written,
    and the exit code is 4. Tables that share columns are one: name them together with
    --table, e.g. --table sex,age --table sex,country.
    """
    from migrascope.protect.release.silence import silent

    with silent():
        from migrascope.protect import reading
        from migrascope.protect.plan import reading as plans
        from migrascope.protect.plan.model import Role
        from migrascope.protect.tables import protecting

        target = _place(output)
        groups = groups_of(by, tables)
        decided = plans.load(plan)
        check_columns(decided, groups)
        method = method_of(Typed(**typed), decided, of=of)  # type: ignore[arg-type]  # click has checked the types
        known = reading.read(cases, decided, codebook=codebook)
        weight = next(iter(decided.in_role(Role.WEIGHT)), None)
        counted = protecting.count(
            known.frame,
            groups,
            weight=None if of is not None else weight,
            of=of,
            codebook=known.codebook,
        )
        with context.progress("protect") as advance:
            made = protecting.protect(
                counted,
                method,
                heard=lambda work, done, total: advance(done, total or None, work),
            )
        if not made.passed:
            raise NotProven(
                f"the table gives too much away. {made.finding}",
                "Take fewer columns, broader groups, or another method.",
            )
        _hand_over(context, made, target)
    for says in (*made.says, made.finding):
        context.say(says)
    if output is not None:
        context.say(f"Written to {output}")


def _place(output: Path | None) -> Path | None:
    """Where the table shall be written, before anything is read.

    Raises:
        UsageError: something is there, it has no known form, or others would see it.
    """
    from migrascope.protect.release import place

    if output is None:
        return None
    if output.suffix.lower() not in FORMS:
        raise UsageError(
            f'"{output.suffix}" is no form that a table is written in.',
            f"Name a file that ends in {' or '.join(FORMS)}.",
            where=str(output),
        )
    if output.exists():
        raise UsageError(
            "this file is there already.", "Name a new one.", where=str(output)
        )
    return place.check_file(output)


def _hand_over(context: Context, made: Protected, target: Path | None) -> None:
    """Write what is proven, or show it."""
    from migrascope.protect.release import private
    from migrascope.protect.tables import writing

    if target is not None:
        says = (*made.says, made.finding)
        text = (
            writing.json_text(made.tables, says=says)
            if target.suffix.lower() == ".json"
            else writing.csv_text(made.tables)
        )
        private.write(target, text)
        return
    for number, table in enumerate(made.tables):
        if number:
            click.echo()
        grid = writing.grid(table)
        right = set(grid.header[grid.labels :]) - set(grid.header[: grid.labels])
        printing.table(context, grid.header, grid.rows, right=right)
