"""A base of the publishers' own counts and incidents."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrascope.sources import registry
from migrascope.store.base import Base

LISTS = {
    "frontex": ("irregular/frontex*",),
    "cbp": ("irregular/usa*",),
    "mexico": ("irregular/mexico*",),
    "panama": ("irregular/darien*",),
    "missing_migrants": ("missing_migrants/*-json.json", "missing_migrants/conv*"),
}


@pytest.fixture(scope="session")
def counted(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Base:
    """Every list of events, and the list of incidents with its copy."""
    base = Base.open(tmp_path_factory.mktemp("routes") / "base")
    for source, patterns in LISTS.items():
        paths = sorted(path for each in patterns for path in shared_data.glob(each))
        for batch in registry.adapter(source).read(paths):
            base.accept(batch)
    return base
