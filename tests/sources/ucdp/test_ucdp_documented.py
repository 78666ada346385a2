"""Everything that this source does is documented."""

from __future__ import annotations

import csv
from pathlib import Path

from migrascope.model import area
from migrascope.sources.ucdp import adapter


def test_every_caveat_has_a_heading_and_its_words(repository: Path) -> None:
    page = repository / "docs" / "reference" / "sources" / "ucdp.md"
    text = " ".join(page.read_text(encoding="utf-8").split())
    for caveat in adapter.describe().caveats:
        assert f"### {caveat.id} " in text
        assert " ".join(caveat.says.split()) in text


def test_every_number_and_name_is_an_area() -> None:
    folder = Path(adapter.__file__).parent
    for name in ("places.csv", "names.csv"):
        with (folder / name).open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                assert area.get(row["area"]).id == row["area"]


def test_every_state_that_was_is_an_area_of_its_years() -> None:
    path = Path(adapter.__file__).parent / "states.csv"
    with path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            assert area.get(row["area"]).id == row["area"]
            assert int(row["from"]) <= int(row["until"])
            if row["was"]:
                until = area.get(row["was"]).valid_until
                assert until is not None
                assert int(row["until"]) <= until
