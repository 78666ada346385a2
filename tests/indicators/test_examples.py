"""The examples in the docstrings are true, and listing indicators is cheap."""

from __future__ import annotations

import doctest
import subprocess
import sys
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name",
    ["gaps", *(f"progress.{m}" for m in ("anticipated", "growth"))]
    + [f"progress.{m}" for m in ("growth_ratio", "probability")],
)
def test_the_examples_of_a_module_run(name: str) -> None:
    result = doctest.testmod(import_module(f"migrascope.indicators.{name}"))
    assert result.attempted
    assert not result.failed


def test_the_registry_wakes_no_data_frame_library() -> None:
    program = (
        "import sys; from migrascope.indicators import registry; registry.everything();"
        "print(sorted({'polars', 'scipy', 'numpy', 'duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
