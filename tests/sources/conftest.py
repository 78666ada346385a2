"""What the tests of the sources share: a publisher on this machine, and a door."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.sources.publisher import Publisher, open_for_business

from migrascope.sources.door import Door
from migrascope.sources.manners import Clock, Manners
from migrascope.sources.transport import HttpTransport


class Patience:
    """A clock that sleeps in no time and remembers how long it should have."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with open_for_business() as opened:
        yield opened


@pytest.fixture
def patience() -> Patience:
    return Patience()


@pytest.fixture
def door_with(patience: Patience) -> Iterator[Callable[..., Door]]:
    """A door with manners of one's own, which waits in no time."""
    with HttpTransport(connect=2.0, read=0.5) as transport:

        def make(**manners: float) -> Door:
            polite = {"interval": 0.0} | manners
            return Door(
                transport,
                manners=Manners(**polite),  # type: ignore[arg-type]  # ints and floats
                clock=Clock(sleep=patience.sleep, chance=lambda: 0.5),
            )

        yield make


@pytest.fixture
def door(door_with: Callable[..., Door]) -> Door:
    return door_with()
