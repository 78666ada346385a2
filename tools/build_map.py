"""Where do the outline of the world and the centroids come from?

Natural Earth (public domain), as quantised by the npm package `world-atlas`:
110m for the outline, 50m for the centroids. The outline is renamed to the
project's area ids, and territories that Natural Earth draws apart by who controls
them are joined to the area that United Nations documents count them in::

    npm pack world-atlas@2.0.2
    tar xzf world-atlas-2.0.2.tgz
    python tools/build_map.py --atlas package --taxonomy TAXONOMY.csv
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterable
from math import cos, radians
from pathlib import Path
from typing import Any

from migrascope.model import area

ROOM = Path(__file__).parent.parent / "src" / "migrascope"
JOINED = {"N. Cyprus": "CYP", "Somaliland": "SOM", "Kosovo": "XKX"}
CRIMEA_INSIDE = (32.0, 37.0, 44.0, 46.5)
"""West, east, south and north of the Russian polygon that joins Ukraine
(General Assembly resolution 68/262)."""
WESTERN_SAHARA_NORTH = 27.667
"""The territory's northern boundary, in degrees; Natural Earth draws the line of
control inside it instead."""
NOT_IN_ATLAS = {"TUV": (179.2, -8.5), "UMI": (-169.5, 16.7)}
"""Funafuti and Johnston Atoll: the listed middles lie elsewhere or are missing."""
NO_AREA = {"Indian Ocean Ter.", "Siachen Glacier", "Ashmore and Cartier Is."}

Ring = list[int]
Polygon = list[Ring]
Point = tuple[float, float]


def main() -> None:
    """Write the outline and the table of centroids."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--atlas", type=Path, required=True)
    parser.add_argument("--taxonomy", type=Path, required=True)
    arguments = parser.parse_args()

    coarse = _topology(arguments.atlas / "countries-110m.json")
    outline = _outline(coarse)
    (ROOM / "review" / "world-110m.json").write_text(
        json.dumps(outline, separators=(",", ":")) + "\n", "utf-8"
    )

    fine = _topology(arguments.atlas / "countries-50m.json")
    centroids = _listed(arguments.taxonomy) | NOT_IN_ATLAS | _centroids(fine)
    with (ROOM / "model" / "tables" / "centroids.csv").open(
        "w", encoding="utf-8", newline=""
    ) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("id", "longitude", "latitude"))
        for place in area.table():
            if place.id in centroids:
                longitude, latitude = centroids[place.id]
                writer.writerow((place.id, f"{longitude:.2f}", f"{latitude:.2f}"))


def _topology(file: Path) -> dict[str, Any]:
    """Natural Earth's topology, with Western Sahara drawn whole."""
    topology: dict[str, Any] = json.loads(file.read_text("utf-8"))
    rings = {
        geometry["properties"]["name"]: geometry["arcs"][0]
        for geometry in topology["objects"]["countries"]["geometries"]
        if geometry["properties"]["name"] in {"Morocco", "W. Sahara"}
    }
    territory = rings["W. Sahara"]
    morocco = rings["Morocco"]
    inner = next(arc for arc in territory if ~arc in morocco)
    coast = morocco[(morocco.index(~inner) + 1) % len(morocco)]

    _, bottom = topology["transform"]["translate"]
    _, scale = topology["transform"]["scale"]
    shore = _steps_to_grid(topology["arcs"][coast])
    cut = min(
        range(len(shore)),
        key=lambda at: abs(shore[at][1] * scale + bottom - WESTERN_SAHARA_NORTH),
    )
    line = _steps_to_grid(topology["arcs"][max(inner, ~inner)])
    # the line runs from the shore inland in the territory's own direction
    border = [shore[cut], line[-1] if inner >= 0 else line[0]]
    topology["arcs"][max(inner, ~inner)] = _grid_to_steps(
        border if inner >= 0 else border[::-1]
    )
    topology["arcs"][coast] = _grid_to_steps(shore[cut:])
    topology["arcs"].append(_grid_to_steps(shore[: cut + 1]))
    territory.insert(territory.index(inner), len(topology["arcs"]) - 1)
    return topology


def _steps_to_grid(steps: list[list[int]]) -> list[tuple[int, int]]:
    x = y = 0
    grid: list[tuple[int, int]] = []
    for step_x, step_y in steps:
        x, y = x + step_x, y + step_y
        grid.append((x, y))
    return grid


def _grid_to_steps(grid: list[tuple[int, int]]) -> list[list[int]]:
    before = [(0, 0), *grid]
    return [
        [x - last_x, y - last_y]
        for (last_x, last_y), (x, y) in zip(before, grid, strict=False)
    ]


def _outline(topology: dict[str, Any]) -> dict[str, Any]:
    """The topology with area ids, joined territories and no unused arcs."""
    polygons = _polygons(topology)
    used = sorted(
        {
            max(arc, ~arc)
            for parts in polygons.values()
            for polygon in parts
            for ring in polygon
            for arc in ring
        }
    )
    place = {arc: position for position, arc in enumerate(used)}
    geometries = [
        {
            "type": "MultiPolygon",
            "id": id_,
            "arcs": [
                [
                    [place[arc] if arc >= 0 else ~place[~arc] for arc in ring]
                    for ring in polygon
                ]
                for polygon in polygons[id_]
            ],
        }
        for id_ in sorted(polygons)
    ]
    return {
        "type": "Topology",
        "bbox": topology["bbox"],
        "transform": topology["transform"],
        "objects": {
            "countries": {"type": "GeometryCollection", "geometries": geometries}
        },
        "arcs": [topology["arcs"][arc] for arc in used],
    }


