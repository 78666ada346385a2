"""How is a table of cases published so that no small group shows through?"""

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
from migrascope.errors import NotProven, UsageError

if TYPE_CHECKING:
    import polars as pl

    from migrascope.protect.cases import Cases
    from migrascope.protect.plan.model import Plan
    from migrascope.protect.tables.auditor import Audit
    from migrascope.protect.tables.cell_key import Keys
    from migrascope.protect.tables.model import Released, Table

METHODS = ("suppress", "round", "cell-key")
MOST_DIMENSIONS = 4


@click.command(name="table")
@cases_argument
@plan_option
@codebook_option
@click.option(
    "--by",
    required=True,
    metavar="COLUMNS",
    help="One to four columns to count by, with commas between.",
)
@click.option("--weighted", is_flag=True, help="Count people, by the plan's weight.")
@click.option("--sum", "of", metavar="COLUMN", help="Add up a number (suppress only).")
@click.option(
    "--method",
    type=click.Choice(METHODS),
    default="suppress",
    help="How small cells are protected (default: suppress).",
)
@click.option(
    "--threshold",
    type=click.IntRange(min=2),
    default=5,
    help="Cells with fewer cases are suppressed (default: 5).",
)
@click.option(
    "--dominance",
    type=(click.IntRange(min=1), click.FloatRange(0, 100, min_open=True)),
    metavar="N K",
    help="Of a sum, suppress where the N largest make more than K per cent.",
)
@click.option(
    "--p-percent",
    type=click.FloatRange(0, 100, min_open=True),
    default=10.0,
    help="Of a sum, suppress what lets one be inferred that near (default: 10).",
)
@click.option(
    "--base-of-rounding",
    type=click.IntRange(min=2),
    default=5,
    help="Round to multiples of this (default: 5).",
)
@click.option(
    "--variance",
    type=click.FloatRange(0, min_open=True),
    default=2.0,
    help="Variance of the noise of cell keys (default: 2).",
)
@click.option(
    "--largest-noise",
    type=click.IntRange(min=1),
    default=5,
    help="The noise of cell keys is never larger (default: 5).",
)
@click.option(
    "--secret",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Inside folder of a release: its secret draws the noise.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the table as CSV: only when the auditor says yes.",
)
@pass_context
def table(
    context: Context,
    *,
    cases: Path,
    plan: Path,
    codebook: Path | None,
    by: str,
    weighted: bool,
    of: str | None,
    method: str,
    threshold: int,
    dominance: tuple[int, float] | None,
    p_percent: float,
    base_of_rounding: int,
    variance: float,
    largest_noise: int,
    secret: Path | None,
    output: Path | None,
) -> None:
    """Count CASES by some columns, so that no small group shows through.

    Small cells are suppressed, with others so that nobody can compute them; or all
    are rounded; or each gets a little noise. An auditor then solves for what a reader
    could infer about each cell, and ends with yes or no (exit code 4). Without
    --secret, chance comes from the file of cases: the same file, the same table.
    """
    if output is not None and output.exists():
        raise UsageError(
            "this file is there already.",
            "Name a new one; a published table is not written over.",
            where=str(output),
        )
    from migrascope.protect.release.silence import silent

    with silent():
        from migrascope.protect import reading
        from migrascope.protect.plan import reading as plans
        from migrascope.protect.release import private
        from migrascope.protect.tables import auditor, cell_key, rounding, writing

        decided = plans.load(plan)
        names = _columns(by, decided)
        known = reading.read(cases, decided, codebook=codebook)
        counted = _counted(known, decided, names, of=of, weighted=weighted)
        if method == "suppress":
            found, audit = _suppressed(counted, threshold, dominance, p_percent)
        else:
            drawn = _secret(secret, cases)
            if method == "round":
                found = rounding.round_to_base(
                    counted, base=base_of_rounding, secret=drawn
                )
                audit = auditor.prove(found, width=base_of_rounding - 1)
            else:
                found = cell_key.perturb(
                    counted,
                    known.frame,
                    keys=_keys(known.frame, decided, drawn),
                    adding=cell_key.noise(variance=variance, largest=largest_noise),
                )
                audit = auditor.prove(found, width=1.0)
        if audit.passed and output is not None:
            private.write(output, writing.csv_text(found))
    _show(context, found, audit, output)


