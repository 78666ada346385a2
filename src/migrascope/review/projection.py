"""How is the earth laid flat so that areas stay true?

The Equal Earth projection (Šavrič, Patterson & Jenny 2019), only to choose which
part of the map to show and where labels would collide: drawing itself is Vega's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3) / 2

Point = tuple[float, float]
WORLD = (-170.0, 180.0, -56.0, 78.0)
"""Where people live: longitudes and latitudes, in degrees."""


def forward(longitude: float, latitude: float) -> Point:
    """Degrees on the globe to a point on the plane of a unit sphere.

    >>> forward(0, 0)
    (0.0, 0.0)
    """
    lam, phi = math.radians(longitude), math.radians(latitude)
    theta = math.asin(_M * math.sin(phi))
    square = theta * theta
    sixth = square**3
    across = _M * (
        _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    )
    up = theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return lam * math.cos(theta) / across, up


@dataclass(frozen=True, slots=True)
class View:
    """The part of the earth that a map of `width` × `height` pixels shows."""

    width: float
    height: float
    turn: float
    scale: float
    shift: Point

    @property
    def is_world(self) -> bool:
        """True when the whole earth fits into the width of the picture."""
        return 2 * self.scale * forward(180, 0)[0] <= self.width

    def nearer(self, times: float, *, height: float) -> View:
        """The same middle, so many times larger, in a picture of another height."""
        across, up = self.shift[0] - self.width / 2, self.shift[1] - self.height / 2
        shift = (self.width / 2 + times * across, height / 2 + times * up)
        return View(self.width, height, self.turn, times * self.scale, shift)

    def place(self, longitude: float, latitude: float) -> Point:
        """Where a point of the globe lies in the picture, in pixels."""
        x, y = forward(_wrapped(longitude - self.turn), latitude)
        return self.shift[0] + self.scale * x, self.shift[1] - self.scale * y

    def holds(self, longitude: float, latitude: float) -> bool:
        """True when a point of the globe lies inside the picture."""
        x, y = self.place(longitude, latitude)
        return 0 <= x <= self.width and 0 <= y <= self.height


def fitted(
    points: Iterable[Point], *, width: float, height: float, world_turn: float = 11.0
) -> View:
    """A view that holds all points with a margin, at most the whole world.

    The whole world is shown with the longitude `world_turn` in the middle.
    """
    kept = list(points)
    longitudes = [longitude for longitude, _ in kept]
    turn = _middle(longitudes)
    plane = [forward(_wrapped(lon - turn), lat) for lon, lat in kept]
    world = [forward(lon, lat) for lon in WORLD[:2] for lat in (*WORLD[2:], 0)]
    if _span(plane) > 0.62 * _span(world):
        turn, plane = world_turn, world
    left, right = _range([x for x, _ in plane])
    low, high = _range([y for _, y in plane])
    scale = 0.86 * min(width / max(right - left, 1.0), height / max(high - low, 0.5))
    middle = ((left + right) / 2, (low + high) / 2)
    shift = (width / 2 - scale * middle[0], height / 2 + scale * middle[1])
    return View(width, height, turn, scale, shift)


def readable(
    labels: Sequence[tuple[str, Point]], *, letter: float = 6.2, line: float = 13
) -> list[str]:
    """The names that can be written at their points without covering each other.

    Earlier names win; `letter` and `line` are the size of the type in pixels.
    """
    boxes: list[tuple[float, float, float, float]] = []
    kept = []
    for name, (x, y) in labels:
        half = letter * len(name) / 2
        box = (x - half, x + half, y - 9 - line, y - 9 + 3)
        if all(_apart(box, other) for other in boxes):
            boxes.append(box)
            kept.append(name)
    return kept


def _wrapped(longitude: float) -> float:
    return (longitude + 180) % 360 - 180


def _middle(longitudes: Sequence[float]) -> float:
    """The longitude to turn to: opposite the widest empty stretch."""
    ordered = sorted(longitudes)
    gaps = [
        (following - longitude, longitude)
        for longitude, following in zip(
            ordered, [*ordered[1:], ordered[0] + 360], strict=True
        )
    ]
    widest, start = max(gaps)
    return _wrapped(start + widest / 2 + 180)


def _span(plane: Sequence[Point]) -> float:
    left, right = _range([x for x, _ in plane])
    return right - left


def _range(values: Sequence[float]) -> Point:
    return min(values), max(values)


def _apart(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return (
        one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]
    )
