"""Each register takes from invented documents what stands in them, with citations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.knowledge import made, summaries

from migrascope.knowledge import judging
from migrascope.knowledge.library import Library
from migrascope.knowledge.model import JudgedPassage, Judgement, Kind
from migrascope.knowledge.registers import building, promises
from migrascope.knowledge.registers.record import Record, Register, Registers


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("read")
    with summaries.read(folder / "knowledge", folder / "files") as library:
        yield library


@pytest.fixture(scope="module")
def registers(library: Library) -> Registers:
    return building.of_library(library)


def only(registers: Registers, register: Register, words: str) -> Record:
    (found,) = [
        each
        for each in registers.of(register)
        if any(words in value.text for value in each.values.values())
    ]
    return found


def test_every_field_cites_words_that_stand_in_its_document(
    library: Library, registers: Registers
) -> None:
    texts = {held.id: library.document(held.id).text for held in library.documents()}
    cited = [
        citation
        for record in registers
        for value in record.values.values()
        for citation in value.citations
        if citation.document in texts
    ]
    assert cited
    assert all(each.words in texts[each.document] for each in cited)
    assert all(value.citations for r in registers for value in r.values.values())


def test_a_practice_knows_its_place_and_the_dialogue(registers: Registers) -> None:
    record = only(registers, Register.PRACTICES, "mobile clinic")
    assert record.parts("areas") == ("UGA",)
    assert record.parts("organisations") == ("UNHCR",)
    assert record.text("when") == "2019-06-04"


def test_practices_in_a_list_have_only_what_their_own_words_say(
    registers: Registers,
) -> None:
    nurses = only(registers, Register.PRACTICES, "language courses")
    recruiters = only(registers, Register.PRACTICES, "register of recruiters")
    assert nurses.text("says") == "language courses for newly arrived nurses"
    assert nurses.text("areas") == ""
    assert recruiters.parts("areas") == ("KEN",)


def test_a_recommendation_says_whom_it_addresses(registers: Registers) -> None:
    assert only(registers, Register.RECOMMENDATIONS, "below 3 per").text(
        "addressed"
    ) == ("Governments")
    assert only(registers, Register.RECOMMENDATIONS, "interpreters").text(
        "addressed"
    ) == ("Ministries of health")


def test_two_promises_in_one_passage_are_two_commitments(registers: Registers) -> None:
    told = {
        each.text("owner"): each.text("due")
        for each in registers.of(Register.COMMITMENTS)
    }
    assert told == {"UNICEF": "2021-12-31", "IOM": "2020-12-31"}


def test_a_sentence_promises_whatever_its_passage_is_for() -> None:
    text = "Roads are long. Norland has pledged to build three bridges by 2031."
    judged = JudgedPassage(made.passage(text), Judgement(Kind.CHALLENGE, "", 0.9))
    (record,) = building.said([judged], {"made": made.document(text)})
    assert record.register is Register.COMMITMENTS
    assert record.text("says") == text.partition(". ")[2]
    assert record.text("due") == "2031-12-31"


def test_an_instrument_is_one_record_and_says_where_its_facts_are_from(
    registers: Registers,
) -> None:
    record = only(registers, Register.INSTRUMENTS, "Safe, Orderly")
    assert {each.document for each in record.citations} == {
        "lakeside-2019",
        "lakeside-2022",
    }
    (source,) = record.values["date"].citations
    assert source.document == "table of known instruments"


def test_an_entry_of_a_form_is_an_initiative(registers: Registers) -> None:
    record = only(registers, Register.INITIATIVES, "Seasonal Work")
    assert record.parts("partners") == ("ILO", "Trinidad and Tobago", "World Bank")
    assert record.parts("countries") == ("KEN", "TTO", "LCA")
    assert record.parts("goals") == ("8", "10", "17")
    assert record.text("dates") == "launched in 2021"
    assert record.text("site") == "https://example.org/observatory"


def test_what_a_form_leaves_open_stays_empty(registers: Registers) -> None:
    record = only(registers, Register.INITIATIVES, "Open Doors")
    for name in ("partners", "countries", "dates", "site"):
        assert name not in record.values
    assert len(record.parts("goals")) == 17


def test_a_dialogue_is_described_with_what_is_stated_only(registers: Registers) -> None:
    first = only(registers, Register.DIALOGUES, "Cheaper money")
    second = only(registers, Register.DIALOGUES, "People first")
    told = ("begins", "ends", "sessions", "panels", "speakers", "women", "men")
    assert [first.text(name) for name in told] == [
        "2019-06-04", "2019-06-05", "2", "6", "21", "9", "",
    ]  # fmt: skip
    assert [second.text(name) for name in told] == [
        "2022-03-14", "2022-03-14", "", "4", "30", "55 per cent", "45 per cent",
    ]  # fmt: skip


def test_reading_again_gives_the_same_records(
    library: Library, registers: Registers
) -> None:
    assert building.of_library(library) == registers


def test_one_register_alone_has_the_same_records(
    library: Library, registers: Registers
) -> None:
    for register in Register:
        alone = building.of_library(library, (register,))
        assert alone.of(register) == registers.of(register)


@pytest.mark.parametrize(
    ("language", "text", "owner"),
    [
        ("fr", "Le Sénégal s'engage à ouvrir dix écoles d'ici à 2031.", "Senegal"),
        ("es", "El Ecuador se compromete a abrir diez escuelas.", "Ecuador"),
        ("ru", "Казахстан обязуется открыть десять школ до 2031 года.", "Kazakhstan"),
        ("ar", "يلتزم الأردن ببناء عشر مدارس بحلول نهاية عام 2031.", "Jordan"),
        ("zh", "泰国承诺在2031年底之前为流离失所儿童建造十所学校。", "Thailand"),
    ],
)
def test_promises_are_kept_in_every_un_language(
    language: str, text: str, owner: str
) -> None:
    passage = made.passage(text, language=language)
    document = made.document(text, language=language)
    judged = JudgedPassage(passage, judging.judge(document, [passage])[0])
    (record,) = promises.records(judged, document)
    assert record.text("owner") == owner
    assert record.text("due") == ("" if language == "es" else "2031-12-31")
