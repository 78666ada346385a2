"""What is shown to a person who names only a measure and an area."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.store.made import MakeBatch, Row, stock
from tests.store.published import publish

from migrascope.store.base import Base
from migrascope.store.totals import Line, lines, parts


def shown(base: Base, *given: str) -> list[tuple[str, str, float | None, int]]:
    return [
        (line.origin, line.sex, line.value, len(line.figures))
        for line in lines(base.query(area="KEN"), given=set(given))
    ]


def pairs(*cells: tuple[str, str, float | None], **more: object) -> list[Row]:
    return [
        stock("KEN", 2020, value, origin=origin, sex=sex, row=row, **more)
        for row, (origin, sex, value) in enumerate(cells, start=2)
    ]


def test_the_publishers_total_is_taken_where_there_is_one(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch(pairs(("_T", "_T", 9), ("_T", "F", 4), ("SOM", "_T", 8))))
    assert shown(base) == [("_T", "_T", 9, 1)]
    assert shown(base, "sex") == [("_T", "F", 4, 1), ("_T", "_T", 9, 1)]
    assert shown(base, "origin") == [("SOM", "_T", 8, 1), ("_T", "_T", 9, 1)]


def test_people_are_added_over_origins_and_sexes_where_there_is_no_total(
    base: Base, make_batch: MakeBatch
) -> None:
    cells = [("SOM", "F", 1.0), ("SOM", "M", 2.0), ("SSD", "F", None), ("UGA", "M", 4)]
    base.accept(make_batch(pairs(*cells)))
    assert shown(base) == [("_T", "_T", 7, 4)]
    assert shown(base, "sex") == [("_T", "F", 1, 2), ("_T", "M", 6, 2)]
    assert shown(base, "origin") == [
        ("SOM", "_T", 3, 2),
        ("SSD", "F", None, 1),
        ("UGA", "M", 4, 1),
    ]


def test_regions_are_not_added_to_countries(base: Base, make_batch: MakeBatch) -> None:
    base.accept(
        make_batch(
            pairs(("SOM", "_T", 1), ("M49:014", "_T", 5), ("X:unknown", "_T", 2))
        )
    )
    assert shown(base) == [("_T", "_T", 3, 2)]


def test_prices_and_shares_are_never_added(base: Base, make_batch: MakeBatch) -> None:
    more = {"measure": "remittance_cost", "unit": "PT"}
    base.accept(make_batch(pairs(("GBR", "_T", 7.5), ("USA", "_T", 6), **more)))
    assert shown(base) == [("GBR", "_T", 7.5, 1), ("USA", "_T", 6, 1)]


def test_ages_and_breakdowns_are_listed_not_added(
    base: Base, make_batch: MakeBatch
) -> None:
    rows = pairs(("_T", "_T", 1), age="Y0T4") + pairs(("_T", "_T", 2), age="Y_LT18")
    base.accept(make_batch(rows))
    assert [value for *_, value, _ in shown(base)] == [1, 2]


def test_ages_are_listed_from_young_to_old(base: Base, make_batch: MakeBatch) -> None:
    ages = ["Y_GE65", "Y12T14", "_T", "Y5T11", "Y0T14", "Y0T4"]
    base.accept(make_batch([stock("KEN", 2020, 1, age=age, row=7) for age in ages]))
    found = lines(base.query(), given={"age"})
    assert [line.age for line in found] == [
        "Y0T4",
        "Y0T14",
        "Y5T11",
        "Y12T14",
        "Y_GE65",
        "_T",
    ]


def test_parts_of_one_edition_give_way_to_the_total_of_another(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch(pairs(("SOM", "_T", 5), ("SSD", "_T", 6))))
    places = pairs(("SOM", "_T", 2), breakdown="place=A") + pairs(
        ("SOM", "_T", 3), breakdown="place=B"
    )
    older = [stock("KEN", 2015, 1, breakdown="place=A", row=9)]
    base.accept(make_batch(places + older, dataset="test-places"))
    found = lines(base.query(area="KEN"), given=())
    assert [(line.first.year, line.value, line.breakdown) for line in found] == [
        (2015, 1, "place=A"),
        (2020, 11, ""),
    ]
    every = lines(base.query(area="KEN"), given={"breakdown"})
    assert sorted(line.value or 0 for line in every) == [1, 2, 3, 11]
    assert parts(base.query(area="KEN"), given=()) == ("origin", "breakdown")


def test_events_are_added_over_the_year(base: Base, make_batch: MakeBatch) -> None:
    days = [date(2020, 1, 5), date(2020, 3, 1), date(2021, 2, 2)]
    rows = [
        stock(
            "KEN",
            2020,
            number,
            measure="migrant_deaths",
            start=day,
            end=day,
            breakdown=f"incident={number}",
        )
        for number, day in enumerate(days, start=1)
    ]
    base.accept(make_batch(rows))
    found = lines(base.query(), given=())
    assert [(str(line.period), line.value) for line in found] == [
        ("2020", 3),
        ("2021-02-02", 3),
    ]
    assert found[0].facts()["end"] == date(2020, 12, 31)
    assert len(lines(base.query(), given={"breakdown"})) == 3


def deaths(*cells: tuple[float, float | None, float | None, str]) -> list[Row]:
    """Events of 2020, one a day: best, low and high estimate, and type."""
    return [
        stock(
            "KEN",
            2020,
            best,
            low=low,
            high=high,
            measure="migrant_deaths",
            start=date(2020, 1, row),
            end=date(2020, 1, row),
            breakdown=f"violence={kind}",
            row=row,
        )
        for row, (best, low, high, kind) in enumerate(cells, start=2)
    ]


def test_what_there_was_at_least_and_at_most_is_added_with_the_events(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch(deaths((3, 2, 30, "a"), (4, None, None, "b"))))
    (line,) = lines(base.query(), given=())
    assert (line.value, line.low, line.high) == (7, 6, 34)
    assert (line.facts()["low"], line.facts()["high"]) == (6, 34)


def test_bounds_of_other_sums_are_not_known(base: Base, make_batch: MakeBatch) -> None:
    base.accept(make_batch(pairs(("SOM", "_T", 3), ("SSD", "_T", 4), low=1, high=9)))
    (line,) = lines(base.query(), given=())
    assert (line.value, line.low, line.high) == (7, None, None)


def test_events_without_bounds_have_none_together(
    base: Base, make_batch: MakeBatch
) -> None:
    rows = deaths((3, None, None, "a"), (4, None, None, "a"))
    base.accept(make_batch(rows))
    (line,) = lines(base.query(), given=())
    assert (line.value, line.low, line.high) == (7, None, None)


def test_events_are_added_by_their_breakdown_when_it_is_asked_for(
    base: Base, make_batch: MakeBatch
) -> None:
    rows = deaths((3, 1, 5, "a"), (4, 4, 4, "b"), (5, 5, 9, "a"))
    base.accept(make_batch(rows))
    found = lines(base.query(), given={"breakdown"})
    assert [(each.breakdown, each.value, each.high) for each in found] == [
        ("violence=a", 8, 14),
        ("violence=b", 4, 4),
    ]


def test_years_and_editions_are_kept_apart(tmp_path: Path) -> None:
    base = publish(tmp_path)
    found = lines(base.query(area="KEN", measure="migrant_stock"), given=())
    assert [(line.first.year, line.first.edition, line.value) for line in found] == [
        (2015, "test-stock@2020", 1126886),
        (2020, "test-pairs@2020", 205263 + 220021 + 60151 + 61402),
        (2020, "test-stock@2020", 1050147),
    ]


def test_a_sum_names_no_cell_and_says_what_it_is(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch(pairs(("SOM", "F", 1), ("SSD", "F", 2))))
    (line,) = lines(base.query(), given=())
    assert line.is_sum
    facts = line.facts()
    assert facts["note"] == "sum of 2 figures"
    assert (facts["row"], facts["column"], facts["value"]) == (None, None, 3)


@pytest.mark.parametrize("value", [None, 5.0])
def test_a_single_figure_keeps_its_cell(
    base: Base, make_batch: MakeBatch, value: float | None
) -> None:
    base.accept(make_batch(pairs(("_T", "_T", value))))
    (figure,) = base.query()
    assert Line((figure,)).facts() == figure.facts()


def hazards(
    *cells: tuple[str, float], measure: str = "idps_disaster_year"
) -> list[Row]:
    """People still displaced by disasters of 2020, one row an event."""
    end = date(2020, 12, 31)
    return [
        stock(
            "KEN",
            2020,
            value,
            origin="KEN",
            breakdown=f"hazard={hazard}" if hazard else "",
            measure=measure,
            start=end,
            end=end,
            row=row,
        )
        for row, (hazard, value) in enumerate(cells, start=2)
    ]


def test_a_breakdown_is_added_where_the_measure_says_that_its_parts_share_nobody(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch(hazards(("Flood", 3), ("Storm", 4), ("Wildfire", 5))))
    (line,) = lines(base.query(), given=())
    assert (line.value, line.breakdown, line.origin) == (12, "", "KEN")
    assert line.facts()["note"] == "sum of 3 figures"
    every = lines(base.query(), given={"breakdown"})
    assert [each.value for each in every] == [3, 4, 5]


def test_a_printed_total_of_a_breakdown_is_taken_and_not_added_to(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch(hazards(("", 9), ("Flood", 3), ("Storm", 4))))
    assert [line.value for line in lines(base.query(), given=())] == [9]


@pytest.mark.parametrize(
    ("measure", "place"), [("idps_disaster", ""), ("idps_disaster_year", ";place=A")]
)
def test_other_measures_and_other_dimensions_are_not_added(
    base: Base, make_batch: MakeBatch, measure: str, place: str
) -> None:
    rows = hazards((f"Flood{place}", 3), (f"Storm{place}", 4), measure=measure)
    base.accept(make_batch(rows))
    assert [line.value for line in lines(base.query(), given=())] == [3, 4]
