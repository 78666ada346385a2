"""Passages are found by their meaning, where the embeddings are installed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrascope.knowledge.learned import embeddings
from migrascope.knowledge.library import Filters, Library
from migrascope.knowledge.model import Document, Judgement, Kind, Metadata, Passage
from migrascope.knowledge.search import meaning
from migrascope.knowledge.search.finding import find

pytestmark = pytest.mark.skipif(
    not embeddings.available(), reason="the embeddings are not installed"
)

SENTENCES = (
    "Parents without papers were afraid to bring a sick baby to the clinic.",
    "The harbour was closed for repairs in spring.",
    "Children of undocumented families visit the doctor too late.",
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    text = " ".join(SENTENCES)
    document = Document(
        "report",
        "report.txt",
        "txt",
        hashlib.sha256(text.encode()).hexdigest(),
        Metadata(title="Report"),
        text,
        (0,),
        (),
        text,
        ((0, 0),),
    )
    passages = [
        Passage("report", number, sentence, 0, len(sentence))
        for number, sentence in enumerate(SENTENCES, start=1)
    ]
    kinds = (Kind.CHALLENGE, Kind.STATEMENT, Kind.CHALLENGE)
    with Library.open(tmp_path) as opened:
        opened.put(
            document, passages, [Judgement(k, "", 1) for k in kinds], text.encode()
        )
        assert list(opened.embed()) == ["report"]
        yield opened


def test_what_means_the_same_is_nearest_without_a_word_in_common(
    library: Library,
) -> None:
    vector = meaning.asked("an ill infant whose mother fears the hospital")
    signs = meaning.signs(library.connection)
    assert signs is not None
    assert meaning.nearest(library.connection, signs, vector, count=3)[0] == 1
    near = meaning.likeness(library.connection, vector, [1, 2, 3])
    assert near[1] > near[3] > near[2]


def test_a_hit_says_how_like_its_meaning_is(library: Library) -> None:
    (hit, *_) = find(library, "sick baby afraid clinic").hits
    assert hit.meaning is not None
    assert hit.meaning > 0.5
    assert "likeness of meaning" in hit.why


def test_meaning_does_not_answer_where_the_words_are_missing(library: Library) -> None:
    assert find(library, "vaccination certificates for toddlers").hits == ()


def test_meaning_does_not_bring_in_what_the_filters_shut_out(library: Library) -> None:
    answer = find(library, "harbour", filters=Filters(kinds=(Kind.CHALLENGE,)))
    assert answer.hits == ()
    assert {hit.judgement.kind for hit in answer.nearest} <= {Kind.CHALLENGE}


def test_while_a_document_has_no_vectors_only_words_are_compared(
    library: Library,
) -> None:
    assert library.vocabulary().signs is not None
    text = "A new minute of the harbour."
    document = Document(
        "later", "later.txt", "txt", hashlib.sha256(text.encode()).hexdigest(),
        Metadata(), text, (0,), (), text, ((0, 0),),
    )  # fmt: skip
    said = Judgement(Kind.STATEMENT, "", 1)
    passage = Passage("later", 1, text, 0, len(text))
    library.put(document, [passage], [said], text.encode())
    assert library.vocabulary().signs is None
    assert {hit.meaning for hit in find(library, "harbour").hits} == {None}
    assert list(library.embed()) == ["later"]
    assert library.vocabulary().signs is not None


def test_vectors_go_with_their_document_and_are_made_once(library: Library) -> None:
    assert list(library.embed()) == []
    library.remove("report")
    left = library.connection.execute("SELECT count(*) FROM vectors").fetchone()
    assert left == (0,)
    assert library.vocabulary().signs is None
