"""Which table of cases can be published so that no small group shows through?"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
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
from migrascope.errors import NotProven, UsageError

if TYPE_CHECKING:
    from migrascope.protect.cases import Cases
    from migrascope.protect.plan.model import Plan
    from migrascope.protect.tables.auditor import Audit
    from migrascope.protect.tables.model import Released, Table

SUPPRESS, ROUND, CELL_KEY = "suppress", "round", "cell-key"


@click.command()
@cases_argument
@plan_option
@codebook_option
@click.option(
    "--by",
    multiple=True,
    required=True,
    metavar="COLUMN",
    help="Count by this column; repeatable.",
)
@click.option("--of", metavar="COLUMN", help="Add up this number instead of counting.")
@click.option(
    "--method",
    type=click.Choice((SUPPRESS, ROUND, CELL_KEY)),
    default=SUPPRESS,
    help="How to protect it (default: suppress).",
)
@click.option(
    "--threshold",
    type=click.IntRange(min=2),
    metavar="N",
    help="suppress: cells with fewer cases are too small (default: k of the plan).",
)
@click.option(
    "--multiple",
    type=click.IntRange(min=2),
    default=5,
    metavar="N",
    help="round: to multiples of N (default: 5).",
)
@click.option(
    "--secret",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="round, cell-key: the secret of your tables; made if it is not there.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it as CSV (default: show it).",
)
@pass_context
def command(
    context: Context,
    *,
    cases: Path,
    plan: Path,
    codebook: Path | None,
    by: tuple[str, ...],
    of: str | None,
    method: str,
    threshold: int | None,
    multiple: int,
    secret: Path | None,
    output: Path | None,
) -> None:
    """Count CASES by some columns, protect the table, and audit it.

    Small cells are suppressed, and others with them so that nobody can compute these;
    or all cells are rounded so that they still add up; or each gets a little noise. An
    auditor then solves for what a reader could infer about each cell. Where it is too
    much, nothing is shown or written, and the exit code is 4.
    """
    from migrascope.protect.release.silence import silent

    with silent():
        from migrascope.protect import reading
        from migrascope.protect.plan import reading as plans
        from migrascope.protect.release import private
        from migrascope.protect.tables import writing

        if output is not None and output.exists():
            raise UsageError(
                "this file is there already.", "Name a new one.", where=str(output)
            )
        decided = plans.load(plan)
        _check_columns(decided, by)
        known = reading.read(cases, decided, codebook=codebook)
        wish = _Wish(method, threshold or decided.promise.k, multiple, secret)
        released, audit = _protected(known, decided, by, of, wish)
        if not audit.passed:
            raise NotProven(
                f"the table gives too much away. {audit.says}",
                "Take fewer columns, broader groups, or another method.",
            )
        if output is not None:
            private.write(output, writing.csv_text(released))
            private.open_file(output)
        else:
            header, rows = writing.grid(released)
            printing.table(context, header, rows, right=set(header[1:]))
    for says in (*released.says, audit.says):
        context.say(says)
    if output is not None:
        context.say(f"Written to {output}")


@dataclass(frozen=True, slots=True)
class _Wish:
    """How the table shall be protected, as it was typed."""

    method: str
    threshold: int
    multiple: int
    secret: Path | None


def _check_columns(plan: Plan, by: Sequence[str]) -> None:
    """Nobody is counted by what names them.

    Raises:
        UsageError: a column is not in the plan, or names people.
    """
    from migrascope.protect.plan.model import Role

    never = {*plan.in_role(Role.DIRECT_IDENTIFIER), *plan.in_role(Role.DROPPED)}
    open_ = [column.name for column in plan.columns if column.name not in never]
    for name in by:
        if name not in open_:
            raise UsageError(
                f'the plan does not let a table be counted by "{name}".',
                f"Columns for a table: {', '.join(open_)}.",
            )


def _protected(
    cases: Cases, plan: Plan, by: Sequence[str], of: str | None, wish: _Wish
) -> tuple[Released, Audit]:
    """The protected table, and what the auditor found."""
    from migrascope.protect.plan.model import Role
    from migrascope.protect.tables import (
        auditor,
        cell_key,
        primary,
        rounding,
        secondary,
        tabulation,
    )

    frame, book = cases.frame, cases.codebook
    table: Table
    if of is not None:
        table = tabulation.tabulate_sum(frame, by, of=of, codebook=book)
    else:
        weight = next(iter(plan.in_role(Role.WEIGHT)), None)
        table = tabulation.tabulate(frame, by, weight=weight, codebook=book)
    if wish.method == SUPPRESS:
        unsafe = primary.too_few(table, threshold=wish.threshold)
        if of is not None:
            unsafe = primary.either(unsafe, primary.inferable(table))
        return secondary.suppress(table, unsafe)
    key = _key(wish.secret)
    if wish.method == ROUND:
        released = rounding.round_to_base(table, base=wish.multiple, secret=key)
        return released, auditor.prove(released, width=float(wish.multiple - 1))
    identity = cell_key.identity_of(frame, plan.in_role(Role.DIRECT_IDENTIFIER))
    keys = cell_key.record_keys(frame, secret=key, identity=identity)
    released = cell_key.perturb(table, frame, keys=keys, adding=cell_key.noise())
    return released, auditor.prove(released, width=2.0)


def _key(secret: Path | None) -> bytes:
    """The secret of the tables: two tables with two secrets would tell more.

    Raises:
        UsageError: none was named.
    """
    from migrascope.protect.release import private, staging

    if secret is None:
        raise UsageError(
            "chance that changes from table to table can be averaged out.",
            "Name the secret of your tables with --secret FILE; it is made if it is "
            "not there. Keep it where the cases are.",
        )
    if not secret.exists():
        private.write(secret, secrets.token_bytes(32).hex())
    return staging.read_secret(secret)
