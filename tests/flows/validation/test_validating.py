"""What comes back from a validation, and what when the base lacks something?"""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from tests.flows.failing import ADVICE, REASON, fail
from tests.flows.preparing import bases
from tests.flows.validation import small

from migrascope.errors import EstimationError, NoFigures, UsageError
from migrascope.flows import methods
from migrascope.flows.account import mid_years
from migrascope.flows.estimating import estimate
from migrascope.flows.uncertainty.across import across_methods
from migrascope.flows.validation import reported
from migrascope.flows.validation.validating import validate, validate_all
from migrascope.flows.validation.validation import Validation
from migrascope.store.base import Base


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return small.whole(tmp_path_factory.mktemp("validating"))


@pytest.fixture(scope="module")
def found(base: Base) -> Validation:
    return validate(base, start=2010, end=2020)


def test_every_interval_is_held_against_both_sides(found: Validation) -> None:
    assert found.intervals == (mid_years(2010, 2015), mid_years(2015, 2020))
    whole = found.scores.filter(split="all", candidate="da_pb_closed")
    assert whole.filter(pl.col("against").str.starts_with("reports of")).select(
        "against", "start", "pairs"
    ).rows() == [
        ("reports of the receiver", 2010, 12),
        ("reports of the sender", 2010, 12),
        ("reports of the receiver", 2015, 12),
        ("reports of the sender", 2015, 12),
    ]


def test_methods_baselines_and_the_other_report_stand_side_by_side(
    found: Validation,
) -> None:
    rows = found.scores.filter(
        against="reports of the receiver", start=2010, split="all"
    )
    assert rows["candidate"].to_list() == [
        *methods.ALL,
        "stock_share",
        "as_before",
        "least to most of the methods",
        "reports of the sender",
    ]
    other = rows.row(-1, named=True)
    assert other["median_ratio"] == pytest.approx(0.5)
    assert other["correlation"] == pytest.approx(1.0)
    assert other["within_two"] == 1.0


def test_the_band_across_methods_is_held_against_the_reports(
    base: Base, found: Validation
) -> None:
    (row,) = found.scores.filter(
        kind="band", against="reports of the receiver", start=2010
    ).iter_rows(named=True)
    band = across_methods(estimate(base, start=2010, end=2015).tables)
    sides = reported.read(base, mid_years(2010, 2015), reported.RECEIVER)
    inside = above = 0
    for (origin, destination), persons in zip(sides.pairs, sides.persons, strict=True):
        said = band.corridor(origin, destination)
        inside += said.low <= persons <= said.high
        above += persons > said.high
    assert row["inside"] == pytest.approx(inside / 12)
    assert row["above"] == pytest.approx(above / 12)


def test_the_baseline_of_the_interval_before_is_the_published_table(
    found: Validation,
) -> None:
    (row,) = found.scores.filter(
        against="reports of the receiver",
        start=2010,
        split="all",
        candidate="as_before",
    ).iter_rows(named=True)
    reports = 5 * sum(
        100.0 * (1 + place) * (2 + birth)
        for place in range(4)
        for birth in range(4)
        if place != birth
    )
    assert row["sum_ratio"] == pytest.approx(12 * 500 / reports)


def test_a_method_that_was_fitted_to_such_reports_says_so(
    base: Base, found: Validation
) -> None:
    said = " ".join(each.text for each in found.says if each.about == "In general")
    assert "da_pb_closed (87 %) was chosen on reported flows" in said
    without = validate(base, start=2015, end=2020, methods=("sd_drop_neg",))
    assert "87 %" not in " ".join(each.text for each in without.says)


def test_a_method_that_does_worse_than_a_naive_baseline_is_named(
    found: Validation,
) -> None:
    for start in (2010, 2015):
        rows = found.scores.filter(
            against="reports of the receiver", start=start, split="all"
        )
        (naive,) = rows.filter(candidate="stock_share")["log_correlation"]
        worse = [
            code
            for code, value in rows.filter(kind="method")
            .select("candidate", "log_correlation")
            .iter_rows()
            if value is not None and value < naive - 0.005
        ]
        about = f"{start}–{start + 5}, reports of the receiver"
        text = " ".join(each.text for each in found.says if each.about == about)
        for code in worse:
            assert f"{code} (" in text
        assert worse or "No method does worse than the naive baseline" in text


def test_published_tables_are_compared_from_their_own_stocks(
    found: Validation,
) -> None:
    assert "undesa-ims-bilateral@2020" in found.editions
    rows = found.published.filter(start=2015, made="from our inputs")
    assert rows["method"].to_list() == list(methods.ALL)
    dropped = rows.row(0, named=True)
    # 1.1 times 1.1 times the stocks less 1.1 times: a tenth of what was there in 2015
    assert dropped["ours"] == pytest.approx(0.1 * 1.1 * 100_000, rel=1e-3)
    assert dropped["theirs"] == 6_000


