"""A view on the base gives the same rows, however it was loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.indicators.observed import frame, seen

from migrascope.indicators import compute, registry
from migrascope.indicators.evidence import Evidence
from migrascope.model.source import UNKNOWN
from migrascope.sources.batch import Batch, source_file
from migrascope.store.base import Base

EDITION = "unhcr-population@2020"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    folder = tmp_path_factory.mktemp("evidence")
    file = folder / "population.csv"
    file.write_text("made up", encoding="utf-8")
    rows = frame(
        seen("refugees", "KEN", 2019, 10, edition=EDITION, origin="SOM"),
        seen("refugees", "KEN", 2020, 12, edition=EDITION, origin="SOM"),
        seen("refugees", "KEN", 2020, 5, edition=EDITION, origin="SSD"),
        seen("refugees", "UGA", 2020, 9, edition=EDITION, origin="KEN"),
        seen("refugees", "UGA", 2020, 70, edition=EDITION, origin="SSD"),
        seen("population", "KEN", 2020, 991, edition=EDITION),
        seen("births", "KEN", 2020, 3, edition=EDITION),
    )
    opened = Base.open(folder / "base")
    opened.accept(
        Batch(
            "unhcr-population",
            "2020",
            "unhcr",
            "Made up",
            "Nobody",
            UNKNOWN,
            "Made up",
            (source_file(file),),
            rows,
        )
    )
    return opened


def test_one_country_and_all_areas_give_the_same_answers(base: Base) -> None:
    alone, everywhere = Evidence.load(base, area="KEN"), Evidence.load(base)
    for each in registry.everything():
        assert each.series(alone, "KEN") == each.series(everywhere, "KEN")


def test_only_the_inputs_of_indicators_are_loaded(base: Base) -> None:
    assert Evidence.load(base).measures == {"refugees", "population"}
    assert Evidence.load(base).height == 6
    assert Evidence.load(base, measures=["births"]).height == 1


def test_a_country_is_seen_from_both_sides(base: Base) -> None:
    view = Evidence.load(base, area="KEN")
    assert len(view.rows_here("refugees", "KEN")) == 3
    assert [row.area for row in view.rows_abroad("refugees", "KEN")] == ["UGA"]
    assert view.height == 5


def test_the_view_knows_its_editions(base: Base) -> None:
    assert list(Evidence.load(base, area="KEN").editions) == [EDITION]


def test_an_indicator_is_computed_straight_from_the_base(base: Base) -> None:
    series = compute(base, "10.7.4", "KEN")
    assert series.latest is not None
    assert series.latest.value == pytest.approx(100_000 * 9 / (991 + 9))
    assert {cell.row for cell in series.latest.cells} == {5, 7}


def test_a_region_is_computed_straight_from_the_base(base: Base) -> None:
    series = compute(base, "refugees-hosted", "M49:014")
    assert series.at(2020) is not None
    assert [each.value for each in series.estimates] == [10, 96]


def test_an_empty_base_gives_empty_series_and_no_error(tmp_path: Path) -> None:
    nothing = Base.open(tmp_path / "nothing")
    for view in (Evidence.load(nothing), Evidence.load(nothing, area="TUV")):
        assert all(e.series(view, "TUV").is_empty for e in registry.everything())
        assert all(e.series(view, "M49:014").is_empty for e in registry.everything())
