"""How did models do, if that was found out before?

Trying ten models at ten origins takes seconds; the answer depends on the panel and on
the program alone, so it is kept under a name made of both. A file that cannot be read
is as good as none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from migrascope.foresight import keeping
from migrascope.foresight.comparing import Compared
from migrascope.foresight.forecasting import HORIZONS, ORIGINS, Record, Spoken, records
from migrascope.foresight.panel import Panel
from migrascope.foresight.scores import Scores


def remembered(
    panel: Panel,
    folder: Path,
    *,
    horizons: Sequence[int] = HORIZONS,
    origins: int = ORIGINS,
    tried: Sequence[str] = (),
    advance: Callable[[int, int], None] | None = None,
) -> tuple[Record, ...]:
    """The records of a panel: from the folder, or found out and kept there."""
    kept = recalled(panel, folder, horizons=horizons, origins=origins, tried=tried)
    if kept is not None:
        return kept
    found = records(
        panel, horizons=horizons, origins=origins, tried=tried, advance=advance
    )
    path = _path(panel, folder, horizons, origins, tried)
    text = json.dumps([asdict(each) for each in found])
    keeping.keep(path, lambda unfinished: unfinished.write(text.encode()))
    return found


def recalled(
    panel: Panel,
    folder: Path,
    *,
    horizons: Sequence[int] = HORIZONS,
    origins: int = ORIGINS,
    tried: Sequence[str] = (),
) -> tuple[Record, ...] | None:
    """The records of a panel that were kept in the folder; None when there are none."""
    path = _path(panel, folder, horizons, origins, tried)
    try:
        return tuple(_record(each) for each in json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _path(
    panel: Panel,
    folder: Path,
    horizons: Sequence[int],
    origins: int,
    tried: Sequence[str],
) -> Path:
    facts = (panel.fingerprint(), tuple(horizons), origins, tuple(tried))
    return folder / f"records-{keeping.name(facts)}.json"


def _record(kept: dict[str, Any]) -> Record:
    first, last = kept["origins"]
    return Record(
        kept["horizon"],
        (first, last),
        {name: Scores(**each) for name, each in kept["scores"].items()},
        {name: Compared(**each) for name, each in kept["against_naive"].items()},
        kept["best"],
        {
            name: Spoken(
                Scores(**each["scores"]),
                Scores(**each["naive"]),
                Compared(**each["against_naive"]),
            )
            for name, each in kept["spoken"].items()
        },
        tuple(kept["weights"]),
    )
