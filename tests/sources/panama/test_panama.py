"""Crossings of the Darién: whole years are years, and closed months are no zeros."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.errors import ChangedHeader
from migrascope.sources.batch import Batch
from migrascope.sources.panama import adapter

SPECIMENS = Path(__file__).parents[2] / "specimens"
SPECIMEN = SPECIMENS / "panama" / "darien_crossings.csv"
FILE = "irregular/darien_crossings_monthly.csv.gz"


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Batch:
    (batch,) = adapter.read([shared_data / FILE])
    return batch


def periods(batch: Batch) -> set[tuple[date, date]]:
    return set(batch.observations.select("start", "end").iter_rows())


def test_years_before_2020_last_until_december() -> None:
    (batch,) = adapter.read([SPECIMEN])
    assert (date(2019, 1, 1), date(2019, 12, 31)) in periods(batch)
    assert (date(2019, 1, 1), date(2019, 1, 31)) not in periods(batch)


def test_since_2020_there_are_months() -> None:
    (batch,) = adapter.read([SPECIMEN])
    assert (date(2020, 1, 1), date(2020, 1, 31)) in periods(batch)
    assert (date(2020, 6, 1), date(2020, 6, 30)) in periods(batch)


def test_codes_that_are_no_countries_are_residuals() -> None:
    (batch,) = adapter.read([SPECIMEN])
    assert {"X:tibetan", "X:other"} < set(batch.observations["origin"].unique())


def test_the_list_of_mexico_is_not_taken_for_that_of_panama(tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    text = (SPECIMENS / "mexico" / "mexico_events.csv").read_text(encoding="utf-8")
    events.write_text(text.replace("2023-", "2018-"), encoding="utf-8")
    assert adapter.recognise(events) is None
    with pytest.raises(ChangedHeader, match="list of mexico"):
        list(adapter.read([events]))


def test_whole_years_are_known_whatever_the_file_is_called(tmp_path: Path) -> None:
    (tmp_path / "mexico.csv").write_text(SPECIMEN.read_text("utf-8"), encoding="utf-8")
    assert adapter.recognise(tmp_path / "mexico.csv") == "counts"


def test_a_list_of_later_months_is_known_by_its_name(tmp_path: Path) -> None:
    rows = SPECIMEN.read_text(encoding="utf-8").splitlines()
    text = "\n".join([rows[0], *rows[4:], ""])
    for name, layout in (("Darién_2020.csv", "counts"), ("list.csv", None)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert adapter.recognise(tmp_path / name) == layout


def test_years_sum_to_what_the_service_published(
    shared_data: Path, published: Batch
) -> None:
    # Servicio Nacional de Migración, irregular transit through the Darién by year
    expected = {2019: 22_102, 2020: 6_465, 2021: 133_726, 2022: 248_284}
    expected |= {2023: 520_085, 2024: 302_203}
    years = published.observations.group_by(pl.col("end").dt.year())
    found = dict(years.agg(pl.col("value").sum()).iter_rows())
    assert {year: found[year] for year in expected} == expected
    counted: Counter[int] = Counter()
    with gzip.open(shared_data / FILE, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            counted[int(row["t"][:4])] += int(float(row["n"]))
    assert found == counted


def test_months_are_as_the_service_announced_them(published: Batch) -> None:
    # press releases of the service, 2023 and 2024
    expected = {date(2023, 1, 1): 24_634, date(2023, 2, 1): 24_657}
    expected |= {date(2023, 3, 1): 38_099, date(2024, 1, 1): 36_001}
    months = published.observations.group_by("start").agg(pl.col("value").sum())
    found = dict(months.iter_rows())
    assert {month: found[month] for month in expected} == expected


def test_closed_months_have_no_figures(published: Batch) -> None:
    months = set(published.observations["start"].to_list())
    closed = {date(2020, month, 1) for month in (4, 5, 7)}
    assert months.isdisjoint(closed)
