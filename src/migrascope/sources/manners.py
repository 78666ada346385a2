"""How does a guest behave at a publisher's door?

Not too often (an interval per host), not too long (a limit on size, on redirects,
on tries), and when the publisher is busy: wait longer each time, by a random share
so that many guests do not come back at the same moment, and as long as it asks.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

GIBIBYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Manners:
    """The limits that the door keeps. Times in seconds, sizes in bytes."""

    tries: int = 5
    first_wait: float = 1.0
    longest_wait: float = 120.0
    interval: float = 0.5
    largest: int = 2 * GIBIBYTE
    redirects: int = 8

    def wait(self, failures: int, *, chance: float) -> float:
        """How long to wait after so many failures; `chance` lies in [0, 1).

        The wait doubles each time and is spread from half to one and a half of it.
        """
        doubled = self.first_wait * 2.0 ** (failures - 1)
        return min(doubled * (0.5 + chance), self.longest_wait)


def seconds_to_wait(header: str | None, *, now: datetime) -> float | None:
    """What a `Retry-After` header asks for: seconds, or a date; None if unreadable."""
    if not header:
        return None
    text = header.strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


@dataclass
class Clock:
    """Time and chance, which a test replaces by its own."""

    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random


@dataclass
class Visits:
    """When was each host last asked? Keeps the interval between two questions."""

    interval: float
    clock: Clock
    _last: dict[str, float] = field(default_factory=dict)

    def announce(self, address: str) -> None:
        """Wait until this host may be asked again, and note the time."""
        host = urlsplit(address).netloc
        if host in self._last:
            pause = self._last[host] + self.interval - self.clock.monotonic()
            if pause > 0:
                self.clock.sleep(pause)
        self._last[host] = self.clock.monotonic()
