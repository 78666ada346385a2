"""Which columns hold figures, and what do their headers fix?

A tidy table has one such column, a wide table several, a crosstab as many as the
headers that match; what a header says (a year, an origin, a sex) becomes part of
every figure below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce

import polars as pl

from migrascope.sources.formats.table import HEADER, Table
from migrascope.sources.mapping.declaration import (
    DIMENSIONS,
    TIMES,
    Dimension,
    Mapping,
    Values,
)

BREAKDOWN = "breakdown."


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its header, and what is fixed for it."""

    header: str
    constants: dict[str, str]


def dimensions(mapping: Mapping) -> list[tuple[str, Dimension]]:
    """Every declared dimension under its working name."""
    further = [(BREAKDOWN + name, spec) for name, spec in mapping.breakdowns.items()]
    return [*mapping.dimensions.items(), *further]


def columns(table: Table, mapping: Mapping, values: Values) -> list[Column]:
    """The columns of figures that a declaration means.

    A column that the mapping uses for something else holds no figures, whatever
    its header matches.

    Raises:
        ChangedHeader: none is there.
    """
    if values.column:
        table.need(values.column)
        return [Column(values.column, dict(values.constants))]
    assert values.headers is not None
    left, right = values.between or (1, max(table.columns.values()))
    others = {*values.excluding, *mapping.columns}
    found = []
    for header, spot in table.columns.items():
        bare = re.sub(r" \(\d+\)$", "", header)
        plain = bare if bare in table.columns else header
        match = values.headers.search(plain)
        if match and left <= spot <= right and plain not in others:
            groups = {
                name: text.strip() for name, text in match.groupdict().items() if text
            }
            found.append(Column(header, dict(values.constants) | groups))
    if not found:
        table.need(f"headers like {values.headers.pattern}")
    return found


def filtered(table: Table, mapping: Mapping) -> Table:
    """Without the rows that rules leave out."""
    frame = table.frame
    wanted = [matching(frame[rule.column], rule.pattern) for rule in mapping.keep]
    wanted += [~matching(frame[rule.column], rule.pattern) for rule in mapping.skip]
    if not wanted:
        return table
    return table.rows(reduce(lambda one, two: one & two, map(pl.lit, wanted)))


def matching(texts: pl.Series, pattern: re.Pattern[str]) -> pl.Series:
    """Which texts meet a pattern; an empty cell is an empty text."""
    plain = texts.fill_null("")
    met = [text for text in plain.unique().to_list() if pattern.search(text)]
    return plain.is_in(met)


def working_name(name: str) -> str:
    """The working name of a dimension, a part of time or a breakdown."""
    if name in TIMES:
        return f"time.{name}"
    if name in DIMENSIONS or name.startswith(BREAKDOWN):
        return name
    return BREAKDOWN + name


def chosen(name: str, *given: dict[str, str]) -> str:
    """The first that says something: the header, the sheet, then the mapping."""
    for texts in given:
        for key, text in texts.items():
            if text and (key == name or working_name(key) == name):
                return text
    return ""


def by_header(
    name: str, texts: dict[str, str] | dict[str, int], kind: type[pl.DataType]
) -> pl.Expr:
    """What holds for each column of figures, as a column beside the figures."""
    same = len(set(texts.values())) == 1
    if same:
        return pl.lit(next(iter(texts.values())), dtype=kind).alias(name)
    return (
        pl.col(HEADER)
        .replace_strict(list(texts), list(texts.values()), return_dtype=kind)
        .alias(name)
    )
