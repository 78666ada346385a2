"""By when something was promised is read from words, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from migrascope.knowledge.registers.due import due


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("We will plant trees by 2030.", date(2030, 12, 31)),
        ("It should be open by the end of 2025.", date(2025, 12, 31)),
        ("Visas are free by 31 March 2024.", date(2024, 3, 31)),
        ("No later than March 2024 the office opens.", date(2024, 3, 31)),
        ("The law will be in force by mid-2025.", date(2025, 6, 30)),
        ("A plan will be presented for comment in 2027.", date(2027, 12, 31)),
        ("The third meeting (Nov 2026) will look at housing.", date(2026, 11, 30)),
        ("The workplan (2026 – 2028) will focus on visas.", date(2028, 12, 31)),
        ("Le centre sera ouvert d'ici à 2030.", date(2030, 12, 31)),
        ("La oficina abrirá antes de 2029.", date(2029, 12, 31)),
        ("By February 2028 all ports have it.", date(2028, 2, 29)),
        ("Страна откроет школы до конца 2028 года.", date(2028, 12, 31)),
        ("UNICEF и страна закончат до 30 июня 2028 года.", date(2028, 6, 30)),
        ("ستفتح البلاد المدارس بحلول نهاية عام 2028.", date(2028, 12, 31)),
        ("ستفتح البلاد المدارس قبل 30 يونيو 2028.", date(2028, 6, 30)),
        ("该国将在2028年底之前开办学校。", date(2028, 12, 31)),
        ("该国将于2028年6月30日前开办学校。", date(2028, 6, 30)),
        ("到2028年2月，所有港口都会有。", date(2028, 2, 29)),
    ],
)
def test_words_name_a_day(text: str, day: date) -> None:
    found = due(text)
    assert found is not None
    assert found.day == day
    assert found.words in text


@pytest.mark.parametrize(
    "text",
    [
        "A report will be issued soon.",
        "It will be published in due course.",
        "The office opened in 2019.",
        "Центр открыт в 2019 году.",
        "В докладе от 30 июня 2029 года сказано иначе.",
        "افتتح المركز في عام 2029.",
        "2029年5月举行了会议。",
        "到2029年13月。",
        "A meeting will be held in June.",
        "By 30 February 2028 it is done.",
        "A report will cover the two sessions planned in 2018.",
        "In 2024, refugees lived in camps.",
        "",
        "We look forward to the forum to be held in Norland in 2036.",
    ],
)
def test_words_that_name_no_day_give_none(text: str) -> None:
    assert due(text) is None


def test_a_day_before_the_document_is_no_promise() -> None:
    assert due("It was to be done by 2015.", after=date(2018, 3, 26)) is None
    assert due("It is to be done by 2018.", after=date(2018, 3, 26)) is not None


def test_by_wins_over_in() -> None:
    found = due("Talks will begin in 2026. All of it ends by 2028.")
    assert found is not None
    assert (found.day.year, found.is_deadline) == (2028, True)
