"""The examples in the docstrings of registers, commitments and links are true."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

NAMES = (
    "registers.record",
    "registers.due",
    "registers.counting",
    "registers.days",
    "registers.items",
    "registers.forms",
    "corrections.files",
    "commitments.evidence",
    "links.conditions",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_module_run(name: str) -> None:
    result = doctest.testmod(import_module(f"migrascope.knowledge.{name}"))
    assert result.attempted
    assert not result.failed
