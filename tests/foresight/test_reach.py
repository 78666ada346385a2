"""A reader is told of a bound that hardly so many people can reach."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from migrascope.foresight import reach
from migrascope.foresight.asking import Row
from migrascope.foresight.panel import Panel
from migrascope.foresight.reach import People
from migrascope.store.base import Base

THERE_ARE = People(2023, 900_000.0, 100_000.0)


def rows(*bounds: float) -> list[Row]:
    """Forecasts for 2026 and on whose upper 95 per cent bounds are these."""
    return [
        Row(2026 + step, (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, bound))
        for step, bound in enumerate(bounds)
    ]


def test_below_half_nothing_is_said() -> None:
    assert reach.remarks(rows(100_000.0, 500_000.0), THERE_ARE) == ()


def test_above_half_the_share_is_said() -> None:
    (said,) = reach.remarks(rows(400_000.0, 600_000.0), THERE_ARE)
    assert said == (
        "the upper 95 % bound for 2027, 600,000, is 60 % of all people of the country "
        "(900,000 living there at the end of 2023, 100,000 displaced abroad)."
    )


def test_every_year_whose_bound_passes_half_is_named() -> None:
    (said,) = reach.remarks(rows(400_000.0, 600_000.0, 700_000.0), THERE_ARE)
    assert said.startswith(
        "the upper 95 % bounds for 2027 (600,000) and 2028 (700,000) are 60 % and 70 % "
        "of all people of the country (900,000 living there"
    )


def test_above_all_people_it_says_what_such_a_bound_means() -> None:
    above, half = reach.remarks(rows(600_000.0, 1_200_000.0), THERE_ARE)
    assert above.startswith("the upper 95 % bound for 2027, 1,200,000, is above all")
    assert above.endswith("not how many can be displaced.")
    assert half == (
        "the upper 95 % bound for 2026, 600,000, is 60 % of the same people."
    )


def panel(parts: tuple[str, ...]) -> Panel:
    values = np.array([[10.0], [12.0]])
    counted = {name: values / len(parts) for name in parts}
    return Panel("displaced", ("SSD",), (2024, 2025), values, parts=counted)


def test_without_a_population_nothing_is_said(tmp_path: Path) -> None:
    base = Base.open(tmp_path / "base")
    living = reach.residents(base, 2025)
    assert living == {}
    assert reach.people(living, panel(("refugees", "asylum_seekers")), "SSD") is None


def test_real_people_are_those_of_the_newest_estimate(real_base: Base) -> None:
    living = reach.residents(real_base, 2025)
    found = reach.people(living, panel(("refugees", "asylum_seekers")), "SSD")
    assert found is not None
    assert found.year == 2023
    assert found.residents == pytest.approx(11.5e6, rel=0.05)
    assert found.abroad == pytest.approx(12.0)