def test_totals_are_compared_where_they_cover_the_interval(found: Validation) -> None:
    rows = found.scores.filter(pl.col("against").str.starts_with("reported "))
    assert set(rows["start"]) == {2010}
    assert set(rows["against"]) == {"reported arrivals", "reported departures"}


def test_net_migration_is_no_test_of_a_method_that_is_given_it(
    found: Validation,
) -> None:
    bound = found.net.filter("by_construction")["candidate"].unique().sort().to_list()
    assert bound == ["da_min_closed", "da_min_open", "da_pb_closed"]


def test_intervals_are_held_against_the_newer_edition(found: Validation) -> None:
    assert found.coverage is not None
    assert found.coverage.inputs == "undesa-ims-bilateral@2020"
    assert found.coverage.outcome == "undesa-ims-bilateral@2024"
    assert set(found.coverage.rows["method"]) == {
        "sd_drop_neg",
        "sd_rev_neg",
        "mig_rate",
    }
    rows = found.coverage.rows.filter(pl.col("count") > 0)
    assert rows["inside"].is_between(0.0, 1.0).all()


def test_the_revision_that_the_draws_rest_on_is_shown(found: Validation) -> None:
    rows = found.revisions
    assert rows["corridor_years"].sum() == 12 * 3
    unchanged = (rows["unchanged"] * rows["corridor_years"]).sum()
    # the last of three years was raised by a fifth
    assert unchanged == pytest.approx(12 * 2)


def test_nothing_is_missing_from_a_whole_base(found: Validation) -> None:
    # the published tables of the small base are of both sexes only
    assert {each.part for each in found.missing} == {"published estimates"}
    assert all(each.why.endswith(("(F).", "(M).")) for each in found.missing)


def test_a_base_with_nothing_to_compare_says_so_part_by_part(tmp_path: Path) -> None:
    found = validate(small.least(tmp_path), start=2015, end=2020)
    parts = [each.part for each in found.missing]
    assert parts == [
        "baseline as_before",
        "reported flows",
        "published estimates",
        "reported totals of arrivals and departures",
        "How editions revise the stocks",
        "Intervals held against the next edition",
    ]
    assert all(each.advice for each in found.missing)
    assert found.scores.is_empty()
    assert found.coverage is None
    assert not found.net.is_empty()


def test_a_base_without_stocks_has_nothing_to_validate(tmp_path: Path) -> None:
    with pytest.raises(NoFigures, match="stocks"):
        validate(bases.base(tmp_path, {}), start=2015, end=2020)


def test_unknown_years_and_methods_are_refused(base: Base) -> None:
    with pytest.raises(UsageError, match="no stocks of 2012"):
        validate(base, start=2012, end=2020)
    with pytest.raises(UsageError, match="no method"):
        validate(base, start=2010, end=2015, methods=("guess",))


def test_everything_at_once_resamples_every_method(base: Base) -> None:
    found = validate_all(
        base, start=2015, end=2020, methods=("sd_drop_neg", "da_min_open")
    )
    assert found.coverage is not None
    assert set(found.coverage.rows["method"]) == {"sd_drop_neg", "da_min_open"}


def test_the_frame_the_csv_and_the_json_hold_the_same_scores(
    found: Validation,
) -> None:
    frame = found.frame()
    parts = found.scores.height + found.net.height + found.published.height
    assert frame.height == parts
    again = pl.read_csv(StringIO(found.csv()))
    assert again.height == frame.height
    assert again["correlation"].to_list() == pytest.approx(
        frame["correlation"].to_list(), nan_ok=True
    )
    answer = json.loads(found.json())
    assert len(answer["scores"]) == found.scores.height
    assert answer["scores"][0]["candidate"] == "sd_drop_neg"
    assert [each["text"] for each in answer["says"]] == [
        each.text for each in found.says
    ]


def test_progress_never_goes_back_and_ends_at_the_end(base: Base) -> None:
    told: list[tuple[int, int]] = []
    validate(
        base,
        start=2015,
        end=2020,
        progress=lambda done, total, _: told.append((done, total)),
    )
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]


def test_a_method_that_fails_is_listed_and_the_others_are_validated(
    base: Base, found: Validation, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "da_min_open", years={2015})
    made = validate(base, start=2010, end=2020)
    (failed,) = [each for each in made.missing if each not in found.missing]
    assert failed.part == "da_min_open for 2015–2020, both sexes"
    assert (failed.why, failed.advice) == (REASON, ADVICE)
    whole = made.scores.filter(against="reports of the receiver", split="all")
    by_year = {
        year: set(whole.filter(start=year)["candidate"]) for year in (2010, 2015)
    }
    assert by_year[2010] - by_year[2015] == {"da_min_open"}
    one, other = (
        each.scores.filter(candidate="sd_rev_neg", split="all")
        for each in (made, found)
    )
    assert one.equals(other)


def test_nothing_is_validated_when_every_method_fails(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, *methods.ALL)
    with pytest.raises(EstimationError, match=REASON):
        validate(base, start=2010, end=2020)
