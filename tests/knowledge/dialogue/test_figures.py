"""Amounts, shares and counts are quoted; years and numbers of things are not."""

from __future__ import annotations

import pytest
from tests.knowledge import made

from migrascope.knowledge.dialogue import figures


def told(text: str) -> list[str]:
    return [each.text for each in figures.quoted([made.passage(text)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 4,500 permits were issued.", ["4,500"]),
        ("A record $605 billion USD was sent.", ["$605 billion USD"]),
        ("The fee is 6%; it should be 3%.", ["6%", "3%"]),
        ("About 92 per cent of the children learn.", ["92 per cent"]),
        ("There are 50 million children on the move.", ["50 million"]),
        ("It hosts 350,000 registered Syrian refugees.", ["350,000"]),
        ("Nearly 6 out of 10 stay.", ["6 out of 10"]),
    ],
)
def test_a_figure_is_quoted_as_it_is_written(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In 2018 States met.",
        "Objectives 19 and 20 of the Compact were named.",
        "SDG 8.7 and goal 10 count.",
        "It lasted 2 days and had 8 panels and 41 speakers.",
        "On September 19 States meet.",
        "Panel 3 was full; COVID-19 was not over.",
        "The 2030 Agenda binds States.",
        "5.1 End all forms of discrimination against all women and girls",
        "Le plan dure 6 mois et ses effets 3 ans.",
    ],
)
def test_what_only_looks_like_a_figure_is_left(text: str) -> None:
    assert told(text) == []


def test_a_figure_has_its_words_and_its_passage() -> None:
    text = "Word " * 40 + "some 4,500 permits were issued " + "word " * 40
    (found,) = figures.quoted([made.passage(text, number=7)])
    assert "4,500 permits" in found.words
    assert len(found.words) < 200
    assert found.citation.passage == "made#7"
