"""From a folder and a number of people to arrivals: what does a question need?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from migrascope.errors import UsageError
from migrascope.foresight.arrivals import fleeing, reading, registrations
from migrascope.foresight.arrivals.calibrating import (
    WITH_CAPACITIES,
    WITHOUT_CAPACITIES,
)
from migrascope.foresight.arrivals.fleeing import Persons
from migrascope.foresight.arrivals.network import Network
from migrascope.foresight.arrivals.registrations import Registrations
from migrascope.foresight.arrivals.rules import Rules
from migrascope.foresight.arrivals.simulating import Arrivals, Known, simulate
from migrascope.foresight.arrivals.validating import (
    Score,
    capacities,
    difference,
    score,
    split_by_capacity,
)
from migrascope.foresight.panel import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be simulated: `people` in all, or a file of `total`s, or neither.

    With neither, the total of the registrations in the folder says how many fled. With
    `known_until`, people are in camps as registered by that day, and the days after it
    are simulated; `people` are then those who flee after it.
    """

    folder: Path
    people: int | None = None
    total: Path | None = None
    members: int = 20
    seed: int = 1
    with_capacities: bool = False
    unreachable: tuple[str, ...] = ()
    validate: bool = False
    known_until: date | None = None

    @property
    def looks_ahead(self) -> bool:
        """True when counts after `known_until` say how many flee."""
        is_told = self.people is not None or self.total is not None
        return self.known_until is not None and not is_told


@dataclass(frozen=True, slots=True)
class Validation:
    """How near it came; `split` is the score of a split by capacity, if known.

    `same` is the score of each camp's share as it was on the last known day.
    """

    score: Score
    split: float | None
    same: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it, under which rules."""

    question: Question
    network: Network
    rules: Rules
    arrivals: Arrivals
    validation: Validation | None


def answer(question: Question) -> Answer:
    """Simulate, and compare with registrations where that is asked.

    Raises:
        UsageError: both ways to say how many flee, or none and no registrations.
        SourceError, EstimationError: a file cannot be used; the error says where.
    """
    if question.people is not None and question.total is not None:
        raise UsageError(
            "Both a number of people and a file of totals are given.",
            "Take --people or --total.",
        )
    network = reading.network(question.folder, unreachable=question.unreachable)
    counted = _counted(question, network)
    known = _known(question, network)
    if question.people is not None:
        newly = _after(network, question.people, known)
    else:
        newly = fleeing.from_total(network, _total(question, network, counted))
    roomy = question.with_capacities
    rules = WITH_CAPACITIES if roomy else WITHOUT_CAPACITIES
    made = simulate(
        network,
        newly,
        rules,
        members=question.members,
        seed=question.seed,
        capacity=capacities(network) if roomy else None,
        settled=question.people is None and known is None,
        known=known,
    )
    validation = _validated(made, counted, known) if question.validate else None
    return Answer(question, made.network, rules, made, validation)


def _known(question: Question, network: Network) -> Known | None:
    """Who was in the camps on the last known day."""
    if question.known_until is None:
        return None
    day = (question.known_until - network.start).days
    if not 0 <= day < network.days - 1:
        last = network.date_of(network.days - 2)
        raise UsageError(
            f"{question.known_until} leaves no day to simulate.",
            f"Take a day between {network.start} and {last}.",
            where=str(question.folder),
        )
    counted = reading.registered(question.folder, network, until=question.known_until)
    if counted is None:
        raise UsageError(
            "The folder holds no registrations to begin with.",
            "Add registrations.csv, or leave --known-until out.",
            where=str(question.folder),
        )
    return Known(day, counted.people[day])


def _after(network: Network, people: int, known: Known | None) -> Persons:
    """Those who flee on each day; nobody anew until the last known day."""
    if known is None:
        return fleeing.spread(network, people)
    first = known.day + 1
    newly = fleeing.spread(network.between(first, network.days), people)
    return np.concatenate((np.zeros(first, dtype=np.int64), newly))


def _counted(question: Question, network: Network) -> Registrations | None:
    told = question.people is not None or question.total is not None
    if told and not question.validate:
        return None
    counted = reading.registered(question.folder, network)
    if counted is None and question.validate:
        raise UsageError(
            "The folder holds no registrations to compare with.",
            "Add registrations.csv, or leave --validate out.",
            where=str(question.folder),
        )
    return counted


def _total(
    question: Question, network: Network, counted: Registrations | None
) -> FloatArray:
    if question.total is not None:
        return registrations.total(question.total, network)
    if counted is None:
        raise UsageError(
            "Nothing says how many people flee.",
            "Give --people N or --total FILE, or add registrations.csv.",
            where=str(question.folder),
        )
    return counted.total


def _validated(
    made: Arrivals, counted: Registrations | None, known: Known | None
) -> Validation:
    assert counted is not None
    later = Registrations(counted.camps, counted.people[-made.network.days :])
    roomy = all(made.network.places[spot].capacity for spot in made.network.camps)
    split = split_by_capacity(made.network, later) if roomy else None
    same = None
    if known is not None:
        same = difference(np.broadcast_to(known.people, later.people.shape), later)
    return Validation(score(made, later), split, same)
