"""Claims: the intensities of Korea are as R migest prints them.

`index_intensity` of R migest 2.0 prints its inputs and its answers: movers between
17 regions and the population of each year, with the crude migration probability and
Courgeau's k; `index_impact` the aggregate net migration rate and the effectiveness.
"""

from __future__ import annotations

import pytest

from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.intensity import courgeau, crude_intensity

REGIONS = 17
ROUNDED = 7.5e-4
"""What the printed digits leave open: half a digit of the rate, and that of the
effectiveness times the intensity."""


@pytest.mark.parametrize(
    ("movers", "population", "cmi", "k"),
    [
        (2_512_740, 50_948_272, 4.93, 0.870),
        (2_423_429, 51_141_463, 4.74, 0.836),
        (2_507_796, 51_327_916, 4.89, 0.862),
        (2_551_424, 51_529_338, 4.95, 0.874),
        (2_534_114, 51_829_023, 4.89, 0.863),
    ],
)
def test_intensities_of_korea_are_as_printed(
    movers: float, population: float, cmi: float, k: float
) -> None:
    found, per_corridor = (
        crude_intensity(movers, population),
        courgeau(movers, population, areas=REGIONS),
    )
    assert isinstance(found, float)
    assert isinstance(per_corridor, float)
    assert round(found, 2) == cmi
    assert round(per_corridor, 3) == k


@pytest.mark.parametrize(
    ("movers", "population", "effectiveness", "net_rate"),
    [
        (2_512_740, 50_948_272, 6.07, 0.300),
        (2_423_429, 51_141_463, 5.72, 0.271),
        (2_534_114, 51_829_023, 7.67, 0.375),
    ],
)
def test_the_net_rate_is_intensity_times_effectiveness(
    movers: float, population: float, effectiveness: float, net_rate: float
) -> None:
    intensity = crude_intensity(movers, population)
    assert isinstance(intensity, float)
    assert intensity * effectiveness / 100 == pytest.approx(net_rate, abs=ROUNDED)


def test_nobody_at_risk_has_no_intensity() -> None:
    assert isinstance(crude_intensity(5, 0), Unsaid)
    assert isinstance(courgeau(5, 100, areas=1), Unsaid)
