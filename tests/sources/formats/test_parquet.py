"""Claims: Parquet keeps its types and rows, and a damaged file is named."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from migrascope.errors import ChangedHeader, Truncated, UnknownLayout
from migrascope.sources.formats import parquet
from migrascope.sources.formats.table import ROW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "table.parquet"
    pl.DataFrame({"area": ["KEN", "UGA"], "n": [1, 2]}).write_parquet(path)
    return path


def test_rows_and_columns_are_counted_from_one(path: Path) -> None:
    table = parquet.read(path)
    assert table.columns == {"area": 1, "n": 2}
    assert table.frame[ROW].to_list() == [1, 2]
    assert table.frame.schema["n"] == pl.Int64
    assert str(table.where(2, "n")) == "table.parquet, row 2, column 2"


def test_a_missing_column_is_a_changed_header(path: Path) -> None:
    with pytest.raises(ChangedHeader, match='no "origin"'):
        parquet.read(path).need("area", "origin")


def test_a_cut_file_is_truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(Truncated, match="cut off"):
        parquet.read(path)


def test_a_damaged_footer_is_truncated(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-80:-8] = b"\xff" * 72
    path.write_bytes(bytes(data))
    with pytest.raises(Truncated, match="damaged"):
        parquet.read(path)


def test_a_text_is_no_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UnknownLayout, match="not a Parquet file"):
        parquet.read(path)


def test_published_files_are_read(shared_data: Path) -> None:
    name = "wpp2024/wpp2024_projection_medium_2024_2100.parquet"
    assert parquet.read(shared_data / name).frame.height == 22_869
