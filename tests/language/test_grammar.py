"""Sentences are right for one, none, many, rising and falling."""

from __future__ import annotations

import pytest

from migrascope.language.grammar import count, listing, moved, with_article
from migrascope.model import area as areas


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
        (100, 198, "doubled"),
        (100, 320, "rose 3.2-fold"),
        (1, 2_500, "rose 2,500-fold"),
    ],
)
def test_a_move_is_told_as_a_verb(before: float, after: float, text: str) -> None:
    assert moved(before, after) == text


def test_some_countries_take_an_article() -> None:
    assert with_article("GMB", "Gambia") == "the Gambia"
    assert with_article("IRN", "Iran (Islamic Republic of)").startswith("the Islamic")
    assert with_article("TUV", "Tuvalu") == "Tuvalu"


@pytest.mark.parametrize(
    ("area", "inside"),
    [
        ("M49:900", "the world"),
        ("M49:941", "the least developed countries"),
        ("M49:2087", "the landlocked developing countries of Africa"),
        ("M49:097", "the European Union"),
        ("M49:014", "Eastern Africa"),
        ("YUG", "the territory of the former Yugoslavia"),
        ("X:wb:ARB", "the group “Arab World (World Bank)”"),
        ("NLD", "the Kingdom of the Netherlands"),
    ],
)
def test_groups_and_former_states_read_well_inside_a_sentence(
    area: str, inside: str
) -> None:
    facts = areas.get(area)
    assert with_article(area, facts.name, kind=facts.kind) == inside


def test_the_channel_islands_have_their_article() -> None:
    assert with_article("M49:830", "Channel Islands") == "the Channel Islands"
