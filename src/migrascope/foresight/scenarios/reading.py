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

import math
import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated

import msgspec

from migrascope.errors import BadPlan, UnknownArea, Where
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

Year = Annotated[int, msgspec.Meta(ge=FIRST_YEAR, le=LAST_YEAR)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


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
        BadPlan: it is not there, or says something impossible; the message says where.
    """
    path = Path(name)
    if name in examples():
        inside = resources.files("migrascope.foresight.scenarios") / "examples"
        return read((inside / f"{name}.toml").read_text("utf-8"), name)
    try:
        return read(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as problem:
        raise BadPlan(
            f"There is no scenario {name} to read.",
            f"Name a file, or one of: {', '.join(examples())}.",
        ) from problem


def read(text: str, name: str) -> Scenario:
    """Make a scenario out of the text of a file.

    Raises:
        BadPlan: it is no TOML, or says something impossible.
    """
    try:
        file = msgspec.convert(tomllib.loads(text), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
        raise BadPlan(
            f"{problem}.",
            "See docs/how-to/scenarios.md for what may stand there.",
            where=name,
        ) from problem
    _within(file, name)
    changes: list[Change] = [_net(each, name) for each in file.net_migration]
    changes += [_crisis(each, name) for each in file.crisis]
    changes += [RemittanceCost(each.target, each.year) for each in file.remittance_cost]
    if not changes:
        raise BadPlan(
            "The scenario changes nothing.",
            "Add [[net_migration]], [[crisis]] or [[remittance_cost]].",
            where=name,
        )
    return Scenario(file.title, file.says, tuple(changes), file.until)


def _within(file: _File, name: str) -> None:
    """Insist on numbers that can be reckoned with, and on years of the scenario."""
    numbers = [each.people for each in file.crisis]
    numbers += [each.factor for each in file.net_migration if each.factor is not None]
    numbers += [each.persons for each in file.net_migration if each.persons is not None]
    if not all(map(math.isfinite, numbers)):
        raise BadPlan(
            "A number is infinite, or none (nan).", "Write how many.", where=name
        )
    begins = [("[[crisis]]", each.year) for each in file.crisis]
    begins += [("[[net_migration]]", each.since) for each in file.net_migration]
    for what, year in begins:
        if year > file.until:
            raise BadPlan(
                f"{what} begins in {year}, after the scenario ends ({file.until}).",
                "Let it begin earlier, or set until to a later year.",
                where=name,
            )


def _net(each: _Net, name: str) -> NetMigration:
    if (each.factor is None) == (each.persons is None):
        raise BadPlan(
            "[[net_migration]] needs either factor or persons.",
            "factor = 2 doubles it; persons = -10000 sends ten thousand away a year.",
            where=name,
        )
    if each.until < each.since:
        raise BadPlan(
            f"[[net_migration]] ends in {each.until}, before it begins ({each.since}).",
            "Exchange since and until.",
            where=name,
        )
    places = tuple(_place(area, name) for area in each.areas)
    if not places:
        raise BadPlan(
            "[[net_migration]] names no areas.", 'Write areas = ["all"].', where=name
        )
    return NetMigration(
        places, each.factor, each.persons, each.since, each.until, each.balance
    )


def _crisis(each: _Crisis, name: str) -> Crisis:
    return Crisis(
        _place(each.origin, name), each.year, each.people, each.returning, each.balance
    )


def _place(text: str, name: str) -> str:
    if text == EVERYWHERE:
        return EVERYWHERE
    try:
        place = areas.find(text)
    except UnknownArea as problem:
        problem.where = problem.where or Where(name)
        raise
    if place.id not in {each.id for each in areas.countries()}:
        raise BadPlan(
            f"{place.name} is no country.",
            "Scenarios change countries: name each of them.",
            where=name,
        )
    return place.id
