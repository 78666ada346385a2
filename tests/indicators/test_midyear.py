"""Rates divide by the population in the middle of the year."""

from __future__ import annotations

from datetime import date

import pytest
from tests.indicators.observed import answer, evidence, seen, values

from migrascope.model.estimate import Estimate
from migrascope.model.lineage import Lineage
from migrascope.model.observation import Status
from migrascope.model.period import mid_year
from migrascope.store.base import Base

WPP, LATER = "undesa-wpp@2024", "undesa-wpp-projection@2024"


def projected(year: int, people: float, **more: object) -> dict[str, object]:
    day = date(year, 12, 31)
    return seen(
        "population",
        "KEN",
        year,
        people,
        edition=LATER,
        **{"start": day, "end": day, "obs_status": "F", **more},
    )


def people(*rows: dict[str, object]) -> dict[int, Estimate]:
    panel = evidence(*rows).here("population", "KEN")
    return {year: figure for (_, year), figure in panel.figures.items()}


def test_a_figure_of_the_end_of_the_year_is_moved_to_its_middle() -> None:
    found = people(
        seen("population", "KEN", 2023, 55_339.0, edition=WPP),
        projected(2024, 56_981.395),
        projected(2025, 58_083.590),
    )
    assert [found[year].period for year in (2023, 2024, 2025)] == [
        mid_year(year) for year in (2023, 2024, 2025)
    ]
    # UN DESA, World Population Prospects 2024, 1 July: 56,432.944 and 57,532.493.
    assert found[2024].value == pytest.approx(56_432.944, rel=1e-3)
    assert found[2025].value == pytest.approx(57_532.493, rel=1e-3)
    assert found[2025].status is Status.FORECAST
    assert isinstance(found[2025].lineage, Lineage)
    assert "182 of 365 days" in found[2025].lineage.formula
    assert len(found[2025].cells) == 2


def test_the_bounds_move_with_the_figure_and_open_from_what_is_known() -> None:
    found = people(
        seen("population", "KEN", 2023, 100.0, edition=WPP),
        projected(2024, 120.0, low=110.0, high=130.0),
    )[2024]
    assert found.low is not None
    assert found.value is not None
    assert found.high is not None
    assert 100 < found.low < found.value < found.high < 130


def test_a_figure_of_mid_year_and_one_without_an_earlier_neighbour_stay() -> None:
    assert values(
        answer(
            "idp-share",
            "KEN",
            seen("population", "KEN", 2023, 100, edition=WPP),
            seen("idps", "KEN", 2023, 10),
        )
    ) == {2023: 10.0}
    alone = people(projected(2024, 120.0))[2024]
    assert alone.value == 120.0
    assert str(alone.period) == "end of 2024"


def test_the_middle_of_2024_is_what_un_desa_publishes(real_base: Base) -> None:
    from migrascope.indicators.evidence import Evidence

    view = Evidence.load(real_base, area="KEN")
    found = view.here("population", "KEN").figures["KEN", 2024]
    assert found.value == pytest.approx(56_432_944, rel=1e-4)
