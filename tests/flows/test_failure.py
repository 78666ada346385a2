"""Claims: a method that fails is named, and takes no other method with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.flows import made_base
from tests.flows.failing import ADVICE, REASON, fail

from migrascope.errors import EstimationError, UnbalancedTotals, UsageError
from migrascope.flows import edition, methods
from migrascope.flows.account import Account, FloatArray, mid_years
from migrascope.flows.estimates import Estimates
from migrascope.flows.estimating import estimate
from migrascope.flows.explain import explain
from migrascope.flows.failure import alike, told
from migrascope.flows.side_by_side import PREFERRED
from migrascope.flows.table import FlowTable
from migrascope.review.movements import named
from migrascope.store.base import Base

FAILING = "da_pb_closed"
OTHERS = tuple(each for each in methods.ALL if each != FAILING)
EARLIER, LATER = mid_years(2010, 2015), mid_years(2015, 2020)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return made_base.publish(tmp_path_factory.mktemp("failing"))


@pytest.fixture
def once(base: Base, monkeypatch: pytest.MonkeyPatch) -> Estimates:
    """Two intervals; the method in front fails for the first of them."""
    fail(monkeypatch, FAILING, years={2010})
    return estimate(base, start=2010, end=2020)


@pytest.mark.parametrize("failing", methods.ALL)
def test_the_others_are_as_without_the_one_that_failed_to_the_last_bit(
    base: Base, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    others = tuple(each for each in methods.ALL if each != failing)
    alone = estimate(base, start=2010, end=2020, sexes=("_T", "F"), methods=others)
    fail(monkeypatch, failing)
    found = estimate(base, start=2010, end=2020, sexes=("_T", "F"))
    assert found.methods == others
    for one, other in zip(found.tables, alone.tables, strict=True):
        assert (one.method, one.sex, one.interval) == (
            other.method, other.sex, other.interval,
        )  # fmt: skip
        assert one.persons.tobytes() == other.persons.tobytes()
    assert_frame_equal(found.frame(), alone.frame(), check_exact=True)
    assert_frame_equal(found.wide(), alone.wide(), check_exact=True)
    assert np.array_equal(found.array().persons, alone.array().persons)


def test_a_failure_tells_method_sex_interval_reason_and_what_to_do(
    once: Estimates,
) -> None:
    (failure,) = once.failures
    assert (failure.method, failure.sex, failure.interval) == (FAILING, "_T", EARLIER)
    assert (failure.reason, failure.advice) == (REASON, ADVICE)


def test_the_other_intervals_of_a_method_that_failed_are_kept(
    once: Estimates, base: Base
) -> None:
    alone = estimate(base, start=2015, end=2020)
    assert once.methods == methods.ALL
    assert np.array_equal(
        once.table(FAILING, interval=LATER).persons, alone.table(FAILING).persons
    )
    with pytest.raises(UsageError, match=REASON):
        once.table(FAILING, interval=EARLIER)


def test_a_method_that_failed_is_missing_and_never_zero(once: Estimates) -> None:
    long, wide = once.frame(), once.wide()
    by_interval = pl.col("start") == EARLIER.start
    assert FAILING not in long.filter(by_interval)["method"]
    assert FAILING in long.filter(~by_interval)["method"]
    assert wide.filter(by_interval)[FAILING].is_null().all()
    assert wide.filter(~by_interval)[FAILING].is_not_null().all()
    earlier, later = once.array().of(FAILING)
    assert np.isnan(earlier).all()
    assert np.isfinite(later).all()


def test_low_and_high_are_of_the_methods_that_did_not_fail(
    once: Estimates, base: Base
) -> None:
    alone = estimate(base, start=2010, end=2015, methods=OTHERS)
    keys = ["origin", "destination", "method"]
    earlier = once.frame().filter(pl.col("start") == EARLIER.start)
    assert_frame_equal(earlier.sort(keys), alone.frame().sort(keys), check_exact=True)


def test_the_next_in_the_order_of_preference_leads_for_all_intervals(
    once: Estimates,
) -> None:
    assert once.front() == "da_min_closed"
    assert once.front(among=once.made("_T", LATER)) == FAILING
    assert once.front("mig_rate") == "mig_rate"
    assert once.side_by_side(interval=EARLIER).headline == "da_min_closed"


def test_the_order_of_preference_is_that_of_the_review() -> None:
    assert PREFERRED == named.FROM_STOCKS
    assert set(PREFERRED) == set(methods.ALL)


def test_methods_stay_in_their_order_when_the_first_one_fails_at_first(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, methods.ALL[0], years={2010})
    assert estimate(base, start=2010, end=2020).methods == methods.ALL


def test_an_interval_that_no_method_can_do_is_left_out_and_told(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, *methods.ALL, years={2010})
    found = estimate(base, start=2010, end=2020)
    assert found.intervals == (LATER,)
    assert {each.interval for each in found.failures} == {EARLIER}
    assert set(found.frame()["start"]) == {LATER.start}


def test_when_every_method_fails_the_error_of_the_first_is_raised(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, *methods.ALL)
    with pytest.raises(UnbalancedTotals, match=REASON):
        estimate(base, start=2010, end=2020)


def test_the_only_method_that_was_asked_for_may_not_fail_for_any_interval(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, FAILING, years={2015})
    with pytest.raises(UnbalancedTotals, match=REASON):
        estimate(base, start=2010, end=2020, methods=FAILING)


def test_an_error_that_no_method_made_is_not_taken_for_a_failure(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(account: Account, seed: FloatArray | None) -> FlowTable:
        del account, seed
        raise ZeroDivisionError

    method = replace(methods.get(FAILING), estimator=broken)
    monkeypatch.setitem(methods._KNOWN, FAILING, method)
    with pytest.raises(ZeroDivisionError):
        estimate(base, start=2010, end=2020)


def test_a_computation_without_numbers_is_a_failure_of_the_method(base: Base) -> None:
    account = estimate(base, start=2015, end=2020, methods="sd_drop_neg").account()

    def singular(account: Account, seed: FloatArray | None) -> FlowTable:
        del account, seed
        raise np.linalg.LinAlgError("Singular matrix")

    def no_number(account: Account, seed: FloatArray | None) -> FlowTable:
        table = methods.get("sd_drop_neg").estimate(account, seed=seed)
        persons = table.persons.copy()
        persons[0, 1] = np.nan
        return replace(table, persons=persons)

    for estimator in (singular, no_number):
        method = replace(methods.get(FAILING), estimator=estimator)
        with pytest.raises(EstimationError, match="no numbers for 2015–2020") as error:
            method.estimate(account)
        assert "another method" in error.value.advice


def test_progress_reaches_its_end_though_a_method_fails(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "sd_drop_neg")
    told_of: list[tuple[int, int, str]] = []
    estimate(base, start=2010, end=2020, progress=lambda *now: told_of.append(now))
    assert [done for done, _, _ in told_of] == list(range(13))


def test_an_explanation_has_the_others_though_no_account_can_be_closed(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = ("da_min_closed", "da_pb_closed")
    fail(monkeypatch, *closed)
    found = explain(estimate(base, start=2015, end=2020), "KEN", "SOM")
    assert [each.method for each in found.failures] == list(closed)
    assert [each.method for each in found.ways[0].workings] == list(methods.ALL[:4])


def test_failures_for_the_same_reason_are_told_together(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "da_min_closed", "da_pb_closed")
    made = estimate(base, start=2010, end=2020)
    assert [(codes, one.interval) for codes, one in alike(made.failures)] == [
        (("da_min_closed", "da_pb_closed"), EARLIER),
        (("da_min_closed", "da_pb_closed"), LATER),
    ]


def test_nothing_is_stored_of_a_method_that_failed_and_the_edition_says_so(
    once: Estimates, base: Base, tmp_path: Path
) -> None:
    batch = edition.batch(once, base, folder=tmp_path, today=date(2026, 11, 22))
    stored = batch.observations.with_columns(
        pl.col("breakdown", "obs_status").cast(pl.String)
    )
    starts = stored.filter(pl.col("breakdown") == f"method={FAILING}")["start"]
    assert set(starts) == {LATER.start}
    assert stored["value"].null_count() == 0
    (remark,) = told(batch.remarks)
    assert (remark.method, remark.sex, remark.years) == (FAILING, "_T", "2010–2015")
    assert remark.says == f"{REASON} {ADVICE}"
