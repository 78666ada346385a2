"""No tag without its words: in the passage, in a heading or in the field."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from tests.knowledge.made import document, passage

from migrascope.knowledge import tags
from migrascope.knowledge.model import How

WORDS = st.sampled_from(
    re.split(
        r"\s+",
        """Kenya Kenyan Niger Congolese SDG SDGs 8.7 10.z 10, 16 and 17 goal Goal target
        indicator 10.7.2 objective Objective 20 of the Global Compact ODD women refugees
        UNHCR US Jordan Georgia , . ( ) 2018 2014–2016 people Norwegian Refugee Council
        since in South Sudan Sudan Guinea Bissau - Papua New York USA All 17 health data
        indicateur cible objectif Кении 肯尼亚 كينيا Women's Network (SWN) $ % /""",
    )
)
TEXTS = st.lists(WORDS, max_size=14).map(" ".join)
LANGUAGES = st.sampled_from(["en", "fr", "es", "ru", "ar", "zh", "de", ""])
LABELS = st.sampled_from(["", "Relevant SDGs", "Event Location", "GCM objectives"])
_QUOTED = re.compile(r'says "(.*)"|field "[^"]*": "(.*)"')


@given(text=TEXTS, heading=TEXTS, label=LABELS, language=LANGUAGES)
def test_the_words_of_a_tag_stand_where_it_says(
    text: str, heading: str, label: str, language: str
) -> None:
    told = passage(text, language=language, sections=(heading,), label=label)
    for tag in tags.mentioned(told, document(text)):
        quoted = _QUOTED.search(tag.reason)
        assert quoted is not None, tag
        words = (quoted[1] or quoted[2]).rstrip("…")
        above = tag.reason.startswith("heading")
        where = heading if above else text
        assert words in " ".join(where.split()), tag
        assert tag.how is How.MENTIONED
        assert 0 < tag.confidence <= 1


@given(text=TEXTS, language=LANGUAGES)
def test_a_thing_is_tagged_once(text: str, language: str) -> None:
    told = tags.mentioned(passage(text, language=language), document(text))
    assert len({(tag.scheme, tag.code) for tag in told}) == len(told)


def test_a_heading_speaks_for_its_passages_with_less_confidence() -> None:
    told = passage("Fees fell.", sections=("Panel 2: SDG 10 in Kenya",))
    found = {tag.code: tag for tag in tags.mentioned(told, document(""))}
    assert {"10", "KEN"} <= set(found)
    assert found["KEN"].reason == 'heading "Panel 2: SDG 10 in Kenya" says "Kenya"'
    assert found["KEN"].confidence < 0.8


def test_the_question_of_a_form_is_not_what_the_answer_is_about() -> None:
    question = "Which decisions did you take on SDG 13 in Kenya?"
    assert tags.mentioned(passage("None.", sections=(question,)), document("")) == ()
