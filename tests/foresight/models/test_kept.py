"""A model that is kept is asked once, and says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from migrascope.foresight.models import drift
from migrascope.foresight.models.kept import Kept
from migrascope.foresight.panel import FloatArray, Panel


@dataclass
class Counting:
    """Drift that counts how often it is asked."""

    name: str = "counting"
    title: str = "counting"
    reference: str = "none"
    asked: list[int] = field(default_factory=list)

    def forecast(self, known: Panel, horizons: Sequence[int]) -> FloatArray:
        self.asked.extend(horizons)
        return drift.MODEL.forecast(known, horizons)


def test_the_same_question_is_asked_once(panel: Panel) -> None:
    model = Counting()
    kept = Kept(model)
    known = panel.until(2020)
    first = kept.forecast(known, (1, 3))
    again = kept.forecast(panel.until(2021).until(2020), (3, 1))
    assert model.asked == [1, 3]
    np.testing.assert_array_equal(first[::-1], again)
    np.testing.assert_array_equal(first, drift.MODEL.forecast(known, (1, 3)))


def test_another_figure_is_another_question(panel: Panel) -> None:
    model = Counting()
    kept = Kept(model)
    values = panel.values.copy()
    values[0, 0] += 1
    kept.forecast(panel, (1,))
    kept.forecast(replace(panel, values=values), (1,))
    assert model.asked == [1, 1]
    assert (kept.name, kept.title, kept.reference) == ("counting", "counting", "none")
