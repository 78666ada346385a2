"""Names of laws, policies and plans are found, common nouns are not."""

from __future__ import annotations

import pytest

from migrascope.knowledge.registers import names


def titles(text: str) -> list[str]:
    return [each.title for each in names.names(text)]


@pytest.mark.parametrize(
    ("text", "title", "type_"),
    [
        ("the Harbour Declaration of ministers", "Harbour Declaration", "declaration"),
        (
            "under the National Reception Strategy adopted",
            "National Reception Strategy",
            "strategy",
        ),
        (
            "its Policy on Safe Passage, Work and Return helps",
            "Policy on Safe Passage, Work and Return",
            "policy",
        ),
        ("Norland's Refugees Settlement Act says", "Refugees Settlement Act", "law"),
    ],
)
def test_a_name_is_found_by_its_form(text: str, title: str, type_: str) -> None:
    (found,) = names.names(text)
    assert (found.title, found.type) == (title, type_)
    assert text[found.start : found.end].endswith(title)


@pytest.mark.parametrize(
    "text",
    [
        "The Policy is good.",
        "an Institute for Migration Policy Research",
        "She works at the Migration Policy Institute.",
        "a new policy on visas, and a plan",
        "Deputy Commissioner for Policy and Communications",
        "Under the Law everyone is equal.",
    ],
)
def test_a_common_noun_names_nothing(text: str) -> None:
    assert titles(text) == []


def test_a_known_instrument_goes_by_one_title_whatever_it_is_called() -> None:
    title = "Global Compact for Safe, Orderly and Regular Migration"
    for text in (
        "the global compact for migration",
        "the GCM",
        "the Global Compact for Safe, Orderly and Regular Migration",
        "a global compact for safe, orderly and regular migration",
    ):
        assert titles(text) == [title]


def test_an_issuer_stands_before_the_name() -> None:
    (found,) = names.names("It follows WXO’s Global Shelter Strategy for cities.")
    assert (found.issuer, found.title) == ("WXO", "Global Shelter Strategy")


def test_a_year_or_a_term_is_part_of_a_name() -> None:
    (agenda,) = names.names("in line with the Island Union’s Agenda 2063, and")
    assert (agenda.issuer, agenda.title) == ("Island Union", "Agenda 2063")
    assert titles("the 10-Year Framework of Programmes on Clean Ports") == [
        "10-Year Framework of Programmes on Clean Ports"
    ]


def test_every_known_instrument_is_found_by_each_of_its_names() -> None:
    table = names._table()
    assert len({each.title for each in table}) == len(table)
    for entry in table:
        for name in (entry.title, *entry.aliases):
            assert titles(f"as in the {name} of old") == [entry.title], name
        assert entry.type in set(names.TYPES.values()) | {"programme"}
