"""Most of what a person would put into the registers is there, and it is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.knowledge.registers import hand

from migrascope.knowledge.dialogue import figures, recurrence, speakers
from migrascope.knowledge.dialogue.recurrence import Fate
from migrascope.knowledge.library import Filters, Library
from migrascope.knowledge.registers import building
from migrascope.knowledge.registers.record import Register
from migrascope.knowledge.taking import take


@pytest.fixture(scope="module")
def library(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library.open(tmp_path_factory.mktemp("hand") / "knowledge")
    for path in sorted((shared_data / "dialogues").glob("*.txt")):
        take(library, path)
    return library


@pytest.fixture(scope="module")
def measured(library: Library) -> dict[Register, hand.Measured]:
    found = hand.measured(building.of_library(library))
    return {each.register: each for each in found}


@pytest.mark.parametrize(
    ("register", "precision", "recall"),
    [
        (Register.PRACTICES, 0.85, 0.70),
        (Register.COMMITMENTS, 0.85, 0.80),
        (Register.INSTRUMENTS, 0.95, 0.85),
        (Register.INITIATIVES, 0.90, 0.90),
        (Register.DIALOGUES, 1.0, 1.0),
    ],
)
def test_a_register_holds_what_a_person_would_write(
    measured: dict[Register, hand.Measured],
    register: Register,
    precision: float,
    recall: float,
) -> None:
    found = measured[register]
    assert found.precision >= precision, found.wrong
    assert found.recall >= recall, found.missed


@pytest.mark.parametrize("register", list(Register))
def test_fields_say_what_a_person_would_write(
    measured: dict[Register, hand.Measured], register: Register
) -> None:
    if register is Register.RECOMMENDATIONS:
        assert register not in measured  # they are measured with the kinds
        return
    found = measured[register]
    assert found.fields >= 0.9 * found.fields_of, found.differing


def test_nobody_is_named_who_did_not_speak_and_no_sex_is_guessed(
    library: Library,
) -> None:
    wanted = {
        (row["document"], row["name"]): row for row in hand.rows("hand_speakers.csv")
    }
    found = {
        (held.id, each.name): each
        for held in library.documents()
        for each in speakers.of(
            p.passage for p in library.passages(Filters(documents=(held.id,)))
        )
    }
    assert set(found) <= set(wanted)
    assert len(found) >= 0.9 * len(wanted)
    for key, speaker in found.items():
        assert speaker.sex == wanted[key]["sex"], key
        assert speaker.sex_words.casefold() == wanted[key]["sex_words"].casefold()


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("better data, including disaggregated data", "Improve Data Quality"),
        ("No state can manage migration alone", "Increase International Cooperation"),
    ],
)
def test_conclusions_that_a_reader_sees_come_back_are_found(
    library: Library, earlier: str, later: str
) -> None:
    ids = [held.id for held in library.documents() if held.id.startswith("idm-")]
    found = recurrence.over(
        [library.document(id_) for id_ in ids],
        library.passages(Filters(documents=tuple(ids))),
    )
    chains = [
        [judged.passage.text for judged in each.passages]
        for each in found.conclusions
        if each.fate is Fate.RECURS
    ]
    assert any(
        any(earlier in text for text in chain) and any(later in text for text in chain)
        for chain in chains
    )


def test_figures_are_those_that_the_dialogues_quote(library: Library) -> None:
    wanted = {(row["document"], row["figure"]) for row in hand.rows("hand_figures.csv")}
    found = {
        (held.id, each.text)
        for held in library.documents()
        for each in figures.quoted(
            p.passage for p in library.passages(Filters(documents=(held.id,)))
        )
    }
    assert len(found & wanted) >= 0.9 * len(wanted)
    assert len(found & wanted) >= 0.9 * len(found)
