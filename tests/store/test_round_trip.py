"""What goes into the base comes out of it."""

from __future__ import annotations

import csv
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.made import MakeBatch, batch, stock

from migrascope.errors import NoFigures, UsageError
from migrascope.model.observation import COLUMNS
from migrascope.store import export
from migrascope.store.base import Base

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12
)
FIGURES = st.floats(0, 1e15, allow_nan=False)
DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Figures that are all of different things."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(("KEN", "UGA", "M49:900")), TEXTS, DAYS),
            max_size=20,
            min_size=1,
            unique=True,
        )
    )
    rows = []
    for number, (area, breakdown, day) in enumerate(keys, start=2):
        value = draw(st.none() | FIGURES)
        more = {
            "start": day,
            "end": day,
            "breakdown": breakdown,
            "note": draw(TEXTS),
            "sheet": draw(TEXTS),
            "low": draw(st.none() | FIGURES),
            "row": number,
        }
        rows.append(stock(area, 2020, value, **more))
    return rows


@settings(max_examples=25)
@given(tables())
def test_a_batch_that_was_stored_reads_back_equal(rows: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        offered = batch(Path(folder), rows)
        base = Base.open(Path(folder) / "base")
        edition = base.accept(offered)
        again = Base.open(base.folder)
        assert again.frame().equals(offered.observations)
        figures = {tuple(each.facts().values()) for each in again.query()}
        assert figures == set(offered.observations.iter_rows())
        assert again.edition(edition.id) == edition


@pytest.fixture
def hostile(base: Base, make_batch: MakeBatch) -> Base:
    """Texts that a spreadsheet would take for formulas, and texts with signs."""
    notes = ["=1+1", "+2", "-3", "@SUM(A1)", 'a "quoted", text', "línea\nnueva", ""]
    rows = [
        stock("KEN", 2000 + number, -0.5 if number else 1e9, unit="PT", note=note)
        for number, note in enumerate(notes)
    ]
    base.accept(make_batch(rows))
    return base


def test_csv_carries_source_edition_licence_and_defuses_formulas(
    hostile: Base, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    assert export.write(hostile, export.CSV, target, area="KEN") == 7
    with target.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == [*COLUMNS, "source", "licence"]
    assert [row["note"] for row in rows] == [
        "'=1+1",
        "'+2",
        "'-3",
        "'@SUM(A1)",
        'a "quoted", text',
        "línea\nnueva",
        "",
    ]
    assert {row["edition"] for row in rows} == {"test-stock@2020"}
    assert {row["licence"] for row in rows} == {"CC-BY-4.0"}
    assert [row["value"] for row in rows][:2] == ["1000000000", "-0.5"]


def test_json_and_parquet_keep_texts_and_types(hostile: Base, tmp_path: Path) -> None:
    export.write(hostile, export.JSON, tmp_path / "out.json", area="KEN")
    items = json.loads((tmp_path / "out.json").read_text())
    assert items[0]["note"] == "=1+1"
    assert items[0]["value"] == 1e9
    export.write(hostile, export.PARQUET, tmp_path / "out.parquet", area="KEN")
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame["start"].dtype == pl.Date
    assert frame["note"].to_list() == [item["note"] for item in items]
    stored = hostile.frame().select("value", "row", "edition")
    assert frame.select("value", "row").equals(stored.select("value", "row"))


PERIODS = [
    (date(2020, 7, 1), date(2020, 7, 1), "2020-07-01"),
    (date(2020, 1, 1), date(2020, 12, 31), "2020"),
    (date(2020, 2, 1), date(2020, 2, 29), "2020-02"),
    (date(2020, 4, 1), date(2020, 6, 30), "2020-Q2"),
    (date(1990, 7, 1), date(1995, 7, 1), "1990-07-01/P5Y"),
    (date(2020, 1, 1), date(2020, 1, 10), "2020-01-01/P10D"),
    (date(2015, 1, 1), date(2020, 12, 31), "2015-01-01/P2192D"),
]


def test_sdmx_csv_is_read_back_by_an_sdmx_library(
    base: Base, make_batch: MakeBatch, tmp_path: Path
) -> None:
    pytest.importorskip("pandas", reason="pysdmx reads data with pandas only")
    pysdmx = pytest.importorskip("pysdmx.io")
    base.accept(
        make_batch(
            [
                stock("KEN", 2020, number, start=start, end=end, note="=cmd()")
                for number, (start, end, _) in enumerate(PERIODS)
            ]
        )
    )
    target = tmp_path / "out.csv"
    export.write(base, export.SDMX_CSV, target, area="KEN")
    (dataset,) = pysdmx.read_sdmx(target).data
    assert "MIGRASCOPE:OBSERVATIONS(1.0)" in str(dataset.structure)
    table = dataset.data
    said = dict(zip(table["TIME_PERIOD"], table["OBS_VALUE"], strict=True))
    assert {period: float(value) for period, value in said.items()} == {
        text: number for number, (*_, text) in enumerate(PERIODS)
    }
    assert set(table["BREAKDOWN"]) == {"_Z"}
    assert set(table["EDITION"]) == {"test-stock@2020"}
    assert set(table["UNIT_MEASURE"]) == {"PS"}
    assert set(table["COMMENT_OBS"]) == {"'=cmd()"}


def test_nothing_is_written_when_nothing_fits(hostile: Base, tmp_path: Path) -> None:
    for area in ("UGA", "KEN"):
        with pytest.raises(NoFigures):
            export.write(
                hostile, export.CSV, tmp_path / "out.csv", area=area, origin="SOM"
            )
    assert not list(tmp_path.glob("*out*"))


def test_a_failed_write_leaves_the_older_file(hostile: Base, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("older")
    with pytest.raises(NoFigures):
        export.write(hostile, export.CSV, target, area="KEN", sex="F")
    assert target.read_text() == "older"


def test_the_users_own_select_sees_figures_and_editions(
    hostile: Base, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    sql = """
        SELECT e.publisher, count(*) AS "=figures", max(note) AS note
        FROM observations JOIN editions AS e USING (edition) GROUP BY ALL -- done
    """
    assert export.write_sql(hostile, export.CSV, target, sql=sql) == 1
    assert target.read_text().splitlines()[0] == "publisher,'=figures,note"
    assert target.read_text().splitlines()[1].startswith("Office of Tests,7,")


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO 'evil.csv'",
        "SELECT 1; SELECT 2",
        "DROP VIEW observations",
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM '{secret}'",
        "SELECT content FROM read_text('{secret}')",
        "SET enable_external_access = true",
        "ATTACH '{secret}'",
        "SELECT * FROM nothing",
        "not sql",
    ],
)
def test_the_users_own_sql_reads_nothing_else_and_changes_nothing(
    hostile: Base, tmp_path: Path, sql: str
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\nsecret\n")
    with pytest.raises(UsageError):
        export.write_sql(
            hostile, export.CSV, tmp_path / "out.csv", sql=sql.format(secret=secret)
        )
    assert not list(tmp_path.glob("*out*"))


def test_sdmx_csv_of_free_sql_is_refused(hostile: Base, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="SDMX-CSV needs"):
        export.write_sql(hostile, export.SDMX_CSV, tmp_path / "x", sql="SELECT 1")
