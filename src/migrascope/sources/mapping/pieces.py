"""How do the pieces of a cell become the texts of an observation?

Footnote marks are parted from names, breakdowns are written as sorted pairs, notes
are gathered, and a figure without a declared unit gets that of its measure.
"""

from __future__ import annotations

import polars as pl

from migrascope.model import measure
from migrascope.sources.formats import workbook
from migrascope.sources.mapping import shapes

MARK, NOTE = "__mark", "__note"


def names(texts: pl.Series) -> pl.Series:
    """Names without the footnote marks behind them."""
    return _split(texts, 0)


def marks(texts: pl.Series, name: str) -> pl.Series:
    """The footnote marks behind names."""
    return _split(texts, 1).alias(name)


def _split(texts: pl.Series, part: int) -> pl.Series:
    distinct = texts.unique().drop_nulls().to_list()
    split = [workbook.split_mark(text)[part] for text in distinct]
    return texts.replace_strict(distinct, split, default=None, return_dtype=pl.String)


def breakdowns(frame: pl.DataFrame) -> pl.Expr:
    """`key=value` pairs, sorted by key; empty ones left out."""
    prefix = "__" + shapes.BREAKDOWN
    names = sorted(name for name in frame.columns if name.startswith(prefix))
    if not names:
        return pl.lit("").alias("breakdown")
    pairs = [
        pl.when(pl.col(name) != "").then(
            pl.format(name.removeprefix(prefix) + "={}", pl.col(name))
        )
        for name in names
    ]
    return pl.concat_str(pairs, separator=";", ignore_nulls=True).alias("breakdown")


def notes(frame: pl.DataFrame) -> pl.Expr:
    """The note column and the footnote marks, in one text."""
    parts: list[pl.Expr] = [
        pl.when(pl.col(name) != "").then(pl.format("note {}", pl.col(name)))
        for name in frame.columns
        if name.startswith(MARK)
    ]
    if NOTE in frame.columns:
        parts.insert(0, pl.col(NOTE))
    if not parts:
        return pl.lit("").alias("note")
    return pl.concat_str(parts, separator="; ", ignore_nulls=True).alias("note")


def unit() -> pl.Expr:
    """The unit that the table of measures gives."""
    units = {each.code: each.unit or "PS" for each in measure.all()}
    return (
        pl.col("measure")
        .replace_strict(list(units), list(units.values()), return_dtype=pl.String)
        .alias("unit")
    )
