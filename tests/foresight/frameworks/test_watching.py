"""Conditions hold, last and are watched as the framework says."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.foresight.frameworks import sample

from migrascope.foresight.frameworks.model import Frequency, Need, StageName
from migrascope.foresight.frameworks.series import Series
from migrascope.foresight.frameworks.watching import joined, lasting, watch

NAN = float("nan")
TRUTH = (0.0, 1.0, NAN)


def test_all_and_any_know_as_much_as_can_be_known() -> None:
    pairs = np.array([(a, b) for a in TRUTH for b in TRUTH]).T
    both = joined(pairs, Need.ALL)
    either = joined(pairs, Need.ANY)
    np.testing.assert_equal(both, [0, 0, 0, 0, 1, NAN, 0, NAN, NAN])
    np.testing.assert_equal(either, [0, 1, NAN, 1, 1, 1, NAN, 1, NAN])


def test_two_of_three_is_counted_by_hand() -> None:
    holds = np.array([1.0, 0.0, 1.0, 0.0, 0.0, NAN, 1.0, 1.0])
    expected = [NAN, NAN, 1, 0, 0, 0, NAN, 1]
    np.testing.assert_equal(lasting(holds, 2, 3), expected)


@given(
    st.lists(st.sampled_from(TRUTH), min_size=1, max_size=12),
    st.integers(1, 4),
    st.integers(0, 3),
)
def test_an_unknown_answer_is_one_that_could_be_either(
    holds: list[float], persistence: int, more: int
) -> None:
    # Filling every unknown with no, then with yes, bounds the answer.
    of = persistence + more
    found = lasting(np.array(holds), persistence, of)
    no = lasting(np.nan_to_num(np.array(holds), nan=0.0), persistence, of)
    yes = lasting(np.nan_to_num(np.array(holds), nan=1.0), persistence, of)
    for answer, least, most in zip(found, no, yes, strict=True):
        if not np.isnan(answer):
            assert np.isnan(least) or least == answer
            assert np.isnan(most) or most == answer
        elif of == 1:
            assert (least, most) == (0, 1)


def test_a_stage_is_reached_in_its_months_only() -> None:
    flow = {"2020-05-31": 120.0, "2020-06-02": 120.0, "2020-10-01": 500.0}
    seen = watch(sample.framework(), sample.series(flow, {}, [2020]))
    assert seen.first(StageName.READINESS, 2020) == sample.day("2020-05-31")
    assert seen.first(StageName.ACTIVATION, 2020) == sample.day("2020-06-02")
    late = watch(sample.framework(), sample.series({"2020-10-01": 500.0}, {}, [2020]))
    assert late.first(StageName.ACTIVATION, 2020) == -1


def test_a_season_over_the_end_of_the_year_is_one_season() -> None:
    text = sample.TEXT.replace(
        "first_month = 5\nlast_month = 9", "first_month = 11\nlast_month = 3"
    ).replace("first_month = 6\nlast_month = 9", "first_month = 12\nlast_month = 3")
    flow = {"2021-12-20": 150.0, "2022-02-01": 150.0, "2022-12-01": 150.0}
    seen = watch(sample.framework(text), sample.series(flow, {}, [2021, 2022]))
    assert seen.first(StageName.ACTIVATION, 2021) == sample.day("2021-12-20")
    assert seen.first(StageName.ACTIVATION, 2022) == sample.day("2022-12-01")


def test_a_monthly_figure_joins_daily_ones_when_it_is_known() -> None:
    text = sample.TEXT.replace(
        '[[model.activation.condition]]\nindicator = "flow"',
        '[[model.activation.condition]]\nindicator = "homes"\ndirection = "at_least"\n'
        'threshold = 5\nunit = "homes"\nlead_days = 4\n\n'
        '[[model.activation.condition]]\nindicator = "flow"',
    )
    monthly = Series(
        2020 * 12 + 5, np.array([9.0, 0.0]), Frequency.MONTHLY, 3, "a file"
    )
    series = {
        "flow": sample.daily("2020-01-01", "2020-12-31", {}, otherwise=200.0),
        "homes": monthly,
    }
    seen = watch(sample.framework(text), series)
    # June's figure is known on 3 July; it speaks until July's is known on 3 August.
    assert seen.first(StageName.ACTIVATION, 2020) == sample.day("2020-07-03")
    reached = seen.stages[StageName.ACTIVATION].reached
    on = seen.days.tolist().index(sample.day("2020-08-03"))
    assert (reached[on - 1], reached[on]) == (1, 0)
