"""What do several methods say together, and who says the least?"""

from __future__ import annotations

import numpy as np
import pytest

from migrascope.errors import UnknownArea, UsageError
from migrascope.flows.account import mid_years
from migrascope.flows.table import Fit, FlowTable
from migrascope.flows.uncertainty.across import across_methods

FIT = Fit(rounds=0, largest_error=0.0, tolerance=0.0, converged=True)


def table(method: str, *rows: tuple[float, ...], sex: str = "_T") -> FlowTable:
    return FlowTable(
        method, sex, mid_years(2015, 2020), ("KEN", "SOM", "UGA"), np.array(rows), FIT
    )


LOW = table("sd_drop_neg", (0, 5, 0), (1, 0, 2), (0, 0, 0))
HIGH = table("mig_rate", (0, 3, 9), (4, 0, 2), (7, 0, 0))


def test_a_corridor_shows_the_least_and_the_most_with_their_methods() -> None:
    band = across_methods([LOW, HIGH])
    found = band.corridor("KEN", "SOM")
    assert (found.low, found.lowest) == (3.0, "mig_rate")
    assert (found.high, found.highest) == (5.0, "sd_drop_neg")


def test_the_band_of_a_total_is_not_the_sum_of_the_bounds() -> None:
    band = across_methods([LOW, HIGH])
    assert band.total.low == 8.0
    assert band.total.high == 25.0
    assert band.persons.low.sum() < band.total.low
    assert band.persons.high.sum() > band.total.high


def test_every_total_of_an_area_has_its_own_band() -> None:
    band = across_methods([LOW, HIGH])
    assert band.arrivals.at(0).high == 11.0
    assert band.departures.at(0).low == 5.0
    assert band.net.at(0).low == 1.0 - 5.0
    assert band.net.at(0).high == 11.0 - 12.0
    assert band.gross.at(0).highest == "mig_rate"


def test_the_frame_leaves_out_pairs_without_movers_in_any_method() -> None:
    frame = across_methods([LOW, HIGH]).frame()
    assert frame.height == 5
    assert ("UGA", "SOM") not in set(frame.select("origin", "destination").rows())


def test_the_sentence_names_both_ends() -> None:
    says = across_methods([LOW, HIGH]).says
    assert "between 8 (sd_drop_neg) and 25 (mig_rate)" in says


def test_one_method_has_a_band_without_width() -> None:
    band = across_methods([LOW])
    assert np.array_equal(band.persons.low, band.persons.high)


def test_tables_of_women_and_of_men_are_not_compared() -> None:
    men = table("mig_rate", (0, 3, 9), (4, 0, 2), (7, 0, 0), sex="M")
    with pytest.raises(UsageError, match="not about the same movements"):
        across_methods([LOW, men])


def test_no_table_and_an_unknown_area_are_refused() -> None:
    with pytest.raises(UsageError, match="no table"):
        across_methods([])
    with pytest.raises(UnknownArea, match="TZA"):
        across_methods([LOW]).corridor("TZA", "KEN")
