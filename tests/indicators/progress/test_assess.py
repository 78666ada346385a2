"""Four methods stand side by side, and disagreement is shown, never averaged."""

from __future__ import annotations

import pytest
from tests.indicators.progress.tracks import cost, series

from migrascope.indicators import registry
from migrascope.indicators.progress import Outlook, assess, conclusion
from migrascope.indicators.progress.growth import METHOD
from migrascope.indicators.progress.track import track
from migrascope.indicators.progress.verdict import Verdict
from migrascope.model.observation import Status

FALLING: dict[int, float | None] = {
    year: 10 * 0.9 ** (year - 2011) for year in range(2011, 2021)
}


def view(outlook: Outlook) -> Verdict:
    return METHOD.says(str(outlook), outlook, "", points=5)


def test_there_are_always_four_verdicts_each_with_its_reference() -> None:
    for points in ({}, {2015: 5.0}, FALLING):
        verdicts = assess(series(points), cost()).verdicts
        assert [v.method for v in verdicts] == [
            "growth-ratio",
            "growth",
            "anticipated",
            "probability",
        ]
        assert all(v.reference and v.sentence for v in verdicts)


def test_a_fast_fall_is_on_track_by_all_methods() -> None:
    assessment = assess(series(FALLING), cost())
    assert assessment.agrees
    assert assessment.sentence == (
        "All 4 methods that can say agree: progress is on track."
    )


@pytest.mark.parametrize(
    ("outlooks", "sentence"),
    [
        ((), "Not judged: too few figures to say."),
        ((Outlook.AWAY,), "Only one method can say."),
        ((Outlook.AWAY, Outlook.AWAY), "Both methods that can say agree: it moves"),
        ((Outlook.AWAY, Outlook.TOO_SLOW), "Both methods that can say agree that"),
        ((Outlook.AWAY, Outlook.ON_TRACK), "The methods disagree: "),
        ((Outlook.OPEN, Outlook.TOO_SLOW, Outlook.AWAY), "The methods disagree: "),
    ],
)
def test_the_sentence_says_whether_the_methods_agree(
    outlooks: tuple[Outlook, ...], sentence: str
) -> None:
    verdicts = tuple(map(view, (*outlooks, Outlook.UNJUDGED)))
    assert conclusion(verdicts).startswith(sentence)


def test_without_a_target_nothing_is_on_track_but_it_can_move_the_right_way() -> None:
    falling = assess(series(FALLING), registry.get("10.7.4"))
    assert falling.sentence == (
        "Both methods that can say agree: it moves the right way."
    )
    rising = assess(
        series({year: 1.05 ** (year - 2011) for year in range(2011, 2021)}),
        registry.get("10.7.4"),
    )
    assert rising.sentence == (
        "Both methods that can say agree: it moves the wrong way."
    )


def test_a_disagreement_names_what_each_method_says() -> None:
    said = conclusion((view(Outlook.AWAY), view(Outlook.ON_TRACK)))
    assert "moving away" in said
    assert "on track" in said


def test_an_indicator_without_a_direction_is_not_judged() -> None:
    assessment = assess(series(FALLING), registry.get("migrant-share"))
    assert not assessment.is_judged
    assert "no direction" in assessment.sentence


def test_unfinished_years_missing_values_and_old_years_are_left_out() -> None:
    points = {1995: 9.0, 2015: 8.0, 2016: None, 2017: 7.0}
    assert track(series(points), cost()).years == (2015, 2017)
    unfinished = series(points, status=Status.PROVISIONAL)
    assert track(unfinished, cost()).points == 0


def test_years_of_a_group_with_fewer_members_than_usual_are_left_out() -> None:
    points: dict[int, float | None] = {2015: 8.0, 2016: 7.0, 2017: 6.0}
    there = {2015: 10, 2016: 9, 2017: 8}
    assert track(series(points, coverage=there), cost()).years == (2015, 2016)


def test_the_figures_of_every_verdict_rest_on_the_points() -> None:
    for verdict in assess(series(FALLING), cost()).verdicts:
        for _, figure in verdict.figures:
            assert len(figure.cells) == len(FALLING)
