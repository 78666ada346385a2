"""What a list of events of UCDP says, and what it is silent about."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from migrascope.sources.batch import Batch
from migrascope.sources.ucdp import adapter, events

SPECIMENS = Path(__file__).parents[2] / "specimens" / "ucdp"
MADE, NEWER = SPECIMENS / "ged191_made.csv", SPECIMENS / "ged251_made.csv"


@pytest.fixture(scope="module")
def batch() -> Batch:
    (found,) = adapter.read([MADE])
    return found


def rows(batch: Batch, *columns: str) -> list[tuple[object, ...]]:
    return batch.observations.sort("row").select(columns).rows()


def test_an_event_is_its_best_estimate_between_low_and_high(batch: Batch) -> None:
    first = rows(batch, "measure", "area", "value", "low", "high", "unit")[0]
    assert first == ("conflict_deaths", "KEN", 3, 2, 30, "PS")


def test_an_event_is_dated_by_its_first_day_in_the_year_of_its_count(
    batch: Batch,
) -> None:
    days = [day for (day,) in rows(batch, "start")]
    assert days[0] == date(2015, 5, 11)
    assert days[3] == date(2003, 1, 1)  # it began on the last day of 2002
    assert batch.observations["start"].equals(batch.observations["end"])


def test_the_breakdown_is_the_type_of_violence(batch: Batch) -> None:
    found = [text for (text,) in rows(batch, "breakdown")]
    types = ["state-based", "one-sided", "non-state", "non-state", "non-state"]
    assert found == [f"violence={each}" for each in types]


def test_the_cell_is_that_of_the_best_estimate(batch: Batch) -> None:
    cells = rows(batch, "row", "column")
    # a quoted text of the first event spans two lines of the file
    assert cells == [(2, 41), (4, 41), (5, 41), (6, 41), (7, 41)]


def test_who_fought_whom_stands_in_the_note(batch: Batch) -> None:
    notes = [note for (note,) in rows(batch, "note")]
    fought = "Government of Kenya - Made Front, Made town, until 2015-05-12"
    assert notes[:2] == [fought, "Made Front - Civilians, Other town"]


def test_the_state_of_the_time_has_the_deaths(batch: Batch) -> None:
    assert rows(batch, "area")[2:] == [("YUG",), ("SCG",), ("SRB",)]


def test_a_list_of_some_countries_takes_no_other_edition_s_place(batch: Batch) -> None:
    assert batch.edition == "ucdp-ged-ken-srb@19.1"
    assert "2 countries only" in batch.title
    assert set(batch.observations["area"]) == {"KEN", "YUG", "SCG", "SRB"}


def test_bounds_that_do_not_hold_the_estimate_are_told(batch: Batch) -> None:
    assert any("1 events" in remark for remark in batch.remarks)


def test_newer_lists_have_other_columns_and_days_with_hours() -> None:
    (batch,) = adapter.read([NEWER])
    assert batch.edition == "ucdp-ged-mmr@25.1"
    assert rows(batch, "value", "low", "high", "start") == [(2, 1, 5, date(2024, 2, 1))]


@pytest.mark.parametrize("name", ["best", "low", "high"])
def test_older_lists_call_a_count_an_estimate(tmp_path: Path, name: str) -> None:
    older = tmp_path / "ged17_1.csv"
    head, *rest = MADE.read_text("utf-8").split("\n")
    older.write_text("\n".join([head.replace(name, f"{name}_est"), *rest]), "utf-8")
    (batch,) = adapter.read([older])
    assert batch.vintage == "17.1"
    assert rows(batch, "value")[0] == (3,)


def test_tags_of_the_humanitarian_data_exchange_are_no_event(tmp_path: Path) -> None:
    head, *rest = NEWER.read_text("utf-8").splitlines()
    tags = ",".join("#date+year" if name == "year" else "" for name in head.split(","))
    path = tmp_path / "conflict_data_mmr.csv"
    path.write_text("\n".join([head, tags, *rest, ""]), encoding="utf-8")
    (batch,) = adapter.read([path])
    assert batch.observations.height == 1
    assert batch.vintage == "25.1"  # after the last year, 2024
    assert "does not name its version" in batch.remarks[0]


def test_a_packed_list_is_read_as_the_list_in_it(tmp_path: Path) -> None:
    packed = tmp_path / "ged251-csv.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(NEWER, "GEDEvent_v25_1.csv")
    assert adapter.recognise(packed) == events.PACKED
    (batch,) = adapter.read([packed])
    assert batch.edition == "ucdp-ged-mmr@25.1"


def test_a_list_of_the_world_is_the_edition_that_all_wait_for(tmp_path: Path) -> None:
    head, event, *_ = NEWER.read_text("utf-8").splitlines()
    numbers = [str(number) for number in events_of_the_world()]
    lines = [
        number + event.replace(",775,Asia", f",{number},Asia") for number in numbers
    ]
    path = tmp_path / "GEDEvent_v25_1.csv"
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    (batch,) = adapter.read([path])
    assert batch.edition == "ucdp-ged@25.1"
    candidate = path.rename(tmp_path / "GEDEvent_v25_0_9.csv")
    (batch,) = adapter.read([candidate])
    assert batch.edition == "ucdp-ged-candidate@25.0.09"
    many = tmp_path / "ged251_part.csv"
    many.write_text("\n".join([head, *lines[:9], ""]), encoding="utf-8")
    (batch,) = adapter.read([many])
    assert batch.dataset.startswith("ucdp-ged-9-countries-")


def events_of_the_world() -> list[str]:
    """Numbers of as many countries as a list of the world names."""
    lines = (Path(adapter.__file__).parent / "places.csv").read_text("utf-8")
    return [line.split(",")[0] for line in lines.splitlines()[1:]][: events.WHOLE]
