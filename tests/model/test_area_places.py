"""The tables of spellings beside the adapters name areas that exist."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import migrascope
from migrascope.model import area

FILES = sorted(Path(migrascope.__file__).parent.glob("sources/*/places.csv"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_spelling_of_a_publisher_has_an_area_under_its_one_id(file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    known = {each.id for each in area.table()}
    assert {row["area"] for row in rows} - known == set()
