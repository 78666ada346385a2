"""What the claims about movements in reviews start from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from migrascope.indicators.evidence import Evidence
from migrascope.review import country
from migrascope.review.model import Review
from migrascope.store.base import Base

from .handmade import TODAY


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
