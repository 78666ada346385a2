from __future__ import annotations

import hmac

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.tables._making import SECRET, counts, records

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect.methods import randomness
from migrascope.protect.tables import auditor, cell_key, tabulation
from migrascope.protect.tables.model import Released

NOISE = cell_key.noise(variance=2, largest=5)


def perturbed(
    frame: pl.DataFrame, by: list[str], *, secret: bytes = SECRET, weight: str = ""
) -> Released:
    counted = tabulation.tabulate(frame, by, weight=weight or None)
    keys = cell_key.record_keys(frame, secret=secret)
    return cell_key.perturb(counted, frame, keys=keys, adding=NOISE)


@given(st.integers(1, 9), st.floats(0.05, 0.95))
@settings(max_examples=20)
def test_noise_has_no_bias_the_stated_variance_and_never_leads_below_zero(
    largest: int, share: float
) -> None:
    adding = cell_key.noise(variance=share * largest, largest=largest)
    steps = np.arange(-largest, largest + 1)
    assert adding.chances.sum(axis=1) == pytest.approx(1)
    assert adding.chances @ steps == pytest.approx(0, abs=1e-6)
    assert adding.chances @ steps**2 == pytest.approx(share * largest, rel=1e-6)
    for count in range(1, largest + 1):
        assert (adding.chances[count - 1, steps < -count] == 0).all()


def test_the_noise_of_a_count_of_one_with_at_most_one_is_worked_by_hand() -> None:
    # −1, 0, 1 with mean 0 and variance 1/2: a quarter, a half, a quarter.
    adding = cell_key.noise(variance=0.5, largest=1)
    assert adding.chances[0] == pytest.approx([0.25, 0.5, 0.25])


def test_a_cell_key_picks_the_noise_by_its_place_among_all_keys() -> None:
    adding = cell_key.noise(variance=0.5, largest=1)
    shares = np.array([0.0, 0.24, 0.26, 0.74, 0.76, 0.999])
    keys = (shares * 2.0**64).astype(np.uint64)
    drawn = adding.drawn(np.full(6, 40), keys)
    assert drawn.tolist() == [-1, -1, 0, 0, 1, 1]
    assert adding.drawn(np.zeros(6, dtype=np.int64), keys).tolist() == [0] * 6


def test_record_keys_are_keyed_hashes_and_cell_keys_their_sum() -> None:
    frame = records([2, 1])
    keys = cell_key.record_keys(frame, secret=SECRET)
    key = randomness.key(SECRET, cell_key.METHOD, "records")
    whole = [
        int.from_bytes(hmac.digest(key, str(row).encode(), "sha256")[:8], "big")
        for row in range(3)
    ]
    assert keys.tolist() == whole
    counted = tabulation.tabulate(frame, ["a"])
    assert cell_key.cell_keys(counted, frame, keys=keys).tolist() == [
        (whole[0] + whole[1]) % 2**64,
        whole[2],
        sum(whole) % 2**64,
    ]


@given(counts(3, 2, 2, most=15))
@settings(max_examples=10)
def test_the_same_people_have_the_same_noise_in_every_table(
    inner: np.ndarray,
) -> None:
    frame = records(inner)
    cube = perturbed(frame, ["a", "b", "c"]).values
    assert (perturbed(frame, ["a", "b"]).values == cube[:, :, -1]).all()
    assert (perturbed(frame, ["c", "a"]).values == cube[:, -1, :].T).all()
    assert (perturbed(frame, ["b"]).values == cube[-1, :, -1]).all()


@given(counts(3, 4, most=9), st.binary(min_size=16, max_size=16))
@settings(max_examples=15)
def test_empty_cells_stay_empty_and_no_noise_is_larger_than_is_told(
    inner: np.ndarray,
    secret: bytes,
) -> None:
    frame = records(inner)
    true = tabulation.tabulate(frame, ["a", "b"]).records
    found = perturbed(frame, ["a", "b"], secret=secret)
    assert (found.values[true == 0] == 0).all()
    assert (found.values >= 0).all()
    assert (np.abs(found.values - true) <= 5).all()
    # The true table is among those that a reader cannot rule out.
    audited = auditor.audit(found, width=0)
    assert (audited.low <= true).all()
    assert (audited.high >= true).all()


