"""What the library keeps, replaces and gives back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from migrascope.errors import UsageError
from migrascope.knowledge.library import Filters, Library, judges
from migrascope.knowledge.library.library import Outcome
from migrascope.knowledge.model import (
    Block,
    BlockKind,
    Document,
    How,
    Judgement,
    Kind,
    Metadata,
    Passage,
    Scheme,
    Tag,
)

SENTENCES = (
    "Parliament of Freedonia lowered the fees for sending money home.",
    "The town of Sylvania opened a school for newcomers.",
    "Ministers pledge to count seasonal workers by 2030.",
)
JUDGEMENTS = (
    Judgement(Kind.INSTRUMENT, "cue", 0.8, (
        Tag(Scheme.TARGET, "10.c", How.SIMILAR, 0.6, "like target 10.c: fees"),
        Tag(Scheme.TARGET, "17.3", How.SIMILAR, 0.2, "like target 17.3: money"),
    )),
    Judgement(Kind.PRACTICE, "cue", 0.7, (
        Tag(Scheme.GOAL, "4", How.LEARNED, 0.7, "school"),
        Tag(Scheme.AREA, "KEN", How.MENTIONED, 1.0, 'says "Kenya"'),
    )),
    Judgement(Kind.COMMITMENT, "cue", 0.9, (Tag(
        Scheme.INDICATOR, "10.7.1", How.MENTIONED, 1.0, 'says "10.7.1"'
    ),)),
)  # fmt: skip


def made(
    name: str = "pledges", sentences: tuple[str, ...] = SENTENCES, **known: object
) -> tuple[Document, list[Passage], list[Judgement], bytes]:
    """A document of one paragraph, a passage for each sentence."""
    text = " ".join(sentences)
    raw = text.encode()
    facts = {"title": "Pledges", "date": date(2021, 5, 4), "language": "en", **known}
    document = Document(
        id=name,
        file=f"{name}.txt",
        format="txt",
        sha256=hashlib.sha256(raw).hexdigest(),
        metadata=Metadata(**facts, found={"title": "given"}),  # type: ignore[arg-type]
        text=text,
        pages=(0,),
        blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),),
        raw=text,
        origins=((0, 0),),
        notes=("2 words were joined",),
    )
    passages = []
    for number, sentence in enumerate(sentences, start=1):
        start = text.index(sentence)
        end = start + len(sentence)
        passages.append(Passage(name, number, sentence, start, end, sections=("I",)))
    judgements = [JUDGEMENTS[spot % 3] for spot in range(len(sentences))]
    return document, passages, judgements, raw


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "knowledge") as opened:
        yield opened


def numbers(library: Library, **filters: object) -> list[int]:
    found = library.passages(Filters(**filters))  # type: ignore[arg-type]
    return [each.passage.number for each in found]


def test_a_document_comes_back_as_it_was_put(library: Library) -> None:
    document, passages, judgements, raw = made()
    assert library.put(document, passages, judgements, raw).outcome is Outcome.NEW
    assert library.document("pledges") == document
    judged = library.passages()
    assert [each.passage for each in judged] == passages
    assert [each.judgement for each in judged] == judgements


def test_the_bytes_that_were_read_are_kept(library: Library) -> None:
    document, passages, judgements, raw = made()
    library.put(document, passages, judgements, raw)
    assert library.original("pledges").read_bytes() == raw
    assert library.original("pledges").suffix == ".txt"


def test_reading_again_replaces_the_passages_of_that_document_only(
    library: Library,
) -> None:
    library.put(*made("other"))
    library.put(*made())
    other = library.passages(Filters(documents=("other",)))
    changed = made(sentences=("Nothing is left of it.",))
    assert library.put(*changed).outcome is Outcome.REPLACED
    assert library.passages(Filters(documents=("other",))) == other
    kept = library.passages(Filters(documents=("pledges",)))
    assert [each.passage.text for each in kept] == ["Nothing is left of it."]


def test_bytes_that_no_document_needs_any_more_are_removed(library: Library) -> None:
    library.put(*made())
    former = library.original("pledges")
    library.put(*made(sentences=("New words.",)))
    assert not former.exists()


def test_bytes_that_another_document_still_has_are_kept(library: Library) -> None:
    library.put(*made("one"))
    assert library.put(*made("two")).twins == ("one",)
    library.remove("one")
    assert library.original("two").is_file()


def test_the_same_bytes_are_judged_again(library: Library) -> None:
    library.put(*made())
    assert library.put(*made()).outcome is Outcome.SAME
    assert len(library.passages()) == 3


def test_a_removed_document_leaves_nothing(library: Library) -> None:
    library.put(*made())
    library.remove("pledges")
    assert library.documents() == ()
    assert library.passages() == ()
    assert [path for path in library.folder.rglob("*") if path.is_file()] == [
        library.path
    ]


def test_documents_are_listed_without_their_texts(library: Library) -> None:
    library.put(*made())
    (held,) = library.documents()
    assert held.passages == 3
    assert held.metadata.title == "Pledges"
    assert held.metadata.found == {"title": "given"}
    assert held.notes == ("2 words were joined",)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kinds": (Kind.PRACTICE, Kind.COMMITMENT)}, [2, 3]),
        ({"goals": ("4",)}, [2]),
        ({"goals": ("10",)}, [1, 3]),
        ({"goals": ("1",)}, []),
        ({"goals": ("17",)}, []),  # "perhaps target 17.3" does not speak for goal 17
        ({"targets": ("17.3",)}, [1]),
        ({"targets": ("10.7",)}, [3]),
        ({"targets": ("10.c", "10.7")}, [1, 3]),
        ({"indicators": ("10.7.1",)}, [3]),
        ({"areas": ("KEN",), "kinds": (Kind.PRACTICE,)}, [2]),
        ({"areas": ("KEN",), "kinds": (Kind.FIGURE,)}, []),
        ({"since": date(2021, 5, 4)}, [1, 2, 3]),
        ({"since": date(2021, 5, 5)}, []),
        ({"until": date(2021, 5, 4)}, [1, 2, 3]),
        ({"until": date(2021, 5, 3)}, []),
        ({"languages": ("en",)}, [1, 2, 3]),
        ({"languages": ("fr",)}, []),
    ],
)
def test_filters_combine(
    library: Library, filters: dict[str, object], expected: list[int]
) -> None:
    library.put(*made())
    assert numbers(library, **filters) == expected


def test_a_document_without_a_date_is_neither_before_nor_after(
    library: Library,
) -> None:
    library.put(*made(date=None))
    assert numbers(library, since=date(1900, 1, 1)) == []
    assert numbers(library, until=date(2100, 1, 1)) == []


def test_a_filter_is_never_read_as_sql(library: Library) -> None:
    library.put(*made())
    assert numbers(library, documents=("x' OR '1'='1",)) == []


def test_a_correction_is_in_force_and_can_be_taken_back(library: Library) -> None:
    library.put(*made())
    before = library.passages()
    said = Judgement(Kind.CHALLENGE, "a person said so", 1.0)
    library.correct({"pledges#2": said, "gone#1": said})
    assert numbers(library, kinds=(Kind.CHALLENGE,)) == [2]
    assert numbers(library, goals=("4",)) == []
    assert library.extracted() == {"pledges#2": JUDGEMENTS[1]}
    library.correct({"pledges#2": replace(said, kind=Kind.FIGURE)})
    assert library.extracted() == {"pledges#2": JUDGEMENTS[1]}
    library.correct({})
    assert library.passages() == before


def test_what_is_not_there_is_named_with_its_neighbours(library: Library) -> None:
    library.put(*made("idm-2018-summary"))
    with pytest.raises(UsageError, match="Did you mean: idm-2018-summary"):
        library.document("idm-2018-sumary")
    with pytest.raises(UsageError, match="no passage"):
        library.passage("idm-2018-summary#99")
    with pytest.raises(UsageError, match="no document"):
        library.remove("zzz")


def test_bytes_of_another_file_are_refused(library: Library) -> None:
    document, passages, judgements, _ = made()
    with pytest.raises(ValueError, match="not those of pledges"):
        library.put(document, passages, judgements, b"something else")
    assert library.documents() == ()


def test_a_library_of_before_says_what_was_judged_by_others(tmp_path: Path) -> None:
    """Until a document is put in again, its tags are those of another version."""
    with Library.open(tmp_path) as library:
        library.put(*made("pledges"))
        library.put(*made("promises"))
        assert library.judged_by_others() == ()
        library.connection.execute(
            "UPDATE judged SET models = 'older' WHERE document = 'promises'"
        )
        assert library.judged_by_others() == ("promises",)
        library.connection.execute("DROP TABLE judged")
        assert library.judged_by_others() == ("pledges", "promises")
        library.put(*made("pledges"))
        assert library.judged_by_others() == ("promises",)


def test_what_was_judged_is_forgotten_with_its_document(library: Library) -> None:
    library.put(*made())
    library.remove("pledges")
    (left,) = library.connection.execute("SELECT count(*) FROM judged").fetchone()
    assert (left, library.judged_by_others()) == (0, ())


def test_the_models_that_decide_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A weight or a row of a table changes the digest."""
    digests = {judges.current()}
    for name, words in (
        ("learned/goals.npz", "1"),
        ("learned/goals.npz", "2"),
        ("kinds/cues.csv", "2"),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(words, encoding="utf-8")
        monkeypatch.setattr(judges, "_ROOM", tmp_path)
        judges.current.cache_clear()
        digests.add(judges.current())
    judges.current.cache_clear()
    assert len(digests) == 4
