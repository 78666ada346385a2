"""How good are the estimated flows, as far as anybody can tell?"""

from __future__ import annotations

import click

from migrascope.cli.context import Context, pass_context

EVERY = "all"


@click.command()
@click.option(
    "--from",
    "start",
    type=click.IntRange(1900, 2100),
    default=2010,
    show_default=True,
    metavar="YEAR",
    help="The year in which the first interval begins.",
)
@click.option(
    "--to",
    "end",
    type=click.IntRange(1900, 2100),
    default=2020,
    show_default=True,
    metavar="YEAR",
    help="The year in which the last interval ends.",
)
@click.option(
    "--stocks",
    metavar="EDITION",
    help="The edition of the stocks, such as 2020 (default: the newest).",
)
@click.option(
    "--method",
    "methods",
    multiple=True,
    metavar="METHOD",
    help="A method to validate; may be repeated (default: all six).",
)
@click.option(
    "--net-totals",
    type=click.Choice(("as-published", "scaled")),
    default="as-published",
    show_default=True,
    help="Net migration that does not add up to zero: kept, or scaled.",
)
@click.option(
    "--full",
    is_flag=True,
    help="Every method for women and men and for the intervals too; takes minutes.",
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
    context: Context,
    *,
    start: int,
    end: int,
    stocks: str | None,
    methods: tuple[str, ...],
    net_totals: str,
    full: bool,
    form: str,
) -> None:
    """Hold the estimates against what was counted, and against naive baselines.

    Flows that both sides report in Europe, arrivals and departures that countries
    report, net migration, the published estimates of Abel and Cohen, and the next
    edition of the same stocks. What the base lacks for it is listed at the end.
    """
    from migrascope.flows import methods as registry
    from migrascope.flows.options import NetTotals, Options
    from migrascope.flows.validation import validating

    asked = registry.ALL if not methods or EVERY in methods else methods
    work = validating.validate_all if full else validating.validate
    with context.progress("validating") as advance:

        def moved(done: int, total: int, label: str) -> None:
            advance(done, total, label)

        found = work(
            context.evidence,
            start=start,
            end=end,
            methods=asked,
            options=Options(
                stocks=stocks, net_totals=NetTotals(net_totals.replace("-", " "))
            ),
            progress=moved,
        )
    if form == "csv":
        click.echo(found.csv(), nl=False)
    elif form == "json":
        click.echo(found.json())
    else:
        from migrascope.cli import flows_validate_printing

        flows_validate_printing.tables(context, found)
