"""The examples in the docstrings of the model are true."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("module", ["area", "breakdown", "compact", "goals", "period"])
def test_examples_in_the_docstrings_run(module: str) -> None:
    result = doctest.testmod(import_module(f"migrascope.model.{module}"))
    assert result.failed == 0
    assert result.attempted > 0
