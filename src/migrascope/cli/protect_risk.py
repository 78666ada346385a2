"""How exposed are the people of a file?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope import __version__
from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.protect_options import (
    cases_argument,
    codebook_option,
    engine_option,
    plan_option,
)
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.protect.plan.model import Plan
    from migrascope.protect.release.exposure import Measures

ENDINGS = (".html", ".pdf", ".json")


@click.command()
@cases_argument
@plan_option
@codebook_option
@engine_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a report: FILE ends in .html, .pdf or .json.",
)
@pass_context
def command(
    context: Context,
    *,
    cases: Path,
    plan: Path,
    codebook: Path | None,
    engine: str,
    output: Path | None,
) -> None:
    """Say how exposed the people of CASES are, as the file stands.

    k-anonymity by all keys and by few, the individual risk and how many people would
    be found again, special uniques, households, and the sensitive columns. For the
    inside only. With --engine spark only the keys are counted, of CSV or Parquet
    that need not fit into memory.
    """
    if output is not None and output.suffix.lower() not in ENDINGS:
        raise UsageError(
            f'"{output.suffix}" is no form that a risk report is written in.',
            f"End the name in {', '.join(ENDINGS)}.",
            where=str(output),
        )
    from migrascope.protect.release.silence import silent

    with silent():
        from migrascope.protect import reading
        from migrascope.protect.counting.engines import Engine
        from migrascope.protect.plan import reading as plans
        from migrascope.protect.release import exposure, place, risk_report

        if output is not None:
            place.check_file(output)
        decided = plans.load(plan)
        if Engine(engine) is Engine.POLARS:
            known = reading.read(cases, decided, codebook=codebook)
            found = exposure.measure(known.frame, decided)
        else:
            found = exposure.measure_file(cases, decided, engine=Engine(engine))
        if output is not None:
            _write(found, decided, output)
    lines = risk_report.rows({"file": found})
    printing.table(context, ("", "file"), lines, right={"file"})
    few = [each for each in found["smaller_sets"] if any(each["below"].values())]
    if few:
        click.echo("\nFew keys that expose most:")
        k = next(iter(few[0]["below"]))
        printing.table(
            context,
            ("keys", f"records under {k}"),
            [(" + ".join(one["keys"]), f"{one['below'][k]:,}") for one in few[:5]],
            right={f"records under {k}"},
        )
    for says in found["sensitive"]:
        click.echo(says)
    if output is not None:
        context.say(f"Written to {output}, for the inside only.")


def _write(found: Measures, plan: Plan, output: Path) -> None:
    from migrascope.protect.release import page, private, risk_report

    if output.suffix.lower() == ".json":
        private.write(output, json.dumps(found, indent=1) + "\n")
        return
    today = datetime.now(UTC).date()
    report = risk_report.report(found, None, plan, made_on=today, version=__version__)
    is_page = output.suffix.lower() == ".html"
    private.write(output, page.html(report) if is_page else page.pdf(report))
