"""What does one table say under a mapping?

Columns of figures become rows; dimensions come from columns, headers, the sheet's
name or the mapping; texts become figures with their status. Every figure keeps
the cell that it was read from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from migrascope.errors import BadMapping, Where
from migrascope.model.observation import Status
from migrascope.sources.batch import Residuals
from migrascope.sources.formats import numbers
from migrascope.sources.formats.table import COLUMN, HEADER, ROW, TEXT, Table
from migrascope.sources.mapping import codes, pieces, shapes, times
from migrascope.sources.mapping.declaration import (
    DIMENSIONS,
    DROP,
    TIMES,
    Dimension,
    Mapping,
    Values,
)

_FLAG, _LOW, _HIGH = "__flag", "__low", "__high"


@dataclass(frozen=True, slots=True)
class Reading:
    """One table read under a mapping."""

    mapping: Mapping
    table: Table
    groups: dict[str, str]
    residuals: Residuals

    def cells(self) -> pl.DataFrame:
        """All figures of the table."""
        kept = shapes.filtered(self._filled_down(), self.mapping)
        coded = self._coded(kept)
        parts = [
            part
            for values in self.mapping.values
            if (part := self._figures(coded, values)).height
        ]
        if not parts:
            return pl.DataFrame()
        return pl.concat(parts, how="diagonal")

    def _coded(self, table: Table) -> pl.DataFrame:
        """The rows that hold a figure, with the dimensions that columns give."""
        wanted = [
            column.header
            for values in self.mapping.values
            for column in shapes.columns(table, self.mapping, values)
        ]
        filled = pl.any_horizontal(pl.col(wanted).is_not_null())
        frame = table.frame.filter(filled)
        added = [self._from_column(frame, name, spec) for name, spec in self._named()]
        for name, spec in self._named():
            if spec.marks:
                added.append(pieces.marks(frame[spec.column], f"{pieces.MARK}.{name}"))
        for part, column in self.mapping.times.columns.items():
            added.append(frame[column].alias(f"__time.{part}"))
        if self.mapping.note:
            added.append(frame[self.mapping.note].alias(pieces.NOTE))
        return frame.with_columns(added)

    def _filled_down(self) -> Table:
        """The table with cells that hold for those below them.

        Before any row is left out: the row that holds the name may be a subtotal.
        """
        names = [spec.column for _, spec in self._named() if spec.fill]
        if not names:
            return self.table
        frame = self.table.frame.with_columns(pl.col(names).forward_fill())
        return replace(self.table, frame=frame)

    def _named(self) -> list[tuple[str, Dimension]]:
        """The dimensions that a column of the file gives."""
        return [
            (name, spec)
            for name, spec in shapes.dimensions(self.mapping)
            if spec.column
        ]

    def _from_column(
        self, frame: pl.DataFrame, name: str, spec: Dimension
    ) -> pl.Series:
        texts = frame[spec.column]
        if spec.marks:
            texts = pieces.names(texts)
        return self._encode(
            texts,
            name,
            spec,
            rows=frame[ROW],
            where=self.table.where(column=spec.column),
        )

    def _encode(
        self,
        texts: pl.Series,
        name: str,
        spec: Dimension,
        *,
        rows: pl.Series,
        where: Where,
    ) -> pl.Series:
        return codes.encode(
            texts,
            spec,
            name,
            rows=rows,
            where=where,
            residuals=self.residuals,
            remedy=self.mapping.file,
        ).alias(f"__{name}")

    def _figures(self, coded: pl.DataFrame, values: Values) -> pl.DataFrame:
        """The figures of one declaration of values, as rows."""
        columns = shapes.columns(self.table, self.mapping, values)
        kept = [name for name in coded.columns if name.startswith("__")]
        extra = self._extra(values)
        long = (
            coded.with_columns(pl.col(name).alias(alias) for alias, name in extra)
            .unpivot(
                on=[column.header for column in columns],
                index=[*kept, *(alias for alias, _ in extra)],
                variable_name=HEADER,
                value_name=TEXT,
            )
            .drop_nulls(TEXT)
        )
        long = long.with_columns(self._constants(columns))
        return self._finished(self._read(long, values), values)

    def _extra(self, values: Values) -> list[tuple[str, str]]:
        flag = self.mapping.figures.flag_column
        named = ((_LOW, values.low), (_HIGH, values.high), (_FLAG, flag))
        return [(alias, name) for alias, name in named if name]

    def _constants(self, columns: Sequence[shapes.Column]) -> list[pl.Expr]:
        """What headers, the sheet and the mapping fix, as columns."""
        spots = {each.header: self.table.columns[each.header] for each in columns}
        added = [shapes.by_header(COLUMN, spots, pl.UInt32)]
        specs = dict(shapes.dimensions(self.mapping))
        fixed = {name: spec.value for name, spec in specs.items() if spec.value}
        known = self.mapping.times.values.items()
        fixed |= {f"time.{part}": text for part, text in known}
        given = {
            shapes.working_name(name) for each in columns for name in each.constants
        }
        for name in {*fixed, *map(shapes.working_name, self.groups), *given}:
            texts = {
                column.header: shapes.chosen(name, column.constants, self.groups, fixed)
                for column in columns
            }
            if not name.startswith("time."):
                texts = self._codes_of(texts, name, specs.get(name, Dimension()))
            added.append(shapes.by_header(f"__{name}", texts, pl.String))
        return added

    def _codes_of(
        self, texts: dict[str, str], name: str, spec: Dimension
    ) -> dict[str, str]:
        headers = list(texts)
        places = [self.table.columns[header] for header in headers]
        row = pl.Series([self.table.header_row] * len(headers), dtype=pl.UInt32)
        if name == "unit":
            return texts
        series = pl.Series([texts[header] for header in headers], dtype=pl.String)
        column = places[0] if len(places) == 1 else None
        where = self.table.where(column=column)
        bare = pieces.names(series) if spec.marks else series
        encoded = self._encode(bare, name, spec, rows=row, where=where)
        return dict(zip(headers, encoded.to_list(), strict=True))

    def _read(self, long: pl.DataFrame, values: Values) -> pl.DataFrame:
        """Texts as figures, with their status."""
        figures = self.mapping.figures
        texts, flags = long[TEXT], None
        if figures.flags_behind:
            texts, flags = numbers.split_flags(texts)
        elif _FLAG in long.columns:
            flags = long[_FLAG].fill_null("")
        status = numbers.statuses(texts, figures.missing)
        if flags is not None:
            status = self._flagged(status, flags, long[ROW])
        long = long.with_columns(texts.alias(TEXT), status.alias("obs_status")).filter(
            pl.col("obs_status") != DROP
        )
        return long.with_columns(
            self._numbers(long[TEXT], long, COLUMN, values).alias("value"),
            *(
                self._numbers(long[name], long, column, values).alias(target)
                for name, column, target in (
                    (_LOW, values.low, "low"),
                    (_HIGH, values.high, "high"),
                )
                if column
            ),
        )

    def _numbers(
        self, texts: pl.Series, long: pl.DataFrame, column: str, values: Values
    ) -> pl.Series:
        figures = self.mapping.figures
        read = numbers.parse(
            texts,
            where=self.table.where(column=None if column == COLUMN else column),
            rows=long[ROW],
            columns=long[COLUMN] if column == COLUMN else None,
            missing=figures.missing,
            decimal=figures.decimal,
            thousands=figures.thousands,
        )
        return read if values.multiplier == 1 else (read * values.multiplier).round(6)

    def _flagged(
        self, status: pl.Series, flags: pl.Series, rows: pl.Series
    ) -> pl.Series:
        """Statuses that flags give; a figure without one keeps what it has."""
        known = self.mapping.figures.flags
        found: dict[str, str] = {}
        for flag in flags.unique().to_list():
            letters = [flag, *flag] if flag not in known else [flag]
            meant = [known[letter] for letter in letters if letter in known]
            if flag and not meant:
                row = int(rows[int(flags.eq(flag).arg_true()[0])])
                raise BadMapping(
                    f'the flag "{flag}" is not declared.',
                    f'Add it to [flags.map] in {self.mapping.file}, e.g. "{flag}" = '
                    '"E" (estimated) or "A" when it says nothing of the figure.',
                    where=self.table.where(row),
                )
            found[flag] = meant[0] if meant else ""
        meant_by = flags.replace_strict(
            list(found), list(found.values()), return_dtype=pl.String
        )
        normal = status == str(Status.NORMAL)
        return meant_by.zip_with(normal & (meant_by != ""), status)

    def _finished(self, long: pl.DataFrame, values: Values) -> pl.DataFrame:
        """Rows with the names and types of observations."""
        parts = {
            part: long[f"__time.{part}"]
            for part in TIMES
            if f"__time.{part}" in long.columns
        }
        declared = self.mapping.times
        if values.convention:
            declared = replace(declared, convention=values.convention)
        start, end = times.days(
            parts, declared, rows=long[ROW], where=self.table.where()
        )
        frame = long.with_columns(start.alias("start"), end.alias("end"))
        dimensions = [
            pl.col(f"__{name}").alias(name)
            for name in DIMENSIONS
            if f"__{name}" in frame.columns
        ]
        frame = frame.with_columns(
            *dimensions,
            pieces.breakdowns(frame),
            pieces.notes(frame),
            pl.lit(self.table.sheet).alias("sheet"),
            pl.col(ROW).alias("row"),
            pl.col(COLUMN).alias("column"),
        )
        if "unit" not in frame.columns:
            frame = frame.with_columns(pieces.unit())
        return frame.drop([name for name in frame.columns if name.startswith("__")])
