"""What a framework would have done is counted as by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from tests.foresight.frameworks import sample

from migrascope.errors import BadPlan, NoFigures
from migrascope.foresight.frameworks import judging
from migrascope.foresight.frameworks.model import Frequency
from migrascope.foresight.frameworks.series import Series
from migrascope.foresight.frameworks.thresholds import thresholds
from migrascope.foresight.frameworks.trial import Trial, Verdict, trial

NAN = float("nan")
FLOW = {
    "2010-07-01": 150.0,  # hit: six days before
    "2011-07-01": 150.0,  # in vain
    "2012-08-20": 150.0,  # late: the homes went under on the 18th
    "2014-07-01": 150.0,  # the shock comes after the window: in vain, and missed
    "2015-06-10": 60.0,  # readiness alone
    "2016-06-05": 150.0,  # hit on the same day
    "2016-08-05": 150.0,  # the same season: counts no more
}
HOMES = {
    "2010-07-07": 25.0,
    "2010-07-20": 25.0,  # goes on: within 30 days
    "2012-08-18": 30.0,
    "2013-09-01": 40.0,  # missed
    "2014-07-16": 50.0,
    "2016-06-05": 21.0,
    "2017-07-01": 20.0,  # not above 20
    "2018-12-24": 99.0,  # outside the season
}
YEARS = range(2010, 2019)


def tried(flow: dict[str, float] = FLOW, homes: dict[str, float] = HOMES) -> Trial:
    return trial(sample.framework(), sample.series(flow, homes, YEARS))


def test_the_seasons_are_judged_as_by_hand() -> None:
    assert {each.year: each.verdict for each in tried().seasons} == {
        2010: Verdict.HIT,
        2011: Verdict.IN_VAIN,
        2012: Verdict.LATE,
        2013: Verdict.MISSED,
        2014: Verdict.BOTH,
        2015: Verdict.QUIET,
        2016: Verdict.HIT,
        2017: Verdict.QUIET,
        2018: Verdict.QUIET,
    }


def test_the_counts_are_those_of_the_seasons() -> None:
    found = tried()
    assert (found.events, found.foreseen, found.unforeseen) == (5, 2, 3)
    assert (found.activations, found.in_vain, found.late) == (5, 2, 1)
    assert found.leads == (6, 0)
    assert found.outside == 1
    assert found.luck == pytest.approx(
        stats.fisher_exact([[2, 2], [3, 2]], "greater").pvalue
    )


def test_money_and_people_are_those_of_the_stages_reached() -> None:
    by_year = {each.year: (each.money, each.people) for each in tried().seasons}
    assert by_year[2010] == (6000, 500)
    assert by_year[2015] == (1000, 0)
    assert by_year[2017] == (0, 0)


def test_a_season_counts_once_however_long_the_trigger_stands() -> None:
    july = {f"2010-07-{number:02d}": 150.0 for number in range(1, 32)}
    once = tried({"2010-07-01": 150.0})
    assert tried(july).activations == once.activations == 1


def test_too_few_shocks_are_no_rate() -> None:
    framework = sample.framework(sample.TEXT.replace("few = 3", "few = 6"))
    found = trial(framework, sample.series(FLOW, HOMES, YEARS))
    said = " ".join(judging.verdict(framework, found))
    assert "Too few shocks to say how good it is: 5" in said
    assert "6 are needed. 2 were foreseen, 2 activations were in vain, 1 late." in said
    assert "Shocks foreseen" not in said


def test_enough_shocks_have_a_rate_with_its_interval() -> None:
    said = judging.verdict(sample.framework(), tried())
    low, high = stats.binomtest(2, 5).proportion_ci(0.95, method="exact")
    interval = f"95 % interval {100 * low:.0f} % to {100 * high:.0f} %"
    assert f"Shocks foreseen: 2 of 5, 40 % ({interval})." in said
    text = " ".join(said)
    assert "Activations after the shock had begun: 1 of 5." in text
    assert "An activation comes once in 1.8 years" in text
    assert "Days from activation to shock: 0 to 6, in the middle 3" in text
    assert "takes 3, and 1 of 2 left that long" in text
    # 2 × 2,000 in vain and 3 × 9,000 late; without a framework 5 × 9,000.
    assert "31,000 together. Never acting early would have cost 45,000" in text
    assert "more than 18 % of the activations; it followed in 2 of 5" in text


def test_a_season_with_holes_does_not_count_whatever_came_of_it() -> None:
    series = sample.series(FLOW, HOMES, YEARS)
    begin = sample.day("2010-07-10") - sample.day("2010-01-01")
    series["flow"].values[begin : begin + 40] = NAN
    found = trial(sample.framework(), series)
    assert found.seasons[0].verdict is Verdict.UNKNOWN
    assert found.activations == 4
    assert len(found.counted) == 8


def test_a_season_whose_outcome_is_not_known_yet_does_not_count() -> None:
    series = sample.series(FLOW, HOMES, YEARS)
    known = {when: value for when, value in HOMES.items() if when < "2018"}
    series["homes"] = sample.daily("2010-01-01", "2018-10-10", known)
    found = trial(sample.framework(), series)
    assert found.seasons[-1].verdict is Verdict.UNKNOWN


def test_whether_a_season_counts_does_not_hang_on_the_threshold() -> None:
    every = thresholds(sample.framework(), sample.series(FLOW, HOMES, YEARS))
    assert len({tuple(e.year for e in one.trial.counted) for one in every}) == 1


def test_other_thresholds_are_tried_on_both_sides() -> None:
    every = thresholds(sample.framework(), sample.series(FLOW, HOMES, YEARS))
    assert sum(each.agreed for each in every) == 1
    values = [each.threshold for each in every]
    assert values == sorted(values)
    activations = [each.trial.activations for each in every]
    assert activations == sorted(activations, reverse=True)


def test_yearly_shocks_are_each_their_own_on_the_month_they_are_dated() -> None:
    text = sample.TEXT.replace(
        'frequency = "daily"\ncolumn = "homes"',
        'frequency = "yearly"\ncolumn = "homes"',
    ).replace("within_days = 14", "within_days = 100\nmonth = 8")
    series = sample.series(FLOW, {}, YEARS)
    yearly = np.array([30.0, 30.0, 0.0, 0.0, 0.0, 0.0, 30.0, 0.0, 0.0])
    series["homes"] = Series(2010, yearly, Frequency.YEARLY, 0, "a file")
    found = trial(sample.framework(text), series)
    hits = [each.year for each in found.seasons if each.verdict is Verdict.HIT]
    assert hits == [2010, 2011, 2016]
    assert found.seasons[0].lead == 31


def test_without_a_shock_to_look_for_nothing_is_tried() -> None:
    text = sample.TEXT[: sample.TEXT.index("[event]")]
    with pytest.raises(BadPlan, match="what counts as the shock"):
        trial(sample.framework(text), sample.series(FLOW, HOMES, YEARS))


def test_one_figure_is_no_past() -> None:
    series = {
        "flow": sample.daily("2010-07-01", "2010-07-01", {"2010-07-01": 150.0}),
        "homes": sample.daily("2010-01-01", "2010-12-31", {}),
    }
    with pytest.raises(NoFigures, match="too few figures"):
        trial(sample.framework(), series)


def test_years_that_have_nothing_in_common_are_said() -> None:
    series = {
        "flow": sample.daily("2010-01-01", "2011-12-31", {}),
        "homes": sample.daily("2015-01-01", "2016-12-31", {}),
    }
    with pytest.raises(NoFigures, match="no season in common"):
        trial(sample.framework(), series)


def test_all_noughts_say_never_and_not_how_good() -> None:
    framework = sample.framework()
    found = trial(framework, sample.series({}, {}, YEARS))
    text = " ".join(judging.verdict(framework, found))
    assert "Too few shocks" in text
    assert "once in more than" in text


@pytest.mark.parametrize(
    ("shock", "verdict"),
    [
        ("2013-07-15", Verdict.HIT),  # the last day of the window
        ("2013-07-16", Verdict.BOTH),
        ("2013-10-14", Verdict.BOTH),  # the last day that an activation could foresee
        ("2013-10-15", Verdict.IN_VAIN),
    ],
)
def test_the_window_ends_when_the_framework_says(shock: str, verdict: Verdict) -> None:
    found = tried({"2013-07-01": 150.0}, {shock: 30.0})
    assert {each.year: each.verdict for each in found.seasons}[2013] is verdict


@pytest.mark.parametrize(("again", "events"), [("2013-05-20", 0), ("2013-05-21", 1)])
def test_what_comes_back_within_thirty_days_is_the_same_shock(
    again: str, events: int
) -> None:
    # The first shock, on 20 April, is of the season before, and outside of it.
    found = tried({}, {"2013-04-20": 30.0, again: 30.0})
    assert (found.events, found.outside) == (events, 1)


def test_what_is_odd_about_the_figures_is_said() -> None:
    nought = Series(0, np.zeros(3), Frequency.DAILY, 0, "a file")
    window = Series(0, np.array([np.nan, 1.0, 2.0]), Frequency.DAILY, 0, "a file")
    hole = Series(0, np.array([1.0, np.nan, 2.0]), Frequency.DAILY, 0, "a file")
    nothing = Series(0, np.array([np.nan]), Frequency.DAILY, 0, "a file")
    told = judging.doubts({"a": nought, "b": window, "c": hole, "d": nothing})
    assert told == [
        "a: every figure is nought; is that so?",
        "c: at 1 of 3 times there is no figure.",
    ]


def test_where_no_season_counts_nothing_more_is_said() -> None:
    series = sample.series({}, {}, (2020,))
    series["flow"].values[:] = np.nan
    series["flow"].values[170:175] = 10.0
    found = trial(sample.framework(), series)
    said = judging.verdict(sample.framework(), found)
    assert len(said) == 1
    assert said[0].startswith("No season can be counted. 1 is not counted")


def test_a_record_that_luck_explains_is_called_so() -> None:
    flow = {f"{year}-07-01": 120.0 for year in (2013, 2015, 2017)}
    homes = {f"{year}-07-05": 30.0 for year in (2013, 2014, 2016)}
    found = trial(sample.framework(), sample.series(flow, homes, range(2012, 2021)))
    told = " ".join(judging.skill(found))
    assert f"{100 * found.luck:.0f} %: nothing shows that it is better" in told
