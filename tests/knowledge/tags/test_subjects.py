"""Organisations, groups and sectors are read from their names."""

from __future__ import annotations

import pytest
from tests.knowledge.made import document, passage

from migrascope.knowledge import tags
from migrascope.knowledge.model import Scheme
from migrascope.knowledge.tags import book
from migrascope.knowledge.tags.organisations import introduced


def found(text: str, scheme: Scheme, *, language: str = "en") -> set[str]:
    told = tags.mentioned(passage(text, language=language), document(text))
    return {tag.code for tag in told if tag.scheme is scheme}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("IOM and UNHCR", {"IOM", "UNHCR"}),
        ("the International Organization for Migration (IOM)", {"IOM"}),
        ("l'Organisation internationale pour les migrations", {"IOM"}),
        ("la OIM y el ACNUR", {"IOM", "UNHCR"}),
        ("the Norwegian Refugee Council", {"NRC"}),
        ("UN Women and UN-Habitat", {"UN Women", "UN-Habitat"}),
        ("who asked the eu?", set()),
        ("the Sahel Women Network (SWN)", {"SWN"}),
    ],
)
def test_organisations_are_found_by_name_and_short_form(
    text: str, codes: set[str]
) -> None:
    assert found(text, Scheme.ORGANISATION) == codes


@pytest.mark.parametrize(
    "text",
    [
        "the Migrant Skills Toolkit (MST)",
        "Universal Health Coverage (UHC)",
        "the Network of Lakes (ABC)",
        "a network (SWN)",
    ],
)
def test_a_short_form_alone_makes_no_organisation(text: str) -> None:
    assert list(introduced(text)) == []


def test_the_european_union_is_an_organisation_and_an_area() -> None:
    assert found("the European Union", Scheme.ORGANISATION) == {"EU"}
    assert found("the European Union", Scheme.AREA) == {"M49:097"}


def test_groups_are_found_in_three_languages() -> None:
    assert found("Women and unaccompanied minors", Scheme.GROUP) == {
        "women",
        "children",
        "unaccompanied children",
    }
    assert found("travailleurs migrants", Scheme.GROUP, language="fr") == {
        "migrant workers"
    }
    assert found("jóvenes refugiadas", Scheme.GROUP, language="es") == {
        "youth",
        "refugees",
    }


def test_women_in_the_name_of_a_body_are_no_group() -> None:
    assert found("UN Women reported.", Scheme.GROUP) == set()


def test_sectors_are_found() -> None:
    assert found("Remittance fees and housing", Scheme.SECTOR) == {
        "finance and remittances",
        "housing and cities",
    }


def test_codes_of_organisations_are_listed_once() -> None:
    codes = [row["code"] for row in book.rows("organisations.csv")]
    assert len(codes) == len(set(codes))


def test_a_short_form_stands_for_its_body_on_every_page() -> None:
    text = "The Sahel Women Network (SWN) met. Later SWN voted, the swn of 2020 not."
    later = passage("Later SWN voted, the swn of 2020 not.")
    told = tags.mentioned(later, document(text))
    assert [
        (tag.code, tag.reason) for tag in told if tag.scheme is Scheme.ORGANISATION
    ] == [("SWN", 'says "SWN"')]
    assert "SWN" not in {tag.code for tag in tags.mentioned(later, document(""))}


def test_an_enabling_environment_is_no_subject() -> None:
    assert found("An enabling environment", Scheme.SECTOR) == set()
    assert found("The environment", Scheme.SECTOR) == {"climate and environment"}
