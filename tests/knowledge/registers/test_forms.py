"""Entries of a form are put together by what their labels mean."""

from __future__ import annotations

import pytest

from migrascope.knowledge.registers import forms


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("Initiative/Partnership Name", "name"),
        ("Partners (please list all partners)", "partners"),
        ("Relevant SDGs (list all relevant goals)", "goals"),
        ("Member States benefiting from it", "countries"),
        ("Description (max 150 words): the mandate", "says"),
        ("Website (if applicable)", "site"),
        ("Publishing entity/entities", "partners"),
        ("Event Dates:", "dates"),
        ("Language(s)", "languages"),
        ("Colour", ""),
    ],
)
def test_a_label_is_known_by_its_meaning(label: str, meaning: str) -> None:
    assert forms.means(label) == meaning


def test_names_are_listed_one_by_one() -> None:
    assert forms.several("ILO, UNHCR and the World Bank") == (
        "ILO",
        "UNHCR",
        "World Bank",
    )


def test_a_country_with_an_and_in_its_name_is_one() -> None:
    text = "Fiji, Trinidad and Tobago and Saint Lucia, among other islands"
    assert forms.several(text) == ("Fiji", "Trinidad and Tobago", "Saint Lucia")


@pytest.mark.parametrize("text", ["", "n/a", "N/A", "Forthcoming", " - "])
def test_a_field_that_says_nothing_lists_nobody(text: str) -> None:
    assert forms.several(text) == ()
