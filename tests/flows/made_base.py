"""A small base from which movements can be estimated: four countries, three days."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.flows.preparing import bases
from tests.flows.preparing.bases import STOCKS, pair

from migrascope.store.base import Base

AREAS = ("KEN", "SOM", "UGA", "USA")
YEARS = (2010, 2015, 2020)
PEOPLE = [
    *pair("KEN", "SOM", {2010: (50, 30), 2015: (60, 40), 2020: (90, 60)}),
    *pair("SOM", "KEN", {2010: (5, 5), 2015: (5, 5), 2020: (6, 5)}),
    *pair("UGA", "KEN", {2010: (9, 9), 2015: (20, 20), 2020: (10, 10)}),
    *pair("UGA", "SOM", {2010: (1, 1), 2015: (3, 1), 2020: (1, 3)}),
    *pair("USA", "KEN", {2010: (7, 9), 2015: (12, 9), 2020: (15, 11)}),
    *pair("USA", "X:other", {2010: (2, 2), 2015: (2, 2), 2020: (2, 2)}),
]


def publish(folder: Path) -> Base:
    """The base in `folder / "base"`, made once and copied."""
    shutil.copytree(Path(_made().name) / "base", folder / "base")
    return Base.open(folder / "base", patience=0.2)


@cache
def _made() -> TemporaryDirectory[str]:
    """The base that is copied; it vanishes with the process."""
    made = TemporaryDirectory()
    bases.base(
        Path(made.name),
        {
            STOCKS: PEOPLE,
            "undesa-wpp@2024": bases.demography(AREAS, years=range(2010, 2021)),
            "undesa-ims-totals@2020": bases.by_sex(AREAS, YEARS),
        },
    )
    return made
