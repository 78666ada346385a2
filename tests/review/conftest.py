"""What do the claims about reviews start from?

The figures that come with the program, unpacked once; the reviews of every country
and of some groups, built once.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from migrascope.indicators.evidence import Evidence
from migrascope.model import area as areas
from migrascope.review import country
from migrascope.review.model import Review
from migrascope.starter import opening
from migrascope.store.base import Base

from .movements import handmade

TODAY = date(2026, 3, 1)
LDC = "M49:941"
EASTERN_AFRICA = "M49:014"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def starter_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An evidence base of the starter figures."""
    folder = tmp_path_factory.mktemp("starter") / "base"
    opening.unpack(folder)
    return folder


@pytest.fixture(scope="session")
def evidence(starter_base: Path) -> Evidence:
    """The starter figures in memory."""
    return Evidence.load(Base.open(starter_base))


@pytest.fixture(scope="session")
def moving_base(starter_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Base:
    """The starter figures with estimates of movements made by hand."""
    folder = tmp_path_factory.mktemp("moving")
    shutil.copytree(starter_base, folder / "base")
    base = Base.open(folder / "base")
    base.accept(handmade.batch(folder))
    return base


@pytest.fixture(scope="session")
def reviews(evidence: Evidence) -> Mapping[str, Review]:
    """The review of every country, territory and former state, and of two groups."""
    places = [
        each.id
        for each in areas.table()
        if each.kind in {"country", "territory", "disputed", "dissolved"}
    ]
    return {
        place: country.build(evidence, place, today=TODAY)
        for place in (*places, LDC, EASTERN_AFRICA)
    }


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser that pages are tried in."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: pages are not tried in a browser")
    return CHROMIUM
