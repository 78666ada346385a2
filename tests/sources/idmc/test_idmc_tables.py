"""What the tables of IDMC say, whichever form they come in."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from migrascope.sources.batch import Batch
from migrascope.sources.idmc import adapter

SPECIMENS = Path(__file__).parents[2] / "specimens" / "idmc"
CONFLICT, DISASTERS = SPECIMENS / "conflict.csv", SPECIMENS / "disasters.csv"


def one(*paths: Path) -> Batch:
    (batch,) = adapter.read(paths)
    return batch


def rows(batch: Batch, *columns: str) -> list[tuple[object, ...]]:
    return sorted(batch.observations.select(columns).rows())


def pages(folder: Path, specimen: Path, *, size: int) -> list[Path]:
    """The specimen as the interface gives it, so many rows at a time."""
    with specimen.open(encoding="utf-8") as stream:
        items = [
            {name: text or None for name, text in row.items()}
            for row in csv.DictReader(stream)
        ]
    written: list[Path] = []
    for first in range(0, len(items), size):
        following = f"https://made.example/?limit={size}&offset={first + size}"
        answer = {
            "last_updated": "2025-05-13",
            "count": len(items),
            "next": following if first + size < len(items) else None,
            "previous": "https://made.example/" if first else None,
            "results": items[first : first + size],
        }
        path = folder / f"page_{len(written)}.json"
        path.write_text(json.dumps(answer), encoding="utf-8")
        written.append(path)
    return written


def test_movements_are_of_the_year_and_people_of_its_end() -> None:
    found = rows(one(CONFLICT), "measure", "area", "start", "end", "value")
    year, end = date(2023, 1, 1), date(2023, 12, 31)
    assert ("conflict_displacements", "KEN", year, end, 1234) in found
    assert ("idps", "KEN", end, end, 5678) in found


def test_the_exact_column_is_read_and_noughts_are_kept() -> None:
    found = rows(one(CONFLICT), "area", "measure", "value", "column")
    assert ("KEN", "conflict_displacements", 0, 4) in found
    assert {column for *_, column in found} == {4, 6}


def test_an_empty_cell_is_no_row() -> None:
    found = rows(one(CONFLICT), "area", "measure")
    assert ("XKX", "idps") in found
    assert ("XKX", "conflict_displacements") not in found


def test_abyei_has_an_area_though_it_has_no_code_of_iso() -> None:
    assert ("X:abyei", "X:abyei", "IDP") in rows(
        one(CONFLICT), "area", "origin", "status"
    )


def test_an_event_is_dated_by_its_first_day_in_the_year_of_its_count() -> None:
    found = rows(one(DISASTERS), "row", "measure", "start", "end")
    assert (2, "disaster_displacements", date(2023, 4, 23), date(2023, 4, 23)) in found
    assert (4, "disaster_displacements", date(2024, 1, 1), date(2024, 1, 1)) in found
    end = date(2023, 12, 31)
    assert (2, "idps_disaster_year", end, end) in found


def test_people_displaced_by_events_of_the_year_are_not_called_the_whole() -> None:
    measures = {text for (text,) in rows(one(DISASTERS), "measure")}
    assert measures == {"disaster_displacements", "idps_disaster_year"}


def test_hazards_of_one_name_are_told_apart_by_their_group() -> None:
    found = [text for (text,) in rows(one(DISASTERS), "breakdown")]
    assert set(found) == {
        "hazard=Flood",
        "hazard=Mass Movement, Hydrological",
        "hazard=Mass Movement, Geophysical",
    }


def test_the_name_of_an_event_is_kept_as_text() -> None:
    notes = [text for (text,) in rows(one(DISASTERS), "note")]
    assert "Kenya: Rock slide <b>" in notes


@pytest.mark.parametrize("specimen", [CONFLICT, DISASTERS])
def test_pages_in_any_order_say_what_the_table_says(
    tmp_path: Path, specimen: Path
) -> None:
    paged = one(*reversed(pages(tmp_path, specimen, size=3)))
    columns = ("measure", "area", "start", "value", "breakdown", "note")
    assert rows(paged, *columns) == rows(one(specimen), *columns)
    assert paged.vintage == "2025-05-13"


def test_a_cell_of_a_page_is_its_item_and_key(tmp_path: Path) -> None:
    batch = one(*pages(tmp_path, CONFLICT, size=3))
    assert ("X:abyei", "idps", 0, "results", 3, 6) in rows(
        batch, "area", "measure", "file", "sheet", "row", "column"
    )
    assert ("XKX", "idps", 1, "results", 1, 6) in rows(
        batch, "area", "measure", "file", "sheet", "row", "column"
    )


def test_editions_of_all_forms_are_in_the_order_of_time(tmp_path: Path) -> None:
    table, answer = one(CONFLICT), one(*pages(tmp_path, CONFLICT, size=2))
    assert table.edition == "idmc-gidd-conflict@2025"
    assert table.dataset == answer.dataset
    assert table.vintage < answer.vintage


def workbook(path: Path, said: str) -> Path:
    """A workbook in IDMC's layout with one row, and a day in its README."""
    header = [
        "ISO3",
        "Name",
        "Year",
        "Conflict Stock Displacement",
        "Conflict Stock Displacement (Raw)",
        "Conflict Internal Displacements",
        "Conflict Internal Displacements (Raw)",
        "Disaster Internal Displacements",
        "Disaster Internal Displacements (Raw)",
        "Disaster Stock Displacement",
        "Disaster Stock Displacement (Raw)",
    ]
    row = ["KEN", "Kenya", 2022, 30000, 30001, 5200, 5198, 318000, 317506, "", ""]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("1_Displacement_data")
        sheet.write_row(0, 0, header)
        sheet.write_row(1, 0, row)
        book.add_worksheet("README").write_row(3, 0, ["Last update", said])
    return path


def test_the_workbook_holds_both_causes_and_its_day(tmp_path: Path) -> None:
    batch = one(workbook(tmp_path / "idmc.xlsx", "11/05/2023"))
    assert batch.edition == "idmc-gidd-workbook@2023-05-11"
    assert rows(batch, "measure", "value", "row", "column") == [
        ("conflict_displacements", 5198, 2, 7),
        ("disaster_displacements", 317506, 2, 9),
        ("idps", 30001, 2, 5),
    ]


def test_a_workbook_without_its_day_is_of_the_year_after(tmp_path: Path) -> None:
    assert one(workbook(tmp_path / "idmc.xlsx", "unknown")).vintage == "2023"


def test_the_licence_travels_and_keeps_the_figures_at_home() -> None:
    for path in (CONFLICT, DISASTERS):
        licence = one(path).licence
        assert licence.id == "CC-BY-NC-4.0"
        assert not licence.commercial
        assert not licence.redistributable


def test_every_caveat_has_a_heading_and_its_words(repository: Path) -> None:
    page = repository / "docs" / "reference" / "sources" / "idmc.md"
    text = " ".join(page.read_text(encoding="utf-8").split())
    for caveat in adapter.describe().caveats:
        assert f"### {caveat.id} " in text
        assert " ".join(caveat.says.split()) in text
