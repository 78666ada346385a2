"""Who spoke is read with the role, and a sex only where words state it."""

from __future__ import annotations

import pytest
from tests.knowledge import made

from migrascope.knowledge.dialogue import speakers
from migrascope.knowledge.dialogue.speakers import Speaker


def one(text: str) -> Speaker:
    (found,) = speakers.of([made.passage(text)])
    return found


@pytest.mark.parametrize(
    ("text", "name", "role", "organisation"),
    [
        (
            "Ada Okello, Director of Migration, Ministry of Interior, noted delays.",
            "Ada Okello",
            "Director of Migration",
            "Ministry of Interior",
        ),
        (
            "The WXO Director General, Jan de Vries, said that it was late.",
            "Jan de Vries",
            "Director General",
            "WXO",
        ),
        (
            "Mayor Rosa Lima of the City of Porto, Brazil, described a shelter.",
            "Rosa Lima",
            "Mayor",
            "City of Porto",
        ),
        (
            "Li Wei, founder of the Tea Road Project, spoke about trade.",
            "Li Wei",
            "founder",
            "Tea Road Project",
        ),
        (
            "On behalf of Ali Khan, Minister of Health, Omar Said, Ambassador, spoke.",
            "Omar Said",
            "Ambassador",
            "",
        ),
    ],
)
def test_name_role_and_organisation_are_told_apart(
    text: str, name: str, role: str, organisation: str
) -> None:
    found = one(text)
    assert (found.name, found.role, found.organisation) == (name, role, organisation)


@pytest.mark.parametrize(
    "text",
    [
        "Sri Lanka, Ambassador level, noted progress.",
        "The report was edited by Ada Okello, Director of Research.",
        "The Global Compact, Director or not, was discussed.",
        "Ada Okello came late.",
        "Costa Rica described a law.",
    ],
)
def test_who_did_not_speak_or_is_no_person_is_not_named(text: str) -> None:
    assert speakers.of([made.passage(text)]) == ()


@pytest.mark.parametrize(
    ("text", "sex", "words"),
    [
        ("Ms. Ada Okello, Director of Roads, spoke.", "woman", "Ms"),
        ("Ada Okello, Director of Roads, spoke. She left.", "woman", "She"),
        ("Jo Berg, Director of Roads, praised his team and spoke.", "man", "his"),
        ("Ada Okello, Director of Roads, spoke.", "", ""),
        ("Ada Okello, Director of Roads, spoke. Others agreed.", "", ""),
        ("Ada Okello, Director of Roads, spoke of him and her.", "", ""),
        (
            "Ada Okello, Director of Roads, and Jo Berg, Head of Rail, presented hers.",
            "",
            "",
        ),
        (
            "Ada Okello, Director of Roads, spoke. Jo Berg, Head of Rail, noted his.",
            "",
            "",
        ),
    ],
)
def test_a_sex_is_stated_or_not_given(text: str, sex: str, words: str) -> None:
    first = speakers.of([made.passage(text)])[0]
    assert (first.sex, first.sex_words) == (sex, words)


def test_a_title_elsewhere_states_it_too() -> None:
    found = speakers.of(
        [
            made.passage("Ada Okello, Director of Roads, spoke.", number=1),
            made.passage("Later Ms Okello answered questions.", number=2),
        ]
    )
    assert [(each.sex, each.sex_words) for each in found] == [("woman", "Ms Okello")]


def test_everybody_is_named_once_with_the_first_passage() -> None:
    text = "Ada Okello, Director of Roads, spoke."
    found = speakers.of([made.passage(text, number=1), made.passage(text, number=2)])
    assert [each.citation.passage for each in found] == ["made#1"]


def test_forms_have_no_speakers() -> None:
    text = "Ada Okello, Director of Roads, spoke."
    assert speakers.of([made.passage(text, entry=1, label="Description")]) == ()
