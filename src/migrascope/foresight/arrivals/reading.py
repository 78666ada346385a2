"""How does a folder of files become a network?

Two layouts are told apart by their files: ours (`places.csv`, `roads.csv`,
`period.csv`) and that of the toolkit Flee (`locations.csv`, `routes.csv`,
`sim_period.csv`, alone or in `input_csv/`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

import numpy as np

from migrascope.errors import UnknownLayout, UnusableTable
from migrascope.foresight.arrivals import flee, registrations
from migrascope.foresight.arrivals.checking import check
from migrascope.foresight.arrivals.network import (
    Barred,
    Closure,
    Kind,
    Network,
    Place,
    Road,
)
from migrascope.foresight.arrivals.registrations import Registrations
from migrascope.foresight.arrivals.tables import Line, headed

FORCED = "yes"


def network(folder: Path, *, unreachable: Collection[str] = ()) -> Network:
    """The network of a folder, in either layout.

    Places in `unreachable` are known to have no road: nobody arrives there.

    Raises:
        UnknownLayout: the folder holds neither.
        SourceError, EstimationError: a file cannot be used; the error says where.
    """
    if (folder / "places.csv").is_file():
        return check(_own(folder), unreachable)
    if (inputs := flee.inputs(folder)) is not None:
        return check(flee.network(inputs, folder.resolve().name), unreachable)
    raise UnknownLayout(
        "There is no network in this folder.",
        "It needs places.csv, roads.csv and period.csv, or the files that Flee reads: "
        "see docs/how-to/arrivals.md.",
        where=str(folder),
    )


def registered(
    folder: Path, network: Network, *, until: date | None = None
) -> Registrations | None:
    """Who was counted in the camps, where the folder holds it; None otherwise.

    With `until`, only what was known on that day: later counts and corrections are
    not looked at, and the last count holds on.

    Raises:
        SourceError: a file cannot be used, or a camp is missing in it.
    """
    if (folder / "places.csv").is_file():
        path = folder / "registrations.csv"
        return registrations.own(path, network, until) if path.is_file() else None
    inputs = flee.inputs(folder)
    counts = folder / "source_data"
    if inputs is None or not (counts / "data_layout.csv").is_file():
        return None
    return flee.registered(inputs, counts, network, until)


def _own(folder: Path) -> Network:
    columns, rows = headed(folder / "period.csv", ("start", "days"))
    if len(rows) != 1:
        raise UnusableTable(
            "There must be one line with the first day and the number of days.",
            "For example: 2012-02-29,300",
            where="period.csv",
        )
    days = rows[0].days(columns["days"])
    start = rows[0].first_day(columns["start"], days)
    columns, rows = headed(
        folder / "places.csv",
        (
            "name",
            "kind",
            "country",
            "population",
            "capacity",
            "conflict_from",
            "conflict_until",
        ),
    )
    places = tuple(_place(row, columns) for row in rows)
    fighting = np.zeros((days, len(places)), dtype=bool)
    for spot, row in enumerate(rows):
        if row.text(columns["conflict_from"]):
            first = row.day(columns["conflict_from"], "first day of conflict")
            last = days
            if row.text(columns["conflict_until"]):
                until = row.day(columns["conflict_until"], "last day of conflict")
                if until < first:
                    raise UnusableTable(
                        f"The conflict ends on {until}, before it begins ({first}).",
                        "Exchange the two.",
                        where=row.where,
                    )
                last = (until - start).days + 1
            fighting[max((first - start).days, 0) : max(last, 0), spot] = True
    columns, rows = headed(folder / "roads.csv", ("from", "to", "km", "forced"))
    roads = tuple(_road(row, columns) for row in rows)
    closures: tuple[Closure, ...] = ()
    if (folder / "closures.csv").is_file():
        columns, rows = headed(
            folder / "closures.csv", ("what", "from", "to", "since", "until")
        )
        closures = tuple(
            Closure(
                _barred(row, columns["what"]),
                row.needed(columns["from"], "name"),
                row.text(columns["to"]),
                (row.day(columns["since"], "first day closed") - start).days,
                (row.day(columns["until"], "last day closed") - start).days + 1,
                row.where,
            )
            for row in rows
        )
    name = folder.resolve().name
    return Network(name, places, roads, closures, fighting, start)


def _place(row: Line, columns: dict[str, int]) -> Place:
    kind = row.needed(columns["kind"], "kind")
    if kind not in set(Kind):
        raise UnusableTable(
            f'"{kind}" is no kind of place.',
            f"Write one of: {', '.join(Kind)}.",
            where=row.where,
        )
    return Place(
        row.needed(columns["name"], "name"),
        Kind(kind),
        row.needed(columns["country"], "country"),
        _persons(row, columns["population"], "population"),
        _persons(row, columns["capacity"], "capacity"),
        row.where,
    )


def _persons(row: Line, spot: int, meaning: str) -> int | None:
    return row.persons(spot, meaning) if row.text(spot) else None


def _road(row: Line, columns: dict[str, int]) -> Road:
    forced = row.text(columns["forced"])
    if forced not in {"", "no", FORCED}:
        raise UnusableTable(
            f'"{forced}" does not say whether people are brought along this road.',
            "Write yes or no.",
            where=row.where,
        )
    return Road(
        row.needed(columns["from"], "name"),
        row.needed(columns["to"], "name"),
        row.number(columns["km"], "distance"),
        forced == FORCED,
        row.where,
    )


def _barred(row: Line, spot: int) -> Barred:
    what = row.needed(spot, "kind of closure")
    if what not in set(Barred):
        raise UnusableTable(
            f'"{what}" is nothing that can be closed.',
            f"Write one of: {', '.join(Barred)}.",
            where=row.where,
        )
    return Barred(what)
