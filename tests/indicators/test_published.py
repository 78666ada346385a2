"""Published series are shown as they are, in every breakdown."""

from __future__ import annotations

from tests.indicators.observed import answer, seen, values

from migrascope.model.observation import Status

EASTERN_AFRICA = "M49:014"


def test_the_total_is_the_headline_and_breakdowns_stand_beside_it() -> None:
    series = answer(
        "16.2.2",
        "KEN",
        seen("VC_HTF_DETV", "KEN", 2016, 7),
        seen("VC_HTF_DETV", "KEN", 2016, 4, sex="F"),
        seen("VC_HTF_DETV", "KEN", 2016, 3, sex="M", age="Y_LT18"),
    )
    assert values(series) == {2016: 7}
    assert {(s.sex, s.age) for s in series.others} == {("F", "_T"), ("M", "Y_LT18")}


def test_health_workers_are_headed_by_physicians() -> None:
    series = answer(
        "3.c.1",
        "KEN",
        seen("SH_MED_HEAWOR", "KEN", 2018, 9, breakdown="occupation=nursmid"),
        seen("SH_MED_HEAWOR", "KEN", 2018, 2, breakdown="occupation=phys"),
    )
    assert series.headline.breakdown == "occupation=phys"


def test_injuries_of_migrants_are_a_strand_by_migratory_status() -> None:
    series = answer(
        "8.8.1",
        "ESP",
        seen("SL_EMP_FTLINJUR", "ESP", 2016, 2.0),
        seen("SL_EMP_FTLINJUR", "ESP", 2016, 4.5, status="MIG"),
    )
    migrants = series.strand(status="MIG")
    assert values(series) == {2016: 2.0}
    assert migrants is not None
    assert migrants.estimates[0].value == 4.5


def test_a_region_has_the_figure_that_was_printed_for_it() -> None:
    series = answer(
        "10.7.4-published",
        EASTERN_AFRICA,
        seen("SM_POP_REFG_OR", EASTERN_AFRICA, 2018, 1005),
        seen("SM_POP_REFG_OR", "KEN", 2018, 15),
    )
    assert values(series) == {2018: 1005}


def test_published_rates_are_never_averaged_over_countries() -> None:
    series = answer(
        "10.7.4-published", EASTERN_AFRICA, seen("SM_POP_REFG_OR", "KEN", 2018, 15)
    )
    assert series.is_empty
    assert any("not averaged" in note for note in series.notes)


def test_published_counts_are_added_over_members() -> None:
    series = answer(
        "10.7.3-published",
        EASTERN_AFRICA,
        seen("SM_DTH_MIGR", "KEN", 2018, 3),
        seen("SM_DTH_MIGR", "DJI", 2018, 60),
    )
    assert values(series) == {2018: 63}


def test_a_missing_mark_stays_in_the_series_with_its_cell() -> None:
    series = answer(
        "8.8.2", "KEN", seen("SL_LBR_NTLCPL", "KEN", 2018, None, obs_status="M")
    )
    (gap,) = series.estimates
    assert gap.is_missing
    assert gap.status is Status.MISSING
    assert [cell.row for cell in gap.cells] == [2]
    assert series.is_empty
    assert series.latest is None
