"""Codes and names in six languages find the right area, and nothing else does."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import UnknownArea
from migrascope.model import area

ids = st.sampled_from([each.id for each in area.table()])
countries = st.sampled_from(area.countries())
languages = st.sampled_from(area.LANGUAGES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KEN", "KEN"),
        ("ken", "KEN"),
        ("KE", "KEN"),
        ("404", "KEN"),
        ("4", "AFG"),
        ("004", "AFG"),
        ("910", "M49:014"),
        ("m49:910", "M49:014"),
        ("Kenya", "KEN"),
        ("  kenya ", "KEN"),
        ("كينيا", "KEN"),
        ("肯尼亚", "KEN"),
        ("Кения", "KEN"),
        ("Côte d'Ivoire", "CIV"),
        ("cote d’ivoire", "CIV"),
        ("Guinée équatoriale", "GNQ"),
        ("Sudáfrica", "ZAF"),
        ("南非", "ZAF"),
        ("Южная Африка", "ZAF"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Taiwan, China", "TWN"),
        ("Kosovo", "XKX"),
        ("West Bank and Gaza", "PSE"),
        ("USSR", "SUN"),
        ("Sudan", "SDN"),
        ("Sudan [former]", "M49:736"),
        ("X:sudan_before_2011", "M49:736"),
        ("Channel Islands", "M49:830"),
        ("stateless", "X:stateless"),
        ("Other South", "X:other_south"),
        ("Eastern Africa", "M49:014"),
        ("M49:014", "M49:014"),
        ("东非", "M49:014"),
        ("LDC", "M49:941"),
        ("World", "M49:900"),
        ("low income", "M49:1500"),
    ],
)
def test_a_code_or_a_name_in_any_un_language_finds_its_area(
    text: str, expected: str
) -> None:
    assert area.find(text).id == expected


@pytest.mark.parametrize(
    ("text", "mean"), [("Kenia land", "Kenya"), ("Korea", "Republic of Korea")]
)
def test_an_unknown_name_is_refused_with_the_nearest_three(
    text: str, mean: str
) -> None:
    with pytest.raises(UnknownArea, match=text) as refused:
        area.find(text)
    assert mean in refused.value.advice
    assert refused.value.advice.count("(") >= 3
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("text", ["", " ", "Korea", "Gaza", "999", "Q", "AUL", "CHI"])
def test_what_could_mean_several_areas_or_none_is_never_guessed(text: str) -> None:
    with pytest.raises(UnknownArea):
        area.find(text)


@given(countries, languages)
def test_every_name_of_every_country_finds_it_again(
    country: area.Area, language: str
) -> None:
    name = area.name(country.id, language)
    assert area.find(name) is country
    assert area.find(f" {name.upper()} ") is country


@given(ids)
def test_every_id_finds_its_own_area(id_: str) -> None:
    assert area.find(id_) is area.get(id_)
    assert area.get(id_).id == id_


@given(countries)
def test_codes_lead_back_to_the_country(country: area.Area) -> None:
    assert area.by_m49[country.m49] == country.id
    assert area.by_unsd[str(int(country.m49))] == country.id
    if country.unhcr:
        assert area.by_unhcr[country.unhcr] == country.id
    if country.world_bank:
        assert area.by_world_bank[country.world_bank] == country.id
    if country.iso3:
        assert area.by_iso3[country.iso3] == country.id


@given(st.text(max_size=30))
def test_folding_a_spelling_twice_changes_nothing_more(text: str) -> None:
    assert area.fold(area.fold(text)) == area.fold(text)


def test_unhcr_codes_that_look_like_other_countries_are_read_as_unhcr_means_them() -> (
    None
):
    published = {
        "AUS": "AUT",
        "AUL": "AUS",
        "GAZ": "PSE",
        "NIG": "NGA",
        "NGR": "NER",
        "CHI": "CHN",
        "STA": "X:stateless",
        "UKN": "X:unknown",
        "TIB": "X:tibetan",
    }
    assert {code: area.by_unhcr[code] for code in published} == published


def test_the_codes_of_the_population_division_lead_to_the_group_with_one_id() -> None:
    assert area.by_m49["910"] == "M49:014"
    assert area.get("M49:910").id == "M49:014"
    assert area.by_m49["947"] == area.by_m49["1834"] == area.by_m49["202"] == "M49:947"


def test_the_sdg_database_means_other_groups_by_the_same_numbers() -> None:
    assert area.by_unsd["910"] == "M49:1503"
    assert area.by_unsd["1"] == area.WORLD
    assert area.by_unsd["14"] == "M49:014"
    assert area.by_unsd["404"] == "KEN"


def test_a_place_kept_as_a_residual_names_itself() -> None:
    kept = area.get("X:rockall_and_islets")
    assert (kept.kind, kept.name) == ("residual", "Rockall and islets")
    assert area.name(kept.id, "fr") == kept.name
    assert area.members(kept.id) == (kept.id,)
    with pytest.raises(UnknownArea):
        area.find(kept.id)
    with pytest.raises(UnknownArea):
        area.get("X:wb:ABC")


def test_a_missing_name_falls_back_on_english() -> None:
    assert area.name("X:other_south", "ru") == "Other South"


def test_importing_the_table_reads_no_file_and_no_heavy_package() -> None:
    program = (
        "import sys, migrascope.model.area as area;"
        "print(area._areas.cache_info().currsize, 'polars' in sys.modules,"
        " 'csv' in sys.modules, 'unicodedata' in sys.modules)"
    )
    written = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert written.stdout.split() == ["0", "False", "False", "False"]


def test_an_attribute_that_is_no_code_map_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError, match="by_fips"):
        area.__getattr__("by_fips")
