"""People, panels and sessions are counted where a text counts them."""

from __future__ import annotations

from migrascope.knowledge.registers import counting


def test_sessions_with_panels_each_are_multiplied() -> None:
    text = "It had four sessions, each with three panels."
    panels, sessions = counting.panels(text), counting.sessions(text)
    assert panels is not None
    assert sessions is not None
    assert (panels.number, sessions.number) == ("12", "4")
    assert text[panels.start : panels.end] == "four sessions, each with three panels"


def test_speakers_are_found_in_digits_and_words() -> None:
    for text, number in (("led by 41 speakers", "41"), ("Twelve speakers came", "12")):
        found = counting.speakers(text)
        assert found is not None
        assert found.number == number


def test_an_ordinal_is_no_count() -> None:
    assert counting.sessions("It held its first session in May.") is None
    assert counting.panels("Panel 3 was on health.") is None


def test_women_and_men_count_only_beside_speakers() -> None:
    told = counting.of_speakers("There were 30 speakers, of whom 11 were women.")
    assert told["women"].number == "11"
    assert set(told) == {"women"}
    shares = counting.of_speakers("Of the 41 speakers, 51% were men and 49% women.")
    assert (shares["men"].number, shares["women"].number) == ("51%", "49%")
    assert counting.of_speakers("Of migrants, 48% were women.") == {}


def test_participants_keep_their_words() -> None:
    text = "Some 300 participants came, and around 90 participants on Day 2."
    assert [each.number for each in counting.participants(text)] == [
        "Some 300 participants",
        "around 90 participants on Day 2",
    ]
