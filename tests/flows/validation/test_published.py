"""Are the published estimates reproduced?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.flows.preparing import bases
from tests.flows.validation.small import PUBLISHED, published

from migrascope.errors import NoFigures
from migrascope.flows import methods
from migrascope.flows.account import Account, FloatArray, StockTable, mid_years
from migrascope.flows.estimating import estimate
from migrascope.flows.options import Options
from migrascope.flows.table import Fit, FlowTable
from migrascope.flows.validation import reproducing
from migrascope.flows.validation.published import (
    NET,
    UNDIVIDED,
    Published,
    compare,
    largest_differences,
    like_theirs,
    read,
)
from migrascope.sources.abel_cohen import adapter as abel_cohen
from migrascope.store.base import Base

pytestmark = pytest.mark.xdist_group(
    "published flows"
)  # what it rests on is built once

INTERVAL = mid_years(2015, 2020)
AREAS = ("KEN", "SOM", "UGA")
FIT = Fit(rounds=0, largest_error=0.0, tolerance=0.0, converged=True)
OURS = np.array([[0.0, 5_000.0, 300.0], [2_000.0, 0.0, 0.0], [9_000.0, 40.0, 0.0]])


def table(persons: FloatArray, method: str = "mig_rate") -> FlowTable:
    return FlowTable(method, "_T", INTERVAL, AREAS, persons, FIT)


def theirs(persons: FloatArray, areas: tuple[str, ...] = AREAS) -> Published:
    return Published(
        PUBLISHED, "_T", INTERVAL, areas, {"mig_rate": persons, NET: persons}
    )


def test_identical_tables_are_exact() -> None:
    found = compare(table(OURS), theirs(OURS))
    assert found.exact
    assert (found.equal, found.within_1, found.within_10) == (1.0, 1.0, 1.0)
    assert found.corridors == 5
    assert found.correlation == pytest.approx(1.0)


def test_rounding_to_a_person_is_no_difference() -> None:
    assert compare(table(OURS + 0.4 * (OURS > 0)), theirs(OURS)).exact


def test_one_factor_is_told_from_other_differences() -> None:
    found = compare(table(OURS), theirs(0.5 * OURS))
    assert found.proportional
    assert found.factor == pytest.approx(0.5)
    assert not found.exact
    other = OURS.copy()
    other[0, 1] *= 2.0
    assert not compare(table(OURS), theirs(other)).proportional


def test_shares_within_a_tolerance_are_of_their_figure() -> None:
    other = OURS.copy()
    other[0, 1] = 5_040.0
    other[1, 0] = 2_150.0
    found = compare(table(OURS), theirs(other))
    assert found.equal == pytest.approx(3 / 5)
    assert found.within_1 == pytest.approx(4 / 5)
    assert found.within_10 == 1.0


def test_areas_that_one_of_them_lacks_are_named_and_not_compared() -> None:
    persons = np.zeros((3, 3))
    persons[0, 1] = 5_000.0
    persons[2, 0] = 70.0
    found = compare(table(OURS), theirs(persons, ("KEN", "SOM", "TZA")))
    assert found.ours_only == ("UGA",)
    assert found.theirs_only == ("TZA",)
    assert found.corridors == 2


def test_the_largest_differences_come_first() -> None:
    other = OURS.copy()
    other[2, 0] -= 700.0
    other[0, 2] += 20.0
    found = largest_differences(table(OURS), theirs(other), top=5)
    assert found.select("origin", "destination").rows() == [
        ("UGA", "KEN"),
        ("KEN", "UGA"),
    ]


def test_the_account_like_theirs_has_their_net_migration_and_areas() -> None:
    areas = (*AREAS, "TZA")
    chance = np.random.default_rng(1)
    before = chance.uniform(10, 100, (4, 4)) + 1e5 * np.eye(4)
    after = before * 1.1
    births, deaths = np.full(4, 900.0), np.full(4, 400.0)
    account = Account(
        "_T",
        StockTable(areas, before, INTERVAL.start),
        StockTable(areas, after, INTERVAL.end),
        births,
        deaths,
    )
    found = like_theirs(account, theirs(OURS))
    assert found.areas == AREAS
    net = OURS.sum(axis=0) - OURS.sum(axis=1)
    assert found.implied_net_migration == pytest.approx(net)
    assert found.after.migrants == pytest.approx(account.after.migrants[:3, :3])


def test_their_sudan_is_undivided_until_2010(tmp_path: Path) -> None:
    rows = [
        {**row, "area": "SDN" if row["area"] == "SWE" else row["area"]}
        for row in published((2005, 2010))
    ]
    base = bases.base(tmp_path, {PUBLISHED: rows})
    assert UNDIVIDED in read(base, mid_years(2005, 2010), "_T").areas
    assert "SDN" in read(base, mid_years(2010, 2015), "_T").areas
    assert read(base, mid_years(2010, 2015), "_T").stocks == "2020"


def test_a_base_without_them_says_what_to_add(tmp_path: Path) -> None:
    with pytest.raises(NoFigures, match="no published estimates"):
        read(bases.base(tmp_path, {}), INTERVAL, "_T")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Base:
    """A base with the published estimates of both sexes, and of women."""
    base = Base.open(tmp_path_factory.mktemp("published"))
    names = ("both", "female")
    files = [
        shared_data / "flows" / f"abel_cohen_bilateral_flows_{name}_1990_2020.csv.gz"
        for name in names
    ]
    for batch in abel_cohen.read(files):
        base.accept(batch)
    return base


@pytest.mark.parametrize("sex", ["_T", "F"])
@pytest.mark.parametrize("start", [1990, 2015])
def test_what_rests_on_stocks_alone_is_reproduced_to_the_person(
    real_base: Base, released: Base, start: int, sex: str
) -> None:
    ours = estimate(
        real_base,
        start=start,
        end=start + 5,
        sexes=(sex,),
        methods=("sd_drop_neg", "sd_rev_neg", "mig_rate"),
        options=Options(stocks="2020"),
    )
    theirs = read(released, mid_years(start, start + 5), sex)
    dropped, reversed_, rates = (compare(each, theirs) for each in ours.tables)
    assert dropped.exact
    assert reversed_.exact
    assert dropped.corridors > 6_000
    assert dropped.theirs_only == reversed_.theirs_only == ()
    assert {"BES", "M49:830", "VAT"} <= set(reversed_.ours_only)
    assert rates.proportional
    assert rates.correlation == pytest.approx(1.0, abs=1e-6)


def test_their_net_migration_explains_most_of_what_is_left(
    real_base: Base, released: Base
) -> None:
    ours = estimate(
        real_base,
        start=2015,
        end=2020,
        methods=("da_min_open",),
        options=Options(stocks="2020"),
    )
    theirs = read(released, INTERVAL, "_T")
    (made,) = reproducing.reproduce(ours.account(), ours.tables, theirs)
    assert made.again is not None
    assert made.again.within_10 > 0.95 > made.plain.within_10
    (text,) = reproducing.sentences([made], theirs, ours="undesa-wpp@2024")
    assert "most of the difference is the population" in text.text
    assert methods.get("da_min_open").code in text.text
