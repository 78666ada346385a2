"""Claims about the probability that somebody is found again."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import nbinom

from migrascope.errors import BadPlan
from migrascope.protect.plan.model import Missing
from migrascope.protect.risk import individual
from migrascope.protect.risk.frequencies import Frequencies, count


def frequencies(*pairs: tuple[float, float]) -> Frequencies:
    return Frequencies(
        pl.Series([int(sample) for sample, _ in pairs], dtype=pl.Int64),
        pl.Series([float(population) for _, population in pairs]),
    )


def risk(sample: int, population: float) -> float:
    return float(individual.of(frequencies((sample, population)))[0])


def eight_records(*, blanks: bool) -> pl.DataFrame:
    """The specimen of sdcMicro's own tests of individual risk."""
    return pl.DataFrame(
        {
            "A": [2, 3, 2, 2, 3, 3, 1, None if blanks else 2],
            "B": [3, 3, 3, 3, 3, 3, 4, 3],
            "C": [1, 3, None if blanks else 1, 2, 1, 1, None if blanks else 1, 1],
            "weight": [18.0, 45.5, 39.0, 17.0, 92.0, 8.0, 123.5, 51.0],
        }
    )


def test_the_peer_prints_the_same_exact_risks() -> None:
    # sdcMicro, tests of indivRisk, method "exact"
    found = individual.risks(eight_records(blanks=False), "ABC", weight="weight")
    assert found.to_list() == pytest.approx(
        [
            0.01355297,
            0.08579129,
            0.01355297,
            0.17707583,
            0.01877883,
            0.01877883,
            0.03931625,
            0.01355297,
        ],
        abs=5e-9,
    )


def test_the_peer_prints_the_same_exact_risks_where_keys_are_missing() -> None:
    # the same tests, "with missing"; f goes up to 5 there
    found = individual.risks(eight_records(blanks=True), "ABC", weight="weight")
    assert found.to_list() == pytest.approx(
        [
            0.013552968,
            0.085791288,
            0.010504889,
            0.032466112,
            0.009756889,
            0.009756889,
            0.039316254,
            0.005962551,
        ],
        abs=5e-10,
    )


def test_the_guide_of_the_household_survey_network_prints_the_same_table() -> None:
    # Statistical Disclosure Control: A Practice Guide, table 4.1: weights of ten
    # people in seven groups, their risks, and the global risk of 0.01582
    pairs = [(2, 360)] * 2 + [(1, 215), (2, 152), (1, 186), (2, 152)]
    pairs += [(1, 180), (1, 215)] + [(2, 262)] * 2
    counted = frequencies(*pairs)
    printed = [0.0054, 0.0054, 0.0251, 0.0126, 0.0282, 0.0126]
    printed += [0.0290, 0.0251, 0.0074, 0.0074]
    assert individual.of(counted).to_list() == pytest.approx(printed, abs=5e-5)
    total = individual.expected(counted)
    assert total.share == pytest.approx(0.01582, abs=5e-6)
    assert total.found == pytest.approx(10 * total.share)
    assert total.without_company == 4
    assert total.highest == pytest.approx(0.0290, abs=5e-5)


def test_one_and_two_records_have_the_formulas_of_the_literature() -> None:
    for population in (3.0, 7.5, 100.0, 1e7):
        p = 1 / population
        odds = p / (1 - p)
        assert risk(1, population) == pytest.approx(odds * math.log(1 / p), rel=1e-13)
        p = 2 / population
        odds = p / (1 - p)
        assert risk(2, population) == pytest.approx(
            odds - odds**2 * math.log(1 / p), rel=1e-8
        )


@given(
    sample=st.integers(1, 400),
    ratio=st.floats(1.000001, 1e6),
)
def test_the_risk_is_what_one_over_f_is_on_average(sample: int, ratio: float) -> None:
    population = sample * ratio
    p = sample / population
    q = (population - sample) / population

    # the average of 1/F as an integral over the generating function of F
    def inner(u: float) -> float:
        return float(p * u ** (sample - 1) / (p + q * u))

    near = [point for point in (p, 10 * p, 100 * p) if point < 1]
    average, _ = quad(inner, 0, 1, points=near, epsabs=0, epsrel=1e-11, limit=500)
    assert risk(sample, population) == pytest.approx(average, rel=1e-9)


@pytest.mark.parametrize(("sample", "population"), [(1, 4), (3, 30), (40, 90)])
def test_the_risk_is_the_sum_over_the_negative_binomial(
    sample: int, population: float
) -> None:
    missed = np.arange(20_000)
    chance = nbinom.pmf(missed, sample, sample / population)
    assert risk(sample, population) == pytest.approx(
        float((chance / (missed + sample)).sum()), rel=1e-11
    )


@pytest.mark.parametrize("sample", [1, 2, 3, 29, 30, 10_000])
def test_a_file_of_the_whole_population_gives_one_over_f(sample: int) -> None:
    assert risk(sample, sample) == 1 / sample


def test_weights_below_one_do_not_make_a_person_more_than_certain() -> None:
    assert risk(2, 0.5) == 0.5
    assert risk(1, 0.0) == 1.0


def test_a_huge_population_leaves_a_risk_near_its_limit() -> None:
    assert risk(3, 1e15) == pytest.approx(1.5e-15, rel=1e-9)
    assert 0 < risk(1, 1e15) < 1e-13


@given(sample=st.integers(1, 100), ratio=st.floats(1, 1e9))
def test_more_company_in_the_file_or_outside_lowers_the_risk(
    sample: int, ratio: float
) -> None:
    population = sample * ratio
    here = risk(sample, population)
    assert here <= 1 / sample
    assert risk(sample, population * 1.5) < here
    # F may not be below f: the company grows in the file and outside alike
    assert risk(sample + 1, population + 1) < here


def test_missing_keys_are_taken_as_the_plan_says() -> None:
    frame = pl.DataFrame({"sex": ["f", "f", None]})
    as_any = individual.risks(frame, ["sex"], missing=Missing.WILDCARD)
    as_value = individual.risks(frame, ["sex"], missing=Missing.VALUE)
    assert as_any.to_list() == pytest.approx([1 / 3] * 3)
    assert as_value.to_list() == pytest.approx([1 / 2, 1 / 2, 1])


def test_nobody_is_expected_to_be_found_in_an_empty_file() -> None:
    nothing = pl.DataFrame({"sex": pl.Series([], dtype=pl.String)})
    assert individual.expected(count(nothing, ["sex"])).found == 0


def test_a_key_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadPlan, match='no column "age"'):
        individual.risks(pl.DataFrame({"sex": ["f"]}), ["age"])
