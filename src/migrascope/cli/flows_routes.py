"""`migrascope flows routes`: what is counted on a route, beside who died there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli.context import Context, pass_context
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.flows.routes import RouteSeries

PICTURES = (".svg", ".png")


@click.command()
@click.argument("route", required=False)
@click.option("--nationality", metavar="AREA", help="Count people of one country only.")
@click.option("--since", type=int, metavar="YEAR", help="The first year to show.")
@click.option(
    "--by",
    type=click.Choice(("year", "month")),
    default="year",
    show_default=True,
    help="Lines of the table and of CSV.",
)
@click.option(
    "--beside",
    type=int,
    nargs=2,
    metavar="YEAR YEAR",
    help="Put the counts between two mid-years beside the flow estimates.",
)
@click.option(
    "--incidents",
    metavar="DATASET",
    help="Take deaths from this list (default: the fullest of the base).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    show_default=True,
    help="How to print.",
)
@click.option(
    "--chart",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw it too: FILE.svg or FILE.png.",
)
@pass_context
def command(
    context: Context,
    *,
    route: str | None,
    nationality: str | None,
    since: int | None,
    by: str,
    beside: tuple[int, int] | None,
    incidents: str | None,
    form: str,
    chart: Path | None,
) -> None:
    """Show what is counted on a route month by month, and who died there.

    ROUTE is an id or a name; without it the routes are listed. What is counted are
    events (detections, encounters, crossings), not people: one person can be several,
    and people who pass unseen or die on the way are none. Months that are not
    published are left open, never zero.
    """
    from migrascope.cli import flows_routes_printing as printing
    from migrascope.flows import routes as room

    if route is None:
        if nationality or since or beside or chart or incidents:
            raise UsageError(
                "these options are for one route.",
                "Name it: migrascope flows routes ROUTE.",
            )
        printing.listing(context, form)
        return
    base = context.evidence
    if beside is not None:
        if chart or nationality or since or incidents:
            raise UsageError(
                "--beside goes with the route and --format only.",
                "Leave out the others, or --beside.",
            )
        from migrascope.flows.account import mid_years

        found = room.beside(base, route, mid_years(*beside))
        printing.alongside(context, found, form)
        return
    series = room.series(
        base, route, nationality=nationality, since=since, incidents=incidents
    )
    if not series.months and not series.years:
        raise UsageError(
            f"nothing is published of {series.route.name} since {since}.",
            "Choose an earlier --since.",
        )
    if chart is not None:
        _draw(context, series, chart)
    printing.series(context, series, form, by=by)


def _draw(context: Context, series: RouteSeries, target: Path) -> None:
    """Write the picture of a series.

    Raises:
        UsageError: another kind of file, or nothing to draw month by month.
    """
    from migrascope.cli import flows_routes_printing as printing
    from migrascope.review import drawing, route_chart

    kind = target.suffix.lower()
    if kind not in PICTURES:
        raise UsageError(
            f"a chart cannot be written as {kind or 'a file without an ending'}.",
            f"Name a file that ends in {' or '.join(PICTURES)}.",
            where=str(target),
        )
    if not series.months:
        raise UsageError(
            "only yearly figures are published: there are no months to draw.",
            "Leave out --chart, or choose a later --since.",
        )
    specification = route_chart.route(
        series,
        title=printing.headline(series),
        source=printing.source(context, series),
    )
    if kind == ".svg":
        target.write_text(drawing.svg(specification), encoding="utf-8")
    else:
        target.write_bytes(drawing.png(specification))
    context.say(f"Drawn: {target}")
