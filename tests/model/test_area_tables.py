"""The tables of areas are complete, free of contradictions, and sorted."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from migrascope.model import area

TABLES = Path(area.__file__).with_name("tables")
KINDS = {
    "country",
    "territory",
    "disputed",
    "dissolved",
    "residual",
    "region",
    "group",
    "part",
}


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_countries_and_areas_are_the_248_of_m49_with_kosovo_and_taiwan() -> None:
    assert len(area.countries()) == 250
    assert {"XKX", "TWN"} < {each.id for each in area.countries()}
    assert len({each.m49 for each in area.countries()}) == 250


def test_193_members_two_observers_and_two_associated_states_are_countries() -> None:
    assert sum(each.kind == "country" for each in area.countries()) == 193 + 2 + 2


@pytest.mark.parametrize("code", ["id", "iso2", "iso3", "m49", "unhcr", "world_bank"])
def test_no_code_belongs_to_two_areas(code: str) -> None:
    counts = Counter(value for row in rows("areas.csv") if (value := row[code]))
    assert [value for value, count in counts.items() if count > 1] == []


def test_no_name_in_any_language_means_two_areas() -> None:
    meanings: dict[str, set[str]] = {}
    for row in rows("area_names.csv"):
        for language in area.LANGUAGES:
            if row[language]:
                meanings.setdefault(area.fold(row[language]), set()).add(row["id"])
    assert {name: ids for name, ids in meanings.items() if len(ids) > 1} == {}


def test_no_other_spelling_contradicts_a_name() -> None:
    for row in rows("area_aliases.csv"):
        assert area.find(row["alias"]).id == row["area"]


def test_every_country_has_a_name_in_all_six_languages() -> None:
    names = {row["id"]: row for row in rows("area_names.csv")}
    incomplete = [
        (each.id, language)
        for each in area.countries()
        for language in area.LANGUAGES
        if not names[each.id][language].strip()
    ]
    assert incomplete == []


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("ar", "\u0600", "\u06ff"),
        ("ru", "\u0400", "\u04ff"),
        ("zh", "\u2e80", "\u9fff"),
    ],
)
def test_names_are_written_in_the_script_of_their_language(
    language: str, first: str, last: str
) -> None:
    for row in rows("area_names.csv"):
        letters = [letter for letter in row[language] if letter.isalpha()]
        assert all(first <= letter <= last for letter in letters), row["id"]


def test_regions_successors_and_groups_name_areas_that_exist() -> None:
    known = {each.id for each in area.table()}
    for each in area.table():
        assert each.kind in KINDS
        pointed = {
            each.region,
            each.sub_region,
            each.intermediate_region,
            each.sdg_region,
            *each.successors,
        }
        assert pointed - {""} <= known, each.id
    for name, column in (
        ("area_groups.csv", "group"),
        ("area_groups.csv", "area"),
        ("area_codes.csv", "area"),
        ("area_aliases.csv", "area"),
        ("centroids.csv", "id"),
    ):
        assert {row[column] for row in rows(name)} <= known, name


def test_every_country_but_antarctica_has_a_region_and_an_sdg_region() -> None:
    without = {
        each.id
        for each in area.countries()
        if not (each.region and each.sub_region and each.sdg_region)
    }
    assert without == {"ATA"}


def test_dissolved_areas_say_when_they_ended_and_what_followed() -> None:
    dissolved = [each for each in area.table() if each.kind == "dissolved"]
    assert {"SUN", "YUG", "SCG", "CSK", "ANT", "M49:736"} <= {d.id for d in dissolved}
    for each in dissolved:
        assert each.valid_from is not None
        assert each.valid_until is not None
        assert each.valid_from < each.valid_until <= 2011
        assert each.successors
        assert not each.is_current


@pytest.mark.parametrize(
    "name",
    [
        "areas.csv",
        "area_names.csv",
        "area_aliases.csv",
        "area_codes.csv",
        "area_groups.csv",
        "centroids.csv",
        "measures.csv",
        "series.csv",
    ],
)
def test_tables_are_sorted_without_doubles_and_described(name: str) -> None:
    lines = [tuple(row.values()) for row in rows(name)]
    keys = [line[:2] if name.startswith("area_") else line[:1] for line in lines]
    assert keys == sorted(keys)
    assert len(set(lines)) == len(lines)
    assert f"`{name}`" in (TABLES / "README.md").read_text("utf-8")


def test_every_country_can_be_drawn_and_groups_cannot() -> None:
    for each in area.countries():
        point = area.centroid(each.id)
        assert point is not None, each.id
        longitude, latitude = point
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
    assert area.centroid("M49:014") is None


@pytest.mark.parametrize(
    ("id_", "longitude", "latitude"),
    [("KEN", 38, 0.5), ("FRA", 2.5, 46.6), ("FJI", 178, -18), ("TUV", 179, -8.5)],
)
def test_points_lie_in_the_country_also_at_the_date_line(
    id_: str, longitude: float, latitude: float
) -> None:
    assert area.centroid(id_) == pytest.approx((longitude, latitude), abs=0.7)
