"""Which routes are followed, who counts on them, and what do the counts mean?

The table `routes.csv` says for every route under which name each list holds it. Two
lists that name the same stretch of sea do not draw it alike: what is counted and
what died on it are put side by side, never taken for one population.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from migrascope.errors import UsageError


@dataclass(frozen=True, slots=True)
class Route:
    """A route, and its name in each list.

    `dataset` and `measure` count on it; `counted_as` is the name of the route there,
    empty where the whole list is of the route. `deaths_as` are its names in the list
    of the Missing Migrants Project, `deaths_in_copy` those in the copy of that list
    with fewer columns; empty where the list has no such route. `destination` is the
    area or group at its end; `counts` and `mind` say what is counted and what to mind.
    """

    id: str
    name: str
    measure: str
    dataset: str
    counted_as: str
    deaths_as: tuple[str, ...]
    deaths_in_copy: tuple[str, ...]
    destination: str
    counts: str
    mind: str


def get(text: str) -> Route:
    """The route with this id or name; case does not matter.

    Raises:
        UsageError: no such route; the message lists those there are.
    """
    wanted = text.strip().casefold()
    for route in listed():
        if wanted in {route.id, route.name.casefold(), route.counted_as.casefold()}:
            return route
    raise UsageError(f'No route is called "{text}".', f"Routes: {', '.join(ALL)}.")


@cache
def listed() -> tuple[Route, ...]:
    """Every route, in the order of the table."""
    text = files(__package__).joinpath("routes.csv").read_text(encoding="utf-8")
    return tuple(_route(row) for row in csv.DictReader(text.splitlines()))


def _route(row: dict[str, str]) -> Route:
    return Route(
        id=row["id"],
        name=row["name"],
        measure=row["measure"],
        dataset=row["dataset"],
        counted_as=row["counted_as"],
        deaths_as=_several(row["deaths_as"]),
        deaths_in_copy=_several(row["deaths_in_copy"]),
        destination=row["destination"],
        counts=row["counts"],
        mind=row["mind"],
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


ALL = tuple(route.id for route in listed())
"""The ids of the routes, in the order of the table."""
