"""Who flees on which day, and from where?

How many is told: by a file of totals, or as one number that is spread over the days by
how many people live where there is fighting. From where is drawn: each inhabitant who
is left in a place with fighting is equally likely.
"""

from __future__ import annotations

import numpy as np

from migrascope.errors import UnusableTable
from migrascope.foresight.arrivals.network import Network
from migrascope.foresight.panel import FloatArray

Persons = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
LARGEST = 1_000_000_000
"""As many people can be drawn from."""


def from_total(network: Network, total: FloatArray) -> Persons:
    """How many have newly fled on each day, from the number of people in camps.

    A fall is not followed: people who are counted again after it are no new ones.

    Raises:
        UnusableTable: more people than live in places of conflict.
    """
    so_far = np.floor(np.maximum.accumulate(total)).astype(np.int64)
    _enough(network, int(so_far[-1]))
    newly: Persons = np.diff(so_far, prepend=0)
    return newly


def spread(network: Network, people: int) -> Persons:
    """Spread a number of people over the days, by those who live where fighting is.

    Raises:
        UnusableTable: more people than live in places of conflict.
    """
    _enough(network, people)
    at_risk = (network.fighting * network.residents()).sum(axis=1)
    so_far = np.floor(people * np.cumsum(at_risk) / at_risk.sum() + 0.5)
    newly: Persons = np.diff(so_far.astype(np.int64), prepend=0)
    return newly


def draw(chance: np.random.Generator, left: Persons, wanted: Persons) -> Persons:
    """Draw people out of those who are left, without putting anybody back.

    `left` has shape (members, places), `wanted` (members,); nobody more than there is.
    """
    taken = np.zeros_like(left)
    others = left.sum(axis=1)
    wanted = np.minimum(wanted, others)
    for place in np.flatnonzero(left.any(axis=0)):
        others = others - left[:, place]
        taken[:, place] = chance.hypergeometric(left[:, place], others, wanted)
        wanted = wanted - taken[:, place]
    return taken


def _enough(network: Network, people: int) -> None:
    residents = network.residents()
    threatened = int(residents[network.fighting.any(axis=0)].sum())
    if people > threatened:
        raise UnusableTable(
            f"{people:,} people are to flee, and {threatened:,} live in places that "
            "see fighting.",
            "Correct the number, or the populations.",
            where=network.name,
        )
    if residents.sum() >= LARGEST:
        raise UnusableTable(
            f"{residents.sum():,} people live in places of conflict.",
            f"Correct the populations: at most {LARGEST:,}.",
            where=network.name,
        )
