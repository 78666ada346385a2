"""Figures come from the evidence base and from forecasts as from files."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import polars as pl
import pytest
from tests.foresight.frameworks import sample

from migrascope.errors import NoFigures, UsageError
from migrascope.foresight.frameworks import expected, gathering
from migrascope.foresight.frameworks.model import (
    Framework,
    Frequency,
    Indicator,
    Model,
    Source,
)
from migrascope.foresight.frameworks.series import Series
from migrascope.sources import registry
from migrascope.store.base import Base

ROUTE = "Central Mediterranean"
FORECAST = Indicator(
    name="expected",
    unit="events",
    source=Source.FORECAST,
    frequency=Frequency.MONTHLY,
    forecast="route",
    area=ROUTE,
    model="seasonal_naive",
)


def framework(indicator: Indicator) -> Framework:
    """The sample with one indicator in place of its own; only gathering reads it."""
    whole = sample.framework()
    model = Model(indicator=(indicator,), activation=whole.model.activation)
    return msgspec.structs.replace(whole, model=model)


def gathered(indicator: Indicator, base: Base | None) -> Series:
    return gathering.gather(framework(indicator), (), base)[indicator.name]


@pytest.fixture(scope="module")
def border(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Base:
    """A base of monthly detections only."""
    base = Base.open(tmp_path_factory.mktemp("border"))
    file = shared_data / "irregular" / "frontex_detections_monthly.csv.gz"
    for batch in registry.adapter("frontex").read([file]):
        base.accept(batch)
    return base


def test_a_forecast_of_a_route_is_remade_from_what_was_known(border: Base) -> None:
    found = gathered(FORECAST, border)
    first = expected.EARLIEST[Frequency.MONTHLY]
    assert np.isnan(found.values[:first]).all()
    assert not np.isnan(found.values[first:]).any()
    assert ROUTE not in found.origin
    assert "seasonal_naive" in found.origin


def test_the_median_of_the_seasonal_naive_is_the_month_of_a_year_before(
    border: Base, shared_data: Path
) -> None:
    found = gathered(FORECAST, border)
    rows = pl.read_csv(
        shared_data / "irregular" / "frontex_detections_monthly.csv.gz"
    ).filter(pl.col("route").str.starts_with(ROUTE), pl.col("t") == "2015-07-01")
    # Made at the end of June 2016 for July 2016.
    made = 2016 * 12 + 5 - found.first
    assert found.values[made] == pytest.approx(rows["n"].sum(), rel=0.01)


def test_an_unknown_route_is_refused_with_those_that_there_are(border: Base) -> None:
    other = msgspec.structs.replace(FORECAST, area="Atlantis")
    with pytest.raises(NoFigures, match=ROUTE):
        gathered(other, border)


def test_what_the_base_does_not_hold_is_said(border: Base) -> None:
    refugees = Indicator(
        name="refugees",
        unit="persons",
        source=Source.MEASURE,
        frequency=Frequency.YEARLY,
        measure="refugees",
        area="KEN",
    )
    with pytest.raises(NoFigures, match="no figures of refugees in Kenya"):
        gathered(refugees, border)
    with pytest.raises(UsageError, match="needs the evidence base"):
        gathered(refugees, None)


def test_arrivals_are_those_that_the_base_adds_up(real_base: Base) -> None:
    arrivals = Indicator(
        name="arrivals",
        unit="persons",
        source=Source.MEASURE,
        frequency=Frequency.YEARLY,
        measure="refugee_arrivals",
        area="Uganda",
        origin="South Sudan",
        dataset="unhcr-flows",
    )
    found = gathered(arrivals, real_base)
    by_year = dict(zip(found.numbers.tolist(), found.values.tolist(), strict=True))
    assert by_year[2016] == 489_298
    without = msgspec.structs.replace(arrivals, origin="")
    assert gathered(without, real_base).values[-1] > found.values[-1]


def test_a_figure_of_another_length_is_none(real_base: Base) -> None:
    monthly = Indicator(
        name="arrivals",
        unit="persons",
        source=Source.MEASURE,
        frequency=Frequency.MONTHLY,
        measure="refugee_arrivals",
        area="UGA",
        dataset="unhcr-flows",
    )
    with pytest.raises(NoFigures, match="no monthly figures"):
        gathered(monthly, real_base)
