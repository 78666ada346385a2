"""What is tagged in the titles of evaluations are the countries that they cover."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path

from tests.knowledge.made import document, passage

from migrascope.knowledge import tags
from migrascope.knowledge.model import Scheme
from migrascope.model import area


def countries(names: str) -> set[str]:
    found = {area.lookup(name.strip()) for name in re.findall(r"[^\[\]',;]+", names)}
    return {id_ for id_ in found if id_ and area.get(id_).iso3}


def named(title: str) -> set[str]:
    told = tags.mentioned(passage(title), document(title))
    return {
        tag.code
        for tag in told
        if tag.scheme is Scheme.AREA and area.get(tag.code).iso3
    }


def test_nine_of_ten_countries_named_in_titles_are_covered(shared_data: Path) -> None:
    # the tenth is a donor, or where people come from: named, but not covered
    right = wrong = 0
    file = shared_data / "knowledge" / "iom_evaluations.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            covered = countries(row["Countries Covered"])
            if covered:
                right += len(named(row["Title"]) & covered)
                wrong += len(named(row["Title"]) - covered)
    assert right > 400
    assert right / (right + wrong) > 0.9
