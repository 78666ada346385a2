"""The door waits as long as it should, and no longer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.sources.manners import Manners, seconds_to_wait

NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Tue, 01 Sep 2026 12:01:30 GMT", 90.0),
        ("Tue, 01 Sep 2026 11:00:00 GMT", 0.0),
        ("Tue, 01 Sep 2026 14:00:00 +0200", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(
    header: str | None, seconds: float | None
) -> None:
    assert seconds_to_wait(header, now=NOON) == seconds


@given(st.integers(1, 40), st.floats(0, 1, exclude_max=True))
def test_a_wait_never_exceeds_the_longest(failures: int, chance: float) -> None:
    manners = Manners()
    assert 0 < manners.wait(failures, chance=chance) <= manners.longest_wait


@given(st.floats(0, 1, exclude_max=True))
def test_waits_double_until_the_longest(chance: float) -> None:
    manners = Manners()
    first, second, third = (manners.wait(each, chance=chance) for each in (1, 2, 3))
    assert second == pytest.approx(2 * first)
    assert third == pytest.approx(2 * second)