def test_over_many_secrets_counts_are_right_on_average_and_vary_as_stated() -> None:
    frame = records([1, 3, 30])
    drawn = np.array(
        [perturbed(frame, ["a"], secret=b"%016d" % n).values for n in range(500)]
    )
    # Standard error of the mean: √(2 / 500) = 0.063.
    assert np.abs(drawn.mean(axis=0) - [1, 3, 30, 34]).max() < 0.26
    assert np.abs(drawn.var(axis=0) - 2).max() < 0.7


def test_parts_need_not_add_up_and_the_table_says_so() -> None:
    found = perturbed(records([[10, 20, 30], [15, 25, 35]]), ["a", "b"])
    parts = found.values[:-1, :-1].sum()
    assert parts != found.values[-1, -1]
    assert "Parts do not add up to totals" in found.says[1]


def test_weighted_counts_change_by_cases_of_the_cells_own_weight() -> None:
    frame = records([4, 6]).with_columns(w=pl.Series([2.5] * 4 + [10.0] * 6))
    plain = perturbed(frame, ["a"]).values
    counted = tabulation.tabulate(frame, ["a"], weight="w")
    found = perturbed(frame, ["a"], weight="w")
    # Whole people, so that no decimals tell how many cases there are.
    assert found.values[:2].tolist() == np.rint(plain[:2] * [2.5, 10.0]).tolist()
    assert found.within[:2] == pytest.approx([13.0, 50.5])
    asked = cell_key.doubt(counted)
    # Two cases of the cell's own weight, not two people.
    assert asked.width == pytest.approx([5.0, 20.0, 14.0])
    assert auditor.prove(found, width=asked.width).passed


def test_a_weighted_cell_of_few_cases_is_shown_as_zero() -> None:
    frame = records([1, 40]).with_columns(w=pl.Series([12.5] + [3.0] * 40))
    counted = tabulation.tabulate(frame, ["a"], weight="w")
    for secret in (b"%016d" % number for number in range(20)):
        keys = cell_key.record_keys(frame, secret=secret)
        found = cell_key.perturb(counted, frame, keys=keys, adding=NOISE, threshold=5)
        assert found.values[0] == 0
        assert found.within[0] >= 12.5
        assert auditor.prove(found, width=cell_key.doubt(counted).width).passed


def test_a_record_keeps_its_key_in_another_order_when_a_column_names_it() -> None:
    frame = pl.DataFrame({"id": ["p", "q", "r"], "a": ["x", "y", "x"]})
    keys = cell_key.record_keys(frame, secret=SECRET, identity="id")
    turned = cell_key.record_keys(frame.reverse(), secret=SECRET, identity="id")
    assert keys.tolist() == turned.tolist()[::-1]
    assert cell_key.identity_of(frame, ["a", "id"]) == "id"
    assert cell_key.identity_of(frame, ["a"]) is None


def test_a_column_that_does_not_tell_records_apart_is_refused_by_rows() -> None:
    frame = pl.DataFrame({"id": ["Amina", "Amina", "r"]})
    with pytest.raises(UnusableCases, match="rows 2, 3") as caught:
        cell_key.record_keys(frame, secret=SECRET, identity="id")
    assert "Amina" not in str(caught.value)
    with pytest.raises(BadPlan, match="no column"):
        cell_key.record_keys(frame, secret=SECRET, identity="name")


@pytest.mark.parametrize(("variance", "largest"), [(5, 5), (0, 5), (0.5, 0)])
def test_noise_that_cannot_be_is_refused(variance: float, largest: int) -> None:
    with pytest.raises(BadPlan, match="there is no noise"):
        cell_key.noise(variance=variance, largest=largest)


def test_sums_get_no_cell_keys() -> None:
    frame = records([2, 1]).with_columns(n=pl.Series([1.0, 2.0, 3.0]))
    counted = tabulation.tabulate_sum(frame, ["a"], of="n")
    keys = cell_key.record_keys(frame, secret=SECRET)
    with pytest.raises(BadPlan, match="holds sums"):
        cell_key.perturb(counted, frame, keys=keys, adding=NOISE)