def _columns(by: str, plan: Plan) -> list[str]:
    """The columns to count by.

    Raises:
        UsageError: none or too many, an unknown one, or one that names people.
    """
    from migrascope.protect.plan.model import Role

    names = [name.strip() for name in by.split(",") if name.strip()]
    if not 1 <= len(names) <= MOST_DIMENSIONS:
        raise UsageError(
            f"--by takes one to {MOST_DIMENSIONS} columns.",
            "For example: --by sex,citizenship",
        )
    roles = {column.name: column.role for column in plan.columns}
    for name in names:
        if name not in roles:
            raise UsageError(
                f'the plan has no column "{name}".',
                f"It has: {', '.join(roles)}.",
            )
        if roles[name] in (Role.DIRECT_IDENTIFIER, Role.DROPPED, Role.HOUSEHOLD):
            raise UsageError(
                f'the plan releases nothing by "{name}": it is {roles[name].value}.',
                "Count by keys and by sensitive or other columns.",
            )
    return names


def _counted(
    cases: Cases, plan: Plan, names: list[str], *, of: str | None, weighted: bool
) -> Table:
    from migrascope.protect.plan.model import Role
    from migrascope.protect.tables import tabulation

    if of is not None:
        if weighted:
            raise UsageError("--sum and --weighted do not go together.", "Take one.")
        if of not in (column.name for column in plan.columns):
            raise UsageError(f'the plan has no column "{of}".', "Check its name.")
        return tabulation.tabulate_sum(
            cases.frame, names, of=of, codebook=cases.codebook
        )
    weights = plan.in_role(Role.WEIGHT)
    if weighted and not weights:
        raise UsageError(
            "the plan names no weight.", 'Say role = "weight" for one column.'
        )
    return tabulation.tabulate(
        cases.frame,
        names,
        weight=weights[0] if weighted else None,
        codebook=cases.codebook,
    )


def _suppressed(
    counted: Table,
    threshold: int,
    dominance: tuple[int, float] | None,
    p_percent: float,
) -> tuple[Released, Audit]:
    from migrascope.protect.tables import primary, secondary
    from migrascope.protect.tables.model import Measure

    rules = [primary.too_few(counted, threshold=threshold)]
    if counted.measure is Measure.SUM:
        rules.append(primary.inferable(counted, percent=p_percent))
    if dominance is not None:
        largest, share = dominance
        rules.append(primary.dominated(counted, largest=largest, share=share))
    return secondary.suppress(counted, primary.either(*rules))


def _secret(folder: Path | None, cases: Path) -> bytes:
    """The secret that draws: of a release, or of the file, which nobody outside has."""
    import hashlib

    from migrascope.protect.release import staging

    if folder is not None:
        return staging.read_secret(folder)
    with cases.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def _keys(frame: pl.DataFrame, plan: Plan, secret: bytes) -> Keys:
    from migrascope.protect.plan.model import Role
    from migrascope.protect.tables import cell_key

    names = plan.in_role(Role.DIRECT_IDENTIFIER)
    return cell_key.record_keys(
        frame, secret=secret, identity=cell_key.identity_of(frame, names)
    )


def _show(context: Context, found: Released, audit: Audit, output: Path | None) -> None:
    """Print the table and what was done; a table that failed is not shown.

    Raises:
        NotProven: the auditor said no.
    """
    from migrascope.protect.tables import writing

    if not audit.passed:
        raise NotProven(
            f"not protected enough. {audit.says}",
            "Nothing was written. Count by fewer columns, recode them, or take "
            "another --method.",
        )
    header, rows = writing.grid(found)
    printing.table(context, header, rows, right=set(header[1:]))
    click.echo("")
    for line in (*found.says, audit.says):
        click.echo(line)
    if output is not None:
        context.say(f"Written to {output}, for you alone until you hand it on.")


command = table
"""The name under which the group looks for it."""
