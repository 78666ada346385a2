"""A passage's kind is told by its words, its headings and its field."""

from __future__ import annotations

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.knowledge.made import document, passage

from migrascope.knowledge import kinds
from migrascope.knowledge.kinds import cues
from migrascope.knowledge.model import Kind

HEADINGS = (
    ("ru", "Передовая практика", "Рекомендации", "Обязательства"),
    ("ar", "الممارسات الجيدة", "التوصيات", "الالتزامات"),
    ("zh", "良好做法", "建议", "承诺"),
)
"""As practices, recommendations and commitments are headed in the documents."""


def judged(text: str, **more: str) -> tuple[Kind, str, float]:
    return kinds.judge(passage(text, **more), document(text))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Fees are hard to compare because of a lack of data.", Kind.CHALLENGE),
        ("Barriers at work exclude newcomers, who struggle.", Kind.CHALLENGE),
        ("One town showcased its good practice: it worked with shops.", Kind.PRACTICE),
        ("Governments should lower the fees.", Kind.RECOMMENDATION),
        ("Participants called for cheaper transfers.", Kind.RECOMMENDATION),
        ("Strengthen the register of agents", Kind.RECOMMENDATION),
        ("4.b By 2025, reduce the fees", Kind.RECOMMENDATION),
        ("(c) Reduce the fees", Kind.RECOMMENDATION),
        ("We will publish the list every year.", Kind.COMMITMENT),
        ("The ministry pledged to end detention.", Kind.COMMITMENT),
        ("This platform, established in 2019, aims to join mayors.", Kind.INITIATIVE),
        ("The Kota Convention was adopted in 1999.", Kind.INSTRUMENT),
        ("The act entered into force after ratification.", Kind.INSTRUMENT),
        ("Of 4,200 workers, 37 per cent were women.", Kind.FIGURE),
        ("The fund paid $12 million to 300 families.", Kind.FIGURE),
        ("The meeting was opened by the chair.", Kind.STATEMENT),
        ("Blue is a colour.", Kind.STATEMENT),
    ],
)
def test_words_tell_the_kind(text: str, kind: Kind) -> None:
    assert judged(text)[0] is kind


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("fr", "Les États devraient réduire les frais.", Kind.RECOMMENDATION),
        ("fr", "Le manque de données est un défi.", Kind.CHALLENGE),
        ("fr", "La ville s’engage à former ses agents.", Kind.COMMITMENT),
        ("fr", "Une bonne pratique a été présentée.", Kind.PRACTICE),
        ("es", "Los Estados deben reducir los costos.", Kind.RECOMMENDATION),
        ("es", "La falta de datos es un desafío.", Kind.CHALLENGE),
        ("es", "El país se compromete a capacitar.", Kind.COMMITMENT),
        ("ru", "Государства должны снизить сборы.", Kind.RECOMMENDATION),
        ("ar", "يجب على الدول خفض الرسوم", Kind.RECOMMENDATION),
        ("zh", "各国应当降低费用", Kind.RECOMMENDATION),
        ("zh", "数据缺乏是一项挑战", Kind.CHALLENGE),
    ],
)
def test_other_languages_have_cues_of_their_own(
    language: str, text: str, kind: Kind
) -> None:
    assert judged(text, language=language)[0] is kind


def test_a_heading_decides_where_the_words_do_not() -> None:
    above = passage("Cheaper transfers", sections=("Recommendations",))
    kind, cue, _ = kinds.judge(above, document(""))
    assert kind is Kind.RECOMMENDATION
    assert cue == 'heading says "recommendations"'


def test_a_label_decides_what_a_field_is() -> None:
    field = passage("Warm Welcome", label="Initiative/Partnership Name", entry=1)
    kind, cue, _ = kinds.judge(field, document(""))
    assert kind is Kind.INITIATIVE
    assert cue == 'label "Initiative/Partnership Name"'


def test_the_question_of_a_form_decides_nothing() -> None:
    asked = passage("Not at this time.", sections=("Any recommendations?",))
    assert kinds.judge(asked, document(""))[0] is Kind.STATEMENT


def test_a_statement_without_cues_says_that_there_were_none() -> None:
    kind, cue, confidence = judged("Blue is a colour.")
    assert (kind, cue) == (Kind.STATEMENT, "no cue of another kind")
    assert confidence <= 0.4


def test_more_cues_make_more_confident() -> None:
    one = judged("Fees should fall.")[2]
    three = judged("Fees should fall; states must act and were urged to begin.")[2]
    assert three > one


@given(text=st.text(max_size=200), language=st.sampled_from(["en", "fr", "zh", "xx"]))
def test_any_text_has_a_kind_with_a_reason(text: str, language: str) -> None:
    kind, cue, confidence = judged(text, language=language)
    assert isinstance(kind, Kind)
    assert cue
    assert 0 < confidence < 1


@given(
    words=st.lists(
        st.sampled_from(["should", "lack of", "the fee", "we will", "37 per cent"]),
        max_size=6,
    )
)
def test_the_words_of_the_cue_stand_in_the_passage(words: list[str]) -> None:
    text = " ".join(words)
    cue = judged(text)[1]
    if cue.startswith('says "'):
        assert cue.removeprefix('says "').removesuffix('"') in text


def test_every_cue_of_the_table_is_heard() -> None:
    file = resources.files(kinds) / "cues.csv"
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        assert row["where"] in {"text", "Text", "start", "heading", "label"}
        for words in row["words"].split("|"):
            spoken = words.replace(" * ", " x ").replace("*", "")
            if row["where"] in {"heading", "label"}:
                heard = cues.heard_above(spoken, row["where"], row["language"])
            else:
                heard = tuple(cues.heard(spoken, row["language"]))
            assert Kind(row["kind"]) in {cue.kind for cue in heard}, words


@pytest.mark.parametrize(
    ("language", "practice", "recommendation", "promise"), HEADINGS
)
def test_headings_decide_where_words_do_not_in_other_alphabets(
    language: str, practice: str, recommendation: str, promise: str
) -> None:
    wanted = (
        (practice, Kind.PRACTICE),
        (recommendation, Kind.RECOMMENDATION),
        (promise, Kind.COMMITMENT),
    )
    for heading, kind in wanted:
        plain = "Норландия 2031" if language == "ru" else "2031"
        said = passage(plain, language=language, sections=(heading,))
        assert kinds.judge(said, document(plain))[0] is kind, heading


def test_legal_advice_is_no_law_in_chinese() -> None:
    said = passage("为移民工人提供法律咨询。", language="zh", sections=("良好做法",))
    assert kinds.judge(said, document(said.text))[0] is Kind.PRACTICE
