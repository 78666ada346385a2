"""How are the scores of forecasts printed?

For people in two tables, how near the median was and how sure the intervals were; for
programs as one row of every score for each model, horizon and group.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context
from migrascope.foresight.comparing import Compared, compare
from migrascope.foresight.detail import apart as groups_of
from migrascope.foresight.models.registry import NAIVE
from migrascope.foresight.scores import Scores
from migrascope.foresight.shown import SHOWN
from migrascope.foresight.wording import Manner, steps

if TYPE_CHECKING:
    from migrascope.foresight.evaluating import Trial
    from migrascope.foresight.forecasting import Record
    from migrascope.foresight.panel import Panel

NEAR = (
    ("mase", "MASE"),
    ("median_ape", "median %"),
    ("within_10", "in 10 %"),
    ("within_20", "in 20 %"),
    ("weighted", "weighted %"),
)
SURE = (
    ("pinball", "pinball"),
    ("crps", "CRPS"),
    ("cover_80", "80 holds"),
    ("cover_95", "95 holds"),
    ("width_80", "80 wide"),
    ("width_95", "95 wide"),
    ("winkler_80", "Winkler"),
)
LEGEND = (
    "median %: median error; in 10 %: share not farther off; weighted %: errors over "
    "outcomes; gain: loss below that of the last value; luck?: chance of such a gain "
    "among equals; 80 holds, wide: share of outcomes in the interval, mean width; "
    "widths, pinball, CRPS and Winkler are in units of the mean past change, as MASE."
)
UNLIKELY = 0.001


@dataclass(frozen=True, slots=True)
class Line:
    """The scores of a model at a horizon, in a group if they are apart."""

    horizon: int
    group: str
    model: str
    scores: Scores
    beside: Compared | None


def lines(found: Sequence[Record]) -> list[Line]:
    """Every model, the best first."""
    return [
        Line(record.horizon, "", name, scores, record.against_naive.get(name))
        for record in found
        for name, scores in sorted(record.scores.items(), key=lambda each: each[1].crps)
    ]


def apart(
    found: Sequence[Record],
    made: Sequence[Trial],
    panel: Panel,
    *,
    detail: str,
    also: set[str],
) -> list[Line]:
    """The last value, the model that speaks and those named, in every group."""
    out: list[Line] = []
    for record in found:
        here = [each for each in made if each.horizon == record.horizon]
        asked = {NAIVE.name, record.best, SHOWN, *also}
        naive = next(each for each in here if each.model == NAIVE.name)
        theirs = dict(groups_of(naive, panel, detail))
        models = [each for each in here if each.model in asked]
        mine = [dict(groups_of(each, panel, detail)) for each in models]
        for group, first in theirs.items():
            for name, apart in zip((each.model for each in models), mine, strict=True):
                own = apart[group]
                beside = compare(own, first, floor=panel.floor)
                said = None if name == NAIVE.name else beside
                out.append(Line(record.horizon, group, name, own.scores(), said))
    return out


def tables(
    context: Context,
    record: Record,
    every: Sequence[Line],
    *,
    season: int,
    detail: str | None,
) -> None:
    """Two tables of one horizon, and who speaks."""
    first, last = (Manner(season).time(each) for each in record.origins)
    count = next(iter(record.scores.values())).forecasts
    click.echo(
        f"{steps(record.horizon, season)} ahead, {count:,} forecasts made from the "
        f"figures of {first} to {last}"
    )
    here = [each for each in every if each.horizon == record.horizon]
    head = (*((detail, "n") if detail else ()), "model")
    for columns, tested in ((NEAR, True), (SURE, False)):
        headers = (*head, *(name for _, name in columns))
        headers += ("gain %", "luck?") if tested else ()
        rows = [
            (
                *((each.group, f"{each.scores.forecasts:,}") if detail else ()),
                each.model,
                *(f"{getattr(each.scores, field):.2f}" for field, _ in columns),
                *(_tested(each.beside) if tested else ()),
            )
            for each in here
        ]
        right = [each for each in headers if each not in {detail, "model"}]
        printing.table(context, headers, rows, right=right)
        click.echo()
    for line in (*_silent(record), _speaks(record)):
        click.echo(line)
    click.echo()


def csv_of(every: Sequence[Line], detail: str | None) -> None:
    """One row for each line, with every score."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    rows = facts(every, detail)
    names = [field.name for field in fields(Scores)]
    head = ("horizon", *((detail,) if detail else ()), "model")
    writer.writerow([*head, *names, "gain", "chance"])
    for row in rows:
        numbers = (row[name] for name in (*names, "gain", "chance"))
        told = ("" if each is None else f"{each:.6g}" for each in numbers)
        writer.writerow([*(row[name] for name in head), *told])


def facts(every: Sequence[Line], detail: str | None) -> list[dict[str, object]]:
    """The same as names and values; gain and chance are missing for the last value."""
    return [
        {
            "horizon": each.horizon,
            **({detail: each.group} if detail else {}),
            "model": each.model,
            **asdict(each.scores),
            "gain": each.beside and each.beside.gain,
            "chance": each.beside and each.beside.chance,
        }
        for each in every
    ]


def _tested(beside: Compared | None) -> tuple[str, str]:
    if beside is None:
        return "..", ".."
    chance = f"{beside.chance:.3f}"
    return f"{100 * beside.gain:.1f}", "< 0.001" if beside.chance < UNLIKELY else chance


def _silent(record: Record) -> Iterator[str]:
    """Models that speak of some series only, and how they did there."""
    for name, each in record.spoken.items():
        gain, chance = _tested(each.against_naive)
        yield (
            f"{name} speaks of {each.scores.forecasts:,} of them: "
            f"{_short(each.scores)}; last value there: {_short(each.naive)}; gain "
            f"{gain} %, luck {chance}. In the tables it says the last value of the "
            "others, without an interval."
        )


def _short(scores: Scores) -> str:
    return (
        f"MASE {scores.mase:.2f}, median error {scores.median_ape:.1f} %, 80 % holds "
        f"{scores.cover_80:.0f} %"
    )


def _speaks(record: Record) -> str:
    if record.nothing_beats_naive:
        return "No model beats the last value beyond luck: the last value speaks."
    return f"Speaks: {record.best}."
