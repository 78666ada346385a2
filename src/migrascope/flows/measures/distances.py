"""How far is it from one area to another?

Kilometres between the most populated places where the evidence base holds an edition
of CEPII's distances; between the points at which the model draws the areas, along a
great circle, for the rest, and how many pairs those are is counted. An area without
a point (a residual, a region) has no distance to any other.

Mayer and Zignago (2011), Notes on CEPII's distances measures: the GeoDist database,
CEPII working paper 2011-25.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from migrascope.errors import UnusableTable
from migrascope.flows.account import FloatArray

if TYPE_CHECKING:
    from migrascope.store.base import Base

EARTH_KM = 6371.0088
"""Mean radius of the Earth."""

MEASURE = "distance"
MOST_POPULATED = "type=dist"
"""Between the most populated places, as CEPII tells its four distances apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Distances:
    """Kilometres between areas; `known` says for which pairs.

    `from_points` is the number of pairs (both directions) that come from the points
    of the model; `edition` is where the others come from, '' when there are none.
    """

    areas: tuple[str, ...]
    km: FloatArray
    known: NDArray[np.bool_]
    from_points: int
    edition: str = ""

    @property
    def says(self) -> str:
        """Where the distances come from, in a sentence."""
        points = "great circles between the points at which areas are drawn"
        if not self.edition:
            return f"Distances: {points}."
        return f"Distances: {self.edition}; {self.from_points:,} pairs: {points}."


def distances(base: Base | None, areas: tuple[str, ...]) -> Distances:
    """Distances between areas: those of a base, and great circles for the holes."""
    circles = great_circles(areas)
    if base is None or MEASURE not in base.measures():
        return circles
    km, known = circles.km.copy(), circles.known.copy()
    places = {area: place for place, area in enumerate(areas)}
    found = base.frame(
        measure=MEASURE, area=areas, origin=areas, breakdown=MOST_POPULATED
    )
    published = np.zeros_like(known)
    for area, origin, value in found.select("area", "origin", "value").iter_rows():
        if area != origin and value is not None:
            row, column = places[origin], places[area]
            km[row, column] = value
            known[row, column] = published[row, column] = True
    if not published.any():
        return circles
    edition = str(found["edition"][0])
    filled = int((known & ~published).sum())
    return Distances(areas, km, known, filled, edition)


def great_circles(areas: tuple[str, ...]) -> Distances:
    """Distances between the points of the model along great circles."""
    from migrascope.model import area as area_table

    points = np.full((len(areas), 2), np.nan)
    known_areas = {each.id for each in area_table.table()}
    for place, area in enumerate(areas):
        if area in known_areas:
            points[place] = area_table.centroid(area) or (np.nan, np.nan)
    has_point = np.isfinite(points).all(axis=1)
    known = np.outer(has_point, has_point)
    np.fill_diagonal(known, val=False)
    km = np.where(known, _haversine(np.nan_to_num(points)), 0.0)
    return Distances(areas, km, known, int(known.sum()))


def given(areas: tuple[str, ...], km: FloatArray) -> Distances:
    """Distances that the caller brings, in kilometres; NaN where one is unknown.

    Raises:
        UnusableTable: another shape than the areas ask for, or a negative distance.
    """
    if km.shape != (len(areas), len(areas)):
        raise UnusableTable(
            f"The table of distances is {km.shape} for {len(areas)} areas.",
            "Give one row and one column to each area.",
        )
    known = np.isfinite(km)
    np.fill_diagonal(known, val=False)
    if (km[known] < 0).any():
        row, column = np.argwhere(known & (km < 0))[0]
        raise UnusableTable(
            f"From {areas[row]} to {areas[column]}: {km[row, column]:,.1f} km.",
            "A distance cannot be below zero: correct it.",
        )
    return Distances(areas, np.where(known, km, 0.0), known, 0, "distances given")


def _haversine(points: FloatArray) -> FloatArray:
    """Kilometres between all points (longitude, latitude in degrees)."""
    longitude, latitude = np.radians(points).T
    across = np.sin((longitude[:, None] - longitude) / 2) ** 2
    along = np.sin((latitude[:, None] - latitude) / 2) ** 2
    chord = along + np.outer(np.cos(latitude), np.cos(latitude)) * across
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))))
