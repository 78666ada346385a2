"""Do the intervals hold what they promise?"""

from __future__ import annotations

import numpy as np
import pytest
from tests.flows.uncertainty.editions import account, edition, stocks

from migrascope.errors import UnknownArea, UsageError
from migrascope.flows import methods
from migrascope.flows.account import mid_years
from migrascope.flows.uncertainty import coverage
from migrascope.flows.uncertainty.bands import Bands
from migrascope.flows.uncertainty.donors import donors
from migrascope.flows.uncertainty.drawing import Urn, urn
from migrascope.flows.uncertainty.resampling import about, bounds, draw, memory
from migrascope.flows.uncertainty.revisions import compare

INTERVAL = mid_years(2010, 2015)
MANY = 30


def ready(seed: int = 1) -> tuple[Urn, Urn]:
    """The urn of an edition, and that of the next one, revised by a known noise.

    A revision shifts both years (0.3 in logs) and moves the later one a little more.
    """
    chance = np.random.default_rng(seed)
    persons = stocks(MANY)
    shift = chance.normal(0.0, 0.3, (1, MANY, MANY))
    apart = chance.normal(0.0, 0.1, (2, MANY, MANY))
    revised = persons * np.exp(shift + apart)
    earlier, later = edition("2020", persons), edition("2024", revised)
    lend = donors(compare(earlier, later), INTERVAL, last=2015)
    return (
        urn(account(earlier, 2010, 2015), lend),
        urn(account(later, 2010, 2015), lend),
    )


def test_known_noise_is_covered_as_often_as_promised() -> None:
    now, then = ready()
    drawn = draw(now, "sd_drop_neg", 200)
    after = methods.get("sd_drop_neg").estimate(then.account).persons
    seen = ~np.eye(MANY, dtype=bool)
    rows = coverage.scored(drawn, after, seen=seen)
    for level in (0.80, 0.95):
        of_level = rows.filter(rows["level"] == level)
        corridors = of_level.filter(~of_level["class"].str.contains("areas"))
        count = int(corridors["count"].sum())
        share = corridors["inside"].fill_null(0.0) * corridors["count"]
        inside = float(share.to_numpy().sum())
        assert count > 400
        assert inside / count == pytest.approx(level, abs=0.05)


def test_intervals_reach_to_the_estimate_and_widen_with_the_level() -> None:
    now, _ = ready()
    drawn = draw(now, "sd_drop_neg", 60)
    band = drawn.band()
    low, high = band.at(0.95)
    inner_low, inner_high = band.at(0.80)
    exact = drawn.estimate.persons.astype(np.float32)
    assert (low <= exact).all()
    assert (exact <= high).all()
    assert (low <= inner_low).all()
    assert (inner_high <= high).all()
    assert (low >= 0).all()


def test_the_interval_of_a_total_is_resampled_as_a_total() -> None:
    now, _ = ready()
    drawn = draw(now, "sd_drop_neg", 60)
    band = drawn.band()
    low, high = band.at(0.95)
    assert band.total[1, 0] > low.sum()
    assert band.total[1, 1] < high.sum()
    assert band.total[1, 0] <= drawn.estimate.total <= band.total[1, 1]


@pytest.mark.parametrize("method", ["sd_drop_neg", "sd_rev_neg", "da_pb_closed"])
def test_no_total_is_said_to_end_below_its_largest_part(method: str) -> None:
    now, _ = ready()
    band = draw(now, method, 40).band()
    high = band.persons[:, 1]
    assert (band.arrivals[:, 1] >= high.max(axis=1)).all()
    assert (band.departures[:, 1] >= high.max(axis=2)).all()
    assert (band.total[:, 1] >= band.arrivals[:, 1].max(axis=1)).all()
    assert (band.total[:, 1] >= band.departures[:, 1].max(axis=1)).all()


def test_the_same_seed_gives_the_same_interval() -> None:
    now, _ = ready()
    one = draw(now, "sd_rev_neg", 40, seed=5)
    same = draw(now, "sd_rev_neg", 40, seed=5)
    other = draw(now, "sd_rev_neg", 40, seed=6)
    assert np.array_equal(one.persons, same.persons)
    assert not np.array_equal(one.persons, other.persons)


def test_a_corridor_that_the_weights_close_is_closed_in_every_draw() -> None:
    now, _ = ready()
    weights = np.ones((MANY, MANY))
    weights[0, 1] = 0.0
    open_ = draw(now, "da_min_open", 40)
    closed = draw(now, "da_min_open", 40, weights=weights)
    assert open_.persons[:, 0, 1].any()
    assert not closed.persons[:, 0, 1].any()
    assert closed.estimate.corridor("A00", "A01") == 0.0


def test_bounds_are_the_quantiles_of_the_draws() -> None:
    drawn = np.random.default_rng(1).normal(size=(101, 4))
    drawn[:, 2] = 0.0
    found = bounds(drawn, (0.80, 0.95))
    assert found.shape == (2, 2, 4)
    assert found[0, 0] == pytest.approx(np.quantile(drawn, 0.10, axis=0), abs=1e-6)
    assert found[1, 1] == pytest.approx(np.quantile(drawn, 0.975, axis=0), abs=1e-6)
    assert not found[:, :, 2].any()


def test_a_total_is_set_about_the_estimate_in_proportion() -> None:
    drawn = np.array([80.0, 100.0, 120.0, 140.0, 160.0])
    low, high = about(np.array(60.0), drawn, (1.0,))[0]
    assert (low, high) == pytest.approx((40.0, 80.0))


def test_too_few_draws_and_too_much_memory_are_refused() -> None:
    now, _ = ready()
    with pytest.raises(UsageError, match="too few"):
        draw(now, "sd_drop_neg", 10)
    with pytest.raises(UsageError, match="MB of memory"):
        draw(now, "sd_drop_neg", 1_000_000)
    assert memory(230, 200) == 42_320_000


def test_bands_are_found_by_method_sex_and_interval() -> None:
    now, _ = ready()
    band = draw(now, "sd_drop_neg", 40).band()
    bands = Bands((band,), 40, 1, ("a@2020", "a@2024"), "says")
    assert bands.band("sd_drop_neg") is band
    assert bands.band("sd_drop_neg", "_T", INTERVAL) is band
    assert bands.band("sd_drop_neg", "F") is None
    assert bands.band("sd_drop_neg", "_T", mid_years(2015, 2020)) is None
    low, high = band.corridor("A00", "A01")
    assert low <= high
    with pytest.raises(UnknownArea, match="KEN"):
        band.corridor("KEN", "A01")
    with pytest.raises(UsageError, match="80 %, 95 %"):
        band.at(0.5)
