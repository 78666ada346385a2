"""How good are the estimated flows, as far as anybody can tell?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.flows.validation.validation import Sentence, Validation

EVERY = "all"


@click.command(name="validate")
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
def validate(
    context: Context,
    *,
    start: int,
    end: int,
    stocks: str | None,
    methods: tuple[str, ...],
    full: bool,
    form: str,
) -> None:
    """Hold the estimates against what was counted, and against naive baselines.

    Flows that both sides report in Europe, arrivals and departures that countries
    report, net migration, the published estimates of Abel and Cohen, and the next
    edition of the same stocks. What the base lacks for it is listed at the end.
    """
    from migrascope.flows import methods as registry
    from migrascope.flows.options import Options
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
            options=Options(stocks=stocks),
            progress=moved,
        )
    if form == "csv":
        click.echo(found.csv(), nl=False)
    elif form == "json":
        click.echo(found.json())
    else:
        _as_tables(context, found)


def _as_tables(context: Context, found: Validation) -> None:
    """Table after table, each with the sentences that were read off it."""
    from migrascope.flows.validation.reproducing import HEADING
    from migrascope.flows.validation.sentences import NET, REPORTED, TOTALS
    from migrascope.flows.validation.validating import COVERAGE

    click.echo(f"Validation of {', '.join(found.methods)}")
    click.echo(f"Intervals: {', '.join(str(each) for each in found.intervals)}")
    click.echo(f"Rests on: {', '.join(found.editions)}")
    tables: tuple[tuple[str, Callable[[], None]], ...] = (
        (REPORTED, lambda: _scores(context, found, "reports of")),
        (TOTALS, lambda: _scores(context, found, "reported ")),
        (NET, lambda: _net(context, found)),
        (HEADING, lambda: _published(context, found)),
        (COVERAGE, lambda: _coverage(context, found)),
    )
    for heading, table in tables:
        said = [each for each in found.says if each.heading == heading]
        if said:
            click.echo(f"\n\n{heading}")
            table()
            _say(said)
    for missing in found.missing:
        click.echo(f"\nNot done: {missing.part}. {missing.why}\n{missing.advice}")


def _say(said: Sequence[Sentence]) -> None:
    """The sentences, under what they are about."""
    about = ""
    for each in said:
        if each.about != about:
            about = each.about
            click.echo(f"\n{about}")
        click.echo(f"- {each.text}")


def _scores(context: Context, found: Validation, against: str) -> None:
    """Everything together, for each kind of count and interval; classes are in CSV."""
    rows = found.scores.filter(
        found.scores["against"].str.starts_with(against), split="all"
    )
    headers = (
        "method", "pairs", "r", "r of logs", "within factor 2", "of", "middle ratio",
        "ratio of sums",
    )  # fmt: skip
    for part in rows.partition_by("against", "start", "end", maintain_order=True):
        first = part.row(0, named=True)
        click.echo(f"\n{first['start']}–{first['end']}, {first['against']}")
        lines = [
            (
                row["candidate"],
                f"{row['pairs']:,}",
                _number(row["correlation"]),
                _number(row["log_correlation"]),
                _share(row["within_two"]),
                f"{row['compared']:,}",
                _number(row["median_ratio"]),
                _number(row["sum_ratio"]),
            )
            for row in part.iter_rows(named=True)
        ]
        printing.table(context, headers, lines, right=headers[1:])


def _net(context: Context, found: Validation) -> None:
    headers = (
        "interval", "method", "r", "right sign", "mean difference", "by construction",
    )  # fmt: skip
    lines = [
        (
            f"{row['start']}–{row['end']}",
            row["candidate"],
            _number(row["correlation"]),
            _share(row["same_sign"]),
            f"{row['mean_difference']:,.0f}",
            "yes" if row["by_construction"] else "",
        )
        for row in found.net.iter_rows(named=True)
    ]
    printing.table(context, headers, lines, right=headers[2:5])


def _published(context: Context, found: Validation) -> None:
    headers = (
        "interval", "sex", "method", "made", "corridors", "equal", "within 1 %",
        "within 10 %", "r", "ours", "theirs",
    )  # fmt: skip
    lines = [
        (
            f"{row['start']}–{row['end']}",
            row["sex"],
            row["method"],
            row["made"],
            f"{row['corridors']:,}",
            *(_share(row[each]) for each in ("equal", "within_1", "within_10")),
            _number(row["correlation"], decimals=4),
            f"{row['ours']:,.0f}",
            f"{row['theirs']:,.0f}",
        )
        for row in found.published.iter_rows(named=True)
    ]
    printing.table(context, headers, lines, right=headers[4:])
    if not found.differences.is_empty():
        click.echo("\nThe largest differences, from our inputs")
        _differences(context, found)


def _differences(context: Context, found: Validation) -> None:
    headers = ("interval", "sex", "method", "origin", "destination", "ours", "theirs")
    lines = [
        (
            f"{row['start']}–{row['end']}",
            row["sex"],
            row["method"],
            row["origin"],
            row["destination"],
            f"{row['ours']:,.0f}",
            f"{row['theirs']:,.0f}",
        )
        for row in found.differences.filter(sex="_T").iter_rows(named=True)
    ]
    printing.table(context, headers, lines, right=headers[5:])


def _coverage(context: Context, found: Validation) -> None:
    """One line for each method and size; the levels stand beside each other."""
    if found.coverage is None:
        return
    rows = found.coverage.rows
    keys = ("drawn_from", "method", "class", "count", "changed")
    levels = sorted(rows["level"].unique())
    headers = (
        "drawn from",
        "method",
        "size",
        "count",
        "changed",
        *(f"inside {level:.0%}" for level in levels),
    )
    lines = []
    for part in rows.partition_by(*keys, maintain_order=True):
        first = part.row(0, named=True)
        inside = part.sort("level")["inside"].to_list()
        lines.append(
            (
                *(str(first[each]) for each in keys[:3]),
                *(f"{first[each]:,}" for each in keys[3:]),
                *map(_share, inside),
            )
        )
    printing.table(context, headers, lines, right=headers[3:])


def _number(value: float | None, *, decimals: int = 2) -> str:
    return ".." if value is None else f"{value:.{decimals}f}"


def _share(value: float | None) -> str:
    return ".." if value is None else f"{value:.1%}"
