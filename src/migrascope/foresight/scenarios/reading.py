"""How does a scenario file become a scenario?

title = "No migration"
says  = "Nobody moves from one country to another after 2025."
until = 2050

[[net_migration]]
areas  = ["all"]
factor = 0
since  = 2026
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated

import msgspec

from migrascope.errors import UnknownArea
from migrascope.foresight.scenarios.model import (
    EVERYWHERE,
    FIRST_YEAR,
    LAST_YEAR,
    Balance,
    Change,
    Crisis,
    NetMigration,
    RemittanceCost,
    Scenario,
)
from migrascope.model import area as areas
from migrascope.model import toml

Year = Annotated[int, msgspec.Meta(ge=FIRST_YEAR, le=LAST_YEAR)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


_LIST = "net_migration", "crisis", "remittance_cost"
"""The lists of changes of a file."""


class _Net(msgspec.Struct, forbid_unknown_fields=True):
    areas: list[str]
    factor: float | None = None
    persons: float | None = None
    since: Year = FIRST_YEAR + 1
    until: Year = LAST_YEAR
    balance: Balance = Balance.OTHERS


class _Crisis(msgspec.Struct, forbid_unknown_fields=True):
    origin: str
    year: Year
    people: Annotated[float, msgspec.Meta(gt=0)]
    returning: Share = 0.0
    balance: Balance = Balance.REFUGEES


class _Cost(msgspec.Struct, forbid_unknown_fields=True):
    target: Annotated[float, msgspec.Meta(ge=0, le=100)]
    year: Year


class _File(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    says: str
    until: Year = 2050
    net_migration: list[_Net] = []
    crisis: list[_Crisis] = []
    remittance_cost: list[_Cost] = []


def examples() -> tuple[str, ...]:
    """The names of the scenarios that come with the program."""
    folder = resources.files("migrascope.foresight.scenarios") / "examples"
    return tuple(
        sorted(
            each.name.removesuffix(".toml")
            for each in folder.iterdir()
            if each.name.endswith(".toml")
        )
    )


def load(name: str) -> Scenario:
    """Read a scenario: a file, or one that comes with the program, by its name.

    Raises:
        BadPlan: it is not there, or says something impossible; names file, line and
            key.
    """
    if name in examples():
        inside = resources.files("migrascope.foresight.scenarios") / "examples"
        return read((inside / f"{name}.toml").read_text("utf-8"), name)
    return _scenario(toml.read(Path(name), _kind()))


def read(text: str, name: str) -> Scenario:
    """Make a scenario out of the text of a file.

    Raises:
        BadPlan: it is no TOML, or says something impossible; names line and key.
    """
    return _scenario(toml.parse(text, name, _kind()))


def _kind() -> toml.Kind:
    """What messages call the file, and what its keys are for."""
    return toml.Kind(
        "scenario",
        reference="See docs/how-to/scenarios.md for what may stand there.",
        missing=f"Name a file, or one of: {', '.join(examples())}.",
        hints={
            "says": "one sentence for people: what would be other than projected.",
            "people": "say how many flee.",
            "origin": "say from which country they flee.",
            "areas": 'say which countries; ["all"] for every one.',
            "target": "say what sending 200 dollars would cost, in per cent.",
        },
    )


def _scenario(written: toml.Written) -> Scenario:
    file = written.record(_File)
    changes: list[Change] = [
        _net(each, written, number, file.until)
        for number, each in enumerate(file.net_migration)
    ]
    changes += [
        _crisis(each, written, number, file.until)
        for number, each in enumerate(file.crisis)
    ]
    changes += [RemittanceCost(each.target, each.year) for each in file.remittance_cost]
    if not changes:
        raise written.wrong(
            (),
            "the scenario changes nothing.",
            f"Add {' or '.join(f'[[{name}]]' for name in _LIST)}.",
        )
    return Scenario(file.title, file.says, tuple(changes), file.until)


def _net(each: _Net, written: toml.Written, number: int, until: int) -> NetMigration:
    at = ("net_migration", number)
    if (each.factor is None) == (each.persons is None):
        raise written.wrong(
            at,
            "needs either factor or persons.",
            "factor = 2 doubles it; persons = -10000 sends ten thousand away a year.",
        )
    if each.until < each.since:
        raise written.wrong(
            (*at, "until"),
            f"it ends in {each.until}, before it begins ({each.since}).",
            "Exchange since and until.",
        )
    _begins_in_time(written, (*at, "since"), each.since, until)
    if not each.areas:
        raise written.wrong((*at, "areas"), "names no areas.", 'Write areas = ["all"].')
    places = tuple(
        _place(area, written, (*at, "areas", spot))
        for spot, area in enumerate(each.areas)
    )
    return NetMigration(
        places, each.factor, each.persons, each.since, each.until, each.balance
    )


def _crisis(each: _Crisis, written: toml.Written, number: int, until: int) -> Crisis:
    at = ("crisis", number)
    _begins_in_time(written, (*at, "year"), each.year, until)
    if each.origin == EVERYWHERE:
        raise written.wrong(
            (*at, "origin"),
            "people flee from one country, not from everywhere.",
            "Name the country; write [[crisis]] again for another.",
        )
    place = _place(each.origin, written, (*at, "origin"))
    return Crisis(place, each.year, each.people, each.returning, each.balance)


def _begins_in_time(
    written: toml.Written, path: toml.Path, year: int, until: int
) -> None:
    if year > until:
        raise written.wrong(
            path,
            f"it begins in {year}, after the scenario ends ({until}).",
            "Let it begin earlier, or set until to a later year.",
        )


def _place(text: str, written: toml.Written, path: toml.Path) -> str:
    if text == EVERYWHERE:
        return EVERYWHERE
    try:
        place = areas.find(text)
    except UnknownArea as problem:
        problem.where = problem.where or written.where(path)
        raise
    if place.id not in {each.id for each in areas.countries()}:
        raise written.wrong(
            path,
            f"{place.name} is no country.",
            "Scenarios change countries: name each of them.",
        )
    return place.id
