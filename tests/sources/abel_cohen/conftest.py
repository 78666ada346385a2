"""Helpers for the claims about the flows of Abel and Cohen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from migrascope.model import area
from migrascope.sources.abel_cohen.estimates import METHODS

TOTAL_HEADER = ("year0", "orig", "dest", *METHODS)


@pytest.fixture
def specimens(repository: Path) -> Path:
    """Hand-made copies, one a sex."""
    return repository / "tests" / "specimens" / "abel_cohen"


@pytest.fixture
def whole_file() -> Callable[..., str]:
    """The authors' table of so many areas: each is an origin once in 1990."""

    def write(areas: int, *rows: str, header: tuple[str, ...] = TOTAL_HEADER) -> str:
        codes = [each.id for each in area.countries() if len(each.id) == 3][:areas]
        assert len(codes) == areas
        pairs = zip(codes, [*codes[1:], codes[0]], strict=True)
        sex = ("female",) if "sex" in header else ()
        lines = [
            ",".join(("1990", *sex, origin, destination, *"123456"))
            for origin, destination in pairs
        ]
        return "\n".join([",".join(header), *lines, *rows]) + "\n"

    return write
