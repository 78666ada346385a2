"""Claims: a passage is one to three sentences that stand together, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.knowledge.papers import LOREM, text

from migrascope.knowledge import passages, reading
from migrascope.knowledge.model import Passage
from migrascope.knowledge.passages.cutting import MOST_SENTENCES
from migrascope.knowledge.passages.sentences import sentences


def cut(tmp_path: Path, words: str) -> tuple[Passage, ...]:
    return passages.cut(reading.read(text(tmp_path / "minutes.txt", words)))


def test_no_passage_has_more_than_three_sentences(tmp_path: Path) -> None:
    found = cut(tmp_path, "A short one here. " * 40)
    assert max(len(sentences(each.text)) for each in found) <= MOST_SENTENCES
    assert sum(len(sentences(each.text)) for each in found) == 40


@pytest.mark.parametrize(
    "leaning",
    [
        "This makes policies hard to write.",
        "She asked for more money.",
        "For instance, fees fell in Kenya.",
        "However, not all agreed with it.",
    ],
)
def test_a_sentence_that_leans_on_another_stays_with_it(
    tmp_path: Path, leaning: str
) -> None:
    words = f"{LOREM}Amina Ba, a mayor, spoke about fees in her town. {leaning} {LOREM}"
    found = [each for each in cut(tmp_path, words) if leaning in each.text]
    assert len(found) == 1
    assert not found[0].text.startswith(leaning)


def test_a_new_speaker_opens_a_passage(tmp_path: Path) -> None:
    speaker = "Eva Lind, Minister of Labour in Norland, described a new permit."
    found = cut(tmp_path, f"{LOREM}{speaker} It is free. {LOREM}")
    assert any(each.text.startswith(speaker) for each in found)


def test_items_are_passages_of_their_own(tmp_path: Path) -> None:
    found = cut(tmp_path, "- Count everyone.\n- Pay less.\n- Act.\n")
    assert [each.text for each in found] == ["Count everyone.", "Pay less.", "Act."]


def test_a_heading_that_is_a_sentence_can_be_cited(tmp_path: Path) -> None:
    says = "4. Holistic approaches that consider all people are called for."
    found = cut(tmp_path, f"## **{says}**\n\n{LOREM}\n\n## A mere title\n\n{LOREM}")
    assert found[0].text == says
    assert not any(each.text == "A mere title" for each in found)


def test_passages_are_numbered_and_named(tmp_path: Path) -> None:
    found = cut(tmp_path, f"{LOREM}\n\n{LOREM}")
    assert [each.id for each in found] == [
        f"minutes#{number}" for number in range(1, len(found) + 1)
    ]


def test_the_language_of_a_passage_may_differ_from_the_document(
    tmp_path: Path,
) -> None:
    french = (
        "Les villes accueillent les nouveaux venus et demandent des fonds pour eux."
    )
    arabic = "تستقبل المدن الوافدين الجدد وتطلب الأموال من أجلهم في كل عام."
    found = cut(tmp_path, f"{LOREM * 3}\n\n{french}\n\n{arabic}\n")
    assert [each.language for each in found][-2:] == ["fr", "ar"]
    assert {each.language for each in found[:-2]} == {"en"}


def test_dialogues_are_cut_into_passages_of_a_good_length(shared_data: Path) -> None:
    for path in sorted((shared_data / "dialogues").glob("idm-*.txt")):
        found = passages.cut(reading.read(path))
        long = [each for each in found if len(each.text) > 900]
        assert len(long) <= 0.05 * len(found), path.name
        assert all(len(sentences(each.text)) <= MOST_SENTENCES for each in found)
