"""Who moves: people who leave home, who return home, or who move on?

Movers by whether they left the place where they were born (emigration), went to it
(return), or were born in a third place (transit). Only methods that account for
every birthplace can tell; the others have nothing to say, and say so.

Abel and Cohen (2019), Bilateral international migration flow estimates for 200
countries, Scientific Data 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from migrascope.flows.account import FloatArray
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.lumping import Grouping
from migrascope.flows.table import Birthplaces, FlowTable

ABEL_COHEN = "Abel & Cohen (2019), Scientific Data 6"


@dataclass(frozen=True, slots=True, eq=False)
class Streams:
    """Origin × destination of movers by where they were born; together all of them."""

    emigration: FloatArray
    returns: FloatArray
    transit: FloatArray

    @property
    def all(self) -> FloatArray:
        """Origin × destination of all movers."""
        return self.emigration + self.returns + self.transit


def by_area(table: FlowTable) -> Streams | Unsaid:
    """The movers of a table by where they were born."""
    if table.birthplaces is None:
        return Unsaid("This method does not give it: it tells no birthplaces.")
    return Streams(
        table.birthplaces.emigration(),
        table.birthplaces.returns(),
        table.birthplaces.transit(),
    )


def by_group(table: FlowTable, grouping: Grouping) -> Streams | Unsaid:
    """The same between groups of areas: born anywhere in the group left is emigration.

    What crosses no border of a group is not in it.
    """
    if table.birthplaces is None:
        return by_area(table)
    members = grouping.membership(table.areas)
    many = len(grouping.names)
    emigration, returns, everyone = (np.zeros((many, many)) for _ in range(3))
    for group in range(many):
        born_here = np.flatnonzero(members[:, group])
        moved = members.T @ _moves_of(table.birthplaces, born_here) @ members
        np.fill_diagonal(moved, 0.0)
        emigration[group] = moved[group]
        returns[:, group] = moved[:, group]
        everyone += moved
    transit = np.maximum(everyone - emigration - returns, 0.0)
    return Streams(emigration, returns, transit)


def _moves_of(birthplaces: Birthplaces, born_here: NDArray[np.intp]) -> FloatArray:
    """Origin × destination of the people born in some of the areas, over all parts."""
    many = birthplaces.parts[0][1].leaving.shape[1]
    moved = np.zeros((many, many))
    for weight, part in birthplaces.parts:
        found = part.leaving[born_here].T @ part.entering[born_here]
        moved += weight * (found if part.seed is None else found * part.seed)
    np.fill_diagonal(moved, 0.0)
    return moved
