"""The examples in the docstrings of the measures are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest

from migrascope.flows import measures

NAMES = [each.name for each in iter_modules(measures.__path__)]


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    result = doctest.testmod(import_module(f"{measures.__name__}.{name}"))
    assert result.failed == 0
