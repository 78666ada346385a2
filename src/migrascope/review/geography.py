"""Where on the map does a country stand?

One point for each country and area, for drawing circles; not a boundary.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from migrascope.model import area as areas


@cache
def positions() -> Mapping[str, tuple[float, float]]:
    """Longitude and latitude of every country and area, in degrees."""
    return {
        each.id: point
        for each in areas.table()
        if (point := areas.centroid(each.id)) is not None
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
