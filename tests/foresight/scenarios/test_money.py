"""What cheaper remittances leave with families is money times the gap in cost."""

from __future__ import annotations

import pytest

from migrascope.errors import NoFigures
from migrascope.foresight.scenarios import money
from migrascope.foresight.scenarios.model import RemittanceCost
from migrascope.store.base import Base

TARGET = RemittanceCost(3.0, 2030)


def test_the_saving_of_kenya_is_that_of_the_two_figures(real_base: Base) -> None:
    found = money.saving(real_base, "KEN", TARGET)
    cost = real_base.query(measure="remittance_cost_received", area="KEN")
    assert found.cost in {each.value for each in cost}
    assert found.yearly == pytest.approx(found.received * (found.cost - 3) / 100)


def test_a_cost_below_the_target_saves_nothing() -> None:
    cheap = money.Saving("KEN", 2023, 1e9, 2.5, 2020, 3.0, ())
    assert cheap.yearly == 0.0


def test_a_country_without_figures_is_told(real_base: Base) -> None:
    with pytest.raises(NoFigures, match="of AND"):
        money.saving(real_base, "AND", TARGET)
