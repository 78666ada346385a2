"""The least moves: a solver without an answer does not pass for nobody moving."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.optimize
from scipy.optimize import OptimizeResult

from migrascope.errors import EstimationError
from migrascope.flows.fit.least_cost import cheapest


def test_a_solver_without_an_answer_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stopped(*given: object, **options: object) -> OptimizeResult:
        del given, options
        return OptimizeResult(x=None, message="Time limit reached.")

    monkeypatch.setattr(scipy.optimize, "linprog", stopped)
    with pytest.raises(EstimationError, match="Time limit reached") as error:
        cheapest(np.ones((2, 2)), np.array([3.0, -3.0]), areas=("KEN", "SOM"))
    assert "another method" in error.value.advice
