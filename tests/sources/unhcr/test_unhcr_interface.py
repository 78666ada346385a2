"""What is asked of UNHCR's interface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from migrascope.errors import UsageError
from migrascope.sources.door import Door
from migrascope.sources.manners import Manners
from migrascope.sources.transport import Answer, Question
from migrascope.sources.unhcr import adapter, tables


class Interface:
    """Answers as api.unhcr.org does, with one row a page."""

    def __init__(self, *, pages: int) -> None:
        self.pages = pages
        self.asked: list[dict[str, list[str]]] = []

    @contextmanager
    def ask(self, question: Question) -> Iterator[Answer]:
        parameters = parse_qs(urlsplit(question.address).query)
        self.asked.append(parameters)
        page = int(parameters["page"][0])
        item = {
            "year": 2020,
            "coo_iso": "SOM",
            "coa_iso": ("KEN", "ETH", "UGA")[page - 1],
            "refugees": page,
        }
        answer = {"page": page, "maxPages": self.pages, "total": [], "items": [item]}
        body = json.dumps(answer).encode()
        headers = {"content-type": "application/json"}
        yield Answer(200, headers, iter([body]))


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


def test_all_pages_are_downloaded_and_read_as_one_edition(tmp_path: Path) -> None:
    interface = Interface(pages=3)
    door = Door(interface, manners=Manners(interval=0))
    paths = list(adapter.fetch(door, tmp_path, only="population"))
    assert [path.name for path in paths] == [
        "unhcr-population-page-001.json",
        "unhcr-population-page-002.json",
        "unhcr-population-page-003.json",
    ]
    assert [asked["page"] for asked in interface.asked] == [["1"], ["2"], ["3"]]
    assert all(asked["coa_all"] == ["true"] for asked in interface.asked)
    (batch,) = adapter.read(paths)
    assert sorted(batch.observations["value"]) == [1, 2, 3]


def test_every_dataset_of_the_description_is_a_table() -> None:
    described = adapter.describe()
    assert described.datasets == tuple(f"unhcr-{name}" for name in tables.TABLES)
    assert all(caveat.source == "unhcr" for caveat in described.caveats)
    assert all(caveat.evidence for caveat in described.caveats)
