"""Claims: two layouts are read, and what cannot be used is named by file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from migrascope.errors import (
    ChangedHeader,
    DuplicateKey,
    MigrascopeError,
    NegativeCount,
    NotANumber,
    Truncated,
    UnknownLayout,
    UnknownPlace,
    UnusableTable,
)
from migrascope.foresight.arrivals import reading
from migrascope.foresight.arrivals.network import Barred, Kind

Specimen = Callable[[str], Path]


@pytest.fixture
def specimen(repository: Path, tmp_path: Path) -> Specimen:
    def copy(name: str) -> Path:
        target = tmp_path / name
        shutil.copytree(repository / "tests/specimens/foresight" / name, target)
        return target

    return copy


def test_our_own_layout_is_read(specimen: Specimen) -> None:
    network = reading.network(specimen("tiny-places"))
    assert network.camp_names == ("Edal", "Fane")
    assert network.days == 20
    assert network.start == date(2020, 1, 30)
    assert network.places[0].population == 4000
    assert network.places[2].capacity == 900
    assert network.fighting[:, 0].all()
    closure = network.closures[0]
    assert (closure.what, closure.first) == (Barred.LOCATION, "Fane")
    assert [closure.on(day) for day in (0, 3, 4)] == [True, True, False]


def test_conflict_lasts_until_the_day_that_is_written(specimen: Specimen) -> None:
    folder = specimen("tiny-places")
    change(folder / "places.csv", "2020-01-30,", "2020-02-02,2020-02-05")
    fighting = reading.network(folder).fighting[:, 0]
    assert np.flatnonzero(fighting).tolist() == [3, 4, 5, 6]


def test_the_layout_of_flee_is_read(specimen: Specimen) -> None:
    network = reading.network(specimen("tiny-flee"))
    kinds = [place.kind for place in network.places]
    assert kinds == [
        Kind.CONFLICT,
        Kind.CONFLICT,
        Kind.TOWN,
        Kind.HUB,
        Kind.CAMP,
        Kind.CAMP,
    ]
    assert network.places[4].capacity == 900
    assert network.places[4].population is None
    assert [road.forced for road in network.roads] == [False, False, False, True, False]
    assert network.fighting.sum(axis=0).tolist() == [6, 9, 0, 0, 0, 0]
    assert network.closures[0].on(5)
    assert not network.closures[0].on(6)


def test_without_conflicts_the_day_of_each_place_counts(specimen: Specimen) -> None:
    folder = specimen("tiny-flee")
    change(folder / "input_csv/locations.csv", "conflict_zone,0,", "conflict_zone,-4,")
    (folder / "input_csv/conflicts.csv").unlink()
    fighting = reading.network(folder).fighting
    assert fighting.sum(axis=0).tolist() == [12, 9, 0, 0, 0, 0]


def test_registrations_of_flee_are_added_and_corrected(specimen: Specimen) -> None:
    folder = specimen("tiny-flee")
    found = reading.registered(folder, reading.network(folder))
    assert found is not None
    assert found.camps == ("Edal", "Fane")
    # 480 in both files become 360, the number that was verified on day 8.
    assert found.people[4, 0] == pytest.approx(360)
    assert found.people[8, 0] == pytest.approx(360)
    assert found.people[:, 1].tolist()[5:11] == [0, 0, 50, 100, 150, 200]


def test_our_registrations_are_read(specimen: Specimen) -> None:
    folder = specimen("tiny-places")
    found = reading.registered(folder, reading.network(folder))
    assert found is not None
    assert found.total[-1] == 750


def test_a_folder_without_registrations_has_none(specimen: Specimen) -> None:
    for name, file in (
        ("tiny-places", "registrations.csv"),
        ("tiny-flee", "source_data/data_layout.csv"),
    ):
        folder = specimen(name)
        (folder / file).unlink()
        assert reading.registered(folder, reading.network(folder)) is None


BAD = [
    (
        "places.csv",
        "Cind,town",
        "Aldo,town",
        DuplicateKey,
        "Aldo stands there twice",
        3,
    ),
    ("places.csv", "Aria,4000", "Aria,", UnusableTable, "nobody is said to live", 2),
    ("places.csv", "Aria,4000", "Aria,many", NotANumber, '"many" is no number', 2),
    ("places.csv", "Aria,4000", "Aria,nan", NotANumber, '"nan" is no number', 2),
    ("places.csv", "Aria,4000", "Aria,-3", NegativeCount, "fewer than nobody", 2),
    ("places.csv", "Cind,town", "Cind,village", UnusableTable, "no kind of place", 3),
    ("places.csv", "Cind,town", "Lost,town", UnknownPlace, "Cind is named by a", 2),
    ("places.csv", "Cind,town,Aria,,,,", "Cind,to", UnusableTable, "no kind", 3),
    ("places.csv", "Cind,town,Aria,,,,", "Cind,town", Truncated, "line ends before", 3),
    ("places.csv", "Aria,4000", "Aria,1e20", UnusableTable, "more people than", 2),
    ("places.csv", "01-30,", "01-30,2020-01-29", UnusableTable, "it begins", 2),
    ("period.csv", "2020-01-30", "9999-12-30", UnusableTable, "calendar ends", 2),
    ("places.csv", "2020-01-30,", "soon,", UnusableTable, '"soon" is no date', 2),
    ("places.csv", "population", "people", ChangedHeader, "column population", 1),
    ("roads.csv", "Edal,100", "Edal,-100", UnusableTable, "-100 km", 3),
    ("roads.csv", "Edal,100", "Edal,0", UnusableTable, "0 km long", 3),
    ("roads.csv", "Edal,100", "Edal,1e9", UnusableTable, "up to 20,000 km", 3),
    ("roads.csv", "Edal,100", "Edal,near", NotANumber, '"near" is no number', 3),
    ("roads.csv", "Cind,Fane", "Cind,Nowhere", UnknownPlace, "Nowhere is named", 4),
    ("roads.csv", "Cind,Fane", "Edal,Cind", DuplicateKey, "is there twice", 4),
    ("roads.csv", "Cind,Fane", "Cind,Cind", UnusableTable, "to itself", 4),
    ("roads.csv", "300,no", "300,perhaps", UnusableTable, "perhaps", 4),
    ("closures.csv", "location,Fane", "location,Fan", UnknownPlace, "Fan is named", 2),
    ("closures.csv", "location", "weather", UnusableTable, "can be closed", 2),
    ("closures.csv", "2020-02-02", "2020-01-02", UnusableTable, "before it begins", 2),
    ("closures.csv", "location,Fane,", "link,Fane,Edal", UnusableTable, "no road", 2),
]


@pytest.mark.parametrize(("file", "was", "now", "error", "says", "row"), BAD)
def test_what_cannot_be_used_is_named_by_file_and_line(
    specimen: Specimen,
    file: str,
    was: str,
    now: str,
    error: type[MigrascopeError],
    says: str,
    row: int,
) -> None:
    folder = specimen("tiny-places")
    change(folder / file, was, now)
    with pytest.raises(error, match=says) as caught:
        reading.network(folder)
    named = "roads.csv" if "named by a" in says else file
    assert f"{named}, row {row}" in str(caught.value)
    assert caught.value.advice


def test_a_camp_without_a_road_is_refused_or_accepted(specimen: Specimen) -> None:
    folder = specimen("tiny-places")
    change(folder / "roads.csv", "Cind,Fane,300,no\n", "")
    with pytest.raises(UnusableTable, match="Fane cannot be reached") as caught:
        reading.network(folder)
    assert "places.csv, row 5" in str(caught.value)
    assert "--unreachable Fane" in caught.value.advice
    assert reading.network(folder, unreachable=("Fane",)).camp_names[1] == "Fane"


def test_a_town_without_a_way_to_a_camp_is_refused(specimen: Specimen) -> None:
    folder = specimen("tiny-places")
    with (folder / "places.csv").open("a", encoding="utf-8") as file:
        file.write("Lone,town,Aria,,,,\n")
    with pytest.raises(UnusableTable, match="No road leads from Lone"):
        reading.network(folder)


def test_a_network_needs_a_camp_and_a_conflict(specimen: Specimen) -> None:
    folder = specimen("tiny-places")
    change(folder / "places.csv", ",2020-01-30,", ",,")
    with pytest.raises(UnusableTable, match="no conflict"):
        reading.network(folder)
    change(folder / "places.csv", "camp", "town")
    with pytest.raises(UnusableTable, match="no camp"):
        reading.network(folder)


def test_a_folder_that_is_no_network_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownLayout, match="no network"):
        reading.network(tmp_path)


FLEE = [
    ("conflicts.csv", "11,0,1,0,0,0,0,0\n", "", Truncated, "Day 11 of 12 is missing"),
    ("conflicts.csv", "11,0,1,0,0,0,0,0", "11,0,1", Truncated, "mark of conflict"),
    ("conflicts.csv", "#Day,Aldo", "#Day,Aldous", ChangedHeader, "Aldous"),
    ("conflicts.csv", "\n4,1", "\n3,1", Truncated, "Day 4 of 12 is missing"),
    ("sim_period.csv", "Length,12\n", "Length,0\n", UnusableTable, "has 0 days"),
    ("sim_period.csv", "Length,12\n", "", Truncated, "length is missing"),
    ("sim_period.csv", "2020-01-30", "2020-01", UnusableTable, "no date"),
    ("sim_period.csv", "2020-01-30", "9999-12-30", UnusableTable, "calendar ends"),
    ("locations.csv", "forwarding_hub", "airport", UnusableTable, "airport"),
    ("routes.csv", "30,1", "30,4", UnusableTable, "redirection is 4"),
    ("routes.csv", "Cind,Fane,260", "Cind,Fa", Truncated, "distance"),
    ("closures.csv", "country", "planet", UnusableTable, "planet"),
    ("closures.csv", "0,6", "0", Truncated, "day of opening"),
]


@pytest.mark.parametrize(("file", "was", "now", "error", "says"), FLEE)
def test_bad_files_of_flee_are_named(
    specimen: Specimen,
    file: str,
    was: str,
    now: str,
    error: type[MigrascopeError],
    says: str,
) -> None:
    folder = specimen("tiny-flee")
    change(folder / "input_csv" / file, was, now)
    with pytest.raises(error, match=says) as caught:
        reading.network(folder)
    assert file in str(caught.value)


def test_a_period_of_centuries_is_refused(specimen: Specimen) -> None:
    folder = specimen("tiny-places")
    change(folder / "period.csv", ",20", ",99999")
    with pytest.raises(UnusableTable, match="99,999 days"):
        reading.network(folder)


def test_a_cell_without_an_end_is_named(specimen: Specimen) -> None:
    folder = specimen("tiny-places")
    change(folder / "roads.csv", "100,no", '"' + "1" * 200_000)
    with pytest.raises(Truncated, match="cannot be read") as caught:
        reading.network(folder)
    assert "roads.csv, row" in str(caught.value)


def test_a_file_that_is_missing_or_no_text_is_named(specimen: Specimen) -> None:
    folder = specimen("tiny-flee")
    routes = folder / "input_csv/routes.csv"
    routes.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Truncated, match="no text") as caught:
        reading.network(folder)
    assert "routes.csv" in str(caught.value)
    routes.unlink()
    with pytest.raises(Truncated, match=r"routes\.csv is not in the folder"):
        reading.network(folder)


def test_a_camp_without_counts_is_named(specimen: Specimen) -> None:
    folder = specimen("tiny-flee")
    change(folder / "source_data/data_layout.csv", "Fane,fane.csv\n", "")
    with pytest.raises(UnknownPlace, match="Fane has no file"):
        reading.registered(folder, reading.network(folder))


def change(path: Path, was: str, now: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now), encoding="utf-8")
