"""A review says how people moved, by which methods, and how sure that is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from migrascope.indicators.evidence import Evidence
from migrascope.review import country
from migrascope.review.context import Context
from migrascope.review.model import Number, Review, Section, Table
from migrascope.review.relevance import numbers
from migrascope.review.sections import movements
from migrascope.store.base import Base

from . import handmade
from .handmade import LINES, TODAY

pytestmark = pytest.mark.xdist_group(
    "section of movements"
)  # what it rests on is built once

Moving = Callable[[str], Review]
SOUTHERN_EUROPE = "M49:039"
EASTERN_AFRICA = "M49:014"
WORLD = "M49:900"


def section(review: Review) -> Section:
    return next(each for each in review.sections if each.id == "movements")


def cell(table: Table, row: str, column: str) -> Number:
    """The number of the first row that begins so."""
    position = [each.key for each in table.columns].index(column)
    found = next(each[position] for each in table.rows if each[0] == row)
    assert isinstance(found, Number)
    return found


def figures(table: Table, row: str, column: str) -> tuple[float | None, ...]:
    figure = cell(table, row, column).estimate
    return figure.value, figure.low, figure.high


def test_the_lead_gives_the_range_of_the_sums_and_says_they_are_not_counts(
    moving: Moving,
) -> None:
    lead = section(moving("KEN")).lead
    assert lead.text == (
        "By three methods that estimate movements from stocks of migrants, not from "
        "counts, between 17,000 and 28,800 people came to Kenya in 2020–2024 and "
        "between 44,000 and 86,000 left."
    )
    came, left = (number.estimate for number in lead.numbers)
    assert (came.value, came.low, came.high) == (28_400, 17_000, 28_800)
    assert (left.value, left.low, left.high) == (86_000, 44_000, 86_000)


def test_figures_over_time_are_of_one_year_whatever_the_length_of_the_interval(
    moving: Moving,
) -> None:
    table = moving("KEN").tables()["movements"]
    told = [figures(table, years, "migration-arrivals") for years in (
        "2010–2015", "2015–2020", "2020–2024"
    )]  # fmt: skip
    assert told == [
        (5_500, 1_400, 5_500),
        (11_000, 2_800, 11_000),
        (7_100, 4_250, 7_200),
    ]
    units = {number.estimate.unit for _, _, number in table.numbers()}
    assert units == {"PS_YR"}


def test_the_difference_is_ranged_by_method_and_not_from_the_ranges(
    moving: Moving,
) -> None:
    table = moving("KEN").tables()["movements"]
    net = figures(table, "2020–2024", "migration-net")
    by_method = [(17_000 - 44_000) / 4, (28_800 - 46_000) / 4, (28_400 - 86_000) / 4]
    assert net == (by_method[2], min(by_method), max(by_method))


def test_every_method_stands_by_itself(moving: Moving) -> None:
    tables = moving("KEN").tables()
    left = tables["movements-left"]
    told = [figures(left, "2020–2024", method)[0] for method in handmade.METHODS]
    assert told == [44_000 / 4, 46_000 / 4, 86_000 / 4]
    assert [column.title for column in left.columns[1:]] == [
        "Pseudo-Bayes",
        "Closed account",
        "Stock growth",
    ]


def test_it_is_said_how_far_the_methods_differ_in_a_year(moving: Moving) -> None:
    findings = {
        exhibit.table.id: exhibit.finding for exhibit in section(moving("KEN")).exhibits
    }
    assert findings["movements-left"] == (
        "“Pseudo-Bayes” makes twice as many departures as “Stock growth” in 2020–2024"
    )
    tuvalu = section(moving("TUV")).exhibits[1].finding
    assert tuvalu == ("Hardly any departures in 2020–2024, by whatever method")


def test_net_migration_of_world_population_prospects_stands_beside(
    moving: Moving, moving_base: Base
) -> None:
    table = moving("KEN").tables()["movements-net"]
    figure = cell(table, "2015–2020", "net-migration").estimate
    yearly = {
        row.year: row.value or 0.0
        for row in moving_base.query(
            measure="net_migration", area="KEN", editions="undesa-wpp", sex="_T"
        )
    }
    whole = yearly[2015] / 2 + sum(yearly[y] for y in range(2016, 2020))
    assert figure.value == pytest.approx((whole + yearly[2020] / 2) / 5)
    assert {c.edition for c in figure.cells} == {"undesa-wpp@2024"}
    check = next(
        each for each in section(moving("KEN")).body if "As a check" in each.text
    )
    assert "World Population Prospects" in check.text
    assert {number.measure for number in check.numbers} == {
        "net-migration",
        "migration-net",
    }


def test_corridors_have_the_least_and_the_most_of_the_methods(moving: Moving) -> None:
    table = moving("KEN").tables()["movement-partners"]
    assert [row[0] for row in table.rows] == [
        "United States of America",
        "Uganda",
        "Somalia",
        "Ethiopia",
    ]
    assert figures(table, "Somalia", "came") == (16_000, 8_000, 16_000)
    assert figures(table, "Uganda", "left") == (6_000, 2_000, 6_000)
    assert table.rows[2][2] is None
    number = cell(table, "Somalia", "came")
    assert (number.origin, number.area) == ("SOM", "KEN")
    assert str(number.estimate.status) == "E"


def test_it_is_said_how_many_methods_name_the_largest(moving: Moving) -> None:
    findings = {
        exhibit.table.id: exhibit.finding for exhibit in section(moving("KEN")).exhibits
    }
    assert findings["movement-partners"] == (
        "Somalia is the largest origin, by one of three methods, Uganda by two; the "
        "United States of America is the largest destination, by all three methods "
        "(2020–2024)"
    )


def test_the_lineage_of_a_range_names_the_methods_and_holds_their_cells(
    moving: Moving,
) -> None:
    table = moving("KEN").tables()["movement-partners"]
    figure = cell(table, "Somalia", "came").estimate
    line = LINES.index((2020, 2024, "SOM", "KEN", 8_000, 8_800, 16_000)) + 2
    assert {(c.row, c.column, c.value) for c in figure.cells} == {
        (line, 7, 16_000),
        (line, 5, 8_000),
    }


def test_of_a_group_what_moves_within_is_told_apart(moving: Moving) -> None:
    review = moving(EASTERN_AFRICA)
    table = review.tables()["movements"]
    assert figures(table, "2020–2024", "migration-departures")[0] == 80_000 / 4
    within = (16_000 + 12_000 + 400 + 6_000 + 400) / 4
    assert figures(table, "2020–2024", "migration-within")[0] == within
    assert "moved from one member to another" in section(review).lead.text
    pairs = [row[:2] for row in review.tables()["movements-within"].rows]
    assert pairs[0] == ("Somalia", "Kenya")
    assert ("Kenya", "United States of America") not in pairs


def test_what_each_method_says_of_a_group_stands_in_one_table(moving: Moving) -> None:
    tables = moving(EASTERN_AFRICA).tables()
    assert "movements-left" not in tables
    one = tables["movements-methods"]
    assert figures(one, "Stock growth", "migration-departures")[0] == 40_000 / 4


def test_a_state_that_is_no_more_is_inside_its_region(moving: Moving) -> None:
    table = moving(SOUTHERN_EUROPE).tables()["movements"]
    assert figures(table, "2010–2015", "migration-within")[0] == 200
    assert "migration-arrivals" not in [column.key for column in table.columns]


@pytest.fixture(scope="module")
def world(moving_base: Base) -> Section:
    """The chapter alone: the others of the world take long."""
    evidence = Evidence.load(moving_base, area=WORLD, measures=["net_migration"])
    return movements.section(Context(evidence, WORLD, language="en", today=TODAY))


def test_nobody_comes_to_the_world(world: Section) -> None:
    assert "moved from one country to another in 2020–2024" in world.lead.text
    tables = {exhibit.table.id: exhibit.table for exhibit in world.exhibits}
    keys = [column.key for column in tables["movements"].columns]
    assert keys == ["years", "migration-within"]
    assert "movement-partners" not in tables


def test_a_country_that_only_one_person_left_is_told_so(moving: Moving) -> None:
    assert section(moving("TUV")).lead.text.endswith(
        "at most one person left Tuvalu in 2020–2024."
    )


def test_without_estimates_it_is_said_that_there_are_none(starter_base: Path) -> None:
    evidence = Evidence.load(Base.open(starter_base), area="KEN")
    told = section(country.build(evidence, "KEN", today=TODAY))
    assert told.lead.text.startswith("No estimate of the movements of people to and")
    assert (told.exhibits, told.body, told.lead.numbers) == ((), (), ())


def test_the_estimates_of_this_base_come_before_the_published_ones(
    moving_base: Base, tmp_path: Path
) -> None:
    shutil.copytree(moving_base.folder, tmp_path / "base")
    base = Base.open(tmp_path / "base")
    own = [(*line[:4], 1, 2, 3) for line in LINES if line[1] == 2024]
    base.accept(
        handmade.batch(tmp_path, own, dataset="migrascope-flows", vintage="2026-03-01")
    )
    review = country.build(Evidence.load(base, area="KEN"), "KEN", today=TODAY)
    cells = {
        found.edition
        for number in section_numbers(review)
        for found in number.estimate.cells
        if found.label == "migration_flows"
    }
    assert cells == {"migrascope-flows@2026-03-01"}


def section_numbers(review: Review) -> Iterator[Number]:
    yield from numbers([section(review)])


def test_one_method_alone_is_called_one(starter_base: Path, tmp_path: Path) -> None:
    shutil.copytree(starter_base, tmp_path / "base")
    base = Base.open(tmp_path / "base")
    base.accept(handmade.batch(tmp_path, methods=("da_min_closed",)))
    review = country.build(Evidence.load(base, area="KEN"), "KEN", today=TODAY)
    told = section(review)
    assert told.lead.text.startswith("By one method that estimates")
    assert "movements-left" not in review.tables()
    assert all(number.estimate.low is None for number in section_numbers(review))
    assert "by one method" in told.exhibits[1].finding


@pytest.mark.parametrize("area", ["KEN", "TUV"])
def test_one_load_for_all_countries_says_the_same(
    moving_base: Base, moving: Moving, area: str
) -> None:
    everything = Evidence.load(moving_base)
    told = country.build(everything, area, today=TODAY)
    assert section(told) == section(moving(area))
    assert "migration_flows" not in everything.measures


def test_the_caveats_of_the_estimates_are_told(moving: Moving) -> None:
    assert "Nobody counted these." in [each.says for each in moving("KEN").caveats]


def test_drawings_hold_what_their_tables_say(moving: Moving, world: Section) -> None:
    for told in (section(moving("KEN")), section(moving(EASTERN_AFRICA)), world):
        drawn = [exhibit for exhibit in told.exhibits if exhibit.chart]
        assert drawn
        for exhibit in drawn:
            assert exhibit.chart
            assert exhibit.table.title in exhibit.chart.alternative
            assert "NaN" not in exhibit.chart.specification