def _polygons(topology: dict[str, Any]) -> dict[str, list[Polygon]]:
    """The polygons of each area id, neighbours of one area joined."""
    found: dict[str, list[Polygon]] = {}
    enlarged = {"UKR", *JOINED.values()}
    for geometry in topology["objects"]["countries"]["geometries"]:
        label = geometry["properties"]["name"]
        if label in NO_AREA:
            continue
        id_ = JOINED.get(label) or area.by_m49[geometry["id"]]
        parts = geometry["arcs"]
        for polygon in parts if geometry["type"] == "MultiPolygon" else [parts]:
            home = "UKR" if id_ == "RUS" and _is_crimea(topology, polygon) else id_
            found.setdefault(home, []).append(polygon)
    return {
        id_: _joined(polygons) if id_ in enlarged else polygons
        for id_, polygons in found.items()
    }


def _is_crimea(topology: dict[str, Any], polygon: Polygon) -> bool:
    west, east, south, north = CRIMEA_INSIDE
    return all(
        west < x < east and south < y < north for x, y in _points(topology, polygon[0])
    )


def _joined(polygons: list[Polygon]) -> list[Polygon]:
    """Drop the borders inside one area and close the rings that remain."""
    counts = Counter(
        max(arc, ~arc) for polygon in polygons for ring in polygon for arc in ring
    )
    apart = [p for p in polygons if all(counts[max(a, ~a)] == 1 for r in p for a in r)]
    touching = [p for p in polygons if p not in apart]
    if not touching:
        return apart
    border = [
        ring
        if all(counts[max(arc, ~arc)] == 1 for arc in ring)
        else _rotated(ring, counts)
        for polygon in touching
        for ring in polygon
    ]
    kept = [[arc for arc in ring if counts[max(arc, ~arc)] == 1] for ring in border]
    # Each neighbour contributes one open chain; following one with the other
    # closes the outer ring, because they met at both ends of the dropped border.
    return [*apart, [[arc for ring in kept for arc in ring]]]


def _rotated(ring: Ring, counts: Counter[int]) -> Ring:
    """The ring, begun right after its inner border, so that the rest is one chain."""
    inner = [at for at, arc in enumerate(ring) if counts[max(arc, ~arc)] > 1]
    start = next(at for at in inner if (at + 1) % len(ring) not in inner)
    return [*ring[start + 1 :], *ring[: start + 1]]


def _centroids(topology: dict[str, Any]) -> dict[str, Point]:
    """The middle of the largest polygon of each area."""
    largest: dict[str, tuple[float, Point]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        label = geometry["properties"]["name"]
        if label in NO_AREA or label in {"N. Cyprus", "Somaliland"}:
            continue
        id_ = JOINED.get(label) or area.by_m49[geometry["id"]]
        parts = geometry["arcs"]
        for polygon in parts if geometry["type"] == "MultiPolygon" else [parts]:
            size, middle = _middle(_points(topology, polygon[0]))
            if size > largest.get(id_, (0.0, middle))[0]:
                largest[id_] = (size, middle)
    return {id_: middle for id_, (_, middle) in largest.items()}


def _middle(points: list[Point]) -> tuple[float, Point]:
    """Area and centroid on an equal-area plane around the first point of a ring."""
    left, bottom = points[0]
    scale = cos(radians(sum(y for _, y in points) / len(points)))
    # Longitudes relative to the first point stay whole across the date line.
    plane = [((x - left + 180) % 360 - 180, y - bottom) for x, y in points]
    twice = across = up = 0.0
    for (x1, y1), (x2, y2) in zip(plane, [*plane[1:], plane[0]], strict=True):
        step = x1 * y2 - x2 * y1
        twice += step
        across += (x1 + x2) * step
        up += (y1 + y2) * step
    if not twice:
        return 0.0, points[0]
    longitude = (left + across / (3 * twice) + 180) % 360 - 180
    return abs(twice) * scale, (longitude, bottom + up / (3 * twice))


def _points(topology: dict[str, Any], ring: Iterable[int]) -> list[Point]:
    scale_x, scale_y = topology["transform"]["scale"]
    left, bottom = topology["transform"]["translate"]
    points: list[Point] = []
    for arc in ring:
        line = [
            (x * scale_x + left, y * scale_y + bottom)
            for x, y in _steps_to_grid(topology["arcs"][max(arc, ~arc)])
        ]
        points.extend(line if arc >= 0 else reversed(line))
    return points


def _listed(taxonomy: Path) -> dict[str, Point]:
    """Coordinates that the taxonomy lists, for areas too small for the outline."""
    with taxonomy.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    listed: dict[str, Point] = {}
    for row in rows:
        code = row["ISO 3166-1 Alpha 3-Codes"] or row["x Alpha3 codes"]
        id_ = area.by_iso3.get(code) or area.by_world_bank.get(code)
        if id_ and row["Latitude"]:
            listed[id_] = (float(row["Longitude"]), float(row["Latitude"]))
    return listed


if __name__ == "__main__":
    main()
