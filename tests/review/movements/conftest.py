"""What the claims about movements in reviews start from: the starter figures, and
estimates made by hand in a file of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.review.conftest import starter_base

from migrascope.indicators.evidence import Evidence
from migrascope.review import country
from migrascope.review.model import Review
from migrascope.store.base import Base

from . import handmade
from .handmade import TODAY

__all__ = ["starter_base"]


@pytest.fixture(scope="session")
def moving_base(starter_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Base:
    """The starter figures with estimates of movements made by hand."""
    folder = tmp_path_factory.mktemp("moving")
    shutil.copytree(starter_base, folder / "base")
    base = Base.open(folder / "base")
    base.accept(handmade.batch(folder))
    return base


@pytest.fixture(scope="session")
def moving(moving_base: Base) -> Callable[[str], Review]:
    """The review of an area out of that base, each built once."""
    made: dict[str, Review] = {}

    def review(area: str) -> Review:
        if area not in made:
            evidence = Evidence.load(moving_base, area=area)
            made[area] = country.build(evidence, area, today=TODAY)
        return made[area]

    return review
