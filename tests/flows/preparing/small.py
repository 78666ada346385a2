"""Three countries whose accounts can be worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.flows.preparing import bases
from tests.flows.preparing.bases import STOCKS, Row, pair
from tests.flows.preparing.explaining import assert_explained

from migrascope.flows.account import StockTable, mid_years
from migrascope.flows.options import Options
from migrascope.flows.preparing.preparing import Prepared, prepare

INTERVAL = mid_years(2015, 2020)
AREAS = ("KEN", "SOM", "UGA")
SIMPLE = [
    *pair("KEN", "SOM", {2015: (60, 40), 2020: (90, 60)}),
    *pair("SOM", "KEN", {2015: (5, 5), 2020: (5, 5)}),
    *pair("UGA", "KEN", {2015: (20, 20), 2020: (10, 10)}),
]


def prepared(
    folder: Path,
    stocks: Iterable[Row],
    *,
    sex: str = "_T",
    areas: Iterable[str] = AREAS,
    more: Iterable[Row] = (),
    editions: dict[str, Iterable[Row]] | None = None,
    options: Options | None = None,
) -> Prepared:
    listed = list(areas)
    base = bases.base(
        folder,
        {
            STOCKS: stocks,
            "undesa-wpp@2024": [*bases.demography(listed), *more],
            "undesa-ims-totals@2020": bases.by_sex(listed),
            **(editions or {}),
        },
    )
    found = prepare(base, INTERVAL, sex, options=options or Options())
    assert_explained(found)
    return found


def cell(table: StockTable, born: str, home: str) -> float:
    return float(table.persons[table.areas.index(born), table.areas.index(home)])
