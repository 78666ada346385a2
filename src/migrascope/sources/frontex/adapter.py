"""How often were irregular crossings of the EU's external borders detected?

The traps of this source:

- Detections are not people: whoever is detected twice counts twice, and many who
  came through Greece in 2015 were detected again at the Hungarian or Croatian border.
- The nationality is often unknown: 86 % of the detections on the Western Balkan route
  in 2015. Until 2022 there is also a row for people from somewhere south of the
  Sahara.
- Months without a detection are not printed; every month from the first to the last
  of the file is covered.
- The publisher revises earlier months in every release, and takes the last one from
  its own operations.
- The area is the external border as a whole: neither the country where somebody was
  detected nor where he or she stayed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from migrascope.sources import offered
from migrascope.sources.batch import Batch, Description, Residuals
from migrascope.sources.monthly import MonthlyList

SOURCE = "frontex"

LIST = MonthlyList(
    package="migrascope.sources.frontex",
    header=("route", "type", "nat", "t", "n"),
    says=(
        "Detections between border-crossing points on entry, by route, land or sea, "
        "nationality and month, since 2009. The publisher's file has a new address "
        "with every release: get it from the page and add it by hand."
    ),
)


locate = offered.nothing
"""Nothing: the publisher's file has no lasting address."""
fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """`counts` when the header is that of the list."""
    return LIST.recognise(path)


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """One edition for each file; see `MonthlyList.read` for what is refused."""
    yield from LIST.read(paths, residuals=residuals)


def describe() -> Description:
    """What the source is, and how editions get their names."""
    return LIST.describe()
