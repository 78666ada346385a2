"""Claims: an explanation can be worked again by hand, and ends at the estimate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.flows import made_base

from migrascope.errors import UnknownArea, UsageError
from migrascope.flows import methods
from migrascope.flows.account import mid_years
from migrascope.flows.estimates import Estimates
from migrascope.flows.estimating import estimate
from migrascope.flows.explain import Explanation, explain
from migrascope.flows.workings import Working

EVERY = (*methods.ALL, *methods.EXTRA)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Estimates:
    base = made_base.publish(tmp_path_factory.mktemp("explained"))
    return estimate(base, start=2015, end=2020, methods=EVERY)


@pytest.fixture(scope="module")
def found(made: Estimates) -> Explanation:
    return explain(made, "KEN", "SOM")


def of(found: Explanation, method: str, way: int = 1) -> Working:
    """What one method made of it; SOM to KEN unless the other way is asked for."""
    (working,) = (each for each in found.ways[way].workings if each.method == method)
    return working


def test_each_stock_names_the_cells_that_it_was_added_up_from(
    found: Explanation,
) -> None:
    stock = found.stocks[3]
    assert (stock.birthplace, stock.residence, stock.day) == (
        "SOM", "KEN", date(2020, 7, 1),
    )  # fmt: skip
    assert stock.published == stock.persons == 150
    women, men = stock.cells
    assert (women.value, men.value) == (90, 60)
    assert {women.edition, men.edition} == {"undesa-ims-bilateral@2024"}
    assert women.row != men.row


def test_a_pair_that_nobody_published_has_no_cells(made: Estimates) -> None:
    stock = explain(made, "SOM", "USA").stocks[0]
    assert (stock.birthplace, stock.residence) == ("SOM", "USA")
    assert (stock.published, stock.cells) == (None, ())


def test_the_people_of_both_areas_are_told(found: Explanation) -> None:
    kenya, somalia = found.homes
    assert (kenya.area, somalia.area) == ("KEN", "SOM")
    assert (kenya.births, kenya.deaths) == (100, 50)
    assert kenya.implied == pytest.approx(
        kenya.residents_after - kenya.residents_before - 50
    )


def test_only_changes_that_concern_the_two_are_told(
    found: Explanation, made: Estimates
) -> None:
    assert {each.area for each in found.adjustments} == {"KEN", "SOM"}
    assert "USA" in {each.area for each in made.adjustments}


@pytest.mark.parametrize("method", EVERY)
def test_both_ways_end_at_the_estimates(
    found: Explanation, made: Estimates, method: str
) -> None:
    table = made.table(method)
    assert of(found, method, 0).persons == table.corridor("KEN", "SOM")
    assert of(found, method, 1).persons == table.corridor("SOM", "KEN")


def test_a_difference_of_stocks_is_shown_line_by_line(found: Explanation) -> None:
    dropped = of(found, "sd_drop_neg")
    assert [line.value for line in dropped.lines] == [100, 150, 50, 50]
    reversed_ = of(found, "sd_rev_neg")
    assert [line.value for line in reversed_.lines] == [
        100, 150, 50, 50, 10, 11, 1, 0, 50,
    ]  # fmt: skip


def test_a_share_of_all_movers_can_be_worked_again(found: Explanation) -> None:
    _, _, share, movers, persons = of(found, "mig_rate").lines
    assert share.unit == "PT"
    assert persons.value == pytest.approx(share.value / 100 * movers.value)


def test_a_method_of_net_migration_shows_what_it_knows(found: Explanation) -> None:
    somalia, kenya, persons = of(found, "net_entropy").lines
    assert "SOM" in somalia.says
    assert "KEN" in kenya.says
    assert persons.value == of(found, "net_entropy").persons


@pytest.mark.parametrize("method", ["da_min_open", "da_min_closed", "da_pb_closed"])
def test_the_account_of_a_stock_adds_up(found: Explanation, method: str) -> None:
    working = of(found, method)
    assert len(working.stocks) == 4
    assert working.steps
    for each in working.stocks:
        assert each.left_before == pytest.approx(
            each.before - each.deaths + each.changed_before
        )
        assert each.left_after == pytest.approx(
            each.after - each.births + each.changed_after
        )


@pytest.mark.parametrize("method", ["da_min_open", "da_min_closed", "da_pb_closed"])
def test_the_parts_of_a_mixture_add_up(found: Explanation, method: str) -> None:
    working = of(found, method)
    assert sum(each.weight * each.persons for each in working.parts) == pytest.approx(
        working.persons
    )
    for part in working.parts:
        told = sum(each.persons for each in part.birthplaces)
        assert told + part.others == pytest.approx(part.persons)


@pytest.mark.parametrize("method", ["da_min_closed", "da_pb_closed"])
def test_the_movers_of_a_birthplace_are_a_product_of_shares(
    found: Explanation, method: str
) -> None:
    born = [
        each
        for way in (0, 1)
        for part in of(found, method, way).parts
        for each in part.birthplaces
    ]
    assert born
    for each in born:
        share = each.at_origin * each.at_destination / each.of
        assert each.persons == pytest.approx(share, rel=1e-6)


def test_weights_beforehand_are_told(tmp_path: Path) -> None:
    base = made_base.publish(tmp_path)
    made = estimate(
        base,
        start=2015,
        end=2020,
        methods=("da_min_closed",),
        seed=lambda areas: np.arange(1.0, len(areas) ** 2 + 1).reshape(len(areas), -1),
    )
    (part,) = of(explain(made, "KEN", "SOM"), "da_min_closed", 0).parts
    assert part.is_weighed


def test_at_most_so_many_birthplaces_are_told_apart(made: Estimates) -> None:
    _, part = of(explain(made, "KEN", "UGA", birthplaces=1), "da_pb_closed").parts
    assert len(part.birthplaces) == 1
    assert part.others > 0


def test_one_of_several_intervals_is_named(tmp_path: Path) -> None:
    base = made_base.publish(tmp_path)
    made = estimate(base, start=2010, end=2020, methods=("sd_drop_neg",))
    chosen = explain(made, "KEN", "SOM", interval=mid_years(2015, 2020))
    assert chosen.stocks[0].day == date(2015, 7, 1)
    assert explain(made, "KEN", "SOM").stocks[0].day == date(2010, 7, 1)


def test_one_area_named_twice_is_refused(made: Estimates) -> None:
    with pytest.raises(UsageError, match="KEN is named twice"):
        explain(made, "KEN", "KEN")


def test_an_area_without_a_row_is_named(made: Estimates) -> None:
    with pytest.raises(UnknownArea, match=r"Tuvalu \(TUV\) has no row"):
        explain(made, "KEN", "TUV")
