"""What has been counted, without adding it all up once more?

To gather a panel from the evidence base takes half a second of adding up. It hangs on
nothing but the editions that the base shows, of which the manifest has the hashes, so
that panel and population are kept beside the records.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from migrascope.foresight import keeping, reach
from migrascope.foresight.keeping import Arrays
from migrascope.foresight.panel import Driver, Panel
from migrascope.foresight.reach import Residents
from migrascope.foresight.series.catalogue import SERIES

if TYPE_CHECKING:
    from migrascope.store.base import Base

FACTS = ("what", "keys", "times", "unit", "season", "floor", "editions")


def read(by: str, base: Base, cache: Path | None) -> Panel:
    """The panel of a quantity: from the folder, or gathered and kept there.

    Raises:
        NoFigures: the base has no series of it.
    """
    return keeping.once(
        *(cache, f"panel-{by}", editions(base), lambda: SERIES[by].read(base)),
        pack=packed,
        unpack=unpacked,
    )


def residents(base: Base, until: int, cache: Path | None) -> Residents:
    """The newest population of every area at the end of a year, or up to five before.

    Kept in the same way; none where the base does not hold them.
    """
    return keeping.once(
        *(cache, "residents", (until, *editions(base))),
        lambda: reach.residents(base, until),
        pack=_packed_residents,
        unpack=_unpacked_residents,
    )


def editions(base: Base) -> tuple[object, ...]:
    """What the base shows: the newest editions, and the hashes of their files."""
    newest = base.index.newest(None)
    return tuple((each.id, sorted(each.hashes.items())) for each in newest)


def packed(panel: Panel) -> Arrays:
    """A panel as arrays; what is no array is text."""
    facts = {name: getattr(panel, name) for name in FACTS}
    facts["parts"] = list(panel.parts)
    facts["drivers"] = [(name, each.lag) for name, each in panel.drivers.items()]
    arrays: Arrays = {"facts": np.array(json.dumps(facts)), "values": panel.values}
    if panel.breaks is not None:
        arrays["breaks"] = panel.breaks
    arrays |= {f"part {name}": each for name, each in panel.parts.items()}
    drivers = panel.drivers.items()
    return arrays | {f"driver {name}": each.values for name, each in drivers}


def unpacked(arrays: Arrays) -> Panel:
    """The panel of such arrays; parts and drivers keep their order.

    Raises:
        KeyError: something is missing.
        ValueError: its text cannot be read.
        UnusableTable: it is no panel.
    """
    facts = json.loads(str(arrays["facts"]))
    parts = {name: arrays[f"part {name}"] for name in facts["parts"]}
    drivers = {
        name: Driver(arrays[f"driver {name}"], lag) for name, lag in facts["drivers"]
    }
    return Panel(
        facts["what"],
        tuple(facts["keys"]),
        tuple(facts["times"]),
        arrays["values"],
        unit=facts["unit"],
        season=facts["season"],
        floor=facts["floor"],
        editions=tuple(facts["editions"]),
        parts=parts,
        drivers=drivers,
        breaks=arrays.get("breaks"),
    )


def _packed_residents(found: Residents) -> Arrays:
    return {
        "area": np.array(list(found), dtype=np.str_),
        "year": np.array([year for year, _ in found.values()], dtype=np.int64),
        "people": np.array([each for _, each in found.values()], dtype=np.float64),
    }


def _unpacked_residents(arrays: Arrays) -> Residents:
    columns = (arrays[name].tolist() for name in ("area", "year", "people"))
    return {area: (year, people) for area, year, people in zip(*columns, strict=True)}
