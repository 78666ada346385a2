"""Is the generated file of cases what benchmarks and tests take it for?"""

from __future__ import annotations

import polars as pl
import pytest
from benchmarks import _cases
from polars.testing import assert_frame_equal


@pytest.fixture(scope="module")
def generated() -> pl.DataFrame:
    return _cases.cases(60_000, 11, columns=15)


def test_the_same_seed_gives_the_same_file() -> None:
    assert_frame_equal(_cases.cases(3_000, 5), _cases.cases(3_000, 5))


def test_another_seed_gives_another_file() -> None:
    assert not _cases.cases(3_000, 5).equals(_cases.cases(3_000, 6))


def test_fewer_columns_are_the_first_of_more() -> None:
    assert_frame_equal(
        _cases.cases(500, 3, columns=15).select(_cases.KEYS),
        _cases.cases(500, 3, columns=8),
    )


def test_a_file_made_in_pieces_goes_on_where_the_last_piece_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_cases, "CHUNK", 100)
    made = _cases.cases(250, 3, columns=15)
    assert made.height == 250
    assert made["case_number"].n_unique() == 250
    assert (
        not made[:100]
        .drop("case_number", "incident")
        .equals(made[100:200].drop("case_number", "incident"))
    )


@pytest.mark.parametrize(("rows", "columns"), [(0, 10), (10, 0), (10, 16)])
def test_an_impossible_file_is_refused(rows: int, columns: int) -> None:
    with pytest.raises(ValueError, match="at least one row"):
        _cases.cases(rows, 1, columns)


def test_most_people_of_exploitation_for_sex_are_women_and_of_labour_are_not(
    generated: pl.DataFrame,
) -> None:
    def women(exploitation: str) -> float:
        chosen = generated.filter(pl.col("exploitation") == exploitation)["sex"]
        share = (chosen == "Female").mean()
        assert isinstance(share, float)
        return share

    assert women("Sexual") == pytest.approx(0.95, abs=0.01)
    assert women("Labour") == pytest.approx(0.47, abs=0.02)


def test_citizenships_are_skewed_and_many_are_rare(generated: pl.DataFrame) -> None:
    shares = (
        generated["citizenship"]
        .drop_nulls()
        .value_counts(sort=True, normalize=True)["proportion"]
        .to_list()
    )
    assert len(shares) > 45
    assert sum(shares[:3]) > 0.35
    assert shares[-1] < 0.002


def test_values_are_missing_more_often_in_records_of_hotlines(
    generated: pl.DataFrame,
) -> None:
    missing = dict(
        generated.group_by("source")
        .agg(pl.col("citizenship").is_null().mean())
        .iter_rows()
    )
    assert missing["Hotline"] == pytest.approx(0.36, abs=0.015)
    assert missing["Case management"] == pytest.approx(0.01, abs=0.005)


def test_destinations_hang_on_citizenship(generated: pl.DataFrame) -> None:
    known = generated.drop_nulls(["citizenship", "destination"])
    russia = pl.col("destination") == "RU"
    moldova = known.filter(pl.col("citizenship") == "MD").select(russia.mean()).item()
    philippines = (
        known.filter(pl.col("citizenship") == "PH").select(russia.mean()).item()
    )
    assert moldova > 0.3
    assert philippines == 0


def test_a_record_is_registered_in_its_year(generated: pl.DataFrame) -> None:
    years = generated["registered"].dt.year().cast(pl.String)
    assert (years == generated["year"]).all()


def test_months_are_skewed_numbers(generated: pl.DataFrame) -> None:
    months = generated["months"]
    mean, median = months.mean(), months.median()
    assert isinstance(mean, float)
    assert isinstance(median, float)
    assert mean > 1.4 * median
