"""What a question finds in a small library, in which order, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from migrascope.errors import UsageError
from migrascope.knowledge.library import Filters, Library
from migrascope.knowledge.model import (
    Document,
    How,
    Judgement,
    Kind,
    Metadata,
    Passage,
    Scheme,
    Tag,
)
from migrascope.knowledge.search.finding import find

PAGES = (
    ("en", "practice", "The ministry of Freedonia capped the fees of money transfers."),
    ("en", "practice", "Nurses from abroad may work after a short examination."),
    ("en", "figure", "In 2019, some 4,200 boats were counted in the strait."),
    ("en", "statement", "Boats are part of the life of the strait."),
    ("en", "practice", "Workers from Kenya found decent work in hotels."),
    ("en", "recommendation", "Internally displaced persons should be counted."),
    ("en", "statement", "The forest was green, and the sea was calm."),
    ("fr", "practice", "Les frais des envois de fonds ont baissé de moitié."),
    ("es", "practice", "La ciudad abrió una escuela para los recién llegados."),
    ("ru", "practice", "Город открыл школу для детей мигрантов."),
    ("ar", "practice", "خفضت الحكومة رسوم التحويلات المالية للعمال."),
    ("zh", "practice", "市政府为移民儿童开设了学校。"),
)


def put(library: Library, name: str, pages: tuple[tuple[str, str, str], ...]) -> None:
    text = " ".join(page[2] for page in pages)
    raw = text.encode()
    document = Document(
        name,
        f"{name}.txt",
        "txt",
        hashlib.sha256(raw).hexdigest(),
        Metadata(title="Report", date=date(2019, 6, 1), language="en"),
        text,
        (0,),
        (),
        text,
        ((0, 0),),
    )
    passages, judgements = [], []
    for number, (language, kind, sentence) in enumerate(pages, start=1):
        start = text.index(sentence)
        panel = "Panel 2: Seaports" if "boats" in sentence else ""
        passages.append(
            Passage(name, number, sentence, start, start + len(sentence),
                    panel=panel, language=language)
        )  # fmt: skip
        tags = (
            (Tag(Scheme.AREA, "KEN", How.MENTIONED, 0.9, 'says "Kenya"'),)
            if "Kenya" in sentence
            else ()
        )
        judgements.append(Judgement(Kind(kind), "", 0.5, tags))
    library.put(document, passages, judgements, raw)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path) as opened:
        put(opened, "report", PAGES)
        yield opened


def first(library: Library, question: str, **filters: object) -> int:
    answer = find(library, question, filters=Filters(**filters))  # type: ignore[arg-type]
    return answer.hits[0].passage.number if answer.hits else 0


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("money transfer fee", 1),
        ("what do nurses from foreign countries have to do?", 2),
        ("how many boats were counted?", 3),
        ("Kenyan workers", 5),
        ("jobs for workers from kenya", 5),
        ("IDPs", 6),
        ("baisse des frais", 8),
        ("escuelas en la ciudad", 9),
        ("школы для мигрантов", 10),
        ("رسوم تحويلات", 11),
        ("移民儿童学校", 12),
    ],
)
def test_a_question_finds_the_passage_in_each_language(
    library: Library, question: str, number: int
) -> None:
    assert first(library, question) == number


def test_a_question_in_one_language_finds_passages_in_others(library: Library) -> None:
    found = {hit.passage.language for hit in find(library, "cost of remittances").hits}
    assert {"en", "fr", "ar"} <= found
    assert first(library, "comisiones de las remesas") in {1, 8, 11}
    assert first(library, "移民汇款成本") in {1, 8, 11}


@pytest.mark.parametrize(
    "question", ["招聘费用", "取消招聘费用", "移民法", "移民 招聘费"]
)
def test_a_chinese_character_left_beside_a_term_is_found_with_its_neighbours(
    library: Library, question: str
) -> None:
    put(library, "laws", (("zh", "statement", "各国的移民法取消了招聘费用。"),))
    hits = find(library, question).hits
    assert [hit.passage.id for hit in hits[:1]] == ["laws#1"]


def test_a_chinese_character_that_no_passage_has_is_not_passed_over(
    library: Library,
) -> None:
    put(library, "laws", (("zh", "statement", "各国的移民法取消了招聘费用。"),))
    assert find(library, "移民官").nothing


@pytest.mark.parametrize(
    "question",
    [
        "recognition of dentists in Ruritania",
        "price of copper",
        "boats in Kenya",
        "qué es la inflación",
        "核电站",
    ],
)
def test_what_no_passage_answers_is_told_so(library: Library, question: str) -> None:
    answer = find(library, question)
    assert answer.hits == ()
    assert answer.nothing


def test_the_words_that_are_missing_are_named(library: Library) -> None:
    assert "“copper”" in find(library, "price of copper").nothing


def test_a_slip_of_spelling_is_told_and_not_taken(library: Library) -> None:
    answer = find(library, "examinatoin of nurses in abroad hospitals")
    assert answer.hits == ()
    assert "Did you mean “examination”?" in answer.nothing


def test_the_nearest_passages_are_kept_apart(library: Library) -> None:
    answer = find(library, "copper fees in Freedonia coal mines tomorrow")
    assert answer.hits == ()
    assert answer.nearest[0].passage.number == 1


def test_a_country_that_is_named_is_not_left_out(library: Library) -> None:
    assert first(library, "work in hotels in Kenya") == 5
    assert find(library, "decent work in hotels in Uganda").hits == ()


def test_a_figure_that_is_asked_for_comes_first(library: Library) -> None:
    answer = find(library, "how many boats in the strait?")
    assert [hit.passage.number for hit in answer.hits[:2]] == [3, 4]
    assert answer.hits[0].asked > 0
    assert "figure" in answer.hits[0].why


def test_a_figure_of_the_question_itself_is_not_the_one_asked_for(
    library: Library,
) -> None:
    (hit, *_) = find(library, "how many boats in 2019").hits
    assert "4,200" in hit.passage.text
    assert "figure" in hit.why, "4,200 is new"
    (hit, *_) = find(library, "how many of the 4,200 boats in 2019").hits
    assert "figure" not in hit.why, "nothing is told that was not asked with"


def test_a_date_counts_where_the_question_asks_for_one(library: Library) -> None:
    assert find(library, "when were boats counted in the strait?").hits[0].asked > 0
    assert find(library, "boats of the strait when counted").hits[0].asked == 0


def test_a_hit_shows_the_words_that_matched(library: Library) -> None:
    (hit, *_) = find(library, "fee for transferring money").hits
    shown = [hit.passage.text[start:end] for start, end in hit.words]
    assert {"fees", "money", "transfers"} <= set(shown)
    (hit, *_) = find(library, "Kenyans in hotels").hits
    assert "Kenya" in [hit.passage.text[start:end] for start, end in hit.words]


def test_a_hit_says_where_it_is_written_and_why_it_ranks(library: Library) -> None:
    (hit, *_) = find(library, "boats counted").hits
    assert hit.citation == "Report, Panel 2: Seaports, #3"
    assert "speaks of boats, counted" in hit.why
    assert {match.place for match in hit.matches} == {"passage"}
    assert sum(match.weight for match in hit.matches) > 0


def test_filters_narrow_what_is_found(library: Library) -> None:
    assert first(library, "strait boats", kinds=(Kind.STATEMENT,)) == 4
    assert first(library, "strait boats", since=date(2020, 1, 1)) == 0
    assert first(library, "school", languages=("zh",)) == 12


def test_without_a_question_all_that_pass_the_filters_are_listed(
    library: Library,
) -> None:
    answer = find(library, "", filters=Filters(kinds=(Kind.STATEMENT,)))
    assert [hit.passage.number for hit in answer.hits] == [4, 7]
    assert answer.kinds == {"statement": 2}


def test_the_answer_counts_kinds_among_all_that_answer(library: Library) -> None:
    answer = find(library, "boats strait", limit=1)
    assert len(answer.hits) == 1
    assert answer.answering == 2
    assert answer.kinds == {"figure": 1, "statement": 1}


def test_a_question_without_a_word_to_look_for_is_refused(library: Library) -> None:
    with pytest.raises(UsageError, match="no word to look for"):
        find(library, "what is it?")


@pytest.mark.parametrize(
    "question", ['"', "(((", "NEAR(a b)", "a* OR", "x' --", "{y}:z"]
)
def test_no_sign_of_a_query_language_breaks_it(library: Library, question: str) -> None:
    try:
        find(library, f"boats {question}")
    except UsageError:
        pytest.fail("boats can be looked for")


def test_a_question_as_long_as_a_book_is_refused(library: Library) -> None:
    book = " ".join(f"word{number}" for number in range(5000))
    with pytest.raises(UsageError, match="5000 words to look for"):
        find(library, book)
    assert find(library, " ".join(f"word{n}" for n in range(39)) + " boats").nothing


def test_an_empty_library_says_that_it_is_empty(tmp_path: Path) -> None:
    with Library.open(tmp_path / "empty") as empty:
        assert "read documents first" in find(empty, "boats").nothing


def test_words_of_a_replaced_document_are_no_longer_found(library: Library) -> None:
    put(library, "report", (("en", "statement", "Only snow is left."),))
    assert first(library, "boats counted") == 0
    assert first(library, "snow") == 1


def test_a_corrected_tag_is_found_by_its_name(library: Library) -> None:
    said = Tag(Scheme.AREA, "UGA", How.CORRECTED, 1.0, "a person said so")
    library.correct({"report#2": Judgement(Kind.PRACTICE, "", 1.0, (said,))})
    assert first(library, "nurses in Uganda") == 2
    library.correct({})
    assert first(library, "nurses in Uganda") == 0


def test_the_same_question_has_the_same_answer(library: Library) -> None:
    assert find(library, "boats strait") == find(library, "boats strait")
