"""From a folder and a number of people to arrivals: what does a question need?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from migrascope.errors import UsageError
from migrascope.foresight.arrivals import fleeing, reading, registrations
from migrascope.foresight.arrivals.calibrating import (
    WITH_CAPACITIES,
    WITHOUT_CAPACITIES,
)
from migrascope.foresight.arrivals.network import Network
from migrascope.foresight.arrivals.registrations import Registrations
from migrascope.foresight.arrivals.rules import Rules
from migrascope.foresight.arrivals.simulating import Arrivals, simulate
from migrascope.foresight.arrivals.validating import (
    Score,
    capacities,
    score,
    split_by_capacity,
)
from migrascope.foresight.panel import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be simulated: `people` in all, or a file of `total`s, or neither.

    With neither, the total of the registrations in the folder says how many fled.
    """

    folder: Path
    people: int | None = None
    total: Path | None = None
    members: int = 20
    seed: int = 1
    with_capacities: bool = False
    unreachable: tuple[str, ...] = ()
    validate: bool = False


@dataclass(frozen=True, slots=True)
class Validation:
    """How near it came; `split` is the score of a split by capacity, if known."""

    score: Score
    split: float | None


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
    if question.people is not None:
        newly = fleeing.spread(network, question.people)
    else:
        newly = fleeing.from_total(network, _total(question, network, counted))
    known = question.with_capacities
    rules = WITH_CAPACITIES if known else WITHOUT_CAPACITIES
    made = simulate(
        network,
        newly,
        rules,
        members=question.members,
        seed=question.seed,
        capacity=capacities(network) if known else None,
        settled=question.people is None,
    )
    validation = _validated(made, counted) if question.validate else None
    return Answer(question, network, rules, made, validation)


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


def _validated(made: Arrivals, counted: Registrations | None) -> Validation:
    assert counted is not None
    known = all(made.network.places[spot].capacity for spot in made.network.camps)
    split = split_by_capacity(made.network, counted) if known else None
    return Validation(score(made, counted), split)
