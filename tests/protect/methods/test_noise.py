"""Claims about numbers that are blurred."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from migrascope.errors import BadPlan
from migrascope.protect.methods.noise import apply
from migrascope.protect.plan.steps import AddNoise

SECRET = b"a secret of the run, for tests"


def people(count: int = 40_000) -> pl.DataFrame:
    """Age, pay and debt, hanging together, of very different sizes."""
    random = np.random.default_rng(2)
    age = random.gamma(9, 3.5, count)
    pay = 40 * age + random.normal(0, 300, count)
    debt = -3 * pay + random.normal(0, 1_000, count)
    return pl.DataFrame({"age": age, "pay": pay, "debt": debt})


def covariance(cases: pl.DataFrame) -> np.ndarray:
    return np.cov(cases.to_numpy(), rowvar=False)


@pytest.mark.parametrize("share", [0.1, 0.5, 1.5])
def test_variances_and_covariances_grow_by_the_factor_that_is_told(
    share: float,
) -> None:
    cases = people()
    released, done = apply(
        cases, AddNoise(("age", "pay", "debt"), share), secret=SECRET
    )
    assert done.facts["covariance_factor"] == pytest.approx(1 + share**2)
    ratio = covariance(released) / covariance(cases)
    assert ratio == pytest.approx(1 + share**2, rel=0.05 * share)


def test_correlations_and_means_stay() -> None:
    cases = people()
    released, _ = apply(cases, AddNoise(("age", "pay", "debt"), 0.5), secret=SECRET)
    before = np.corrcoef(cases.to_numpy(), rowvar=False)
    after = np.corrcoef(released.to_numpy(), rowvar=False)
    assert after == pytest.approx(before, abs=0.01)
    for name in cases.columns:
        moved = np.mean(released[name].to_numpy() - cases[name].to_numpy())
        error = 0.5 * cases[name].to_numpy().std() / math.sqrt(cases.height)
        assert abs(moved) < 4 * error


def test_every_number_is_changed_and_the_noise_is_normal_of_that_size() -> None:
    cases = people()
    released, done = apply(cases, AddNoise(("pay",), 0.1), secret=SECRET)
    noise = released["pay"].to_numpy() - cases["pay"].to_numpy()
    size = 0.1 * cases["pay"].to_numpy().std()
    assert noise.std() == pytest.approx(size, rel=0.02)
    assert (np.abs(noise) < size).mean() == pytest.approx(0.683, abs=0.01)
    assert done.cells_changed == cases.height
    assert released["age"].equals(cases["age"])


def test_the_same_secret_gives_the_same_noise_and_another_does_not() -> None:
    cases, step = people(50), AddNoise(("age",), 0.1)
    one, _ = apply(cases, step, secret=SECRET)
    two, _ = apply(cases, step, secret=SECRET)
    other, _ = apply(cases, step, secret=SECRET + b"2")
    assert one.equals(two)
    assert not one.equals(other)


def test_missing_numbers_stay_missing_and_their_records_are_blurred_too() -> None:
    cases = pl.DataFrame(
        {"age": [30.0, 20.0, None, 50.0, None], "pay": [9, 7, 8, None, None]}
    )
    released, done = apply(cases, AddNoise(("age", "pay")), secret=SECRET)
    assert released["age"].is_null().to_list() == cases["age"].is_null().to_list()
    assert released["pay"].is_null().to_list() == cases["pay"].is_null().to_list()
    assert released["age"][3] != 50
    assert released["pay"][2] != 8
    assert done.cells_changed == 6


def test_columns_that_are_the_same_stay_the_same() -> None:
    # their covariance is singular: the noise must be the same as well
    cases = people(200).select("age", twin="age", double=pl.col("age") * 2)
    released, _ = apply(cases, AddNoise(("age", "twin", "double"), 0.5), secret=SECRET)
    age = released["age"].to_numpy()
    assert released["twin"].to_numpy() == pytest.approx(age, abs=1e-4)
    assert released["double"].to_numpy() == pytest.approx(2 * age, abs=1e-4)
    assert not released["age"].equals(cases["age"])


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (AddNoise(("age",), 0.0), 'add_noise: the column "age" needs a share above 0'),
        (AddNoise(("age",), math.nan), '"age" needs a share above 0'),
        (AddNoise(("sex",)), 'add_noise: the column "sex" holds no numbers'),
        (AddNoise(("pay",)), '"pay" is no column of the cases'),
        (AddNoise(("age", "rare")), '"age, rare" has fewer than two records'),
        (AddNoise(()), "add_noise names no column"),
    ],
)
def test_a_step_that_cannot_be_taken_names_step_and_column(
    step: AddNoise, says: str
) -> None:
    cases = pl.DataFrame({"age": [37.25, 41.5], "sex": ["f", "m"], "rare": [1.5, None]})
    with pytest.raises(BadPlan, match=says) as caught:
        apply(cases, step, secret=SECRET)
    assert "37.25" not in str(caught.value)
