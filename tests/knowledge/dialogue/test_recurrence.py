"""What comes back, is new or was dropped is told with the passages of each dialogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.knowledge import made

from migrascope.knowledge.dialogue import recurrence, similarity
from migrascope.knowledge.dialogue.recurrence import Conclusion, Fate, Recurrence
from migrascope.knowledge.model import (
    Document,
    How,
    JudgedPassage,
    Judgement,
    Kind,
    Scheme,
    Tag,
)

MONEY = (
    "Governments should reduce the transaction costs of remittances that workers send"
)
CHEAP = "States should cut transaction costs of remittances sent by workers to families"
BIRDS = "Ministries should protect wetlands where cranes rest during the long winter"
NURSES = (
    "Hospitals should recognize certificates of foreign nurses and midwives quickly"
)


def dialogue(year: int) -> Document:
    document = made.document()
    return replace(
        document,
        id=f"talks-{year}",
        metadata=replace(document.metadata, date=date(year, 5, 1)),
    )


def said(
    year: int,
    number: int,
    text: str,
    *codes: str,
    kind: Kind = Kind.RECOMMENDATION,
) -> JudgedPassage:
    tags = tuple(
        Tag(Scheme.OBJECTIVE, code, How.MENTIONED, 0.9, "says so") for code in codes
    )
    passage = replace(made.passage(text, number=number), document=f"talks-{year}")
    return JudgedPassage(passage, Judgement(kind, "should", 0.8, tags))


YEARS = [dialogue(2022), dialogue(2019), dialogue(2020)]
PASSAGES = [
    said(2019, 1, MONEY, "20"),
    said(2019, 2, BIRDS, "2"),
    said(2020, 1, BIRDS.replace("cranes", "storks")),
    said(2022, 1, CHEAP, "20"),
    said(2022, 2, NURSES, "18"),
]


def fates(found: Recurrence) -> dict[str, tuple[str, ...]]:
    """The passages of each conclusion, by its fate."""
    return {
        ", ".join(each.passage.id for each in conclusion.passages): (
            conclusion.fate.value,
        )
        for conclusion in found.conclusions
    }


def chain(found: Recurrence, fate: Fate) -> list[Conclusion]:
    return [each for each in found.conclusions if each.fate is fate]


def test_dialogues_are_put_in_the_order_of_their_days() -> None:
    found = recurrence.over(YEARS, PASSAGES)
    assert found.documents == ("talks-2019", "talks-2020", "talks-2022")


def test_themes_recur_are_new_or_dropped() -> None:
    themes = {each.code: each.fate for each in recurrence.over(YEARS, PASSAGES).themes}
    assert themes == {"20": Fate.RECURS, "18": Fate.NEW, "2": Fate.DROPPED}


def test_a_theme_has_its_passages_by_dialogue() -> None:
    (theme,) = [
        each for each in recurrence.over(YEARS, PASSAGES).themes if each.code == "20"
    ]
    ids = [[each.passage.id for each in part] for part in theme.passages]
    assert ids == [["talks-2019#1"], [], ["talks-2022#1"]]


def test_statements_that_say_the_same_recur_with_the_words_they_share() -> None:
    (found,) = chain(recurrence.over(YEARS, PASSAGES), Fate.RECURS)
    assert [each.passage.id for each in found.passages] == [
        "talks-2019#1",
        "talks-2022#1",
    ]
    words = f"{MONEY} {CHEAP}".lower()
    assert {"transaction", "remittances", "costs"} <= set(found.words)
    assert set(found.words) <= set(words.split()), "as they are written, not stems"
    assert found.likeness >= recurrence.ALIKE


def test_what_the_last_one_does_not_say_any_more_is_dropped() -> None:
    dropped = chain(recurrence.over(YEARS, PASSAGES), Fate.DROPPED)
    ids = [[each.passage.id for each in one.passages] for one in dropped]
    assert ["talks-2019#2", "talks-2020#1"] in ids


def test_what_only_the_last_one_says_is_new() -> None:
    (new,) = chain(recurrence.over(YEARS, PASSAGES), Fate.NEW)
    assert [each.passage.id for each in new.passages] == ["talks-2022#2"]


def test_a_conclusion_has_one_passage_of_each_dialogue_at_most() -> None:
    twice = [*PASSAGES, said(2022, 3, CHEAP, "20"), said(2019, 3, MONEY, "20")]
    for conclusion in recurrence.over(YEARS, twice).conclusions:
        documents = [each.passage.document for each in conclusion.passages]
        assert len(set(documents)) == len(documents)


def test_figures_and_headings_are_no_conclusions() -> None:
    plain = [replace_kind(each, Kind.FIGURE) for each in PASSAGES]
    assert recurrence.over(YEARS, plain).conclusions == ()


def replace_kind(judged: JudgedPassage, kind: Kind) -> JudgedPassage:
    return replace(judged, judgement=replace(judged.judgement, kind=kind))


def test_dialogues_without_passages_have_nothing_in_common() -> None:
    found = recurrence.over(YEARS, [])
    assert (found.themes, found.conclusions) == ((), ())


def in_language(judged: JudgedPassage, language: str) -> JudgedPassage:
    return replace(judged, passage=replace(judged.passage, language=language))


FEES = "各国应取消由移民工人支付的招聘费用,并检查工作场所。"
FEES_AGAIN = "各国应取消移民工人支付的招聘费用,并定期检查工作场所。"
SCHOOLS = "学校应免费提供教材和语言课程,使每个孩子都能学习。"


def test_chinese_statements_recur_although_they_have_no_blanks() -> None:
    told = [said(2019, 1, FEES), said(2022, 1, FEES_AGAIN), said(2022, 2, SCHOOLS)]
    found = recurrence.over(YEARS, [in_language(each, "zh") for each in told])
    assert fates(found) == {
        "talks-2019#1, talks-2022#1": ("recurs",),
        "talks-2022#2": ("new",),
    }


def test_what_stands_in_another_language_is_neither_new_nor_dropped() -> None:
    told = [said(2019, 1, MONEY), in_language(said(2022, 1, SCHOOLS), "zh")]
    assert recurrence.over(YEARS, told).conclusions == ()


def test_a_last_dialogue_without_statements_lends_its_place_to_no_other() -> None:
    earlier = [each for each in PASSAGES if each.passage.document != "talks-2022"]
    found = recurrence.over(YEARS, earlier)
    assert fates(found) == {"talks-2019#2, talks-2020#1": ("dropped",)}


def test_likeness_is_that_of_textbooks() -> None:
    texts = ["costs of remittances", "remittances cost families", "cranes rest here"]
    compared = similarity.compare(
        texts, ["en"] * 3, [frozenset(), frozenset(), frozenset()], bonus=0.1
    )
    alike = compared.likeness([0, 1, 2], [0, 1, 2])
    assert abs(alike[0, 1] - alike[1, 0]) < 1e-12
    assert 0.5 < alike[0, 1] < 1
    assert alike[0, 2] == 0
    assert abs(alike[0, 0] - 1) < 1e-9


def test_a_common_theme_adds_to_it_the_more_the_rarer_it_is() -> None:
    texts = ["costs of remittances", "remittances cost families", "cranes", "wetlands"]
    none: frozenset[str] = frozenset()
    rare, common = frozenset({"20"}), frozenset({"10.7"})
    gains = []
    for themes in ([none] * 4, [rare, rare, none, none], [common] * 4):
        made_ = similarity.compare(texts, ["en"] * 4, themes, bonus=0.1)
        gains.append(float(made_.likeness([0], [1])[0, 0]))
    plain, with_rare, with_common = gains
    assert abs(with_rare - plain - 0.05) < 1e-9  # half of them: half of the weight
    assert abs(with_common - plain) < 1e-9
