"""What may come for every series of a quantity, made at once?

For the ledger and for the evidence base, which hold forecasts of many areas. Corridors
are moved until they add up to their origins, as they are shown (`parts`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from migrascope.errors import NoFigures
from migrascope.foresight import parts
from migrascope.foresight.asking import last_figures, route_named
from migrascope.foresight.evaluating import LARGE, too_short
from migrascope.foresight.forecasting import Forecast, Record, forecast, models_of
from migrascope.foresight.panel import Panel
from migrascope.foresight.series.catalogue import SERIES, records
from migrascope.foresight.series.displaced import OTHER
from migrascope.foresight.series.reading import read
from migrascope.model import area as areas

if TYPE_CHECKING:
    from migrascope.store.base import Base

RECONCILED = " (reconciled)"
"""Follows the name of a model whose forecasts were moved until they add up."""


@dataclass(frozen=True, slots=True, eq=False)
class Everywhere:
    """Forecasts of all series of a quantity, each from its own newest figure.

    `figures` is a fingerprint of everything that they were made from.
    """

    by: str
    panel: Panel
    forecasts: tuple[Forecast, ...]
    records: tuple[Record, ...]
    figures: str


def everywhere(
    base: Base,
    *,
    by: str,
    horizon: int = 3,
    cache: Path,
    advance: Callable[[int, int], None] | None = None,
) -> Everywhere:
    """Forecast every series one to `horizon` steps ahead.

    A series whose newest figure is more than a year older than those of others is
    left out: nothing is known of it now.

    Raises:
        NoFigures: the base has no such series, or too short ones.
    """
    if SERIES[by].keys_are == "corridor":
        return _corridors(base, by, horizon, cache, advance)
    panel = read(by, base, cache)
    found = records(by, panel, cache, horizon=horizon, advance=advance)
    made = tuple(_newest(panel, found))
    return Everywhere(by, panel, made, found, panel.fingerprint())


def chosen(made: Everywhere, names: Sequence[str]) -> tuple[Forecast, ...]:
    """The forecasts of areas (or routes) that are named, else of all that were large.

    A country names all its corridors, "SSD>UGA" one. What is left over of an origin is
    chosen by nobody: a corridor that grows leaves it, so that no later figure is
    comparable.

    Raises:
        UnknownArea: no such area.
        NoFigures: the base has no newest figure of one that is named.
    """
    known = {each.key: each for each in made.forecasts if _lasts(each.key)}
    if names:
        keys = dict.fromkeys(key for name in names for key in _keys(made, name, known))
        return tuple(known[key] for key in keys)
    panel = made.panel
    most = np.nan_to_num(panel.values).max(axis=0)
    large = most >= LARGE * panel.floor
    of_key = dict(zip(panel.keys, large, strict=True))
    return tuple(each for key, each in known.items() if of_key[key])


def _lasts(key: str) -> bool:
    return not key.endswith(f">{OTHER}")


def _keys(made: Everywhere, name: str, known: dict[str, Forecast]) -> list[str]:
    kind = SERIES[made.by].keys_are
    if kind == "route":
        wanted = route_named(made.panel, name)
        found = [key for key in known if key == wanted]
    elif kind == "corridor":
        origin, _, end = name.partition(">")
        wanted = f"{areas.find(origin).id}>"
        if end:
            wanted += areas.find(end).id
        found = [
            key
            for key in known
            if key == wanted or (not end and key.startswith(wanted))
        ]
    else:
        wanted = areas.find(name).id
        found = [key for key in known if key == wanted]
    if not found:
        raise NoFigures(
            f"There is no newest figure of {name} to forecast from.",
            "`migrascope show refugees AREA --origin all` shows what there is; a newer "
            "edition may have more.",
        )
    return found


def _newest(panel: Panel, record: Sequence[Record]) -> Iterator[Forecast]:
    """Forecasts of all series, each from its own last figure."""
    last = last_figures(panel)
    for row in sorted({at for at in last if at is not None}):
        keys = [key for key, at in zip(panel.keys, last, strict=True) if at == row]
        yield from forecast(panel.until(panel.times[row]), keys, record)


def _corridors(
    base: Base,
    by: str,
    horizon: int,
    cache: Path,
    advance: Callable[[int, int], None] | None,
) -> Everywhere:
    agreed = parts.agree(base, horizon=horizon, cache=cache, advance=advance)
    record = agreed.records
    horizons = tuple(each.horizon for each in record)
    first = 1 + len(agreed.origins.keys)
    panel = replace(agreed.corridors, editions=agreed.origins.editions)
    short = too_short(panel).tolist()
    made = tuple(
        Forecast(
            *(key, panel.times[-1], horizons, agreed.quantiles[:, first + at]),
            models=tuple(
                f"{each}{RECONCILED}" for each in models_of(record, is_short=short[at])
            ),
            is_short=short[at],
        )
        for at, key in enumerate(panel.keys)
    )
    both = agreed.origins.fingerprint() + agreed.corridors.fingerprint()
    return Everywhere(
        by, panel, made, record, hashlib.sha256(both.encode()).hexdigest()
    )
