"""Deaths and disappearances are incidents added up by year."""

from __future__ import annotations

from datetime import date

from tests.indicators.observed import answer, seen, values

from migrascope.model.observation import Status

NATIVE, COPY = "missing-migrants@2025-09", "missing-migrants-converted@2024-12"


def incident(
    day: date, dead: float, area: str = "LBY", edition: str = NATIVE, **more: object
) -> dict[str, object]:
    return seen(
        "migrant_deaths_and_missing",
        area,
        day.year,
        dead,
        edition=edition,
        **{"start": day, "end": day, "breakdown": "route=Central", **more},
    )


def test_incidents_of_a_year_are_added_with_all_cells() -> None:
    series = answer(
        "10.7.3",
        "LBY",
        incident(date(2020, 3, 1), 5),
        incident(date(2020, 12, 30), 7, breakdown=""),
        incident(date(2020, 12, 30), 99, area="MEX"),
    )
    assert values(series) == {2020: 12}
    assert str(series.estimates[0].period) == "2020"
    assert len(series.estimates[0].cells) == 2


def test_a_year_is_provisional_when_the_records_of_the_world_stop_before_december() -> (
    None
):
    series = answer(
        "10.7.3",
        "LBY",
        incident(date(2023, 2, 1), 1),
        incident(date(2024, 2, 1), 2),
        incident(date(2023, 12, 5), 1, area="MEX"),
        incident(date(2024, 4, 28), 1, area="MEX"),
    )
    assert [each.status for each in series.estimates] == [
        Status.NORMAL,
        Status.PROVISIONAL,
    ]
    assert any("2024 do not cover all months" in note for note in series.notes)


def test_a_finished_edition_is_taken_for_a_year_that_the_preferred_one_cuts() -> None:
    series = answer(
        "10.7.3",
        "LBY",
        incident(date(2023, 12, 20), 10),
        incident(date(2024, 4, 1), 1),
        incident(date(2023, 12, 20), 11, edition=COPY),
        incident(date(2024, 12, 20), 20, edition=COPY),
    )
    assert values(series) == {2023: 10, 2024: 20}
    assert series.editions == (COPY, NATIVE)


def test_the_first_year_of_another_edition_is_marked_as_a_break() -> None:
    series = answer(
        "10.7.3",
        "LBY",
        incident(date(2023, 12, 20), 10),
        incident(date(2024, 4, 1), 1),
        incident(date(2023, 12, 20), 11, edition=COPY),
        incident(date(2024, 12, 20), 20, edition=COPY),
    )
    assert [each.status for each in series.estimates] == [Status.NORMAL, Status.BREAK]
    assert any("2024 are of another edition" in note for note in series.notes)


def test_a_route_has_one_name_in_all_years_because_one_dataset_names_it() -> None:
    series = answer(
        "10.7.3",
        "LBY",
        incident(date(2023, 12, 20), 10),
        incident(date(2024, 4, 1), 1),
        incident(date(2024, 12, 20), 20, edition=COPY, breakdown="route=Central Route"),
        incident(date(2024, 12, 21), 2, edition=COPY, breakdown="route=Undefined"),
    )
    routes = {s.breakdown: s for s in series.others if s.breakdown}
    assert list(routes) == ["route=Central"]
    assert [each.value for each in routes["route=Central"].estimates] == [10, 1]


def test_an_unknown_route_is_no_route() -> None:
    series = answer(
        "10.7.3", "LBY", incident(date(2020, 12, 1), 5, breakdown="route=Undefined")
    )
    assert values(series) == {2020: 5}
    assert series.others == ()


def test_no_year_of_a_group_is_left_out_because_few_members_had_deaths() -> None:
    series = answer(
        "10.7.3",
        "M49:015",  # Northern Africa
        incident(date(2014, 12, 1), 5),
        *(
            incident(date(2015, 12, day), 1, area=area)
            for day, area in enumerate(("LBY", "TUN", "DZA", "EGY", "MAR"), start=1)
        ),
    )
    assert values(series) == {2014: 5, 2015: 5}
    assert all(each.is_complete for each in series.headline.coverage)
    assert not any("Not every member" in note for note in series.notes)


def test_sex_and_route_are_strands_and_the_total_does_not_count_twice() -> None:
    day = date(2020, 12, 30)
    series = answer(
        "10.7.3",
        "LBY",
        incident(day, 12),
        incident(day, 4, sex="F"),
        incident(day, 2, age="Y_LT18"),
    )
    assert values(series) == {2020: 12}
    women = series.strand(sex="F")
    assert women is not None
    assert [each.value for each in women.estimates] == [4]
    assert [s.breakdown for s in series.others if s.breakdown] == ["route=Central"]


def test_a_reader_is_told_that_the_true_number_is_higher() -> None:
    series = answer("10.7.3", "LBY", incident(date(2020, 12, 30), 1))
    assert any("the true number is higher" in note for note in series.notes)
