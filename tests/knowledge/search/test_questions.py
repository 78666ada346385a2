"""Questions that were written while reading real documents: found, or refused?

`questions.csv` names the passages that answer by document and a few words of them; a
question without any is one that the documents cannot answer. Half of them (part "tune")
set the weights and limits of the search; only the other half ("score") counts here.
Learned tags are left out. Embeddings come in last, where they are installed: before
that it is what the core alone finds.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from migrascope.knowledge.learned import embeddings
from migrascope.knowledge.library import Library
from migrascope.knowledge.search.answer import Answer
from migrascope.knowledge.search.finding import find
from migrascope.knowledge.taking import take

TABLE = Path(__file__).parent.parent / "questions.csv"


@dataclass(slots=True)
class Asked:
    part: str
    text: str
    answers: list[tuple[str, str]] = field(default_factory=list)

    def rank(self, answer: Answer) -> int:
        """The place of the first right hit; 0 for none."""
        for place, hit in enumerate(answer.hits, start=1):
            said = plain(hit.passage.text)
            if any(
                hit.passage.document == document and plain(words) in said
                for document, words in self.answers
            ):
                return place
        return 0


def plain(text: str) -> str:
    return " ".join(re.sub("[’‘]", "'", text).split()).casefold()


def questions(part: str) -> list[Asked]:
    asked: dict[str, Asked] = defaultdict(lambda: Asked("", ""))
    with TABLE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            each = asked[row["number"]]
            each.part, each.text = row["part"], row["question"]
            if row["document"]:
                each.answers.append((row["document"], row["words"]))
    return [each for each in asked.values() if each.part == part]


@pytest.fixture(scope="module")
def library(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("asked")
    with Library.open(folder) as opened:
        files = [
            *sorted((shared_data / "dialogues").glob("*.txt")),
            *sorted((shared_data / "knowledge" / "docs").glob("*.pdf")),
        ]
        for path in files:
            take(opened, path)
        yield opened


def test_every_answer_that_is_named_is_a_passage_of_the_library(
    library: Library,
) -> None:
    said = defaultdict(list)
    for each in library.stream():
        said[each.passage.document].append(plain(each.passage.text))
    for asked in (*questions("tune"), *questions("score")):
        if asked.answers:
            assert any(
                plain(words) in passage
                for document, words in asked.answers
                for passage in said[document]
            ), asked.text


def test_nine_in_ten_answers_are_among_the_first_five(library: Library) -> None:
    ranks = [
        asked.rank(find(library, asked.text))
        for asked in questions("score")
        if asked.answers
    ]
    assert len(ranks) >= 30
    assert sum(0 < rank <= 5 for rank in ranks) / len(ranks) >= 0.90
    assert sum(1 / rank for rank in ranks if rank) / len(ranks) >= 0.80


def test_what_the_documents_cannot_answer_is_refused(library: Library) -> None:
    unanswerable = [asked for asked in questions("score") if not asked.answers]
    refused = [asked for asked in unanswerable if find(library, asked.text).nothing]
    assert len(unanswerable) >= 12
    assert len(refused) / len(unanswerable) >= 0.80


def test_what_the_documents_answer_is_seldom_refused(library: Library) -> None:
    answerable = [asked for asked in questions("score") if asked.answers]
    refused = [asked for asked in answerable if find(library, asked.text).nothing]
    assert len(refused) / len(answerable) <= 0.10


@pytest.mark.skipif(not embeddings.available(), reason="no embeddings are installed")
def test_with_embeddings_as_much_is_found_and_refused(library: Library) -> None:
    assert len(list(library.embed())) == len(library.documents())
    test_nine_in_ten_answers_are_among_the_first_five(library)
    test_what_the_documents_cannot_answer_is_refused(library)
    test_what_the_documents_answer_is_seldom_refused(library)
