"""How do the rows of a UNHCR table become observations?

Every column of counts becomes a block of rows, and the blocks are laid under each
other: no loop over rows, and the texts are dictionaries from the start, because
the population table alone makes 1.1 million observations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from migrascope.model import breakdown
from migrascope.model.caveat import Caveat
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import numbers
from migrascope.sources.formats.table import ROW
from migrascope.sources.unhcr import rows, tables
from migrascope.sources.unhcr.extract import Extract
from migrascope.sources.unhcr.tables import Figure

SUPPRESSED = "*"
"""What older exports print instead of a count from 1 to 4."""

_WORDS = pl.Categorical()


def cells(
    extract: Extract,
    *,
    file: int,
    place_of: dict[str, str],
    caveats: Sequence[Caveat],
    residuals: Residuals = Residuals.REFUSE,
) -> pl.DataFrame:
    """The observations of one file, not yet checked by `frame.finish`.

    Raises:
        UnknownPlace: a country without an area.
        UnknownLayout: figures that the interface has added up over countries.
        NotANumber: text where a year or a count should stand.
        ChangedHeader: an unknown population type.
    """
    said = rows.said(extract, place_of, residuals)
    blocks = [
        block.with_columns(
            pl.lit(extract.columns[figure.column], dtype=pl.UInt32).alias("column")
        )
        for figure in extract.layout.table.figures
        if figure.column in extract.columns
        for block in _block(extract, said, figure, caveats)
    ]
    return pl.concat(blocks).with_columns(
        pl.lit(file, dtype=pl.UInt16).alias("file"),
        _word(extract.sheet).alias("sheet"),
    )


def _block(
    extract: Extract, said: pl.DataFrame, figure: Figure, caveats: Sequence[Caveat]
) -> Iterator[pl.DataFrame]:
    """The observations of one column, once for each measure in it."""
    values, obs_status = _values(extract, figure)
    block = said.with_columns(values, obs_status).filter(
        pl.col("value").is_not_null() | (pl.col("obs_status") == "Q")
    )
    if extract.layout.table is tables.DEMOGRAPHICS:
        block = _without_unasked(extract, figure, block)
    block = block.with_columns(
        _word(figure.sex).alias("sex"),
        _word(figure.age).alias("age"),
        _with(block["dimensions"], figure).alias("breakdown"),
    ).drop("dimensions")
    if figure.measure:
        yield _dated(block, figure, caveats)
        return
    for kind in {
        kind.measure: kind for kind in tables.POPULATION_TYPES.values()
    }.values():
        part = block.filter(pl.col("measure") == kind.measure)
        if part.height:
            yield _dated(part, kind, caveats)


def _values(extract: Extract, figure: Figure) -> tuple[pl.Series, pl.Series]:
    texts = extract.frame[figure.column]
    suppressed = pl.Series([False]).new_from_index(0, len(texts))
    if texts.dtype == pl.String:
        suppressed = (texts == SUPPRESSED).fill_null(value=False)
    values = numbers.parse(
        texts,
        where=extract.where(column=figure.column),
        rows=extract.frame[ROW],
        missing=numbers.MISSING | {SUPPRESSED},
    )
    marks = pl.Series(["A", "Q"], dtype=_WORDS).gather(suppressed.cast(pl.UInt32))
    return values.alias("value"), marks.alias("obs_status")


def _without_unasked(
    extract: Extract, figure: Figure, block: pl.DataFrame
) -> pl.DataFrame:
    """Leave out zeros that mean "not asked" in the table by sex and age.

    Where only the total is known, UNHCR prints 0 in every cell by sex and age; where
    only the sex is known, 0 in every age band. Neither is a count of nobody.
    """
    if figure.sex == "_T":
        return block
    letter = figure.sex.lower()
    sums = {
        name: numbers.parse(
            extract.frame[name], where=extract.where(column=name)
        ).fill_null(0)
        for name in ("f_total", "m_total", f"{letter}_other")
        if name in extract.columns
    }
    known = pl.select(sum(sums[name] for name in ("f_total", "m_total"))).to_series()
    asked = known > 0
    if figure.age not in {"_T", "_U"} and f"{letter}_other" in sums:
        asked &= sums[f"{letter}_other"] < sums[f"{letter}_total"]
    known_rows = extract.frame[ROW].filter(asked).implode()
    return block.filter((pl.col("value") != 0) | pl.col("row").is_in(known_rows))


def _with(dimensions: pl.Series, figure: Figure) -> pl.Series:
    """The breakdown of the row together with that of the column."""
    if not figure.breakdown:
        return dimensions
    distinct = dimensions.unique().cast(pl.String).to_list()
    joined = [
        breakdown.join({**breakdown.split(text), **figure.breakdown})
        for text in distinct
    ]
    return dimensions.cast(pl.String).replace_strict(distinct, joined).cast(_WORDS)


def _dated(
    block: pl.DataFrame, figure: Figure, caveats: Sequence[Caveat]
) -> pl.DataFrame:
    """Give the block its measure, its days and the status that caveats demand."""
    for caveat in caveats:
        block = _marked(block, figure, caveat)
    first = pl.date(pl.col("year"), 1, 1)
    last = pl.date(pl.col("year"), 12, 31)
    return block.select(
        _word(figure.measure).alias("measure"),
        "area",
        "origin",
        "sex",
        "age",
        _word(figure.status).alias("status"),
        "breakdown",
        (first if figure.is_flow else last).alias("start"),
        last.alias("end"),
        "value",
        "unit",
        "obs_status",
        "note",
        "row",
    )


_EFFECTS = {"not-collected": "L", "provisional": "P", "break": "B"}
"""Effects of a caveat that change the status of a figure."""


def _marked(block: pl.DataFrame, figure: Figure, caveat: Caveat) -> pl.DataFrame:
    """Apply a caveat to the figures in its scope.

    A zero that stands where nothing was collected loses its value: it would be read
    as a count of nobody.
    """
    mark = _EFFECTS.get(caveat.effect)
    fixed = {"measure": figure.measure, "status": figure.status}
    scope = {name: allowed.split("|") for name, allowed in caveat.scope.items()}
    if mark is None or any(
        fixed[name] not in scope[name] for name in fixed.keys() & scope.keys()
    ):
        return block
    held = pl.col("year").is_between(caveat.since or 0, caveat.until or 9999)
    for name in scope.keys() - fixed.keys():
        allowed = pl.Series(scope[name], dtype=_WORDS)
        held &= pl.col(name).is_in(allowed.implode())
    if mark == "L":
        held &= pl.col("value") == 0
        value = pl.when(held).then(None).otherwise(pl.col("value"))
        block = block.with_columns(value.alias("value"), held.alias("held"))
        held = pl.col("held")
    status = pl.when(held & (pl.col("obs_status") != "Q")).then(_word(mark))
    block = block.with_columns(status.otherwise("obs_status").alias("obs_status"))
    return block.drop("held", strict=False)


def _word(text: str) -> pl.Expr:
    return pl.lit(text, dtype=_WORDS)
