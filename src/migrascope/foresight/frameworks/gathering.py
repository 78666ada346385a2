"""Where do the figures of a framework come from?

Files that are given, measures of the evidence base, or forecasts of this program,
made at each past origin from what was known then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from migrascope.errors import NoFigures, UsageError
from migrascope.foresight.frameworks import calendar
from migrascope.foresight.frameworks.model import (
    Framework,
    Indicator,
    Source,
)
from migrascope.foresight.frameworks.series import Series

if TYPE_CHECKING:
    from migrascope.store.base import Base


def gather(
    framework: Framework, paths: Sequence[Path], base: Base | None
) -> Mapping[str, Series]:
    """The prepared series of every indicator.

    `base` is needed for measures and forecasts only.

    Raises:
        NoFigures: an indicator has none.
        SourceError: a file cannot be used; says file, row and column.
    """
    from migrascope.foresight.frameworks import files

    tables = files.given(paths)
    found = {}
    for each in framework.model.indicator:
        if each.source is Source.CSV:
            series = files.series(each, tables)
        elif base is None:
            raise UsageError(f'"{each.name}" needs the evidence base.', "Name one.")
        elif each.source is Source.MEASURE:
            series = _measured(each, base)
        else:
            from migrascope.foresight.frameworks import expected

            series = expected.series(each, base)
        found[each.name] = series.prepared(each)
    return found


def needs_base(framework: Framework) -> bool:
    """Whether any indicator is read from the evidence base."""
    return any(each.source is not Source.CSV for each in framework.model.indicator)


def _measured(indicator: Indicator, base: Base) -> Series:
    """A measure of an area: totals as printed, or the sum over origins."""
    import polars as pl

    from migrascope.model import area as areas

    filters: dict[str, str] = {
        "measure": indicator.measure,
        "area": areas.find(indicator.area).id,
        "sex": "_T",
        "age": "_T",
    }
    if indicator.origin:
        filters["origin"] = areas.find(indicator.origin).id
    if indicator.dataset:
        filters["editions"] = indicator.dataset
    rows = base.frame(**filters).filter(  # type: ignore[arg-type]  # plain filters
        pl.col("value").is_not_null(), pl.col("breakdown").cast(pl.String) == ""
    )
    rows = rows.with_columns(pl.col("edition", "origin").cast(pl.String))
    editions = sorted(rows["edition"].unique())
    if not editions:
        raise NoFigures(
            f"the base has no figures of {indicator.measure} in "
            f"{areas.name(filters['area'])}.",
            "`migrascope catalog` lists what it holds.",
        )
    if len(editions) > 1:
        raise UsageError(
            f'several datasets count "{indicator.name}": {", ".join(editions)}.',
            "Say in the framework which one is meant: "
            f'dataset = "{editions[0].partition("@")[0]}".',
        )
    days = rows["end"].cast(pl.Int32).cast(pl.Int64).to_numpy()
    span = (rows["end"] - rows["start"]).dt.total_days().to_numpy()
    if not indicator.origin and (rows["origin"] == "_T").any():
        total = (rows["origin"] == "_T").to_numpy()
        rows, days, span = rows.filter(total), days[total], span[total]
    short = span < calendar.LENGTH[indicator.frequency]
    places = calendar.periods(days[short], indicator.frequency)
    if not len(places):
        raise NoFigures(
            f'"{indicator.name}" has no {indicator.frequency} figures in the base.',
            "Choose another frequency in the framework.",
        )
    values = rows["value"].to_numpy()[short]
    first = int(places.min())
    sums = np.bincount(places - first, weights=values)
    seen = np.bincount(places - first) > 0
    return Series(
        first,
        np.where(seen, sums, np.nan),
        indicator.frequency,
        indicator.delay_days,
        f"{indicator.measure}, {editions[0]}",
        editions[0],
    )
