"""Where on the map does a country stand?

One point for each country and area, for drawing circles; not a boundary.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def positions() -> Mapping[str, tuple[float, float]]:
    """Longitude and latitude of every country and area, in degrees."""
    table = files("migrascope.model").joinpath("tables", "centroids.csv")
    lines = table.read_text(encoding="utf-8").splitlines()
    return {
        row["id"]: (float(row["longitude"]), float(row["latitude"]))
        for row in csv.DictReader(lines)
    }


SHORT = {
    "BOL": "Bolivia",
    "COD": "D.R. Congo",
    "FSM": "Micronesia",
    "GBR": "United Kingdom",
    "IRN": "Iran",
    "KOR": "Rep. of Korea",
    "LAO": "Lao P.D.R.",
    "MDA": "Rep. of Moldova",
    "PRK": "D.P.R. Korea",
    "RUS": "Russian Fed.",
    "SYR": "Syrian Arab Rep.",
    "TZA": "U.R. Tanzania",
    "USA": "United States",
    "VEN": "Venezuela",
}
"""Short forms for labels on maps and bars, where UN names do not fit."""


def label(area: str, name: str) -> str:
    """The name of a place as a map can carry it."""
    return SHORT.get(area, name)
