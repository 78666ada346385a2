"""Claims: a sentence ends where a reader of its language ends it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.knowledge.passages.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Karen Abu spoke first.",
        "It cost 3.5 per cent of the total.",
        "See A/RES/70/1, para. 29, and No. 5 of the list.",
        "Some platforms (like OACPS, e.g. in Fiji, i.e. the Pacific) help.",
        "J. Smith and A. B. Jones agreed.",
        "The U.S. and the U.K. agreed.",
        "Towns, NGOs etc. were heard.",
        "Visit www.example.int/a.b now.",
        "1. Migration is a reality.",
        "He asked “why now?” and left.",
        "M. Dupont et Mme. Ba ont parlé à l’art. 5 du texte.",
        "El Sr. Pérez citó la pág. 4 del informe.",
        "В 2019 г. прибыло 5 тыс. человек, т.е. меньше.",
        "The fund (proposed at COP27.) is new.",
    ],
)
def test_these_are_one_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("They left.", "Others stayed."),
        ("Why did they leave?", "“Because of rain.”"),
        ("He said: “We must act.”", "They did."),
        ("It fell to 3.", "Then it rose."),
        ("It ends with the SDGs.", "2030 is near."),
        ("They met in Geneva (2021).", "It rained."),
        ("Is the answer no?", "Nobody knew."),
        ("The answer was no.", "They went on."),
        ("Towns, NGOs etc.", "Others spoke."),
        ("Les villes accueillent.", "Ils demandent des fonds."),
        ("« Il faut agir. »", "Elle l’a dit."),
        ("¿Por qué se van?", "¡Hay que actuar!"),
        ("Они приехали.", "Это хорошо."),
        ("وصل المهاجرون.", "ثم بقوا."),
        ("هل وصلوا؟", "نعم."),
    ],
)
def test_these_are_two(first: str, second: str) -> None:
    assert split(f"{first} {second}") == [first, second]


def test_chinese_sentences_need_no_blank_between_them() -> None:
    assert split("移民来了。他们留下了！为什么？") == [
        "移民来了。",
        "他们留下了！",
        "为什么？",
    ]


def test_footnote_marks_stay_with_their_sentence() -> None:
    assert split("They left.[3] Others stayed.") == ["They left.[3]", "Others stayed."]


@given(st.text(max_size=200))
def test_sentences_follow_each_other_and_leave_nothing_but_blanks(text: str) -> None:
    found = sentences(text)
    place = 0
    for start, end in found:
        assert place <= start < end
        assert not text[place:start].strip()
        assert text[start:end] == text[start:end].strip()
        place = end
    assert not text[place:].strip()
