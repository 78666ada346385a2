"""What a base needs to be tested: a folder of its own, a clock, batches."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from tests.store.made import Clock, MakeBatch, batch

from migrascope.store.base import Base


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def base(tmp_path: Path, clock: Clock) -> Base:
    return Base.open(tmp_path / "base", clock=clock, patience=0.2)


@pytest.fixture
def make_batch(tmp_path: Path) -> MakeBatch:
    """Write a publisher's file and make a batch of rows read from it."""
    return partial(batch, tmp_path / "received")
