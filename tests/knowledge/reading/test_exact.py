"""Claims: a citation is exact. Every letter of the text is a letter of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.knowledge.papers import letters, text

from migrascope.errors import UnreadableDocument
from migrascope.knowledge import passages, reading
from migrascope.knowledge.model import Document, Passage
from migrascope.knowledge.reading.fabric import sources

REAL = (
    "dialogues/idm-2016-new-york-summary.txt",
    "dialogues/idm-2018-new-york-summary.txt",
    "dialogues/idm-2021-geneva-summary.txt",
    "dialogues/idm-2023-new-york-summary.txt",
    "dialogues/iom-2023-hlpf-submission.txt",
    "knowledge/docs/iom_management_response_plan_haiti_dr_fr.pdf",
    "knowledge/docs/iom_meta_evaluation_brief_2020-2024.pdf",
    "knowledge/docs/un_agenda_2030.pdf",
)
SIGNS = (
    "migrant", "States", "SDG 10.7", "الهجرة", "移民", "миграция", "é", "**", "*", "_",
    "\\$", "- ", "# ", "|", " |\n", "\n", "\n\n", "\f", "-\n", "\u00ad\n", "1. ",
    "(a) ", ". ", "? ", "。", "؟ ", ": ", "[a](http://b)", "<b>", "`", "✓ ", "\t", "  ",
    "--\n",    "\u200b", "Label: ", "COVID- 19",
)  # fmt: skip


def said(document: Document, passage: Passage) -> str:
    return "".join(
        document.raw[start:end]
        for start, end in sources(document, passage.start, passage.end)
    )


def assert_exact(document: Document) -> None:
    cut = passages.cut(document)
    for passage in cut:
        assert passage.text == document.text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
        found = said(document, passage)
        assert letters(found) == letters(passage.text)
        assert len(found) == len(passage.text)
        for read, raw in zip(passage.text, found, strict=True):
            assert read == raw or not read.isalnum()


@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=60).map("".join))
def test_every_passage_of_any_text_is_found_in_the_file_letter_by_letter(
    tmp_path_factory: pytest.TempPathFactory, words: str
) -> None:
    path = text(tmp_path_factory.getbasetemp() / "any.txt", words)
    try:
        document = reading.read(path)
    except UnreadableDocument:
        assert not letters(words.replace("http://b", "").replace("<b>", ""))
        return
    assert_exact(document)


@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=60).map("".join))
def test_words_are_never_lost(
    tmp_path_factory: pytest.TempPathFactory, words: str
) -> None:
    plain = words.replace("[a](http://b)", "").replace("<b>", "")
    path = text(tmp_path_factory.getbasetemp() / "words.txt", "begin " + plain)
    document = reading.read(path)
    assert sorted(letters(document.text)) == sorted(letters("begin " + plain))


@pytest.mark.parametrize("name", REAL)
def test_every_passage_of_the_real_documents_is_exact(
    shared_data: Path, name: str
) -> None:
    document = reading.read(shared_data / name)
    assert_exact(document)
    last = 0
    for passage in passages.cut(document):
        assert passage.start >= last
        assert 1 <= passage.page <= passage.last_page <= len(document.pages)
        last = passage.end


@pytest.mark.parametrize("name", [each for each in REAL if each.endswith("txt")])
def test_no_word_of_the_dialogues_is_lost(shared_data: Path, name: str) -> None:
    document = reading.read(shared_data / name)
    assert sorted(letters(document.text)) == sorted(letters(document.raw))


def test_pages_and_blocks_lie_inside_the_text(shared_data: Path) -> None:
    document = reading.read(shared_data / REAL[-1])
    assert len(document.pages) == 33
    assert list(document.pages) == sorted(document.pages)
    for before, block in zip(document.blocks, document.blocks[1:], strict=False):
        assert before.end <= block.start <= block.end <= len(document.text)
