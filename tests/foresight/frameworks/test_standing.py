"""The state on a day is that of what was known by then, and says what is missing."""

from __future__ import annotations

import numpy as np
import pytest
from tests.foresight.frameworks import sample

from migrascope.errors import NoFigures
from migrascope.foresight.frameworks import wording
from migrascope.foresight.frameworks.model import StageName
from migrascope.foresight.frameworks.series import Series
from migrascope.foresight.frameworks.standing import Standing, State, stand

FLOW = {"2020-05-20": 60.0, "2020-07-01": 130.0, "2020-07-02": 130.0}


def series(flow: dict[str, float] | None = None) -> dict[str, Series]:
    return sample.series(FLOW if flow is None else flow, {}, [2020])


def on(day: str, **more: Series) -> Standing:
    return stand(sample.framework(), {**series(), **more}, sample.day(day))


@pytest.mark.parametrize(
    ("day", "state", "says"),
    [
        ("2020-04-01", State.NOT_WATCHED, "Not watched in this month. Readiness is"),
        ("2020-05-19", State.NOT_YET, "Not yet"),
        ("2020-05-20", State.READINESS, "Ready since 2020-05-20: its conditions still"),
        ("2020-06-01", State.READINESS, "hold no more, and a season counts once"),
        ("2020-07-01", State.ACTIVATION, "Activated since 2020-07-01: the conditions"),
        ("2020-09-01", State.ACTIVATION, "hold no more, and a season counts once"),
    ],
)
def test_the_state_is_that_of_the_day(day: str, state: State, says: str) -> None:
    found = on(day)
    assert found.state is state
    assert says in wording.headline(sample.framework(), found)


def test_later_figures_are_not_looked_at() -> None:
    before = series()
    later = series({**FLOW, "2020-06-10": 500.0})
    day = sample.day("2020-06-09")
    assert stand(sample.framework(), before, day) == stand(
        sample.framework(), later, day
    )


def test_what_is_released_is_that_of_the_stages_reached() -> None:
    ready, active = on("2020-06-01"), on("2020-07-05")
    assert [each.amount for each in ready.releases] == [1000]
    assert [each.agency for each in ready.actions] == ["Red Cross"]
    assert [each.amount for each in active.releases] == [1000, 5000]
    assert not on("2020-05-01").releases


def test_an_activation_without_readiness_releases_both() -> None:
    text = sample.TEXT.replace("threshold = 50", "threshold = 500")
    found = stand(sample.framework(text), series(), sample.day("2020-07-05"))
    assert StageName.READINESS not in found.since
    assert sum(each.amount for each in found.releases) == 6000


def test_how_far_a_figure_is_stands_beside_it() -> None:
    rows = wording.conditions(on("2020-05-20"))
    assert rows[1][2:] == (
        "60 m3/s",
        "2020-05-20",
        "at least 100 m3/s",
        "no",
        "40 m3/s (40 %)",
    )


def test_old_figures_say_nothing_of_today() -> None:
    short = sample.daily("2020-01-01", "2020-06-10", {}, otherwise=10.0)
    found = on("2020-06-25", flow=short)
    assert found.state is State.UNKNOWN
    assert found.age == 15
    assert "15 days before; after 7 days" in found.missing[0]
    assert on("2020-06-17", flow=short).state is State.NOT_YET


def test_old_figures_do_not_undo_an_activation() -> None:
    flow = sample.daily("2020-01-01", "2020-07-02", FLOW, otherwise=10.0)
    found = on("2020-08-30", flow=flow)
    assert found.state is State.ACTIVATION
    assert "not known" in wording.headline(sample.framework(), found)


def test_a_missing_figure_leaves_the_one_before_and_is_said() -> None:
    whole = series()["flow"]
    whole.values[sample.day("2020-06-20") - whole.first] = np.nan
    found = on("2020-06-20", flow=whole)
    assert (found.newest, found.age) == ("2020-06-19", 1)
    said = "flow: 1 of 172 figures of the last twelve months are missing, lately that"
    assert f"{said} of 2020-06-20." in found.missing


def test_where_one_of_two_conditions_is_unknown_nobody_can_say() -> None:
    text = sample.TEXT.replace(
        "[[delivery.action]]",
        '[[model.activation.condition]]\nindicator = "homes"\n'
        'direction = "at_least"\nthreshold = 1\nunit = "homes"\nlead_days = 4\n\n'
        "[[delivery.action]]",
        1,
    )
    both = sample.series({"2020-06-20": 120.0}, {}, [2020])
    both["homes"].values[sample.day("2020-06-20") - both["homes"].first] = np.nan
    framework = sample.framework(text.replace("threshold = 50", "threshold = 500"))
    found = stand(framework, both, sample.day("2020-06-20"))
    assert [each.holds for each in found.readings] == [False, True, None]
    assert found.state is State.UNKNOWN


def test_conditions_that_hold_after_their_months_are_not_said_to_be_over() -> None:
    text = sample.TEXT.replace(
        "first_month = 5\nlast_month = 9", "first_month = 5\nlast_month = 6"
    )
    both = series({"2020-05-20": 60.0, "2020-07-10": 60.0})
    found = stand(sample.framework(text), both, sample.day("2020-07-10"))
    assert (found.state, found.running) == (State.READINESS, True)


def test_how_long_it_has_held_is_said_where_it_has_to_last() -> None:
    text = sample.TEXT.replace(
        "first_month = 6", "first_month = 6\npersistence = 2\nof = 3"
    )
    found = stand(sample.framework(text), series(), sample.day("2020-07-01"))
    assert found.state is State.READINESS
    assert wording.lasting(found) == [
        "Activation needs 2 of the last 3 times; its conditions held at 1."
    ]
    later = stand(sample.framework(text), series(), sample.day("2020-07-03"))
    assert later.since[StageName.ACTIVATION] == "2020-07-02"


def test_a_series_of_noughts_is_asked_about() -> None:
    nought = sample.daily("2020-01-01", "2020-12-31", {})
    assert (
        "flow: every figure is nought; is that so?"
        in on("2020-06-20", flow=nought).missing
    )


def test_before_the_first_figure_nothing_is_known() -> None:
    with pytest.raises(NoFigures, match="2019-12-31"):
        on("2019-12-31")
