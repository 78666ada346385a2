"""What might the stocks of an interval look like in another edition?

A draw multiplies every corridor's stocks of both years by a borrowed revision, lets
corridors appear that were not printed, and fills the natives again so that nobody is
added to the population. Births, deaths and population are not drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from migrascope.flows.account import Account, FloatArray, StockTable
from migrascope.flows.uncertainty.donors import Donors, IntArray, classes, ranks


@dataclass(frozen=True, slots=True, eq=False)
class Urn:
    """One account and the revisions that can be drawn for its corridors."""

    account: Account
    donors: Donors
    origin: IntArray
    destination: IntArray
    kind: IntArray
    before: FloatArray
    after: FloatArray
    own: IntArray
    lenders: tuple[IntArray, ...]
    place: IntArray

    @property
    def without_donor(self) -> int:
        """Corridors of a class in which no other destination has any: left alone."""
        return int((self._free(self.kind, self.own[self.destination]) == 0).sum())

    def draw(self, chance: np.random.Generator) -> Account:
        """The account with the stocks that another edition might have."""
        lender = self._lenders(chance)
        before, after = self._revised(chance, lender)
        self._appear(lender, before, after)
        return replace(
            self.account,
            before=_with_natives(self.account.before, before),
            after=_with_natives(self.account.after, after),
        )

    def _lenders(self, chance: np.random.Generator) -> IntArray:
        """For each destination another one of its quarter, by position in donors."""
        luck = chance.random(len(self.lenders))
        many = np.array([each.size for each in self.lenders])
        picks = (luck * many).astype(np.int64)
        return np.array(
            [each[pick] for each, pick in zip(self.lenders, picks, strict=True)]
        )

    def _revised(
        self, chance: np.random.Generator, lender: IntArray
    ) -> tuple[FloatArray, FloatArray]:
        """Both tables of migrants, each corridor times a borrowed pair of ratios."""
        first = self.donors.first
        kind, home = self.kind, lender[self.destination]
        start, many = first[kind, home], first[kind, home + 1] - first[kind, home]
        own = self.own[self.destination]
        free = self._free(kind, own)
        luck = chance.random(kind.size)
        alone = many == 0
        picks = start + (luck * many).astype(np.int64)
        anywhere = first[kind, 0] + (luck * free).astype(np.int64)
        mine, past = self._block(kind, own)
        anywhere += np.where(anywhere >= mine, past - mine, 0)
        picks = np.where(alone, anywhere, picks)
        left = alone & (free == 0)
        picks = np.where(left, 0, picks)
        tables = []
        for stock, ratios in (
            (self.before, self.donors.ratio_before),
            (self.after, self.donors.ratio_after),
        ):
            table = np.zeros_like(self.account.before.persons)
            factor = np.where(left, 1.0, ratios[picks])
            table[self.origin, self.destination] = stock * factor
            tables.append(table)
        return tables[0], tables[1]

    def _appear(self, lender: IntArray, before: FloatArray, after: FloatArray) -> None:
        """Corridors that the lender's destination gained, where there is none yet."""
        new = self.donors.appeared
        many = new.first[lender + 1] - new.first[lender]
        total = int(many.sum())
        if not total:
            return
        destination = np.repeat(np.arange(lender.size), many)
        offset = np.arange(total) - np.repeat(np.cumsum(many) - many, many)
        which = np.repeat(new.first[lender], many) + offset
        origin = self.place[new.origin[which]]
        old = self.account.before.persons + self.account.after.persons
        size = self.account.after.migrants.sum(axis=0)
        fits = (origin >= 0) & (origin != destination)
        fits &= old[origin, destination] == 0
        origin, destination, which = origin[fits], destination[fits], which[fits]
        before[origin, destination] = new.before[which] * size[destination]
        after[origin, destination] = new.after[which] * size[destination]

    def _free(self, kind: IntArray, own: IntArray) -> IntArray:
        """How many donors a class has outside the corridor's own destination."""
        mine, past = self._block(kind, own)
        first = self.donors.first
        return np.asarray(first[kind, -1] - first[kind, 0] - (past - mine))

    def _block(self, kind: IntArray, own: IntArray) -> tuple[IntArray, IntArray]:
        """Where the donors of the corridor's own destination stand in its class."""
        first = self.donors.first
        there = own >= 0
        mine = np.where(there, first[kind, own], 0)
        past = np.where(there, first[kind, np.where(there, own + 1, 0)], 0)
        return mine, past


def urn(account: Account, donors: Donors) -> Urn:
    """Make ready what every draw for an account needs."""
    before, after = account.before.migrants, account.after.migrants
    origin, destination = np.nonzero(before + after > 0)
    spot = {area: each for each, area in enumerate(donors.areas)}
    own = np.array([spot.get(area, -1) for area in account.areas])
    mine = {area: each for each, area in enumerate(account.areas)}
    place = np.array([mine.get(area, -1) for area in donors.areas])
    quarter = ranks(after.sum(axis=0))
    everyone = np.arange(len(donors.areas))
    lenders = []
    for each, home in zip(quarter, own, strict=True):
        alike = np.flatnonzero((donors.rank == each) & (everyone != home))
        lenders.append(alike if alike.size else everyone[everyone != home])
    return Urn(
        account=account,
        donors=donors,
        origin=origin,
        destination=destination,
        kind=classes(before[origin, destination], after[origin, destination]),
        before=before[origin, destination],
        after=after[origin, destination],
        own=own,
        lenders=tuple(lenders),
        place=place,
    )


def _with_natives(table: StockTable, migrants: FloatArray) -> StockTable:
    """The same residents: natives are those who are not migrants.

    Migrants who would outnumber the residents are scaled down to them.
    """
    residents, drawn = table.residents, migrants.sum(axis=0)
    crowded = drawn > residents
    if crowded.any():
        share = np.where(crowded, residents / np.where(crowded, drawn, 1.0), 1.0)
        migrants = migrants * share
        drawn = migrants.sum(axis=0)
    persons = migrants.copy()
    np.fill_diagonal(persons, np.maximum(residents - drawn, 0.0))
    return StockTable(table.areas, persons, table.day)
