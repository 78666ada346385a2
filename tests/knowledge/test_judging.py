"""What is said comes first, what the entry says next, what is learned only adds."""

from __future__ import annotations

from collections.abc import Sequence

from tests.knowledge.made import document, passage

from migrascope.knowledge import judging
from migrascope.knowledge.model import How, Kind, Scheme, Tag

LONG = "Transfers to SDG 10 are dear, and the fees of agents should be lowered soon."


class Oracle:
    """A model that always says the same."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.headings: list[str] = []
        self.languages: list[str] = []

    def goals(
        self, texts: Sequence[str], *, language: str
    ) -> list[list[judging.Guess]]:
        self.asked.extend(texts)
        self.languages.append(language)
        return [[("10", 0.7, ("fees",)), ("8", 0.6, ("agents",))] for _ in texts]

    def targets(
        self, texts: Sequence[str], *, headings: Sequence[str]
    ) -> list[list[judging.Guess]]:
        self.headings.extend(headings)
        return [[("10.c", 0.7, ("transfers", "fees"))] for _ in texts]

    def objectives(
        self, texts: Sequence[str], *, headings: Sequence[str]
    ) -> list[list[judging.Guess]]:
        self.headings.extend(headings)
        return [[("20", 0.8, ())] for _ in texts]


def tag(tags: Sequence[Tag], scheme: Scheme, code: str) -> Tag:
    return next(each for each in tags if (each.scheme, each.code) == (scheme, code))


def test_every_passage_is_judged_in_its_order() -> None:
    told = [passage("Fees should fall."), passage("Fees fell to 3 per cent.")]
    judged = judging.judge(document(""), told)
    assert [each.kind for each in judged] == [Kind.RECOMMENDATION, Kind.FIGURE]


def test_without_models_only_what_is_said_is_tagged() -> None:
    (judged,) = judging.judge(document(LONG), [passage(LONG)])
    assert {each.how for each in judged.tags} == {How.MENTIONED}


def test_what_is_learned_adds_and_never_replaces() -> None:
    (judged,) = judging.judge(document(LONG), [passage(LONG)], learned=Oracle())
    assert tag(judged.tags, Scheme.GOAL, "10").how is How.MENTIONED
    added = tag(judged.tags, Scheme.GOAL, "8")
    assert (added.how, added.confidence) == (How.LEARNED, 0.6)
    assert added.reason == "like texts on goal 8: agents"
    similar = tag(judged.tags, Scheme.TARGET, "10.c")
    assert (similar.how, similar.reason) == (
        How.SIMILAR,
        "like target 10.c: transfers, fees",
    )
    assert tag(judged.tags, Scheme.OBJECTIVE, "20").reason == "like objective 20"


def test_names_and_short_values_are_not_guessed_about() -> None:
    oracle = Oracle()
    judging.judge(document(""), [passage("IOM"), passage(LONG)], learned=oracle)
    assert oracle.asked == [LONG]


def test_a_chinese_sentence_says_much_in_few_characters() -> None:
    oracle = Oracle()
    sentence = "各国政府应降低移民汇款的费用。"
    told = [passage(each, language="zh") for each in ("国际移民组织", sentence)]
    judging.judge(document("", language="zh"), told, learned=oracle)
    assert oracle.asked == [sentence]


def test_models_hear_the_heading_but_not_the_question_of_a_form() -> None:
    oracle = Oracle()
    told = [
        passage(LONG, sections=("Panel 2: Money", "Which steps did you take?")),
        passage(LONG, sections=("Cheaper transfers",)),
    ]
    judging.judge(document(""), told, learned=oracle)
    assert oracle.headings == ["Panel 2: Money", "Cheaper transfers"] * 2


FRENCH = "Les banques devraient abaisser les frais d'envoi des familles en exil."


def test_in_other_languages_goals_are_guessed_alone() -> None:
    oracle = Oracle()
    told = [passage(LONG), passage(FRENCH, language="fr")]
    _, judged = judging.judge(document("", language="fr"), told, learned=oracle)
    learnt = [each for each in judged.tags if each.how is not How.MENTIONED]
    assert {each.scheme for each in learnt} == {Scheme.GOAL}
    assert len(oracle.headings) == 2, "targets and objectives of the English one only"
    assert (oracle.asked, oracle.languages) == ([LONG, FRENCH], ["en", "fr"])


def test_unsure_goals_are_none_in_any_language() -> None:
    class Unsure(Oracle):
        def goals(
            self, texts: Sequence[str], *, language: str
        ) -> list[list[judging.Guess]]:
            told = super().goals(texts, language=language)
            return [[("10", 0.55, ("fees",)), ("14", 0.54, ("dear",))] for _ in told]

    told = [passage(LONG.replace("SDG 10", "homes")), passage(FRENCH, language="fr")]
    english, french = judging.judge(document(""), told, learned=Unsure())
    for judged in (english, french):
        goals = [each for each in judged.tags if each.scheme is Scheme.GOAL]
        assert [(each.code, each.confidence) for each in goals] == [("10", 0.55)]


def test_of_a_language_that_no_model_read_nothing_is_guessed() -> None:
    told = [passage("Die Banken sollten die Gebühren bald senken.", language="de")]
    (judged,) = judging.judge(document(""), told, learned=Oracle())
    assert not [each for each in judged.tags if each.how is not How.MENTIONED]


def test_no_passages_have_no_judgements() -> None:
    assert judging.judge(document(""), [], learned=Oracle()) == ()


def test_fields_speak_for_the_description_of_their_own_entry() -> None:
    told = [
        passage("Warm Welcome", label="Initiative Name", entry=1),
        passage("11 and 16", label="Relevant SDGs", entry=1),
        passage("Kenya, Togo", label="Member States benefiting", entry=1),
        passage("Mayors meet newcomers.", label="Description", entry=1),
        passage("Another thing.", label="Description", entry=2),
    ]
    judged = judging.judge(document(""), told)
    codes = {(each.scheme, each.code) for each in judged[3].tags}
    assert {(Scheme.GOAL, "11"), (Scheme.GOAL, "16")} <= codes
    assert {(Scheme.AREA, "KEN"), (Scheme.AREA, "TGO")} <= codes
    reason = tag(judged[3].tags, Scheme.GOAL, "11").reason
    assert reason == 'field "Relevant SDGs": "11 and 16", a field of the same entry'
    assert not [each for each in judged[4].tags if each.scheme is Scheme.GOAL]


def test_the_place_of_an_event_is_not_what_it_is_about() -> None:
    told = [
        passage("Kota, Togo", label="Event Location (City, Country)", entry=1),
        passage("Mayors meet newcomers.", label="Description", entry=1),
    ]
    judged = judging.judge(document(""), told)
    assert not [each for each in judged[1].tags if each.scheme is Scheme.AREA]
