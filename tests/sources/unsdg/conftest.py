"""Specimens of the SDG database's layouts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from migrascope.sources.batch import Batch
from migrascope.sources.unsdg import adapter

SPECIMENS = Path(__file__).parents[2] / "specimens" / "unsdg"


@pytest.fixture
def specimens() -> Path:
    return SPECIMENS


@pytest.fixture
def read() -> Callable[..., list[Batch]]:
    """Read specimens (by name) or files (by path)."""
    return lambda *names: list(adapter.read([SPECIMENS / name for name in names]))
