"""What do the files say that the toolkit Flee reads?

Traps of this layout, as its files are and as its program takes them:

- the population of a camp is its capacity; in the published crises it is about the
  largest count ever registered there, which nobody knew at the beginning;
- a closure ends on the day on which the way is open again;
- a border is closed in one direction, from the first country to the second;
- columns may be empty at the end of a line, and remarks stand between the counts;
- a camp may have several files of counts, which are added.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from migrascope.errors import (
    ChangedHeader,
    DuplicateKey,
    Truncated,
    UnknownPlace,
    UnusableTable,
)
from migrascope.foresight.arrivals.network import (
    Barred,
    Closure,
    Kind,
    Network,
    Place,
    Road,
)
from migrascope.foresight.arrivals.registrations import (
    Correction,
    Counts,
    Registrations,
    added,
    corrected,
    counts,
    daily,
    known,
)
from migrascope.foresight.arrivals.tables import Line, headed, lines, perhaps
from migrascope.foresight.panel import BoolArray

KINDS = {
    "conflict_zone": Kind.CONFLICT,
    "conflict": Kind.CONFLICT,
    "town": Kind.TOWN,
    "camp": Kind.CAMP,
    "idpcamp": Kind.CAMP,
    "forwarding_hub": Kind.HUB,
    "marker": Kind.HUB,
}
CLOSURES = {
    "country": Barred.COUNTRY,
    "location": Barred.LOCATION,
    "links": Barred.LINK,
    "link": Barred.LINK,
}
ALONG, AGAINST = 1, 2
"""What the column of forced redirection says: to the second place, or to the first."""


def inputs(folder: Path) -> Path | None:
    """The folder that holds locations.csv: this one, or input_csv inside it."""
    for each in (folder, folder / "input_csv"):
        if (each / "locations.csv").is_file():
            return each
    return None


def network(folder: Path, name: str) -> Network:
    """The network of a folder, not yet checked."""
    start, days = _period(folder / "sim_period.csv")
    columns, rows = headed(
        folder / "locations.csv", ("name", "country", "location_type", "population")
    )
    places = tuple(_place(row, columns) for row in rows)
    fighting = _fighting(folder, days, places, rows, columns)
    roads = tuple(_road(row) for row in lines(folder / "routes.csv"))
    closures = tuple(map(_closure, perhaps(folder / "closures.csv")))
    return Network(name, places, roads, closures, fighting, start)


def registered(
    folder: Path, source: Path, network: Network, until: date | None = None
) -> Registrations:
    """The counts of each camp, joined and corrected, as far as known on a day.

    Raises:
        UnknownPlace: a camp has no file of counts, or a correction names none.
    """
    found = dict[str, Counts]()
    for row in lines(source / "data_layout.csv"):
        camp = row.needed(0, "name of a camp")
        if camp in found:
            raise DuplicateKey(
                f"{camp} stands there twice.", "Keep one line.", where=row.where
            )
        if camp not in network.camp_names:  # the total, or a camp that is left out
            continue
        row.needed(1, "file of counts")
        read = [counts(source / file) for file in row.cells[1:] if file]
        found[camp] = added([known(each, until) for each in read])
    missing = [camp for camp in network.camp_names if camp not in found]
    if missing:
        raise UnknownPlace(
            f"{missing[0]} has no file of counts.",
            "Add a line with its file.",
            where="data_layout.csv",
        )
    for row in perhaps(folder / "registration_corrections.csv"):
        correction = Correction(row.needed(0, "camp"), row.day(1, "date"), row.where)
        if correction.camp not in found:
            raise UnknownPlace(
                f"{correction.camp} is corrected, and is no camp.",
                "Correct the name.",
                where=row.where,
            )
        if until is None or correction.day <= until:
            found[correction.camp] = corrected(found[correction.camp], correction)
    return daily(found, network)


def _period(path: Path) -> tuple[date, int]:
    said = {row.text(0).lower(): row for row in lines(path)}
    for name in ("startdate", "length"):
        if name not in said:
            raise Truncated(
                f"The line {name} is missing.",
                "Write StartDate,2012-02-29 and Length,300.",
                where=path.name,
            )
    days = said["length"].days(1)
    return said["startdate"].first_day(1, days), days


def _place(row: Line, columns: dict[str, int]) -> Place:
    kind = row.needed(columns["location_type"], "kind of place")
    if kind not in KINDS:
        raise UnusableTable(
            f'"{kind}" is no kind of place.',
            f"Write one of: {', '.join(KINDS)}.",
            where=row.where,
        )
    spot = columns["population"]
    people = row.persons(spot, "population") if row.text(spot) else None
    camp = KINDS[kind] is Kind.CAMP
    return Place(
        row.needed(columns["name"], "name"),
        KINDS[kind],
        row.needed(columns["country"], "country"),
        population=None if camp else people,
        capacity=people or None if camp else None,
        where=row.where,
    )


def _fighting(
    folder: Path,
    days: int,
    places: tuple[Place, ...],
    rows: list[Line],
    columns: dict[str, int],
) -> BoolArray:
    fighting = np.zeros((days, len(places)), dtype=bool)
    spots = {place.name: spot for spot, place in enumerate(places)}
    path = folder / "conflicts.csv"
    if not path.is_file():
        column = columns.get("conflict_date", len(columns))
        for spot, row in enumerate(rows):
            if row.text(column):
                first = max(int(row.number(column, "day of conflict")), 0)
                fighting[first:, spot] = True
        return fighting
    named, flags = headed(path, ())
    named.pop("Day", None)
    unknown = [name for name in named if name not in spots]
    if not named or unknown:
        raise ChangedHeader(
            f"The first line names {unknown[0] if unknown else 'no place'}.",
            "Name places of locations.csv after Day.",
            where=path.name,
        )
    missing = set(range(days))
    for row in flags:
        day = int(row.number(0, "day"))
        missing.discard(day)
        for name, column in named.items():
            if 0 <= day < days and row.number(column, "mark of conflict"):
                fighting[day, spots[name]] = True
    if missing:
        raise Truncated(
            f"Day {min(missing)} of {days} is missing.",
            "The file may have been cut off: get it again, or shorten the period.",
            where=path.name,
        )
    return fighting


def _road(row: Line) -> Road:
    first, second = row.needed(0, "first place"), row.needed(1, "second place")
    forced = int(row.number(3, "redirection")) if row.text(3) else 0
    if forced not in {0, ALONG, AGAINST}:
        raise UnusableTable(
            f"Forced redirection is {forced}.",
            "Write 0 (none), 1 (to the second place) or 2 (to the first).",
            where=row.where,
        )
    if forced == AGAINST:
        first, second = second, first
    return Road(first, second, row.number(2, "distance"), bool(forced), row.where)


def _closure(row: Line) -> Closure:
    what = row.needed(0, "kind of closure")
    if what not in CLOSURES:
        raise UnusableTable(
            f'"{what}" is nothing that can be closed.',
            f"Write one of: {', '.join(CLOSURES)}.",
            where=row.where,
        )
    return Closure(
        CLOSURES[what],
        row.needed(1, "first name"),
        row.text(2),
        int(row.number(3, "first day")),
        int(row.number(4, "day of opening")),
        row.where,
    )
