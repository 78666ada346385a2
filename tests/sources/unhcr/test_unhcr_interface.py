"""What is asked of UNHCR's interface."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from migrascope.errors import UsageError
from migrascope.sources.batch import Remote
from migrascope.sources.unhcr import adapter, tables

if TYPE_CHECKING:
    from migrascope.sources.door import Door


@dataclass
class Pages:
    """Stands where the door stands: answers with pages of one row."""

    pages: int
    asked: list[Remote] = field(default_factory=list)

    def download(self, remote: Remote, folder: Path) -> Path:
        self.asked.append(remote)
        page = int(dict(remote.parameters)["page"])
        path = folder / remote.name
        item = {"year": 2020, "coo_iso": "SOM", "coa_iso": "KEN", "refugees": page}
        path.write_text(
            json.dumps({"page": page, "maxPages": self.pages, "items": [item]}),
            encoding="utf-8",
        )
        return path


def test_every_table_of_the_interface_is_located() -> None:
    located = {remote.address.rstrip("/").split("/")[-1] for remote in adapter.locate()}
    assert located == {
        "population",
        "demographics",
        "asylum-applications",
        "asylum-decisions",
        "solutions",
        "idmc",
        "unrwa",
    }


def test_every_question_asks_for_all_pairs_of_countries() -> None:
    for remote in adapter.locate():
        asked = dict(remote.parameters)
        assert asked["coo_all"] == asked["coa_all"] == "true"
        assert (asked["page"], asked["yearFrom"]) == ("1", "1951")


def test_sex_and_age_are_asked_by_population_type() -> None:
    (remote,) = adapter.locate(only="demographics")
    assert ("ptype_show", "true") in remote.parameters


def test_a_table_that_is_not_offered_is_named() -> None:
    with pytest.raises(UsageError, match="solutions"):
        adapter.locate(only="weather")


def test_all_pages_are_downloaded_under_different_names(tmp_path: Path) -> None:
    door = Pages(pages=3)
    paths = list(adapter.fetch(cast("Door", door), tmp_path, only="population"))
    assert [path.name for path in paths] == [
        "unhcr-population-page-001.json",
        "unhcr-population-page-002.json",
        "unhcr-population-page-003.json",
    ]
    assert [dict(remote.parameters)["page"] for remote in door.asked] == ["1", "2", "3"]


def test_every_dataset_of_the_description_is_a_table() -> None:
    described = adapter.describe()
    assert described.datasets == tuple(f"unhcr-{name}" for name in tables.TABLES)
    assert all(caveat.source == "unhcr" for caveat in described.caveats)
    assert all(caveat.evidence for caveat in described.caveats)
