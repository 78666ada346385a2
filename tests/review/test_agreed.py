"""The review quotes what was agreed on weak spots, where documents were read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pytest
from tests.knowledge import made

from migrascope.indicators.evidence import Evidence
from migrascope.indicators.progress import Outlook
from migrascope.knowledge.library import Library
from migrascope.knowledge.model import (
    How,
    Judgement,
    Kind,
    Metadata,
    Passage,
    Scheme,
    Tag,
)
from migrascope.review import country
from migrascope.review.context import Context
from migrascope.review.model import Review, Section
from migrascope.review.sections import agreed
from migrascope.review.writers.forms import WRITERS

from . import prose, reading
from .conftest import LDC, TODAY
from .test_forms_agree import texts

HOSTILE = '=HYPERLINK("http://evil") <script>alert(1)</script> sends money in Uganda.'
SAID = (
    ("Uganda licences agents who send money.", Kind.PRACTICE, "UGA", "10.c"),
    (HOSTILE, Kind.PRACTICE, "UGA", "10.c"),
    ("Banks should say what sending money costs.", Kind.RECOMMENDATION, "", "10.c"),
    ("Norland sends money by post.", Kind.PRACTICE, "CHE", "10.c"),
    ("Kenya will open a desk by 2030.", Kind.COMMITMENT, "KEN", "10.7"),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that speaks of money, and of Kenya."""
    folder = tmp_path_factory.mktemp("agreed") / "knowledge"
    text = "\n".join(words for words, *_ in SAID)
    document = replace(
        made.document(text),
        metadata=Metadata(title="Minutes", event="Talks", date=date(2020, 5, 1)),
        sha256=sha256(b"made").hexdigest(),
    )
    passages = [
        Passage(
            "made", number, words, text.index(words), text.index(words) + len(words)
        )
        for number, (words, *_) in enumerate(SAID, start=1)
    ]
    judgements = [
        Judgement(
            kind,
            "made",
            0.9,
            tuple(
                Tag(scheme, code, How.MENTIONED, 0.9, "")
                for scheme, code in ((Scheme.AREA, area), (Scheme.TARGET, target))
                if code
            ),
        )
        for _, kind, area, target in SAID
    ]
    with Library.open(folder) as opened:
        opened.put(document, passages, judgements, b"made")
    return folder


@pytest.fixture(scope="module")
def kenya(evidence: Evidence, library: Path) -> Review:
    return country.build(evidence, "KEN", today=TODAY, library=library)


def chapter(review: Review) -> Section:
    (found,) = [each for each in review.sections if each.id == "agreed"]
    return found


def test_without_documents_the_review_is_the_same_as_ever(
    evidence: Evidence, tmp_path: Path
) -> None:
    plain = country.build(evidence, "KEN", today=TODAY)
    nowhere = country.build(evidence, "KEN", today=TODAY, library=tmp_path / "none")
    Library.open(tmp_path / "empty").close()
    empty = country.build(evidence, "KEN", today=TODAY, library=tmp_path / "empty")
    assert plain == nowhere == empty
    assert not (tmp_path / "none").exists()


def test_all_else_is_the_same_with_documents(evidence: Evidence, kenya: Review) -> None:
    plain = country.build(evidence, "KEN", today=TODAY)
    others = tuple(each for each in kenya.sections if each.id != "agreed")
    assert replace(kenya, sections=others) == plain


def test_a_spoilt_file_of_corrections_costs_this_chapter_only_and_says_so(
    evidence: Evidence, library: Path, tmp_path: Path
) -> None:
    spoilt = tmp_path / "knowledge"
    copytree(library, spoilt)
    (spoilt / "corrections").mkdir(exist_ok=True)
    (spoilt / "corrections" / "spoilt.toml").write_text("[[correction", "utf-8")
    review = country.build(evidence, "KEN", today=TODAY, library=spoilt)
    told = chapter(review)
    assert "spoilt.toml" in told.lead.text
    assert not told.exhibits
    plain = country.build(evidence, "KEN", today=TODAY)
    others = tuple(each for each in review.sections if each.id != "agreed")
    assert replace(review, sections=others) == plain


def test_practices_of_similar_countries_come_first(kenya: Review) -> None:
    table = kenya.tables()["agreed-elsewhere"]
    where = [row[3] for row in table.rows]
    assert where == ["Uganda", "Uganda", None]
    assert all("Eastern Africa" in str(row[4]) for row in table.rows[:2])


def test_every_statement_says_where_it_is_written(kenya: Review) -> None:
    for name in ("agreed-here", "agreed-elsewhere"):
        for row in kenya.tables()[name].rows:
            assert "Talks, 1 May 2020, page 1 [made#" in str(row[-1])


def test_words_are_quoted_unchanged(kenya: Review) -> None:
    said = {words for words, *_ in SAID}
    for name in ("agreed-here", "agreed-elsewhere"):
        assert {row[0] for row in kenya.tables()[name].rows} <= said


