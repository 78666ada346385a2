"""How are simulated arrivals printed: for people, and for programs?"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator

import click
import numpy as np

from migrascope.cli import printing
from migrascope.cli.context import Context
from migrascope.foresight.arrivals.asking import Answer
from migrascope.foresight.panel import FloatArray
from migrascope.foresight.quantiles import INTERVALS, LEVELS, MEDIAN
from migrascope.store.export import defused

STEPS = 4
ARRIVALS, PRESENT = "arrivals", "present"


def as_table(context: Context, answer: Answer) -> None:
    """A line for each camp: the median at a few dates, the end with its interval."""
    network = answer.network
    stocks = answer.arrivals.stocks()
    low, high = INTERVALS[80]
    days = [round((network.days - 1) * step / STEPS) for step in range(1, STEPS + 1)]
    dates = [network.date_of(day).isoformat() for day in days]
    fled = int(np.median(answer.arrivals.fled[-1]))
    by = f"{answer.question.members} members, seed {answer.question.seed}"
    if (until := answer.question.known_until) is None:
        told = f"{fled:,} people flee between {network.start} and {dates[-1]}"
    else:
        told = f"counted until {until}; {fled:,} people have fled by {dates[-1]}"
    click.echo(f"{network.name}: {told}; {by}.")
    click.echo("People in each camp, simulated under rules; not a forecast by itself.")
    _hindsight(answer)
    between = "80 % between"
    headers = ("camp", *dates, between, "busiest day", "arrivals")
    rows = []
    came = answer.arrivals.arrivals()[:, :, MEDIAN]
    for spot, name in enumerate(network.camp_names):
        busiest = int(came[:, spot].argmax())
        some = came[busiest, spot] > 0
        last = stocks[-1, spot]
        rows.append(
            (
                name,
                *(f"{stocks[day, spot, MEDIAN]:,.0f}" for day in days),
                f"{last[low]:,.0f}–{last[high]:,.0f}",
                network.date_of(busiest).isoformat() if some else "..",
                f"{came[busiest, spot]:,.0f}",
            )
        )
    printing.table(context, headers, rows, right=headers[1:])
    elsewhere = int(np.median(answer.arrivals.elsewhere[-1]))
    click.echo(f"On the way or waiting at the end: {elsewhere:,}.")
    _validation(answer)


def as_csv(answer: Answer) -> None:
    """A line for each day, camp and measure, with the mean and the quantiles."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    levels = (f"q{level:g}" for level in LEVELS)
    writer.writerow(["date", "place", "measure", "mean", *levels])
    for day, place, measure, mean, quantiles in _rows(answer):
        figures = [f"{each:.1f}" for each in (mean, *quantiles)]
        writer.writerow([day, defused(place), measure, *figures])
    _hindsight(answer, err=True)
    _validation(answer, err=True)


def as_json(answer: Answer) -> None:
    """The same, with the rules and the score."""
    rules, validation = answer.rules, answer.validation
    until = answer.question.known_until
    facts = {
        "network": answer.network.name,
        "members": answer.question.members,
        "seed": answer.question.seed,
        "capacities": answer.question.with_capacities,
        "known_until": until.isoformat() if until else None,
        "later_total": answer.question.looks_ahead,
        "rules": {name: getattr(rules, name) for name in rules.__dataclass_fields__},
        "score": None
        if validation is None
        else {
            "difference": validation.score.difference,
            "covered_80": validation.score.covered,
            "split_by_capacity": validation.split,
            "shares_kept": validation.same,
        },
        "levels": LEVELS.tolist(),
        "rows": [
            {
                "date": day,
                "place": place,
                "measure": measure,
                "mean": round(mean, 1),
                "quantiles": [round(float(each), 1) for each in quantiles],
            }
            for day, place, measure, mean, quantiles in _rows(answer)
        ],
    }
    click.echo(json.dumps(facts, ensure_ascii=False))


def _rows(answer: Answer) -> Iterator[tuple[str, str, str, float, FloatArray]]:
    """Day, camp, measure, mean over members (which is what is scored), quantiles."""
    made = answer.arrivals
    both = {
        ARRIVALS: (made.arrived.mean(axis=1), made.arrivals()),
        PRESENT: (made.present.mean(axis=1), made.stocks()),
    }
    for day in range(answer.network.days):
        written = answer.network.date_of(day).isoformat()
        for spot, name in enumerate(answer.network.camp_names):
            for measure, (means, quantiles) in both.items():
                mean = float(means[day, spot])
                yield written, name, measure, mean, quantiles[day, spot]


def _hindsight(answer: Answer, *, err: bool = False) -> None:
    """A warning where later counts say how many flee: nobody had them on that day."""
    if answer.question.looks_ahead:
        click.echo(
            "Mind: how many flee is taken from registrations after that day, which "
            "nobody had then. Assume a number with --people.",
            err=err,
        )


def _validation(answer: Answer, *, err: bool = False) -> None:
    if answer.validation is None:
        return
    found = answer.validation.score
    click.echo(
        f"Average relative difference from registrations: {found.difference:.3f}. "
        f"The 80 % interval holds on {found.covered:.0f} % of camps and days.",
        err=err,
    )
    if answer.validation.same is not None:
        click.echo(
            "The shares of the last known day, kept as they were: "
            f"{answer.validation.same:.3f}.",
            err=err,
        )
    if answer.validation.split is not None:
        click.echo(
            f"A split of each day's total by capacity: {answer.validation.split:.3f}.",
            err=err,
        )
    if answer.question.with_capacities:
        click.echo(
            "Mind: capacities may have been written down after the crisis.", err=err
        )
