"""Nobody is lost or counted twice between a table and its observations."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from migrascope.sources.unhcr import adapter

COUNTS = ("refugees", "asylum_seekers", "oip")
MEASURES = ("refugees", "asylum_seekers", "other_in_need_of_protection")

rows = st.lists(
    st.tuples(
        st.integers(2004, 2024),
        st.sampled_from(["SOM", "SYR", "XXA", "UNK"]),
        st.sampled_from(["KEN", "AUT", "AUS"]),
        *(st.none() | st.integers(0, 10**8) for _ in COUNTS),
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda row: row[:3],
).filter(lambda table: any(count is not None for row in table for count in row[3:]))


@given(rows)
@settings(max_examples=40)
def test_sums_of_a_table_are_sums_of_its_observations(
    table: list[tuple[object, ...]],
) -> None:
    columns = ("year", "coo_iso", "coa_iso", *COUNTS)
    kinds = (pl.Int64, pl.String, pl.String, *[pl.Int64] * len(COUNTS))
    schema = dict(zip(columns, kinds, strict=True))
    frame = pl.DataFrame(table, schema=schema, orient="row")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "population.parquet"
        frame.write_parquet(path)
        (batch,) = adapter.read([path])
    for column, measure in zip(COUNTS, MEASURES, strict=True):
        read = batch.observations.filter(pl.col("measure") == measure)
        assert read.height == frame[column].count()
        assert read["value"].sum() == frame[column].sum()


@given(rows)
@settings(max_examples=20)
def test_every_observation_points_at_the_cell_it_came_from(
    table: list[tuple[object, ...]],
) -> None:
    columns = ("year", "coo_iso", "coa_iso", *COUNTS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "population.csv"
        lines = [
            ",".join("" if each is None else str(each) for each in row) for row in table
        ]
        path.write_text("\n".join([",".join(columns), *lines]), encoding="utf-8")
        (batch,) = adapter.read([path])
    for value, row, column in batch.observations.select(
        "value", "row", "column"
    ).iter_rows():
        assert table[row - 2][column - 1] == value
