"""Areas are read from names, adjectives and peoples, and not from traps."""

from __future__ import annotations

import pytest
from tests.knowledge.made import document, passage

from migrascope.knowledge import tags
from migrascope.knowledge.model import Scheme
from migrascope.knowledge.tags import book
from migrascope.model import area


def areas(text: str, *, language: str = "en", label: str = "") -> dict[str, float]:
    found = tags.mentioned(
        passage(text, language=language, label=label), document(text)
    )
    return {tag.code: tag.confidence for tag in found if tag.scheme is Scheme.AREA}


@pytest.mark.parametrize("place", area.countries(), ids=lambda place: place.id)
def test_every_country_is_found_by_its_name_in_six_languages(place: area.Area) -> None:
    left_out = book.listed("more often something else")
    missed = []
    for language in area.LANGUAGES:
        name = area.name(place.id, language)
        found = areas(name, language=language)
        if place.id not in found and area.fold(name) not in left_out:
            missed.append((language, name, found))
    assert missed == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Niger and Nigeria agreed.", {"NER", "NGA"}),
        ("Guinea, Equatorial Guinea and Guinea-Bissau", {"GIN", "GNQ", "GNB"}),
        ("Papua New Guinea beside the Gulf of Guinea", {"PNG"}),
        ("South Sudan hosts them", {"SSD"}),
        ("the South Sudanese and the Sudanese side", {"SSD", "SDN"}),
        ("China, Hong Kong SAR", {"HKG"}),
        ("the Republic of Korea", {"KOR"}),
        ("South Korean employers", {"KOR"}),
        ("the Democratic Republic of the Congo", {"COD"}),
        ("Moldovan workers in Türkiye", {"MDA", "TUR"}),
        ("Turkey sent a delegation", {"TUR"}),
        ("El Salvador, Georgia, Germany and Jordan", {"SLV", "GEO", "DEU", "JOR"}),
        ("St. Lucia and St. Vincent and the Grenadines", {"LCA", "VCT"}),
        ("LDCs and small island developing States", {"M49:941", "M49:1637"}),
        ("sub-Saharan Africa", {"M49:947"}),
        ("southern Africa, but not South Africa", {"M49:018", "ZAF"}),
        ("Latin America and the Caribbean", {"M49:419"}),
        ("in the US and in the UK", {"USA", "GBR"}),
    ],
)
def test_names_are_told_apart(text: str, found: set[str]) -> None:
    assert set(areas(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "we ate turkey with chad fish",
        "Jordan Miller opened the meeting.",
        "The panel heard Michael Jordan.",
        "Chad Brown spoke.",
        "an office in Atlanta, Georgia",
        "The Norwegian Refugee Council was there.",
        "the Danish Women's Council",
        "held in New York",
        "the SAMOA Pathway",
        "fishing in the Indian Ocean",
        "The guide is available in French.",
        "an Arabic and Portuguese translation",
        "[Arabic] [Chinese] [English] [French] [Russian] [Spanish]",
        "US$ 40 and US dollars",
        "they told us what to do",
        "Family Reunion Visas",
        "a guinea pig",
        "WHO TOLD US TO GO",
    ],
)
def test_false_friends_are_no_areas(text: str) -> None:
    assert areas(text) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("سلطنة عمان وقطر", {"OMN", "QAT"}),
        ("عُمان والأردن", {"OMN", "JOR"}),
        ("عُقد الاجتماع في عمّان", set()),
        ("عُقد الاجتماع في عمان، الأردن", {"JOR"}),
    ],
)
def test_the_capital_of_jordan_is_not_oman(text: str, found: set[str]) -> None:
    assert set(areas(text, language="ar")) == found


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("Congolese teachers", {"COG", "COD"}),
        ("Korean lawyers", {"KOR", "PRK"}),
        ("Dominican farms", {"DOM", "DMA"}),
    ],
)
def test_a_name_of_two_states_names_both_with_doubt(text: str, both: set[str]) -> None:
    found = areas(text)
    assert set(found) == both
    assert max(found.values()) <= 0.6


def test_a_clear_name_beside_it_tells_which_of_two_is_meant() -> None:
    assert set(areas("Congolese nurses in the DRC")) == {"COD"}
    assert set(areas("Korean lawyers in the Republic of Korea")) == {"KOR"}
    assert len(areas("Congolese nurses in the DRC and the Republic of Congo")) == 2


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "les travailleuses sénégalaises et les Kényans", {"SEN", "KEN"}),
        ("fr", "en Côte d’Ivoire et en Afrique de l'Ouest", {"CIV", "M49:011"}),
        ("fr", "les pays les moins avancés", {"M49:941"}),
        ("es", "niñas salvadoreñas y trabajadores mexicanos", {"SLV", "MEX"}),
        ("es", "en el Perú y en América Latina", {"PER", "M49:420"}),
        ("ru", "мигранты из Кении в Молдове", {"KEN", "MDA"}),
        ("ar", "العمال في كينيا والمغرب", {"KEN", "MAR"}),
        ("zh", "在肯尼亚和中国的移民", {"KEN", "CHN"}),
    ],
)
def test_other_languages_have_their_own_forms(
    language: str, text: str, found: set[str]
) -> None:
    assert set(areas(text, language=language)) == found


def test_the_place_of_an_event_is_only_half_a_tag() -> None:
    found = areas("New York, USA", label="Event Location (City, Country)")
    assert found == {"USA": 0.5}


def test_every_adjective_belongs_to_an_area_and_is_listed_once() -> None:
    rows = list(book.rows("area_adjectives.csv"))
    assert [row["area"] for row in rows] == sorted({row["area"] for row in rows})
    assert all(area.get(row["area"]).id == row["area"] for row in rows)
    words = [
        (language, word)
        for row in rows
        for language in book.LATIN
        for word in row[language].split("|")
    ]
    assert {pair for pair in words if words.count(pair) > 1} <= {("fr", "guyanais")}


def test_every_country_with_people_has_an_adjective_in_three_languages() -> None:
    listed = {row["area"] for row in book.rows("area_adjectives.csv")}
    other = {id_ for row in book.rows("area_words.csv") for id_ in row["areas"].split()}
    without = {
        place.id
        for place in area.countries()
        if place.kind == "country" and place.id not in listed | other
    }
    assert without <= {"VAT"}
