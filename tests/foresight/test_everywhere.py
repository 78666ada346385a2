"""Every series is forecast as it would be alone, and corridors so that they add up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from migrascope.errors import NoFigures, UnknownArea
from migrascope.foresight import asking, everywhere
from migrascope.foresight.everywhere import Everywhere
from migrascope.foresight.forecasting import Forecast
from migrascope.foresight.panel import Panel
from migrascope.foresight.parts import parts_of
from migrascope.foresight.quantiles import MEDIAN
from migrascope.foresight.series.catalogue import SERIES
from migrascope.starter import opening
from migrascope.store.base import Base

pytestmark = pytest.mark.xdist_group("foresight command")  # tries models once


@pytest.fixture(scope="module")
def base() -> Base:
    return Base.open(opening.folder())


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That of the command in tests: models are tried once for all of them."""
    home = tmp_path_factory.getbasetemp() / "home" / "cache"
    return home / "migrascope" / "foresight"


@pytest.fixture(scope="module")
def corridors(base: Base, cache: Path) -> Everywhere:
    return everywhere.everywhere(base, by="corridor", cache=cache)


def test_a_country_is_forecast_as_it_would_be_alone(base: Base, cache: Path) -> None:
    every = everywhere.everywhere(base, by="remittances", cache=cache)
    alone = asking.ask(base, "KEN", by="remittances", cache=cache)
    (kenya,) = everywhere.chosen(every, ["Kenya"])
    assert tuple(kenya.quantiles[0]) == alone.rows[0].quantiles
    assert every.panel.what == alone.what


def test_corridors_are_those_that_add_up(
    base: Base, cache: Path, corridors: Everywhere
) -> None:
    shown = parts_of(base, "SSD", cache=cache)
    made = {each.key: each for each in corridors.forecasts}
    for part in shown.parts:
        assert tuple(made[part.key].quantiles[0]) == part.quantiles[0]
        assert made[part.key].models[0].endswith(" (reconciled)")
    total = sum(made[part.key].quantiles[0, MEDIAN] for part in shown.parts)
    assert total == pytest.approx(shown.whole.quantiles[0][MEDIAN])


def test_corridors_rest_on_what_their_origins_rest_on(
    base: Base, cache: Path, corridors: Everywhere
) -> None:
    origins = everywhere.everywhere(base, by="origin", cache=cache)
    assert corridors.panel.editions == origins.panel.editions
    assert corridors.figures not in {origins.figures, corridors.panel.fingerprint()}


def test_a_country_names_its_corridors_and_what_is_left_over_is_chosen_by_nobody(
    corridors: Everywhere,
) -> None:
    every = [each.key for each in corridors.forecasts]
    assert "SSD>other" in every
    named = [each.key for each in everywhere.chosen(corridors, ["SSD"])]
    assert "SSD>UGA" in named
    assert "SSD>SSD" in named
    assert all(key.startswith("SSD>") for key in named)
    both = everywhere.chosen(corridors, ["SSD>UGA", "SSD", "South Sudan>Uganda"])
    assert len(both) == len(named)
    for chosen in (named, [e.key for e in everywhere.chosen(corridors, [])]):
        assert not [key for key in chosen if key.endswith(">other")]


def test_a_name_without_a_newest_figure_is_refused(corridors: Everywhere) -> None:
    with pytest.raises(NoFigures, match="no newest figure of SSD>ISL"):
        everywhere.chosen(corridors, ["SSD>ISL"])
    with pytest.raises(UnknownArea):
        everywhere.chosen(corridors, ["Atlantis>UGA"])


def monthly() -> Panel:
    """Two routes of which one is three months late, and one that ended."""
    first = 2020 * 12
    values = np.tile(np.linspace(2_000, 3_000, 60)[:, None], (1, 3))
    values[-3:, 1] = np.nan
    values[-30:, 2] = np.nan
    return Panel(
        "arrivals_by_route",
        ("Strait", "Sea", "Desert"),
        tuple(range(first, first + 60)),
        values,
        unit="EVENTS",
        season=12,
        floor=10.0,
    )


def test_each_series_starts_from_its_own_newest_figure(
    monkeypatch: pytest.MonkeyPatch, base: Base, tmp_path: Path
) -> None:
    panel = monthly()
    routes = replace(SERIES["route"], read=lambda _: panel, origins=3)
    monkeypatch.setitem(SERIES, "route", routes)
    made = everywhere.everywhere(base, by="route", horizon=2, cache=tmp_path)
    starts = {each.key: each.origin for each in made.forecasts}
    assert starts == {"Strait": panel.times[-1], "Sea": panel.times[-4]}
    assert [each.key for each in everywhere.chosen(made, ["stra"])] == ["Strait"]
    with pytest.raises(NoFigures, match="Desert"):
        everywhere.chosen(made, ["Desert"])
    large = [each for each in made.forecasts if isinstance(each, Forecast)]
    assert [each.key for each in everywhere.chosen(made, [])] == [
        each.key for each in large
    ]


@pytest.mark.parametrize("by", ["origin", "asylum", "corridor", "remittances"])
def test_a_quantity_has_the_code_of_its_panel(base: Base, by: str) -> None:
    assert SERIES[by].read(base).what == SERIES[by].what
