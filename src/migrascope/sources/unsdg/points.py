"""How does a data point of the SDG database become an observation?

Every layout (API, portal download, DDF copy) is brought to one raw table; here its
codes are translated, its texts become figures, and each series its own edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.errors import SourceError, UnknownLayout, UnknownMeasure, Where
from migrascope.model import area, measure
from migrascope.model.caveat import Caveat
from migrascope.model.caveat import load as load_caveats
from migrascope.model.measure import Measure
from migrascope.model.source import UNSD_TERMS
from migrascope.sources import places
from migrascope.sources.batch import Batch, Residuals, source_file
from migrascope.sources.formats import numbers
from migrascope.sources.frame import finish
from migrascope.sources.unsdg import codes, dimensions, values

SOURCE = "unsdg"
PUBLISHER = "UN Statistics Division"
ADDRESS = "https://unstats.un.org/sdgs/dataportal"
MILLION = 1_000_000

RAW = pl.Schema(
    {
        "series": pl.String,
        "description": pl.String,
        "geo": pl.String,
        "year": pl.String,
        "value": pl.String,
        "low": pl.String,
        "high": pl.String,
        "nature": pl.String,
        "units": pl.String,
        "note": pl.String,
        "file": pl.UInt16,
        "sheet": pl.String,
        "row": pl.UInt32,
        "column": pl.UInt32,
    }
)
"""The raw table; beside these, one text column per dimension."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A raw table, the files it was read from, and its edition when known.

    `is_copy` is True for the DDF copy, which left out footnotes and sources.
    """

    raw: pl.DataFrame
    paths: Sequence[Path]
    vintages: Mapping[str, str]
    is_copy: bool = False

    def where(self, row: int | None = None, *, file: int = 0) -> Where:
        """The place in a file, for messages."""
        sheet = str(self.raw["sheet"][0]) if self.raw.height else ""
        return Where(self.paths[file].name, sheet, row)


def batches(answer: Answer, *, residuals: Residuals) -> Iterator[Batch]:
    """One batch per series.

    Raises:
        UnknownLayout: a series that the tables do not know.
        SourceError: a unit that is not the unit of the series.
    """
    for (code,), points in answer.raw.group_by("series", maintain_order=True):
        yield _batch(str(code), points, answer, residuals=residuals)


def dataset(series: str) -> str:
    """The dataset that all editions of a series belong to.

    >>> dataset("SM_POP_REFG_OR")
    'unsdg-sm-pop-refg-or'
    """
    return "unsdg-" + series.lower().replace("_", "-")


def _batch(
    code: str, points: pl.DataFrame, answer: Answer, *, residuals: Residuals
) -> Batch:
    known = _measure(code, answer)
    description = points["description"][0] or known.source_term
    unit, factor = _unit(points, known, description, where=answer.where())
    name = dataset(code)
    vintage = answer.vintages.get(code.upper()) or str(points["year"].max())
    remarks = [] if code.upper() in answer.vintages else [_NO_VINTAGE]
    if factor != 1:
        remarks.append(f"Stored as the published number times {factor:,.0f}.")
    parts = points.partition_by("file", as_dict=True, maintain_order=True)
    cells = [
        _cells(part, answer.where(file=int(file)), residuals=residuals)
        .with_columns(_values(part, factor, answer.where(file=int(file))))
        .with_columns(pl.lit(position, pl.UInt16).alias("file"))
        for position, ((file,), part) in enumerate(parts.items())
    ]
    paths = [answer.paths[int(file)] for (file,) in parts]
    observations = finish(
        pl.concat(cells).with_columns(
            pl.lit(known.code).alias("measure"), pl.lit(unit).alias("unit")
        ),
        edition=f"{name}@{vintage}",
        files={index: path.name for index, path in enumerate(paths)},
    )
    return Batch(
        dataset=name,
        vintage=vintage,
        source=SOURCE,
        title=f"{known.code}: {description}",
        publisher=PUBLISHER,
        licence=UNSD_TERMS,
        citation=(
            f"UN Statistics Division, SDG Global Database, {known.code}, "
            f"edition {vintage}. {ADDRESS}"
        ),
        files=tuple(source_file(path) for path in paths),
        observations=observations,
        caveats=_caveats(known.code, answer),
        address=ADDRESS,
        remarks=tuple(remarks),
    )


def _measure(code: str, answer: Answer) -> Measure:
    try:
        return measure.get(code.upper())
    except UnknownMeasure as error:
        raise UnknownLayout(
            f'the series "{code}" is not in the table of series.',
            f"{error.advice} Add it to model/tables/series.csv.",
            where=answer.where(),
        ) from error


def _unit(
    points: pl.DataFrame, known: Measure, description: str, *, where: Where
) -> tuple[str, float]:
    """The unit of a series, and what its figures are multiplied by."""
    published = points["units"].fill_null("").str.to_uppercase().unique().sort()
    options, factor = codes.units().get(published[0], ((), 1.0))
    unit = known.unit or (options[0] if options else "")
    if len(published) > 1 or unit not in options:
        wanted = f"; the series is counted in {known.unit}" if known.unit else ""
        raise SourceError(
            f"{known.code} comes in {' and '.join(published) or 'no unit'}{wanted}.",
            "Download one unit at a time; add a new unit to sources/unsdg/units.csv, "
            "or correct the series in model/tables/series.csv.",
            where=where,
        )
    # The unit code says dollars where the description says millions of dollars.
    if unit.startswith("USD") and factor == 1 and "millions of" in description:
        factor = MILLION
    return unit, factor


def _cells(points: pl.DataFrame, where: Where, *, residuals: Residuals) -> pl.DataFrame:
    """Everything but the figures."""
    rows = points["row"]
    year = numbers.parse(points["year"], where=where, rows=rows).cast(pl.Int32)
    areas = places.match(
        points["geo"],
        area.by_unsd,
        where=where,
        rows=rows,
        residuals=residuals,
        remedy="model/tables/area_codes.csv (scheme unsd)",
    )
    return points.select(
        areas.alias("area"),
        *dimensions.columns(points, where=where),
        pl.date(pl.lit(year), 1, 1).alias("start"),
        pl.date(pl.lit(year), 12, 31).alias("end"),
        "sheet",
        "row",
        "column",
    )


def _values(
    points: pl.DataFrame, factor: float, where: Where
) -> list[pl.Expr | pl.Series]:
    column = Where(where.file, where.sheet, None, int(points["column"][0]))
    return values.columns(points, factor=factor, where=column)


def _caveats(series: str, answer: Answer) -> tuple[Caveat, ...]:
    return tuple(
        caveat
        for caveat in caveats()
        if series in caveat.scope.get("measure", series).split("|")
        and (answer.is_copy or not caveat.id.startswith("unsdg-copy-"))
    )


def caveats() -> tuple[Caveat, ...]:
    """Every caveat of the source."""
    return load_caveats(codes.HERE / "caveats.toml")


_NO_VINTAGE = (
    "The file does not name its edition; the vintage is the last year of the data. "
    "Add the list of series (Series/List) to have the release instead."
)
