"""How does a file of cases become a release that can be defended?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context
from migrascope.cli.parted import NamelessCommand
from migrascope.cli.protect_options import (
    cases_argument,
    check_account,
    codebook_option,
    control_option,
    earlier_option,
    engine_option,
    is_unsafe,
    release_options,
    who_option,
    why_option,
)
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.protect.release.producing import Published


@click.command(cls=NamelessCommand)
@cases_argument
@release_options[0]
@release_options[1]
@who_option
@why_option
@codebook_option
@earlier_option
@control_option
@click.option(
    "--secret",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Inside folder of an earlier release, for the same pseudonyms.",
)
@engine_option
@pass_context
def command(
    context: Context,
    *,
    cases: Path,
    plan: Path | None,
    output: Path | None,
    who: str,
    why: str,
    codebook: Path | None,
    earlier: tuple[Path, ...],
    control: Path | None,
    secret: Path | None,
    engine: str,
) -> None:
    """Make a release of CASES that keeps what a plan promises, and prove it.

    Measures the risk, takes the steps of the plan, writes data, codebook and reports
    into a private folder, and proves the written files. Only when the proof says yes
    is the release put into DIR; the risk report and the secret of the run go into
    DIR-inside, for you alone. A run that was killed goes on where it stopped. With
    --engine spark the keys are counted on Spark, before and after; all else is done
    in memory.
    """
    if plan is None or output is None:
        absent = "--plan FILE" if plan is None else "--output DIR"
        raise UsageError(
            f"a release needs {absent}.",
            "`migrascope protect plan CASES --output plan.toml` proposes a plan.",
        )
    from migrascope.protect.release.silence import silent

    with silent():
        from migrascope.protect.counting.engines import Engine
        from migrascope.protect.plan import reading
        from migrascope.protect.release.producing import Asked, produce
        from migrascope.protect.release.record import Account

        decided = reading.load(plan)
        account = Account(who or decided.responsible, why or decided.purpose)
        check_account(account.who, account.why)
        if is_unsafe(cases):
            context.say(f"Others may read {cases.name} (chmod 600 takes that away).")
        asked = Asked(
            cases=cases,
            plan=plan,
            output=output,
            account=account,
            when=datetime.now(UTC),
            codebook=codebook,
            earlier=earlier,
            control=control,
            secret=secret,
            engine=Engine(engine),
        )
        with context.progress("Protecting", total=100) as advance:
            made = produce(
                asked, lambda doing, share: advance(int(100 * share), 100, doing)
            )
    _show(context, made)


def _show(context: Context, made: Published) -> None:
    from migrascope.protect.release import risk_report

    sides = {"before": made.before, "after": made.after}
    printing.table(
        context,
        ("", *sides),
        risk_report.rows(sides),
        right={"before", "after"},
    )
    click.echo("")
    for line in made.verdict.lines():
        click.echo(line)
    for says in risk_report.rare(made.after, made.k):
        context.say(says)
    context.say(f"Released into {made.release}")
    context.say(f"For the inside only: {made.inside}")
