"""Words are compared by their stems, in the language of the text."""

from __future__ import annotations

import pytest

from migrascope.knowledge.search import meanings, terms


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "costs of remittances", "cost of the remittance"),
        ("fr", "réintégrations des migrantes", "la reintegration d'un migrant"),
        ("es", "las remesas de los migrantes", "remesa migrante"),
        ("ru", "денежные переводы мигрантов", "денежный перевод мигранта"),
        ("ar", "رسوم المهاجرين", "الرسوم للمهاجرين"),
        ("ar", "عيادات وتحويلات", "عيادة وتحويل"),
        ("zh", "移民的汇款", "移民汇款"),
    ],
)
def test_inflected_words_are_the_same_word(language: str, one: str, other: str) -> None:
    shared = set(terms.stems(one, language)) & set(terms.stems(other, language))
    assert len(shared) >= 2


def test_words_that_only_ask_are_left_out() -> None:
    assert terms.stems("how many of the refugees are there?", "en") == ["refuge"]
    assert terms.stems("combien de réfugiés y a-t-il ?", "fr") == ["refugi"]
    assert terms.stems("移民有多少", "zh") == ["移民"]


def test_a_word_with_a_hyphen_is_its_parts_and_one_word() -> None:
    whole = set(terms.stems("well-managed", "en"))
    assert whole >= set(terms.stems("managed", "en"))
    assert whole >= set(terms.stems("wellmanaged", "en"))


def test_codes_and_large_numbers_are_one_word() -> None:
    assert terms.stems("SDG 10.c.1: 50,000 people", "en")[1:3] == ["10.c.1", "50000"]


def test_letters_of_one_sound_have_one_shape_in_arabic() -> None:
    assert terms.fold("أُسرة") == terms.fold("اسره")


def test_words_know_where_they_stand() -> None:
    text = "The fees: lower fees."
    found = [text[word.start : word.end] for word in terms.words(text, "en")]
    assert found == ["fees", "lower", "fees"]


def test_a_language_without_a_stemmer_is_compared_as_written() -> None:
    assert terms.stems("Wahamiaji wa Kenya", "sw") == ["wahamiaji", "wa", "kenya"]


@pytest.mark.parametrize(
    ("one", "many", "language"),
    [
        ("mujer", "mujeres", "es"),
        ("ciudad", "ciudades", "es"),
        ("gobierno", "gobiernos", "es"),
        ("emploi", "emplois", "fr"),
        ("conflit", "conflits", "fr"),
        ("woman", "women", "en"),
    ],
)
def test_meanings_know_plurals_that_the_stemmers_do_not_join(
    one: str, many: str, language: str
) -> None:
    meant = [
        {
            term
            for _, _, term, _ in meanings.near(
                terms.stems(word, language), language, among=("en", "zh")
            )
        }
        for word in (one, many)
    ]
    assert meant[0] & meant[1], "other words of the same meaning"
