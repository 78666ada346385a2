"""Who counts: Polars on this machine, or Spark for files that outgrow it?

Either reads the columns that are needed from CSV or Parquet, and nothing before it is
collected. Case data must not be left where others can read them, so a Spark session
started here keeps its working files in a folder of the user alone, encrypts them,
listens to nobody else, writes no log (Spark's messages quote values) and removes the
folder in the end. For the same reason an error of an engine is never passed on: its
text may hold what stands in a record. A session that runs already, as on a cluster,
is used as it is and left running. Polars works in memory; where that is short, it
keeps what it sets aside in a folder that it makes for the user alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import narwhals as nw
import polars as pl

from migrascope.errors import MigrascopeError, UnusableCases, UsageError
from migrascope.protect.counting.codes import required
from migrascope.protect.counting.kernels import UNUSABLE

PARQUET = (".parquet", ".pq")
"""How the names of Parquet files end; what ends otherwise is read as CSV."""

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_MARKS: Mapping[str, Sequence[str]] = MappingProxyType({})

_NO_LOG = """\
rootLogger.level = off
rootLogger.appenderRef.none.ref = none
appender.none.type = Null
appender.none.name = none
"""
"""Spark puts its own settings in the place of any without an appender."""


class Engine(StrEnum):
    """Where the counting is done."""

    POLARS = "polars"
    SPARK = "spark"


@contextmanager
def opened(
    path: Path,
    keys: Sequence[str],
    *,
    weight: str | None = None,
    engine: Engine = Engine.POLARS,
    separator: str = ",",
    missing_marks: Mapping[str, Sequence[str]] = _NO_MARKS,
    settings: Mapping[str, str] = _NOTHING,
) -> Iterator[Any]:
    """The keys and the weight of a file of cases as a lazy frame of the engine.

    Everything in a CSV file is text, empty fields are missing, and so are the
    `missing_marks` of a column. `settings` are for Spark. The frame is of use only
    inside the `with`.

    Raises:
        BadPlan: a column that is not there.
        UnusableCases: neither CSV nor Parquet, or not readable.
        UsageError: Spark was asked for and is not installed.
    """
    wanted = [*keys, *([weight] if weight and weight not in keys else [])]
    with _session(engine, settings) as session:
        with _silent(path):
            frame = (
                _scanned(path, separator)
                if session is None
                else _loaded(session, path, separator)
            )
            required(nw.from_native(frame).collect_schema().names(), wanted)
        narrow = _numbered(nw.to_native(nw.from_native(frame).select(wanted)), weight)
        yield _without_marks(narrow, keys, missing_marks)


def collected(frame: Any) -> pl.DataFrame:
    """What was counted, as a Polars frame on this machine.

    Raises:
        UnusableCases: the engine failed, or weights are missing or below 0.
    """
    with _silent():
        if isinstance(frame, pl.DataFrame):
            counted = frame
        elif isinstance(frame, pl.LazyFrame):
            counted = frame.collect(engine="streaming")
        else:
            # Row by row, because pyarrow is not needed for anything else.
            schema = nw.from_native(frame).collect_schema().to_polars()
            rows = [tuple(row) for row in frame.toLocalIterator()]
            counted = pl.DataFrame(rows, schema=schema, orient="row")
    if UNUSABLE in counted.columns:
        unusable = counted[UNUSABLE].sum()
        if unusable:
            raise UnusableCases(
                f"the weight is missing or below 0 in {unusable:,} records",
                "Give every record a weight from 0 up, or count without weights.",
            )
        counted = counted.drop(UNUSABLE)
    return counted


def _scanned(path: Path, separator: str) -> pl.LazyFrame:
    """A file as Polars streams it."""
    if path.suffix.lower() in PARQUET:
        frame = pl.scan_parquet(path, glob=False)
    else:
        frame = pl.scan_csv(path, separator=separator, infer_schema=False, glob=False)
    return frame


def _loaded(session: Any, path: Path, separator: str) -> Any:
    """A file as Spark reads it: Parquet in pieces, CSV as one.

    A text in quotes may run over several lines, so a CSV file cannot be cut anywhere.
    """
    if path.suffix.lower() in PARQUET:
        return session.read.parquet(str(path))
    return session.read.csv(
        str(path),
        sep=separator,
        header=True,
        quote='"',
        escape='"',
        multiLine=True,
        nullValue="",
    )


def _numbered(frame: Any, weight: str | None) -> Any:
    """The weight as a number; what is none becomes missing, and is refused later."""
    if weight is None:
        return frame
    if isinstance(frame, pl.LazyFrame):
        return frame.with_columns(pl.col(weight).cast(pl.Float64, strict=False))
    return frame.withColumn(weight, frame[weight].try_cast("double"))


def _without_marks(
    frame: Any, keys: Sequence[str], marks: Mapping[str, Sequence[str]]
) -> Any:
    """The keys with their marks for "not known", and empty texts, as missing."""
    cases: Any = nw.from_native(frame)
    schema = cases.collect_schema()
    cleaned = []
    for key in keys:
        unknown = [*marks.get(key, ())]
        if schema[key] == nw.String:
            unknown.append("")
        if unknown:
            text = nw.col(key).cast(nw.String)
            cleaned.append(nw.when(~text.is_in(unknown)).then(nw.col(key)).alias(key))
    return nw.to_native(cases.with_columns(*cleaned) if cleaned else cases)


@contextmanager
def _session(engine: Engine, settings: Mapping[str, str]) -> Iterator[Any]:
    """A Spark session for one file; nothing for Polars, which needs none."""
    if engine is Engine.POLARS:
        yield None
        return
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError(
            "Spark is not installed",
            'Install it with pip install "migrascope[spark]" (and Java 17), or count '
            "with --engine polars.",
        ) from None
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    # mkdtemp: a folder that only this user may enter.
    with tempfile.TemporaryDirectory(prefix="migrascope-") as private:
        builder = SparkSession.builder.appName("migrascope")
        for name, value in _settings(Path(private), settings).items():
            builder = builder.config(name, value)
        try:
            session = builder.getOrCreate()
        except (PySparkException, OSError, RuntimeError):
            raise UsageError(
                "Spark does not start",
                "It needs Java 17: see that the command java works, or count with "
                "--engine polars.",
            ) from None
        try:
            yield session
        finally:
            session.stop()


def _settings(folder: Path, wanted: Mapping[str, str]) -> dict[str, str]:
    """What keeps the working files of Spark from others, and its log silent."""
    silent = folder / "log4j2.properties"
    silent.write_text(_NO_LOG, encoding="ascii")
    options = "spark.driver.extraJavaOptions"
    private = {
        "spark.master": "local[*]",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.io.encryption.enabled": "true",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.caseSensitive": "true",
    }
    java = f"-Dlog4j2.configurationFile={silent} {wanted.get(options, '')}".strip()
    return {**private, **wanted, options: java}


@contextmanager
def _silent(path: Path | None = None) -> Iterator[None]:
    """Errors of an engine without their text, which may hold values of records."""
    try:
        yield
    except MigrascopeError:
        raise
    except Exception as error:  # noqa: BLE001 - any engine, any error
        kind = type(error).__name__
        raise UnusableCases(
            f"the cases cannot be read or counted ({kind})",
            "See that the file is CSV or Parquet, in UTF-8, with one header line.",
            where=path.name if path else None,
        ) from None
