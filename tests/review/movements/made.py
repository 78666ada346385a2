"""Estimates of movements made by hand: four countries, two intervals, three methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

METHODS = ("sd_drop_neg", "da_min_closed", "da_pb_closed")

NEWEST: Mapping[tuple[str, str], tuple[float, float, float]] = {
    ("SOM", "KEN"): (10_000, 12_000, 30_000),
    ("UGA", "KEN"): (4_000, 26_000, 25_000),
    ("KEN", "USA"): (50_000, 40_000, 60_000),
    ("KEN", "UGA"): (0, 3_000, 9_000),
    ("SOM", "USA"): (7_000, 5_000, 6_000),
    ("UGA", "SOM"): (0, 0, 400),
}
"""Origin and destination → persons by each of `METHODS`, in 2015–2020."""


@dataclass(frozen=True, slots=True)
class Made:
    """Estimates as `draw` wants them."""

    rows: pl.DataFrame

    def frame(self) -> pl.DataFrame:
        """The estimates, one a row."""
        return self.rows


def made(
    newest: Mapping[tuple[str, str], tuple[float, ...]] = NEWEST,
    *,
    methods: tuple[str, ...] = METHODS,
) -> Made:
    """Estimates of 2010–2015, half as many people, and of 2015–2020."""
    rows = [
        {
            "start": date(start, 7, 1),
            "end": date(start + 5, 7, 1),
            "sex": sex,
            "origin": origin,
            "destination": destination,
            "method": method,
            "persons": persons * share,
            "low": None,
            "high": None,
        }
        for start, times in ((2010, 0.5), (2015, 1.0))
        for sex, share in (("_T", times), ("F", times / 2))
        for (origin, destination), told in newest.items()
        for method, persons in zip(methods, told, strict=True)
        if persons
    ]
    kinds = {"low": pl.Float64, "high": pl.Float64, "persons": pl.Float64}
    return Made(pl.DataFrame(rows, schema_overrides=kinds))
