"""Recognition rates count persons, and cases only apart."""

from __future__ import annotations

from tests.indicators.observed import answer, seen, values


def decisions(kind: str, count: float, unit: str = "PS") -> dict[str, object]:
    return seen(
        "asylum_decisions",
        "KEN",
        2020,
        count,
        origin="SOM",
        breakdown=f"decision={kind};level=FI",
        unit=unit,
    )


PERSONS = (
    decisions("recognised", 30),
    decisions("other", 10),
    decisions("rejected", 60),
    decisions("closed", 500),
)


def test_closures_without_a_decision_do_not_lower_the_rate() -> None:
    assert values(answer("recognition-rate", "KEN", *PERSONS)) == {2020: 30.0}


def test_cases_are_a_strand_of_their_own_and_never_added_to_persons() -> None:
    cases = (decisions("recognised", 1, "CASES"), decisions("rejected", 1, "CASES"))
    series = answer("recognition-rate", "KEN", *PERSONS, *cases)
    assert values(series) == {2020: 30.0}
    (other,) = series.others
    assert other.breakdown == "counted=cases"
    assert [each.value for each in other.estimates] == [50.0]


def test_all_levels_and_origins_are_added() -> None:
    appeal = seen(
        "asylum_decisions",
        "KEN",
        2020,
        100,
        origin="SSD",
        breakdown="decision=recognised;level=AR",
    )
    assert values(answer("recognition-rate", "KEN", *PERSONS, appeal)) == {2020: 65.0}


def test_no_decisions_give_no_rate() -> None:
    assert answer("recognition-rate", "KEN", decisions("closed", 9)).is_empty


def test_asylum_seekers_are_counted_here_and_from_here() -> None:
    rows = (
        seen("asylum_seekers", "KEN", 2020, 5, origin="SOM"),
        seen("asylum_seekers", "DEU", 2020, 2, origin="KEN"),
    )
    assert values(answer("asylum-seekers", "KEN", *rows)) == {2020: 5}
    assert values(answer("asylum-seekers-by-origin", "KEN", *rows)) == {2020: 2}
