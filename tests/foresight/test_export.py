"""A forecast in other people's tables is marked as one, with its bounds."""

from __future__ import annotations

import csv
import io
from datetime import date

import numpy as np
import pytest

from migrascope.foresight import asking, export
from migrascope.foresight.asking import Answer
from migrascope.foresight.forecasting import records
from migrascope.foresight.panel import Panel

TODAY = date(2026, 7, 1)


@pytest.fixture(scope="module")
def answer(panel: Panel) -> Answer:
    record = records(panel, horizons=(1, 2), origins=3, tried=("last_value",))
    return asking.answer("origin", panel, "A03", "Atlantis", record)


def test_observations_are_forecasts_within_their_bounds(answer: Answer) -> None:
    rows = list(csv.DictReader(io.StringIO(export.observations(answer, today=TODAY))))
    assert [row["end"] for row in rows] == ["2026-12-31", "2027-12-31"]
    for row, said in zip(rows, answer.rows, strict=True):
        assert (row["obs_status"], row["area"], row["origin"]) == ("F", "A03", "_Z")
        assert row["measure"] == "forecast_displaced_by_origin"
        assert row["edition"] == "migrascope-foresight-origin@2026-07-01"
        numbers = [float(row[name]) for name in ("low", "value", "high")]
        assert numbers == pytest.approx(
            [said.quantiles[at] for at in (0, 3, 6)], abs=0.1
        )
        assert numbers == sorted(numbers)


def test_sdmx_holds_the_same_numbers(answer: Answer) -> None:
    ours = csv.DictReader(io.StringIO(export.observations(answer, today=TODAY)))
    theirs = csv.DictReader(io.StringIO(export.sdmx(answer)))
    for one, other in zip(ours, theirs, strict=True):
        assert one["value"] == other["OBS_VALUE"]
        assert (one["low"], one["high"]) == (other["LOWER_BOUND"], other["UPPER_BOUND"])
        assert (other["OBS_STATUS"], other["TIME_PERIOD"]) == ("F", one["end"])


def test_a_month_of_a_route_is_a_month(panel: Panel) -> None:
    first = 2020 * 12
    monthly = Panel(
        "arrivals_by_route",
        ("Strait",),
        tuple(range(first, first + 48)),
        np.linspace(2_000, 3_000, 48)[:, None],
        unit="EVENTS",
        season=12,
        floor=10.0,
    )
    record = records(monthly, horizons=(1,), origins=3, tried=("last_value",))
    told = asking.answer("route", monthly, "Strait", "Strait", record)
    (row,) = csv.DictReader(io.StringIO(export.sdmx(told)))
    assert (row["TIME_PERIOD"], row["BREAKDOWN"]) == ("2024-01", "route=Strait")
    assert told.sentence.startswith("Irregular arrivals counted, Strait: 3,000 in Dec")
    assert panel.season != monthly.season
