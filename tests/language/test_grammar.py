"""Sentences are right for one, none, many, rising and falling."""

from __future__ import annotations

import pytest

from migrascope.language.grammar import count, listing, moved, with_article


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "no corridors"),
        (1, "one corridor"),
        (2, "2 corridors"),
        (12_345, "12,300 corridors"),
    ],
)
def test_a_noun_agrees_with_its_number(number: int, text: str) -> None:
    assert count(number, "corridor") == text


def test_irregular_nouns_are_given() -> None:
    assert count(2, "country", "countries") == "2 countries"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["Mali"], "Mali"),
        (["Mali", "Niger"], "Mali and Niger"),
        (["Mali", "Niger", "Chad"], "Mali, Niger and Chad"),
    ],
)
def test_names_are_listed_with_and_before_the_last(names: list[str], text: str) -> None:
    assert listing(names) == text


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (100, 150, "rose by 50 %"),
        (100, 60, "fell by 40 %"),
        (100, 100, "did not change"),
        (1000, 1005, "hardly changed"),
        (0, 5, "rose from none"),
        (5, 0, "fell to none"),
        (100, 320, "grew to 3.2 times its level"),
        (1, 2_500, "grew to 2,500 times its level"),
    ],
)
def test_a_move_is_told_as_a_verb(before: float, after: float, text: str) -> None:
    assert moved(before, after) == text


def test_some_countries_take_an_article() -> None:
    assert with_article("GMB", "Gambia") == "the Gambia"
    assert with_article("IRN", "Iran (Islamic Republic of)").startswith("the Islamic")
    assert with_article("TUV", "Tuvalu") == "Tuvalu"
