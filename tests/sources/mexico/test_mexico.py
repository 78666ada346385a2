"""Events in Mexico: nationalities that share a code are no duplicates."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from migrascope.errors import ChangedHeader, DuplicateKey
from migrascope.sources.batch import Batch
from migrascope.sources.mexico import adapter

SPECIMENS = Path(__file__).parents[2] / "specimens"
SPECIMEN = SPECIMENS / "mexico" / "mexico_events.csv"
FILE = "irregular/mexico_irregular_events_monthly.csv.gz"


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Batch:
    (batch,) = adapter.read([shared_data / FILE])
    return batch


def guinea(batch: Batch) -> pl.DataFrame:
    return batch.observations.filter(pl.col("origin") == "GIN").sort("row")


def test_rows_that_share_a_code_are_kept_and_say_so() -> None:
    (batch,) = adapter.read([SPECIMEN])
    shared = "one of several nationalities under this code"
    assert guinea(batch).select("value", "note").rows() == [
        (40, ""),
        (4, shared),
        (253, shared),
        (9, shared),
    ]
    assert "3 rows share a nationality code" in batch.remarks[0]


def test_any_other_nationality_that_stands_twice_is_refused(tmp_path: Path) -> None:
    twice = tmp_path / "mexico.csv"
    text = SPECIMEN.read_text(encoding="utf-8")
    twice.write_text(text + "2023-03-01,2023-01-01,HND,9.0\n", encoding="utf-8")
    with pytest.raises(DuplicateKey, match="HND"):
        list(adapter.read([twice]))


def test_the_list_of_panama_is_not_taken_for_that_of_mexico() -> None:
    darien = SPECIMENS / "panama" / "darien_crossings.csv"
    assert adapter.recognise(darien) is None
    with pytest.raises(ChangedHeader, match="list of panama") as caught:
        list(adapter.read([darien]))
    assert "migrascope add darien_crossings.csv" in caught.value.advice


def test_months_before_2020_are_known_whatever_the_file_is_called(
    tmp_path: Path,
) -> None:
    text = SPECIMEN.read_text(encoding="utf-8").replace("2023-", "2018-")
    (tmp_path / "darien.csv").write_text(text, encoding="utf-8")
    assert adapter.recognise(tmp_path / "darien.csv") == "counts"


def test_a_list_of_later_months_is_known_by_its_name(tmp_path: Path) -> None:
    text = SPECIMEN.read_text(encoding="utf-8")
    for name, layout in (("México_2023.csv", "counts"), ("list.csv", None)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert adapter.recognise(tmp_path / name) == layout


def test_events_are_counted_in_mexico_and_are_not_persons() -> None:
    (batch,) = adapter.read([SPECIMEN])
    assert batch.edition == "mexico-irregular-events@2023-03"
    assert batch.observations["area"].unique().to_list() == ["MEX"]
    assert batch.observations["unit"].unique().to_list() == ["EVENTS"]


def test_years_sum_to_what_the_unit_published(
    shared_data: Path, published: Batch
) -> None:
    # Migration Policy Unit, yearbook of 2021: 309,692 events
    expected: Counter[int] = Counter()
    with gzip.open(shared_data / FILE, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            expected[int(row["t"][:4])] += int(float(row["n"]))
    years = published.observations.group_by(pl.col("end").dt.year())
    assert dict(years.agg(pl.col("value").sum()).iter_rows()) == expected
    assert expected[2021] == 309_692
    assert expected.total() == 2_851_857


def test_what_the_caveat_says_of_shared_codes_is_so(published: Batch) -> None:
    told = published.observations.filter(pl.col("note") != "")
    assert set(told["origin"].unique()) == {"GIN", "FRA"}
    repeats = told.height - told.select("origin", "start").n_unique()
    assert (told.height, repeats) == (102, 52)
    origins = set(published.observations["origin"].unique())
    assert origins.isdisjoint({"GNQ", "PNG", "GUF"})


def test_the_list_ends_in_august_2024(published: Batch) -> None:
    assert published.edition == "mexico-irregular-events@2024-08"
