"""What each step of the preparation does to small stocks, person by person."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from tests.flows.preparing import bases
from tests.flows.preparing.bases import STOCKS, Row, living, pair
from tests.flows.preparing.explaining import assert_explained, moved

from migrascope.flows.account import StockTable, mid_years
from migrascope.flows.options import Gaps, Options, Refugees, Residuals
from migrascope.flows.preparing.preparing import Prepared, prepare

INTERVAL = mid_years(2015, 2020)
AREAS = ("KEN", "SOM", "UGA")
SIMPLE = [
    *pair("KEN", "SOM", {2015: (60, 40), 2020: (90, 60)}),
    *pair("SOM", "KEN", {2015: (5, 5), 2020: (5, 5)}),
    *pair("UGA", "KEN", {2015: (20, 20), 2020: (10, 10)}),
]


def prepared(
    folder: Path,
    stocks: Iterable[Row],
    *,
    sex: str = "_T",
    areas: Iterable[str] = AREAS,
    more: Iterable[Row] = (),
    editions: dict[str, Iterable[Row]] | None = None,
    options: Options | None = None,
) -> Prepared:
    listed = list(areas)
    base = bases.base(
        folder,
        {
            STOCKS: stocks,
            "undesa-wpp@2024": [*bases.demography(listed), *more],
            "undesa-ims-totals@2020": bases.by_sex(listed),
            **(editions or {}),
        },
    )
    found = prepare(base, INTERVAL, sex, options=options or Options())
    assert_explained(found)
    return found


def cell(table: StockTable, born: str, home: str) -> float:
    return float(table.persons[table.areas.index(born), table.areas.index(home)])


def test_natives_are_the_population_less_those_born_elsewhere(tmp_path: Path) -> None:
    account = prepared(tmp_path, SIMPLE).account
    assert cell(account.before, "KEN", "KEN") == 1000 - 100
    assert cell(account.after, "KEN", "KEN") == 1050 - 150
    assert cell(account.after, "SOM", "KEN") == 150


def test_natives_of_a_sex_follow_its_share_of_the_population(tmp_path: Path) -> None:
    account = prepared(tmp_path, SIMPLE, sex="F").account
    assert cell(account.before, "KEN", "KEN") == pytest.approx(1000 * 0.52 - 60)


def test_where_more_were_born_elsewhere_than_live_there_nobody_is_native(
    tmp_path: Path,
) -> None:
    stocks = [*SIMPLE, *pair("UGA", "SOM", {2015: (900, 300), 2020: (10, 10)})]
    found = prepared(tmp_path, stocks)
    assert cell(found.account.before, "UGA", "UGA") == 0
    assert moved(found, "clipped") == {("UGA", 2015): 1240 - 1000}


def test_one_sex_that_exceeds_its_population_does_not_change_both_together(
    tmp_path: Path,
) -> None:
    stocks = [*SIMPLE, *pair("UGA", "SOM", {2015: (700, 100), 2020: (700, 100)})]
    found = prepared(tmp_path, stocks, sex="F")
    assert cell(found.account.before, "UGA", "UGA") == 0
    assert moved(found, "sexes evened")[("UGA", 2015)] == 720 - 520
    both = prepared(tmp_path / "both", stocks).account
    assert both.before.residents[both.areas.index("UGA")] == pytest.approx(1000)


def test_residuals_are_spread_over_the_known_birthplaces_of_the_same_area(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("KEN", "UGA", {2015: (20, 30), 2020: (0, 0)}),
        *pair("KEN", "X:other", {2015: (8, 14), 2020: (9, 6)}),
    ]
    found = prepared(tmp_path, stocks)
    assert "X:other" not in found.account.areas
    before = found.account.before
    # women 8 over 60:20, men 14 over 40:30
    assert cell(before, "SOM", "KEN") == pytest.approx(100 + 6 + 8)
    assert cell(before, "UGA", "KEN") == pytest.approx(50 + 2 + 6)
    assert cell(before, "KEN", "KEN") == pytest.approx(1000 - 172)
    spread = [each for each in found.adjustments if each.step == "residual"]
    assert {
        (each.origin, each.persons) for each in spread if each.day == before.day
    } == {
        ("X:other", -22),
        (None, 22),
    }


def test_residuals_are_kept_as_a_row_with_an_empty_column(tmp_path: Path) -> None:
    stocks = [*SIMPLE, *pair("KEN", "X:other", {2015: (8, 14), 2020: (9, 6)})]
    kept = Options(residuals=Residuals.KEEP)
    account = prepared(tmp_path, stocks, options=kept).account
    assert cell(account.before, "X:other", "KEN") == 22
    spot = account.areas.index("X:other")
    assert account.before.residents[spot] == account.births[spot] == 0


def test_dropped_residuals_do_not_become_natives(tmp_path: Path) -> None:
    stocks = [*SIMPLE, *pair("KEN", "X:other", {2015: (8, 14), 2020: (9, 6)})]
    drop = Options(residuals=Residuals.DROP)
    found = prepared(tmp_path, stocks, options=drop)
    assert cell(found.account.before, "KEN", "KEN") == pytest.approx(1000 - 122)
    assert moved(found, "residual dropped") == {("KEN", 2015): -22, ("KEN", 2020): -15}
    here = found.account.areas.index("KEN")
    left = (978 / 1000 + 1035 / 1050) / 2
    assert found.account.deaths[here] == pytest.approx(50 * left)


def test_residuals_without_a_known_birthplace_beside_them_count_with_the_natives(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("BES", "X:other", {2015: (400, 500), 2020: (400, 500)}),
    ]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "BES"])
    assert cell(found.account.before, "BES", "BES") == 1000
    assert moved(found, "residual native") == {("BES", 2015): -900, ("BES", 2020): -900}


def test_a_mark_on_one_day_leaves_the_pair_out_on_both(tmp_path: Path) -> None:
    marks = [living("KEN", "UGA", 2020, None, sex=sex) for sex in "FM"]
    stocks = [*SIMPLE, *pair("KEN", "UGA", {2015: (20, 30)}), *marks]
    found = prepared(tmp_path, stocks)
    assert cell(found.account.before, "UGA", "KEN") == 0
    assert cell(found.account.after, "UGA", "KEN") == 0
    assert moved(found, "missing") == {("KEN", 2015): -50}


def test_a_mark_is_estimated_from_other_years_only_when_that_is_declared(
    tmp_path: Path,
) -> None:
    marks = [living("KEN", "UGA", 2020, None, sex=sex) for sex in "FM"]
    stocks = [*SIMPLE, *pair("KEN", "UGA", {2010: (5, 5), 2015: (20, 30)}), *marks]
    found = prepared(tmp_path, stocks, options=Options(gaps=Gaps.CARRY))
    assert cell(found.account.after, "UGA", "KEN") == 50
    assert moved(found, "carried") == {("KEN", 2020): 50}


def test_a_hole_between_two_years_is_filled_on_the_line_between_them(
    tmp_path: Path,
) -> None:
    stocks = [
        *pair("KEN", "SOM", {2010: (10, 10), 2015: (10, 10), 2020: (10, 10)}),
        *pair("SOM", "KEN", {2010: (100, 0), 2020: (200, 0)}),
        *pair("UGA", "KEN", {2015: (1, 1), 2020: (1, 1)}),
    ]
    found = prepared(tmp_path, stocks, options=Options(gaps=Gaps.CARRY))
    days = (1826, 3653)  # from 1 July 2010 to 2015, and to 2020
    assert cell(found.account.before, "KEN", "SOM") == pytest.approx(
        100 + 100 * days[0] / days[1]
    )


def test_an_area_with_a_table_on_one_day_only_is_a_birthplace_and_no_residence(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("CUW", "KEN", {2020: (20, 10)}),
        *pair("KEN", "CUW", {2015: (3, 0), 2020: (4, 0)}),
    ]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "CUW"])
    account = found.account
    spot = account.areas.index("CUW")
    assert cell(account.after, "CUW", "KEN") == 4
    assert account.after.residents[spot] == account.deaths[spot] == 0
    assert moved(found, "one day only") == {("CUW", 2020): -30}
    assert moved(found, "left out") == {("CUW", None): -1000}


def test_a_part_without_a_table_on_one_day_is_put_together_with_its_whole(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("SRB", "KEN", {2015: (30, 30), 2020: (20, 20)}),
        *pair("MNE", "KEN", {2020: (9, 1)}),
        *pair("MNE", "SRB", {2020: (7, 0)}),
        *pair("KEN", "SRB", {2015: (5, 0), 2020: (4, 0)}),
        *pair("KEN", "MNE", {2015: (2, 0), 2020: (1, 0)}),
    ]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "MNE", "SRB"])
    account = found.account
    assert not {"MNE", "SRB"} & set(account.areas)
    assert cell(account.before, "SCG", "KEN") == 7
    assert cell(account.after, "KEN", "SCG") == 50
    assert cell(account.after, "SCG", "SCG") == 2 * 1050 - 50
    assert account.births[account.areas.index("SCG")] == 2 * 100
    assert moved(found, "within") == {("SCG", 2020): -7}


def test_successors_are_put_together_where_the_other_day_knows_the_union(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("CSK", "KEN", {2015: (10, 0)}),
        *pair("CZE", "KEN", {2020: (7, 0)}),
        *pair("SVK", "CZE", {2020: (5, 0)}),
        *pair("SVK", "KEN", {2020: (2, 0)}),
    ]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "CZE", "SVK"])
    account = found.account
    assert "CZE" not in account.areas
    assert cell(account.before, "KEN", "CSK") == 10
    assert cell(account.after, "KEN", "CSK") == 9
    assert account.before.residents[account.areas.index("CSK")] == pytest.approx(2000)


def test_groups_among_the_countries_are_left_out(tmp_path: Path) -> None:
    stocks = [*SIMPLE, *pair("M49:014", "SOM", {2015: (60, 40), 2020: (90, 60)})]
    found = prepared(tmp_path, stocks)
    assert "M49:014" not in found.account.areas
    assert moved(found, "groups") == {("M49:014", 2015): -100, ("M49:014", 2020): -150}


def test_kosovo_lives_with_serbia_where_the_stocks_do_not_tell_it_apart(
    tmp_path: Path,
) -> None:
    stocks = [*SIMPLE, *pair("SRB", "KEN", {2015: (30, 30), 2020: (20, 20)})]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "SRB", "XKX"])
    serbia = found.account.areas.index("SRB")
    assert found.account.before.residents[serbia] == pytest.approx(2000)
    assert found.account.deaths[serbia] == 2 * 50


def test_an_area_of_which_only_the_parts_have_a_population_gets_their_sum(
    tmp_path: Path,
) -> None:
    stocks = [*SIMPLE, *pair("M49:830", "KEN", {2015: (1, 1), 2020: (1, 1)})]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "GGY", "JEY"])
    islands = found.account.areas.index("M49:830")
    assert found.account.before.residents[islands] == pytest.approx(2000)


def test_births_and_deaths_of_an_area_without_any_are_those_of_its_neighbour(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("VAT", "KEN", {2015: (30, 70), 2020: (20, 80)}),
        *pair("ITA", "KEN", {2015: (1, 1), 2020: (1, 1)}),
    ]
    residents = [bases.people("VAT", year, 200) for year in (2015, 2020)]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "ITA"], more=residents)
    account = found.account
    italy, vatican = (account.areas.index(each) for each in ("ITA", "VAT"))
    assert account.deaths[vatican] == pytest.approx(account.deaths[italy] * 200 / 1025)
    said = [each for each in found.adjustments if each.step == "deaths estimated"]
    assert [(each.area, "Italy" in each.says) for each in said] == [("VAT", True)]


def test_events_are_counted_from_mid_year_to_mid_year(tmp_path: Path) -> None:
    births = {2015: 100.0, 2016: 1.0, 2017: 1.0, 2018: 1.0, 2019: 1.0, 2020: 50.0}
    rows = [
        each
        for each in bases.demography(AREAS)
        if (each["measure"], each["area"]) != ("births", "KEN")
    ]
    base = bases.base(
        tmp_path,
        {
            STOCKS: SIMPLE,
            "undesa-wpp@2024": [*rows, *bases.yearly("births", "KEN", births)],
        },
    )
    account = prepare(base, INTERVAL, "_T", options=Options()).account
    assert account.births[account.areas.index("KEN")] == 50 + 4 + 25


def test_girls_are_100_of_205_births(tmp_path: Path) -> None:
    account = prepared(tmp_path, SIMPLE, sex="F").account
    assert account.births == pytest.approx(np.full(3, 100 * 100 / 205))


def test_deaths_by_sex_leave_to_each_sex_its_share_of_net_migration(
    tmp_path: Path,
) -> None:
    years = (2015, 2016, 2017, 2018, 2019, 2020)
    rows = [
        *bases.demography(AREAS, births=20, deaths=20, growth=0),
        *(bases.people("KEN", year, 520, sex="F") for year in years[::5]),
        *(bases.people("KEN", year, 480, sex="M") for year in years[::5]),
    ]
    base = bases.base(tmp_path, {STOCKS: SIMPLE, "undesa-wpp@2024": rows})
    account = prepare(base, INTERVAL, "F", options=Options()).account
    kenya = account.areas.index("KEN")
    # nobody moves and no sex grows: as many women die as girls are born
    assert account.deaths[kenya] == pytest.approx(100 * 100 / 205)
    assert account.implied_net_migration[kenya] == pytest.approx(0)


def test_deaths_of_a_sex_stay_within_plausible_death_rates(tmp_path: Path) -> None:
    rows = [
        *bases.demography(AREAS, births=20, deaths=20, growth=0),
        *(bases.people("KEN", 2015, n, sex=sex) for n, sex in ((500, "F"), (500, "M"))),
        *(bases.people("KEN", 2020, n, sex=sex) for n, sex in ((600, "F"), (400, "M"))),
    ]
    base = bases.base(tmp_path, {STOCKS: SIMPLE, "undesa-wpp@2024": rows})
    found = prepare(base, INTERVAL, "F", options=Options())
    kenya = found.account.areas.index("KEN")
    assert found.account.deaths[kenya] == pytest.approx(100 * 550 / (550 + 2.0 * 450))
    assert moved(found, "deaths bounded")[("KEN", None)] == pytest.approx(
        100 * 550 / 1450 - (100 * 100 / 205 - 100)
    )


def test_published_deaths_by_sex_are_taken_as_they_are(tmp_path: Path) -> None:
    rows = [
        *bases.demography(AREAS),
        *(
            {**each, "sex": sex}
            for sex, many in (("F", 3.0), ("M", 7.0))
            for each in bases.yearly(
                "deaths", "KEN", dict.fromkeys(range(2015, 2021), many)
            )
        ),
    ]
    base = bases.base(
        tmp_path,
        {
            STOCKS: SIMPLE,
            "undesa-wpp@2024": rows,
            "undesa-ims-totals@2020": bases.by_sex(AREAS),
        },
    )
    account = prepare(base, INTERVAL, "F", options=Options()).account
    assert account.deaths[account.areas.index("KEN")] == pytest.approx(15)


def test_refugees_are_the_mean_of_two_year_ends_in_the_sex_ratio_of_the_stock(
    tmp_path: Path,
) -> None:
    counted = [
        bases.sheltered("KEN", "SOM", year, value)
        for year, value in ((2014, 20), (2015, 40), (2019, 500), (2020, 500))
    ]
    found = prepared(
        tmp_path,
        SIMPLE,
        sex="F",
        editions={"unhcr-population@2025": counted},
        options=Options(refugees=Refugees.EXCLUDED),
    )
    assert cell(found.account.before, "SOM", "KEN") == pytest.approx(60 - 30 * 0.6)
    assert cell(found.account.after, "SOM", "KEN") == 0
    assert cell(found.account.before, "KEN", "KEN") == pytest.approx(520 - 60)
    assert moved(found, "refugees") == {("KEN", 2015): -18, ("KEN", 2020): -90}
    beyond = [
        each for each in found.adjustments if each.step == "refugees not taken out"
    ]
    assert sum(each.persons for each in beyond) == (500 - 150) / 2


def test_zeros_are_told_from_missing_figures(tmp_path: Path) -> None:
    found = prepared(tmp_path, SIMPLE)
    says = {each.says for each in found.adjustments if each.step == "zeros"}
    assert says == {"3 pairs without a figure count as nobody."}


def test_migrants_that_the_table_by_origin_leaves_out_are_listed(
    tmp_path: Path,
) -> None:
    totals = [
        {**living("KEN", "_T", year, value, sex=sex)}
        for year in (2015, 2020)
        for sex, value in (("F", 100.0), ("M", 100.0))
    ]
    base = bases.base(
        tmp_path,
        {
            "undesa-ims-bilateral@2020": SIMPLE,
            "undesa-wpp@2024": bases.demography(AREAS),
            "undesa-ims-totals@2020": [*bases.by_sex(AREAS), *totals],
        },
    )
    found = prepare(base, INTERVAL, "_T", options=Options())
    assert moved(found, "not by origin") == {("KEN", None): 100 + 50}
    assert_explained(found)


def test_every_cell_of_the_two_days_is_told(tmp_path: Path) -> None:
    found = prepared(tmp_path, SIMPLE)
    assert found.stocks.columns[:5] == ["area", "origin", "sex", "start", "value"]
    assert found.stocks.height == len(SIMPLE)
    assert set(found.stocks["edition"]) == {STOCKS}
    assert found.stocks["row"].n_unique() == len(SIMPLE)


def test_both_ends_take_the_share_of_women_from_one_edition(tmp_path: Path) -> None:
    later = [
        bases.people("KEN", 2020, value, sex=sex, month=12)
        for sex, value in (("F", 400.0), ("M", 600.0))
    ]
    found = prepared(
        tmp_path,
        SIMPLE,
        sex="F",
        editions={"undesa-wpp-projection@2024": later},
    )
    kenya = found.account.areas.index("KEN")
    assert found.account.after.residents[kenya] == pytest.approx(1050 * 0.52)


def test_people_born_and_dead_between_the_two_days_are_no_residents(
    tmp_path: Path,
) -> None:
    rows = bases.demography(AREAS, births=250, deaths=240)
    base = bases.base(tmp_path, {STOCKS: SIMPLE, "undesa-wpp@2024": rows})
    found = prepare(base, INTERVAL, "_T", options=Options())
    kenya = found.account.areas.index("KEN")
    # 1,250 are born, and of the 1,050 who live there at the end, 105 were before;
    # 1,200 die, and of the 1,000 who live there at the beginning, 100 are after
    assert found.account.births[kenya] == pytest.approx(1250 - 305)
    assert found.account.deaths[kenya] == pytest.approx(1200 - 305)
    assert moved(found, "born and died")[("KEN", None)] == pytest.approx(-305)


def test_natives_that_the_stocks_tell_on_both_days_stay(tmp_path: Path) -> None:
    told = pair("KEN", "KEN", {2015: (400, 300), 2020: (410, 310)})
    found = prepared(tmp_path, [*SIMPLE, *told])
    assert cell(found.account.before, "KEN", "KEN") == 700
    assert cell(found.account.after, "KEN", "KEN") == 720


def test_natives_that_the_stocks_tell_on_one_day_only_are_replaced(
    tmp_path: Path,
) -> None:
    told = pair("KEN", "KEN", {2015: (400, 300)})
    found = prepared(tmp_path, [*SIMPLE, *told])
    assert cell(found.account.before, "KEN", "KEN") == 900
    assert moved(found, "natives")[("KEN", 2015)] == 200


def test_two_parts_of_one_country_are_put_together_under_one_name(
    tmp_path: Path,
) -> None:
    stocks = [
        *SIMPLE,
        *pair("SRB", "KEN", {2015: (30, 30), 2020: (20, 20)}),
        *pair("MNE", "KEN", {2020: (9, 1)}),
        *pair("XKX", "KEN", {2020: (3, 0)}),
    ]
    found = prepared(tmp_path, stocks, areas=[*AREAS, "MNE", "SRB", "XKX"])
    assert set(found.account.areas) == {*AREAS, "SCG"}
    together = found.account.areas.index("SCG")
    assert found.account.births[together] == 3 * 100


@pytest.mark.parametrize(
    ("sex", "kenya", "uganda"),
    [("F", 300, -300), ("M", 200, -200), ("_T", 500, -500)],
)
def test_net_migration_is_published_and_split_like_those_who_arrive(
    tmp_path: Path, sex: str, kenya: float, uganda: float
) -> None:
    years = range(2015, 2021)
    rows = [
        each for each in bases.demography(AREAS) if each["measure"] != "net_migration"
    ]
    for area, net in (("KEN", 100.0), ("SOM", 0.0), ("UGA", -100.0)):
        rows += bases.yearly("net_migration", area, dict.fromkeys(years, net))
    base = bases.base(
        tmp_path,
        {
            STOCKS: SIMPLE,
            "undesa-wpp@2024": rows,
            "undesa-ims-totals@2020": bases.by_sex(AREAS),
        },
    )
    account = prepare(base, INTERVAL, sex, options=Options()).account
    assert account.net_migration == pytest.approx([kenya, 0, uganda])


def test_refugees_of_a_part_are_taken_out_of_what_it_is_counted_with(
    tmp_path: Path,
) -> None:
    stocks = [*SIMPLE, *pair("SRB", "KEN", {2015: (30, 30), 2020: (20, 20)})]
    counted = [
        bases.sheltered(area, "KEN", year, 10)
        for area in ("SRB", "XKX")
        for year in (2014, 2015, 2019, 2020)
    ]
    found = prepared(
        tmp_path,
        stocks,
        areas=[*AREAS, "SRB", "XKX"],
        editions={"unhcr-population@2025": counted},
        options=Options(refugees=Refugees.EXCLUDED),
    )
    assert moved(found, "refugees") == {("SRB", 2015): -20, ("SRB", 2020): -20}


def test_a_birthplace_without_table_and_population_is_told(tmp_path: Path) -> None:
    stocks = [*SIMPLE, *pair("KEN", "VAT", {2015: (1, 0), 2020: (1, 0)})]
    found = prepared(tmp_path, stocks)
    told = [each for each in found.adjustments if each.step == "left out"]
    assert [(each.area, each.persons) for each in told] == [("VAT", 0)]


@pytest.mark.parametrize("chosen", ["2022", "undesa-wpp@2022"])
def test_an_older_revision_of_the_population_can_be_chosen(
    tmp_path: Path, chosen: str
) -> None:
    older = bases.demography(AREAS, population=2000)
    options = Options(population=chosen)
    found = prepared(
        tmp_path, SIMPLE, editions={"undesa-wpp@2022": older}, options=options
    )
    assert cell(found.account.before, "KEN", "KEN") == 2000 - 100
    assert "undesa-wpp@2022" in found.editions


def test_files_of_different_revisions_are_not_mixed(tmp_path: Path) -> None:
    older = [bases.people("KEN", 2015, 9000.0), bases.people("KEN", 2020, 9000.0)]
    found = prepared(tmp_path, SIMPLE, editions={"undesa-wpp-indicators@2022": older})
    assert cell(found.account.before, "KEN", "KEN") == 1000 - 100
