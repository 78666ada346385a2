"""Where does a series jump because the counting changed, not because people moved?

Two rules, both computed from the figures, and a list of what publishers say
(`breaks.csv`):

- a group (refugees, asylum seekers, internally displaced people) that was nought or
  not reported and then is at least `LEAST` people and at least `SHARE` of the total
  began to be counted, or came all at once. A model does not learn from either: it
  cannot tell them apart, and the first would teach it an artefact;
- the same in reverse: a group that falls from such a number to nought.

The forecasts are scored on these years all the same: whoever is forecast is forecast.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from migrascope.foresight.panel import BoolArray, FloatArray

LEAST = 5_000
SHARE = 0.3
BREAK, SCOPE = "break", "scope"


@dataclass(frozen=True, slots=True)
class Note:
    """What a publisher says of a series: a break in a year, or what it leaves out."""

    what: str
    area: str
    year: int | None
    kind: str
    says: str
    source: str


@cache
def notes() -> tuple[Note, ...]:
    """Every remark of the list."""
    text = (files("migrascope.foresight.series") / "breaks.csv").read_text("utf-8")
    return tuple(
        Note(
            row["what"],
            row["area"],
            int(row["year"]) if row["year"] else None,
            row["kind"],
            row["says"],
            row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def said(what: str, area: str) -> tuple[Note, ...]:
    """What publishers say of one series."""
    return tuple(each for each in notes() if (each.what, each.area) == (what, area))


def known(what: str, keys: Sequence[str], times: Sequence[int]) -> BoolArray:
    """True where the list says that a series broke, (T, N)."""
    broken = np.zeros((len(times), len(keys)), dtype=bool)
    for each in notes():
        named = each.what == what and each.kind == BREAK
        if named and each.area in keys and each.year in times:
            broken[times.index(each.year), keys.index(each.area)] = True
    return broken


def found(values: FloatArray, parts: Iterable[FloatArray]) -> BoolArray:
    """True at [t, n] where a part of series n began or ended between t − 1 and t."""
    broken = np.zeros(values.shape, dtype=bool)
    with np.errstate(invalid="ignore"):
        larger = np.fmax(values[1:], values[:-1])
        for part in parts:
            before = np.nan_to_num(part[:-1])
            after = np.nan_to_num(part[1:])
            at_least = np.maximum(LEAST, SHARE * larger)
            began = (before == 0) & (after >= at_least)
            ended = (after == 0) & (before >= at_least)
            broken[1:] |= began | ended
    return broken
