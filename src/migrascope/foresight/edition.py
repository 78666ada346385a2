"""How do forecasts become an edition that can be asked and traced like any other?

They are written to a CSV file, and the file is taken into the evidence base as a
publisher's would be: with a hash, a licence, caveats, and remarks that say from which
editions and by which models they were made. Their measures are their own
(`forecast_…`) and their status is F: nobody who asks for counts gets a forecast.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from migrascope import __version__
from migrascope.errors import NoFigures
from migrascope.foresight import wording
from migrascope.foresight.evaluating import shortest
from migrascope.foresight.everywhere import Everywhere
from migrascope.foresight.export import dataset, key_of, measure, period_of
from migrascope.foresight.forecasting import Forecast
from migrascope.foresight.panel import Panel
from migrascope.foresight.quantiles import INTERVALS, LEVELS, MEDIAN
from migrascope.foresight.series.catalogue import SERIES
from migrascope.foresight.summing import forecast_sum
from migrascope.foresight.wording import Manner
from migrascope.model import area as areas
from migrascope.model import caveat
from migrascope.model.observation import Status
from migrascope.model.source import Licence
from migrascope.sources.batch import Batch, Description, source_file
from migrascope.sources.frame import finish
from migrascope.store import names, own

if TYPE_CHECKING:
    from migrascope.store.base import Base
    from migrascope.store.editions import Edition
    from migrascope.store.figure import Figure

PREFIX = dataset("")
SOURCE = "migrascope"
FROM = "Made from "
"""How the remark begins that names the editions that the forecasts rest on."""
BEFORE = ("area", "origin", "breakdown", "start", "end", "made_from", "last", "model")
HEAD = (*BEFORE, *(f"q{level:g}" for level in LEVELS))
COLUMN = len(BEFORE) + MEDIAN + 1
"""Where the median stands in the file, from 1."""


def batch(made: Everywhere, base: Base, *, folder: Path, today: date) -> Batch:
    """Write the forecasts to a file in `folder`, and describe them for the base.

    The vintage is `today`, or what comes after the newest edition that is there.

    Raises:
        NoFigures: there is no forecast.
    """
    if not made.forecasts:
        raise NoFigures(
            "No series has a newest figure: there is nothing to store.",
            "`migrascope catalog` says how old the figures are.",
        )
    name = dataset(made.by)
    path = folder / f"{name}.csv"
    manner = Manner(made.panel.season, SERIES[made.by].is_stock, made.panel.unit)
    lines = [
        line
        for each in (*_world(made), *made.forecasts)
        for line in _lines(made, each, manner)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows(lines)
    vintage = own.vintage(base, name, today)
    inputs = [base.edition(each) for each in made.panel.editions]
    return Batch(
        dataset=name,
        vintage=vintage,
        source=SOURCE,
        title=_title(made, manner),
        publisher="Own forecasts, made with Migrascope",
        licence=own.licence_of(inputs),
        citation=_citation(inputs),
        files=(source_file(path),),
        observations=finish(
            _observations(made, lines, manner),
            edition=f"{name}@{vintage}",
            files={0: path.name},
        ),
        caveats=caveat.load(files("migrascope.foresight") / "caveats.toml"),
        remarks=tuple(_remarks(made)),
    )


def describe() -> Description:
    """What these editions are, for the reference."""
    return Description(
        source=SOURCE,
        title="Forecasts of displacement, asylum, arrivals and remittances",
        publisher="Migrascope",
        licence=Licence("inputs", "The terms of the editions that it was made from"),
        address="",
        datasets=tuple(map(dataset, SERIES)),
        says="Forecasts that you make with `migrascope foresight AREA --store`. Their "
        "measures begin with `forecast_`, their status is F, and low and high are the "
        "bounds of the 95 per cent interval.",
        caveats=caveat.load(files("migrascope.foresight") / "caveats.toml"),
    )


def rests_on(edition: Edition, figure: Figure) -> tuple[str, ...]:
    """The editions that a stored forecast was made from; none for other figures."""
    if not figure.dataset.startswith(PREFIX):
        return ()
    return tuple(
        name
        for remark in edition.remarks
        if remark.startswith(FROM)
        for name in remark.removeprefix(FROM).rstrip(".").split(", ")
    )


def how_to_explain(edition: Edition, figure: Figure) -> str:
    """The command that makes the forecast again, with its scores beside it."""
    by = figure.dataset.removeprefix(PREFIX)
    day = f"--as-of {edition.retrieved:%Y-%m-%d}"
    if by == "route":
        name = figure.breakdown.removeprefix("route=")
        return f'migrascope foresight "{name}" --by route {day}'
    if by == "corridor":
        return f"migrascope foresight {figure.origin} --by corridor {day}"
    return f"migrascope foresight {figure.area} --by {by} {day}"


def _world(made: Everywhere) -> Iterator[Forecast]:
    """The sum over all countries, where there is one that does not add up already."""
    if SERIES[made.by].keys_are in {"origin", "area"}:
        keys = [each.key for each in made.forecasts]
        yield forecast_sum(made.panel, keys, areas.WORLD, made.records)


def _lines(
    made: Everywhere, forecast: Forecast, manner: Manner
) -> Iterator[tuple[str, ...]]:
    """The lines of the file: one for each time ahead."""
    stands = key_of(made.by, forecast.key)
    last = _last(made.panel, forecast)
    for at, step in enumerate(forecast.horizons):
        period = period_of(manner, forecast.origin + step)
        yield (
            stands.area,
            stands.origin,
            stands.breakdown,
            period.start.isoformat(),
            period.end.isoformat(),
            manner.moment(forecast.origin),
            f"{last:.1f}",
            forecast.models[at],
            *(f"{value:.1f}" for value in forecast.quantiles[at]),
        )


def _last(panel: Panel, forecast: Forecast) -> float:
    row = panel.values[panel.times.index(forecast.origin)]
    if forecast.key == areas.WORLD:
        return float(np.nansum(row))
    return float(row[panel.keys.index(forecast.key)])


def _observations(
    made: Everywhere, lines: Sequence[tuple[str, ...]], manner: Manner
) -> pl.DataFrame:
    """One figure for each line, with its row and column in the file."""
    low, high = (f"q{LEVELS[at]:g}" for at in INTERVALS[95])
    number = pl.col(low, f"q{LEVELS[MEDIAN]:g}", high).cast(pl.Float64)
    table = pl.DataFrame(lines, schema=list(HEAD), orient="row").with_columns(number)
    what = "counted" if manner.unit == "PS" else "observed"
    return table.with_row_index("row", offset=2).select(
        "row",
        *("area", "origin", "breakdown"),
        pl.col("start", "end").str.to_date(),
        pl.lit(measure(made.panel.what)).alias("measure"),
        pl.col(f"q{LEVELS[MEDIAN]:g}").alias("value"),
        pl.col(low).alias("low"),
        pl.col(high).alias("high"),
        pl.lit(made.panel.unit).alias("unit"),
        pl.lit(str(Status.FORECAST)).alias("obs_status"),
        pl.format(
            f"model {{}}, from {{}} {what} {'at' if manner.is_stock else 'in'} {{}}",
            pl.col("model").str.replace_all("_", " "),
            pl.col("last").cast(pl.Float64).map_elements(_amount, pl.String),
            "made_from",
        ).alias("note"),
        pl.lit(COLUMN).alias("column"),
    )


def _amount(value: float) -> str:
    return f"{value:,.0f}"


def _title(made: Everywhere, manner: Manner) -> str:
    newest = max(each.origin for each in made.forecasts)
    last = newest + max(each.horizon for each in made.records)
    return (
        f"{names.title(measure(made.panel.what))}, for {manner.time(newest + 1)} to "
        f"{manner.time(last)}, from the figures until {manner.time(newest)}"
    )


def _citation(inputs: Iterable[Edition]) -> str:
    cited = " ".join(dict.fromkeys(each.citation for each in inputs))
    return f"Forecast with Migrascope {__version__} from: {cited}"


def _remarks(made: Everywhere) -> Iterator[str]:
    """What somebody would need to make the same again, and to trust it."""
    yield f"{FROM}{', '.join(made.panel.editions)}."
    yield (
        f"Made by Migrascope {__version__}: migrascope foresight AREA --by {made.by} "
        f"--horizon {max(each.horizon for each in made.records)} --store. Fingerprint "
        f"of all figures that went in: {made.figures}."
    )
    for record in made.records:
        yield wording.earned(record, made.panel.season)
    if short := sum(each.is_short for each in made.forecasts):
        yield (
            f"{short:,} of the series have fewer than {shortest(made.panel.season)} "
            "figures; of them the last value is said, as no model was tried on such."
        )
