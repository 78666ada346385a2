"""Claims: whatever bytes a file holds, a reader reads it or says what is wrong."""

from __future__ import annotations

import contextlib
import functools
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrascope.errors import SourceError
from migrascope.sources.formats import csv, json, parquet, sdmx, workbook
from migrascope.sources.mapping.suggest import draft

READERS: tuple[Callable[[Path], object], ...] = (
    csv.read,
    json.read,
    sdmx.read_csv,
    workbook.read,
    parquet.read,
    draft,
)


@functools.cache
def _good() -> tuple[bytes, ...]:
    """One small file of every kind."""
    book = io.BytesIO()
    written = xlsxwriter.Workbook(book)
    written.add_worksheet("S").write_row(0, 0, ["iso3", 2019, 2020])
    written.close()
    columns = io.BytesIO()
    pl.DataFrame({"iso3": ["KEN"], "n": [1]}).write_parquet(columns)
    table = b"iso3,year,n\nKEN,2020,5\nUGA,2020,6\n"
    return (
        table,
        gzip.compress(table),
        table.decode().encode("utf-16"),
        b'{"items": [{"iso3": "KEN", "n": 5}]}',
        b"DATAFLOW,geo,TIME_PERIOD,OBS_VALUE\nX:Y(1.0),AT,2020,5\n",
        book.getvalue(),
        columns.getvalue(),
    )


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good file in which some bytes are changed, cut or put in."""
    data = bytearray(draw(st.sampled_from(_good())))
    for _ in range(draw(st.integers(0, 4))):
        spot = draw(st.integers(0, max(0, len(data) - 1)))
        piece = draw(st.binary(max_size=6))
        match draw(st.sampled_from(("change", "cut", "insert"))):
            case "change":
                data[spot : spot + len(piece)] = piece
            case "cut":
                del data[spot:]
            case _:
                data[spot:spot] = piece
    return bytes(data)


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.__module__)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.one_of(st.binary(max_size=300), damaged()))
def test_rubbish_is_refused_by_name(
    tmp_path: Path, reader: Callable[[Path], object], data: bytes
) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    with contextlib.suppress(SourceError):
        reader(path)
