"""The gap matrix says what exists and what does not."""

from __future__ import annotations

import pytest
from tests.indicators.observed import evidence, seen

from migrascope.indicators import gaps, registry

VIEW = evidence(
    seen("migrant_stock", "KEN", 2015, 50, sex="F", origin="SOM"),
    seen("migrant_stock", "KEN", 2015, 50, sex="M", origin="SOM"),
    seen("migrant_stock", "KEN", 2018, 100, origin="SOM"),
    seen("SL_EMP_INJUR", "KEN", 2016, 3),
    seen("SL_EMP_INJUR", "KEN", 2017, 4, status="MIG"),
    seen("VC_HTF_DETV", "KEN", 2016, 3, age="Y_LT18"),
    seen("SL_LBR_NTLCPL", "KEN", 2016, None, obs_status="M"),
)
MATRIX = gaps.matrix(VIEW, ["KEN", "TUV"])


def test_every_indicator_has_an_entry_for_every_area() -> None:
    assert len(MATRIX.gaps) == 2 * len(registry.everything())
    assert MATRIX.areas == ("KEN", "TUV")


def test_the_matrix_ends_with_the_newest_year_that_any_area_has() -> None:
    assert (MATRIX.since, MATRIX.until) == (2015, 2018)


def test_years_with_and_without_figures_make_up_the_whole_span() -> None:
    gap = MATRIX.at("migrant-stock", "KEN")
    assert (gap.years, gap.missing) == ((2015, 2018), (2016, 2017))


def test_breakdowns_are_found_by_year() -> None:
    assert MATRIX.at("migrant-stock", "KEN").years_by("sex") == (2015,)
    assert MATRIX.at("8.8.1-non-fatal", "KEN").years_by("status") == (2017,)
    assert MATRIX.at("16.2.2", "KEN").has("age")
    assert not MATRIX.at("16.2.2", "KEN").has("sex")


def test_a_missing_mark_is_a_gap() -> None:
    assert not MATRIX.at("8.8.2", "KEN").exists


def test_a_country_without_data_has_every_year_missing() -> None:
    for gap in MATRIX.gaps:
        if gap.area == "TUV":
            assert gap.missing == (2015, 2016, 2017, 2018)


def test_an_entry_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        MATRIX.at("migrant-stock", "UGA")


def test_years_are_written_as_people_write_them() -> None:
    assert gaps.spans([]) == ""
    assert gaps.spans([2018, 2011, 2012]) == "2011–2012, 2018"
