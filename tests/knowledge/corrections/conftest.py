"""The library that every claim about corrections may change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.knowledge import summaries

from migrascope.knowledge.library import Library


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented documents, read once."""
    folder = tmp_path_factory.mktemp("untouched")
    summaries.read(folder / "knowledge", folder / "files").close()
    return folder


@pytest.fixture
def library(untouched: Path, tmp_path: Path) -> Iterator[Library]:
    """A library of one's own."""
    for name in ("knowledge", "files"):
        shutil.copytree(untouched / name, tmp_path / name)
    with Library.open(tmp_path / "knowledge") as library:
        yield library
