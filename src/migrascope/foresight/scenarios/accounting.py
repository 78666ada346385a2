"""How many people live where, if a scenario came true?

The account of the medium projection, year by year and country by country:

    P(t) = P(t − 1) + births − deaths + net migration

Birth and death rates are those of the medium projection, per mean population of the
year: whoever migrates has, in the scenario, the children and the risks of the country
where he or she lives. Without changes the medium projection itself comes out, to the
rounding of its figures. What one country loses another gains, so that net migration
over the world stays what it was, unless the scenario says `balance = "nobody"`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from migrascope.errors import NoFigures, UnusableTable
from migrascope.foresight.panel import BoolArray, FloatArray
from migrascope.foresight.scenarios.model import (
    EVERYWHERE,
    Balance,
    Crisis,
    NetMigration,
    Scenario,
)


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """Population and its changes: `years` (T,), everything else (T, N) in persons.

    `population` is at the end of each year; births, deaths and net migration are those
    of the year. `start` (N,) is the population at the end of the year before the first.
    `asylum[o, a]` is the share of refugees from o who live in a, (N, N), rows of
    nought where there are none. `low` and `high` are the bounds of the projection's
    population (95 per cent), and missing in a scenario.
    """

    areas: tuple[str, ...]
    years: tuple[int, ...]
    start: FloatArray
    population: FloatArray
    births: FloatArray
    deaths: FloatArray
    net_migration: FloatArray
    asylum: FloatArray
    low: FloatArray | None = None
    high: FloatArray | None = None

    @property
    def before(self) -> FloatArray:
        """Population at the beginning of each year, (T, N)."""
        return np.vstack([self.start[None, :], self.population[:-1]])

    def imbalance(self, medium: Account) -> float:
        """How far net migration of the world is from that of the medium projection.

        The largest difference of a year, as a share of the net moves of that year;
        without end where somebody is gone in a year in which nobody moved.
        """
        theirs = medium.net_migration[: len(self.years)]
        gone = np.abs(self.net_migration.sum(axis=1) - theirs.sum(axis=1))
        moved = np.abs(theirs).sum(axis=1) / 2
        endless = np.where(gone >= 1.0, np.inf, 0.0)
        return float(np.divide(gone, moved, out=endless, where=moved > 0).max())

    def row(self, year: int) -> int:
        """Where a year stands."""
        return self.years.index(year)


def apply(medium: Account, scenario: Scenario) -> Account:
    """The account if the scenario came true, until its last year.

    Raises:
        NoFigures: the projection does not reach that far, or lacks an area.
        UnusableTable: more people would leave a country than live there.
    """
    if scenario.until > medium.years[-1]:
        raise NoFigures(
            f"The projection ends in {medium.years[-1]}.",
            "Set until to that year, or add the full projection of UN DESA.",
        )
    rows = medium.row(scenario.until) + 1
    medium = _first(medium, rows)
    net = medium.net_migration.copy()
    for change in scenario.changes:
        if isinstance(change, NetMigration):
            net += _moved(medium, change)
        elif isinstance(change, Crisis):
            net += _fled(medium, change)
    return project(medium, net)


def project(medium: Account, net: FloatArray) -> Account:
    """The account with other net migration (T, N) and the rates of the medium one.

    With rates per mean population, P(t) = (P(t − 1) (1 + r/2) + M) / (1 − r/2), r
    being the birth rate less the death rate.
    """
    mean = (medium.before + medium.population) / 2
    birth, death = medium.births / mean, medium.deaths / mean
    population = np.empty_like(net)
    now = medium.start
    for row, moved in enumerate(net):
        natural = (birth[row] - death[row]) / 2
        now = (now * (1 + natural) + moved) / (1 - natural)
        if (now < 0).any():
            at = int(np.argmin(now))
            raise UnusableTable(
                f"More people would leave {medium.areas[at]} than live there in "
                f"{medium.years[row]}.",
                "Make the change smaller, or let it begin later.",
            )
        population[row] = now
    made = replace(
        medium, population=population, net_migration=net, low=None, high=None
    )
    new_mean = (made.before + population) / 2
    return replace(made, births=birth * new_mean, deaths=death * new_mean)


def _moved(medium: Account, change: NetMigration) -> FloatArray:
    """What a change adds to net migration, (T, N)."""
    years = np.array(medium.years)
    when = (years >= change.since) & (years <= change.until)
    where = _mask(medium, change.areas)
    chosen = when[:, None] & where[None, :]
    new = (
        medium.net_migration * change.factor
        if change.factor is not None
        else np.full_like(medium.net_migration, change.persons or 0.0)
    )
    added = np.where(chosen, new - medium.net_migration, 0.0)
    if change.balance is Balance.NOBODY or where.all():
        return added
    return added - _elsewhere(medium, added, where, change.balance)


def _elsewhere(
    medium: Account, added: FloatArray, where: BoolArray, balance: Balance
) -> FloatArray:
    """Where those who were added come from, or go to if they are fewer, (T, N)."""
    if balance is Balance.REFUGEES:
        hosted: FloatArray = added @ _hosts(medium)
        return hosted
    others = np.where(where[None, :], 0.0, medium.population)
    spread: FloatArray = others / others.sum(axis=1, keepdims=True)
    spread *= added.sum(axis=1, keepdims=True)
    return spread


def _fled(medium: Account, crisis: Crisis) -> FloatArray:
    """A crisis and the returns after it, (T, N)."""
    added = np.zeros_like(medium.net_migration)
    if crisis.year not in medium.years:
        return added
    at = _at(medium, crisis.origin)
    first = medium.row(crisis.year)
    abroad = crisis.people
    added[first, at] = -crisis.people
    for row in range(first + 1, len(medium.years)):
        back = crisis.returning * abroad
        added[row, at] = back
        abroad -= back
    if crisis.balance is Balance.NOBODY:
        return added
    where = np.arange(len(medium.areas)) == at
    return added - _elsewhere(medium, added, where, crisis.balance)


def _hosts(medium: Account) -> FloatArray:
    """Shares of hosts for each origin; by population where there are no refugees."""
    hosts = medium.asylum.copy()
    none = hosts.sum(axis=1) == 0
    size = np.tile(medium.population[0], (len(medium.areas), 1))
    np.fill_diagonal(size, 0.0)
    hosts[none] = size[none]
    part: FloatArray = hosts / hosts.sum(axis=1, keepdims=True)
    return part


def _mask(medium: Account, names: tuple[str, ...]) -> BoolArray:
    if EVERYWHERE in names:
        return np.ones(len(medium.areas), dtype=bool)
    mask = np.zeros(len(medium.areas), dtype=bool)
    for name in names:
        mask[_at(medium, name)] = True
    return mask


def _at(medium: Account, area: str) -> int:
    if area not in medium.areas:
        raise NoFigures(
            f"The projection has no account of {area}.",
            "Name another area; `migrascope catalog` lists what the base holds.",
        )
    return medium.areas.index(area)


def _first(account: Account, rows: int) -> Account:
    return replace(
        account,
        years=account.years[:rows],
        population=account.population[:rows],
        births=account.births[:rows],
        deaths=account.deaths[:rows],
        net_migration=account.net_migration[:rows],
        low=None if account.low is None else account.low[:rows],
        high=None if account.high is None else account.high[:rows],
    )
