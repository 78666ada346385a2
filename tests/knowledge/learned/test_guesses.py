"""What invented passages are about, and what decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrascope.knowledge import learned
from migrascope.knowledge.judging import SURE
from migrascope.knowledge.learned.embeddings import weights


@pytest.fixture(autouse=True)
def words_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No language model here, whatever this machine has."""
    monkeypatch.setenv(weights.FOLDER, str(tmp_path))


@pytest.mark.parametrize(
    ("text", "language", "goal"),
    [
        ("Nurses vaccinated children against measles in every district.", "en", "3"),
        ("Pupils and their teachers got books for the new school.", "en", "4"),
        ("Solar panels bring electricity to villages off the grid.", "en", "7"),
        ("Fishing fleets catch more fish than the ocean can renew.", "en", "14"),
        ("Judges and police fight corruption and bribery.", "en", "16"),
        ("La lutte contre la faim et la malnutrition des enfants.", "fr", "2"),
        ("Garantizar la disponibilidad de agua y el saneamiento.", "es", "6"),
        ("Борьба с изменением климата и его последствиями.", "ru", "13"),
        ("实现性别平等，增强所有妇女和女童的权能", "zh", "5"),
        ("يجب تطعيم الأطفال ضد الأمراض في المراكز الصحية.", "ar", "3"),
    ],
)
def test_the_goal_of_a_plain_sentence_comes_first(
    text: str, language: str, goal: str
) -> None:
    guesses = learned.goals([text], language=language)[0]
    assert guesses[0].code == goal
    assert guesses[0].words
    assert all(each in text for words in guesses[0].words for each in words.split())


def reasons(text: str, language: str) -> list[str]:
    guesses = learned.goals([text], language=language)[0]
    assert guesses
    return [word for each in guesses for word in each.words]


def test_reasons_neither_end_in_small_words_nor_are_they_numbers() -> None:
    english = reasons("The importance of decent jobs in the countries of Asia.", "en")
    assert not [each for each in english if each.split()[-1] in {"of", "in", "the"}]
    french = reasons("3. Vacciner 12 000 enfants réfugiés contre la rougeole.", "fr")
    assert not [each for each in french if any(sign.isdigit() for sign in each)]


def test_words_with_a_hyphen_and_chinese_pairs_are_shown_as_they_stand() -> None:
    russian = "Трудящиеся-мигранты платят высокую плату за наём."
    assert all(each in russian for each in reasons(russian, "ru"))
    chinese = "招聘费用应由雇主支付，预警系统保护沿海居民。"
    assert all(each in chinese for each in reasons(chinese, "zh"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("La séance est levée à dix-sept heures et le rapport sera distribué.", "fr"),
        ("Se agradece a todos los ponentes y se levanta la sesión.", "es"),
        ("Председатель поблагодарил участников и закрыл заседание.", "ru"),
        ("شكر الرئيس جميع المتحدثين ورفعت الجلسة في الساعة الخامسة.", "ar"),
        ("主席感谢各位发言人，会议于下午五时结束。", "zh"),
    ],
)
def test_who_closes_a_meeting_speaks_of_no_goal(text: str, language: str) -> None:
    guesses = learned.goals([text], language=language)[0]
    assert not [each for each in guesses if each.confidence >= SURE]


def test_words_without_a_subject_have_no_goal_target_or_objective() -> None:
    texts = ["", "Thank you very much.", "12:30 – 14:00", "xyzzy plugh"]
    assert learned.targets(texts) == [()] * 4
    assert learned.objectives(texts) == [()] * 4
    assert learned.goals(["", "xyzzy plugh"]) == [(), ()]


@pytest.mark.parametrize(
    ("text", "target", "objective"),
    [
        ("Banks should make it cheaper to send remittances home.", "10.c", "20"),
        ("Recruiters must not charge workers recruitment fees.", "8.8", "6"),
        ("Victims of trafficking in persons need shelter.", "8.7", "10"),
        ("Count migrants in the census, with disaggregated data.", "17.18", "1"),
        ("Register every birth so that each child has a legal identity.", "16.9", "4"),
        ("Answer racism and xenophobia with facts.", "10.3", "17"),
        ("Let pensions be paid abroad: portability of social security.", "1.3", "22"),
    ],
)
def test_what_people_say_leads_to_what_was_agreed(
    text: str, target: str, objective: str
) -> None:
    assert learned.targets([text])[0][0].code == target
    assert learned.objectives([text])[0][0].code == objective


def test_reasons_are_words_of_the_text_or_its_heading() -> None:
    text = "Fees for Recruitment are forbidden; workers keep their wages."
    for guess in (*learned.objectives([text])[0], *learned.goals([text])[0]):
        assert guess.words
        assert all(said in text for word in guess.words for said in word.split())


def test_a_target_that_only_an_objective_speaks_for_has_words_too() -> None:
    text = "More than 300 participants registered, and women sat on each panel."
    guessed = learned.targets([text])[0]
    assert "10.2" in {each.code for each in guessed}, "linked to objective 16"
    assert all(each.words for each in guessed)


def test_reasons_are_never_words_that_say_nothing() -> None:
    text = "The teachers of all these schools must be paid, and so should they be."
    said = {
        word
        for ask in (learned.goals, learned.targets, learned.objectives)
        for guess in ask([text])[0]
        for word in guess.words
    }
    assert said
    assert not said & {"The", "of", "all", "these", "must", "be", "and", "so", "they"}


def test_a_heading_tells_what_its_passages_do_not() -> None:
    said = "They were asked to help."
    assert learned.objectives([said]) == [()]
    under = learned.objectives([said], headings=["Remittances and transaction costs"])
    assert under[0][0].code == "20"


def test_guesses_are_few_ordered_and_never_certain() -> None:
    text = "Remittances, recruitment, trafficking, detention, borders, data and skills."
    for ask in (learned.goals, learned.targets, learned.objectives):
        guesses = ask([text])[0]
        sure = [each.confidence for each in guesses]
        assert sure == sorted(sure, reverse=True)
        assert all(0 < each <= 0.95 for each in sure)
    assert len(learned.targets([text])[0]) <= 3
    assert len(learned.objectives([text])[0]) <= 3


def test_the_weights_that_come_along_are_small() -> None:
    folder = Path(learned.__file__).parent
    assert sum(path.stat().st_size for path in folder.glob("*.npz")) < 1_500_000
