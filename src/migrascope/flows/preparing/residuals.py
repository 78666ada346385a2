"""What becomes of people whose place of birth is known only as "other"?

Kept as a row of their own, left out, or spread: over the known places of birth of
those who live in the same area, in proportion to them. Spreading assumes that the
unknown are like the known. Where nobody's place of birth is known on one of the days,
no movement could be told from a change of the count: unless they are kept as a row,
these people count with the natives.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from migrascope.errors import UnknownArea
from migrascope.flows.account import Interval
from migrascope.flows.options import Residuals
from migrascope.flows.preparing import tables as stock_tables
from migrascope.flows.preparing.adjustment import Ledger
from migrascope.flows.preparing.tables import Tables
from migrascope.model import area

_SPREAD = "Other and unknown places of birth, spread over the known ones."
_NATIVES = "Nobody's place of birth is known there: counted with the natives."
_DROPPED = "Other and unknown places of birth, left out."


def without_clue(tables: Tables, ledger: Ledger, *, residuals: Residuals) -> Tables:
    """Take residuals out of areas where no place of birth is known on some day."""
    rows = [spot for spot, each in enumerate(tables.areas) if is_residual(each)]
    if not rows or residuals is Residuals.KEEP:
        return tables
    places = [spot for spot in range(len(tables.areas)) if spot not in rows]
    foreign = tables.persons.copy()
    spots = np.arange(len(tables.areas))
    foreign[..., spots, spots] = 0.0
    known = foreign[:, :, places].sum(axis=2)
    lost = (known <= 0).any(axis=(0, 1))
    persons = tables.persons.copy()
    for at, day in enumerate(tables.days):
        for row in rows:
            here = -persons[:, at, row] * lost
            name = tables.areas[row]
            ledger.write(
                "residual native", _NATIVES, tables.areas, here, day=day, origins=name
            )
    persons[:, :, rows] *= ~lost
    return replace(tables, persons=persons)


def settle(
    tables: Tables, interval: Interval, ledger: Ledger, *, residuals: Residuals
) -> Tables:
    """Spread, keep or leave out the residual places of birth."""
    names = [each for each in tables.areas if is_residual(each)]
    if not names or residuals is Residuals.KEEP:
        return tables
    if residuals is Residuals.SPREAD:
        tables = _spread(tables, names, ledger)
    return stock_tables.without(
        tables, names, interval, ledger, step="residual dropped", says=_DROPPED
    )


def is_residual(id_: str) -> bool:
    """True for an id that names no place: other, unknown, stateless."""
    try:
        return area.get(id_).kind == "residual"
    except UnknownArea:
        return True


def _spread(tables: Tables, names: list[str], ledger: Ledger) -> Tables:
    rows = [tables.areas.index(name) for name in names]
    persons = tables.persons.copy()
    spots = np.arange(len(tables.areas))
    natives = persons[..., spots, spots].copy()
    persons[..., spots, spots] = 0.0
    others = persons[:, :, rows].copy()
    persons[:, :, rows] = 0.0
    known = persons.sum(axis=2)
    unknown = others.sum(axis=2)
    factor = np.divide(unknown, known, out=np.zeros_like(known), where=known > 0)
    persons *= 1.0 + factor[:, :, None]
    for at, day in enumerate(tables.days):
        for spot, name in enumerate(names):
            here = -others[:, at, spot]
            ledger.write("residual", _SPREAD, tables.areas, here, day=day, origins=name)
        spread = others[:, at].sum(axis=1)
        ledger.write("residual", _SPREAD, tables.areas, spread, day=day)
    persons[..., spots, spots] = natives
    return replace(tables, persons=persons)
