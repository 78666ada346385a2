"""Estimates can be had as a long or a wide frame, as an array, and by Arrow."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from tests.flows.preparing import bases
from tests.flows.preparing.bases import STOCKS, pair

from migrascope.errors import UsageError
from migrascope.flows.account import mid_years
from migrascope.flows.estimates import Estimates
from migrascope.flows.estimating import estimate

AREAS = ("KEN", "SOM", "SRB", "MNE")


@pytest.fixture(scope="module")
def estimates(tmp_path_factory: pytest.TempPathFactory) -> Estimates:
    """Two intervals; Montenegro has a table of its own in the second only."""
    people = [
        *pair("KEN", "SOM", {2010: (50, 30), 2015: (60, 40), 2020: (90, 60)}),
        *pair("SOM", "KEN", {2010: (5, 5), 2015: (5, 5), 2020: (6, 5)}),
        *pair("SRB", "KEN", {2010: (9, 9), 2015: (20, 20), 2020: (10, 10)}),
        *pair("MNE", "KEN", {2015: (3, 2), 2020: (9, 10)}),
    ]
    base = bases.base(
        tmp_path_factory.mktemp("estimates"),
        {
            STOCKS: people,
            "undesa-wpp@2024": bases.demography(AREAS, years=range(2010, 2021)),
            "undesa-ims-totals@2020": bases.by_sex(AREAS, (2010, 2015, 2020)),
        },
    )
    return estimate(
        base,
        start=2010,
        end=2020,
        sexes=("F", "_T"),
        methods=("sd_drop_neg", "sd_rev_neg", "da_min_open"),
    )


def test_the_long_frame_has_a_row_for_each_corridor_and_method(
    estimates: Estimates,
) -> None:
    long = estimates.frame()
    assert long.columns == [
        "start",
        "end",
        "sex",
        "origin",
        "destination",
        "method",
        "persons",
        "low",
        "high",
    ]
    rows = long.filter(
        origin="SOM",
        destination="KEN",
        sex="F",
        method="sd_drop_neg",
        start=mid_years(2015, 2020).start,
    )
    assert rows["persons"].to_list() == [30]
    assert rows.filter(pl.col("low").le(30), pl.col("high").ge(30)).height == 1


def test_corridors_without_people_by_every_method_are_left_out(
    estimates: Estimates,
) -> None:
    most = (
        estimates.frame()
        .group_by("start", "sex", "origin", "destination")
        .agg(pl.col("persons").max(), pl.len())
    )
    assert most["persons"].to_numpy().min() >= 0.5
    assert set(most["len"]) == {3}


def test_the_wide_frame_says_the_same_as_the_long_one(estimates: Estimates) -> None:
    wide = estimates.wide()
    assert wide.columns == [
        "start",
        "end",
        "sex",
        "origin",
        "destination",
        "sd_drop_neg",
        "sd_rev_neg",
        "da_min_open",
    ]
    keys = ["start", "end", "sex", "origin", "destination", "method"]
    again = wide.unpivot(
        on=estimates.methods,
        index=keys[:-1],
        variable_name="method",
        value_name="persons",
    )
    long = estimates.frame().select(*keys, "persons")
    assert again.sort(keys).equals(long.sort(keys))


def test_the_array_has_every_table_under_its_labels(estimates: Estimates) -> None:
    cube = estimates.array()
    assert cube.persons.shape == (3, 2, 2, 5, 5)
    assert cube.areas == ("KEN", "MNE", "SCG", "SOM", "SRB")
    ken, som = cube.areas.index("KEN"), cube.areas.index("SOM")
    assert cube.of("sd_drop_neg")[1, 0, som, ken] == 30


def test_an_area_that_an_interval_does_not_know_is_no_number(
    estimates: Estimates,
) -> None:
    cube = estimates.array()
    ken, mne, scg = (cube.areas.index(each) for each in ("KEN", "MNE", "SCG"))
    assert np.isnan(cube.persons[:, 0, :, ken, mne]).all()
    assert np.isnan(cube.persons[:, 1, :, ken, scg]).all()
    assert np.isfinite(cube.persons[:, 0, :, ken, scg]).all()


def test_arrow_speaks_to_other_libraries(estimates: Estimates) -> None:
    table = pa.table(estimates)
    assert table.num_rows == estimates.frame().height
    assert table.column_names[-4:] == ["method", "persons", "low", "high"]
    assert pl.DataFrame(estimates).equals(estimates.frame())


def test_a_table_is_found_by_method_sex_and_interval(estimates: Estimates) -> None:
    later = mid_years(2015, 2020)
    table = estimates.table("sd_rev_neg", "F", later)
    assert (table.method, table.sex, table.interval) == ("sd_rev_neg", "F", later)
    assert estimates.account("F", later).interval == later


def test_tables_of_all_methods_stand_side_by_side(estimates: Estimates) -> None:
    sides = estimates.side_by_side("F", mid_years(2010, 2015))
    assert sides.methods == estimates.methods


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("mig_rate",), '"mig_rate" was not estimated'),
        (("sd_drop_neg", "M"), '"M" was not estimated'),
        (("sd_drop_neg", "F"), "Several intervals"),
        (("sd_drop_neg", "F", mid_years(1990, 1995)), "1990–1995 was not estimated"),
    ],
)
def test_what_was_not_estimated_is_refused_with_what_was(
    estimates: Estimates, asked: tuple[str, ...], says: str
) -> None:
    with pytest.raises(UsageError, match=says) as error:
        estimates.table(*asked)  # type: ignore[arg-type] # what a user may ask
    assert "Name one of these" in error.value.advice


def test_the_cells_of_the_stocks_are_told_once(estimates: Estimates) -> None:
    cells = estimates.stocks
    assert cells.unique().height == cells.height
    assert set(cells["start"].dt.year()) == {2010, 2015, 2020}


def test_adjustments_of_every_interval_and_sex_are_told(estimates: Estimates) -> None:
    told = {(each.interval, each.sex) for each in estimates.adjustments}
    assert told == {
        (interval, sex) for interval in estimates.intervals for sex in estimates.sexes
    }


def test_they_are_shown_in_a_line_and_not_with_every_figure(
    estimates: Estimates,
) -> None:
    text = (
        " of sd_drop_neg, sd_rev_neg, da_min_open; 2010–2015, 2015–2020; F, _T; "
        f"{len(estimates.areas)} areas>"
    )
    assert repr(estimates) == f"<Estimates{text}"
    assert repr(estimates.array()) == f"<Cube{text}"