def test_only_targets_with_an_indicator_off_track_are_looked_at(
    evidence: Evidence, kenya: Review
) -> None:
    context = Context(evidence, "KEN", language="en", today=TODAY)
    weak = agreed._off_track(context)
    assert "10.c" in weak
    for metas in weak.values():
        for meta in metas:
            outlooks = {v.outlook for v in context.assessment(meta).verdicts}
            assert outlooks & {Outlook.TOO_SLOW, Outlook.AWAY}
    told = {str(row[1]).removeprefix("target ") for row in table_rows(kenya)}
    assert told <= set(weak)


def table_rows(review: Review) -> tuple[tuple[object, ...], ...]:
    return review.tables()["agreed-elsewhere"].rows


def test_what_was_promised_about_the_country_is_told_with_its_day(
    kenya: Review,
) -> None:
    (row,) = kenya.tables()["agreed-here"].rows
    assert row[0] == "Kenya will open a desk by 2030."
    assert "due 2030-12-31" in str(row[1])


def test_the_first_sentence_counts_what_is_there(kenya: Review) -> None:
    lead = chapter(kenya).lead.text
    assert lead.startswith("In one document that was read, one statement names Kenya")
    silent = " ".join(each.text for each in chapter(kenya).body)
    assert "10.c" not in silent


def test_targets_are_counted_in_words(kenya: Review) -> None:
    (elsewhere,) = [
        each for each in chapter(kenya).exhibits if each.table.id == "agreed-elsewhere"
    ]
    assert elsewhere.finding == (
        "3 statements from elsewhere on target 10.c, two of a place in similar "
        "conditions"
    )
    assert agreed._targets(("3.c", "4.b", "10.7"), "or") == "targets 3.c, 4.b or 10.7"


def test_a_country_that_nobody_speaks_of_is_told_without_more_than_was_looked_for(
    evidence: Evidence, library: Path
) -> None:
    review = country.build(evidence, "MEX", today=TODAY, library=library)
    lead = chapter(review).lead.text
    assert "no practice, recommendation or commitment names Mexico" in lead
    silent = " ".join(each.text for each in chapter(review).body)
    assert "Nothing in them" not in silent, "they may hold the text of the target"


def test_a_group_has_the_chapter_too(evidence: Evidence, library: Path) -> None:
    review = country.build(evidence, LDC, today=TODAY, library=library)
    lead = chapter(review).lead.text
    assert "2 statements name the least developed countries or a country in it" in lead
    elsewhere = [row[3] for row in review.tables()["agreed-elsewhere"].rows]
    assert "Uganda" not in elsewhere


def test_more_statements_than_are_shown_are_not_counted_as_shown() -> None:
    assert agreed._statements(1) == "one statement"
    assert agreed._statements(agreed.MOST_HERE) == "10 statements"
    assert agreed._statements(agreed.MOST_HERE + 1) == "more than ten statements"


def test_all_forms_hold_every_statement(kenya: Review, tmp_path: Path) -> None:
    for form, write in WRITERS.items():
        write(kenya, tmp_path / f"review.{form}")
    page = reading.page_tables(tmp_path / "review.html")
    word = reading.word_tables(tmp_path / "review.docx")
    pdf = reading.pdf_text(tmp_path / "review.pdf")
    names = reading.sheets(tmp_path / "review.xlsx")
    told = reading.data(tmp_path / "review.json")
    (section,) = [each for each in told["sections"] if each["id"] == "agreed"]
    for place, exhibit in enumerate(chapter(kenya).exhibits):
        table = exhibit.table
        assert page[table.id] == texts(table)
        assert texts(table) in word
        (sheet,) = [name for name in names if name.endswith(table.id)]
        rows = reading.sheet(tmp_path / "review.xlsx", sheet)[1:]
        assert [list(row) for row in rows] == [list(row) for row in table.rows]
        assert section["exhibits"][place]["table"]["rows"] == [
            list(row) for row in table.rows
        ]
        for row in texts(table)[1:]:
            assert "".join(row[0].split()) in pdf


def test_hostile_words_are_shown_and_not_run(kenya: Review, tmp_path: Path) -> None:
    import openpyxl

    assert HOSTILE in [row[0] for row in table_rows(kenya)]
    WRITERS["html"](kenya, tmp_path / "review.html")
    WRITERS["xlsx"](kenya, tmp_path / "review.xlsx")
    assert "<script" not in (tmp_path / "review.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(tmp_path / "review.xlsx")
    cells = [
        cell
        for sheet in book.worksheets
        if "agreed" in sheet.title
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == HOSTILE
    ]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_sentences_end_and_findings_do_not(kenya: Review) -> None:
    for sentence in (chapter(kenya).lead, *chapter(kenya).body):
        assert sentence.text.endswith(".")
        assert sentence in prose.sentences(kenya)
    for exhibit in chapter(kenya).exhibits:
        assert not exhibit.finding.endswith(".")
