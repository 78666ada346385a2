"""How does a validation look to a person?

Table after table, each with the sentences that were read off it, and at the end what
could not be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from migrascope.cli import printing
from migrascope.cli.context import Context
from migrascope.flows.side_by_side import HEADLINE
from migrascope.flows.validation.reproducing import HEADING
from migrascope.flows.validation.sentences import ACROSS, NET, REPORTED, TOTALS
from migrascope.flows.validation.validating import COVERAGE, REVISIONS
from migrascope.flows.validation.validation import Sentence, Validation
from migrascope.language.numbers import exact, percent


def tables(context: Context, found: Validation) -> None:
    """Table after table, each with the sentences that were read off it."""
    click.echo(f"Validation of {', '.join(found.methods)}")
    click.echo(f"Intervals: {', '.join(str(each) for each in found.intervals)}")
    click.echo(f"Rests on: {', '.join(found.editions)}")
    parts: tuple[tuple[str, Callable[[], None]], ...] = (
        (ACROSS, lambda: None),
        (REPORTED, lambda: _scores(context, found, "reports of")),
        (TOTALS, lambda: _scores(context, found, "reported ")),
        (NET, lambda: _net(context, found)),
        (HEADING, lambda: _published(context, found)),
        (REVISIONS, lambda: _revisions(context, found)),
        (COVERAGE, lambda: _coverage(context, found)),
    )
    for heading, table in parts:
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
    """One table for each kind of count and interval; classes for the method in front.

    Those of the other methods stand in CSV and JSON.
    """
    scores = found.scores
    rows = scores.filter(
        scores["against"].str.starts_with(against),
        scores["kind"] != "band",
        split="all",
    )
    for part in rows.partition_by("against", "start", "end", maintain_order=True):
        first = part.row(0, named=True)
        click.echo(f"\n{first['start']}–{first['end']}, {first['against']}")
        _score_table(context, "method", part.iter_rows(named=True))
        lead = HEADLINE if HEADLINE in found.methods else found.methods[0]
        classes = scores.filter(
            scores["split"] != "all",
            against=first["against"],
            start=first["start"],
            candidate=lead,
        )
        for split, name in (("size", "reported"), ("undercount", "undercount")):
            rows_of = classes.filter(split=split)
            if not rows_of.is_empty():
                _score_table(
                    context,
                    f"{lead}, {name}",
                    ({**row, "candidate": row["class"]} for row in rows_of.to_dicts()),
                )


def _score_table(context: Context, first: str, rows: Iterable[dict[str, Any]]) -> None:
    headers = (
        first, "pairs", "r", "r of logs", "within factor 2", "of", "middle ratio",
        "ratio of sums",
    )  # fmt: skip
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
        for row in rows
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


def _revisions(context: Context, found: Validation) -> None:
    quantiles = [each for each in found.revisions.columns if each.startswith("ratio_")]
    headers = (
        "stock", "corridors × years", "unchanged", "appeared", "disappeared",
        "no longer printed", *(f"ratio at {each[6:]} %" for each in quantiles),
    )  # fmt: skip
    lines = [
        (
            row["stock"],
            f"{row['corridor_years']:,}",
            *(_share(row[each]) for each in ("unchanged", "appeared", "disappeared")),
            f"{row['folded']:,}",
            *(_number(row[each]) for each in quantiles),
        )
        for row in found.revisions.iter_rows(named=True)
    ]
    printing.table(context, headers, lines, right=headers[1:])


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
        *(f"inside {percent(level)}" for level in levels),
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
    return ".." if value is None else exact(value, decimals=decimals)


def _share(value: float | None) -> str:
    return ".." if value is None else f"{percent(value, decimals=1)}"
