"""No name, note or caveat of any file can become more than text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from migrascope.model.caveat import Caveat
from migrascope.review.model import Exhibit, Review, Section, Sentence, Table, Tile
from migrascope.review.writers import pdf, web, word, workbook

from . import reading, sample

PARTS = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</style><b>",
        "]]>",
        "&lt;b&gt;",
        '" onmouseover="x',
        "{{ review }}",
        "#panic()",
        "$x$ *bold* _it_ @ref <tag>",
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2",
        "@SUM(A1)",
        "\\ \u202e \u0000\u0007",
        "اللاجئون",
        "难民",
        "'",
        "``",
    ]
)
HOSTILE = st.lists(
    PARTS | st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
    min_size=1,
    max_size=4,
).map("".join)


def poisoned(text: str) -> Review:
    """The review made by hand with one text in every place that takes text."""
    base = sample.review()
    first = base.sections[0]
    exhibit = first.exhibits[0]
    rows = tuple((text, *row[1:]) for row in exhibit.table.rows)
    table: Table = replace(exhibit.table, title=text, rows=rows)
    shown: Exhibit = replace(exhibit, finding=text, table=table, note=text)
    section: Section = replace(
        first,
        title=text,
        lead=Sentence(text),
        body=(Sentence(text),),
        points=(text,),
        tiles=(Tile(text, text, text),),
        exhibits=(shown,),
    )
    source = replace(
        base.sources[0], title=text, publisher=text, licence=text, citation=text
    )
    return replace(
        base,
        area_name=text,
        title=text,
        sections=(section,),
        sources=(source,),
        caveats=(Caveat("id", "undesa", "note", text),),
        disclaimers=(text,),
    )


@given(HOSTILE)
@settings(max_examples=40)
def test_text_on_a_page_stays_text(text: str) -> None:
    harmless = web.render(poisoned("harmless"))
    page = web.render(poisoned(text))
    assert reading.tags(page) == reading.tags(harmless)


@given(HOSTILE)
@settings(max_examples=5)
@example("\tঀ")  # a tab beside a character that no font has
def test_text_in_a_pdf_is_set_as_it_is(text: str) -> None:
    assert pdf.render(poisoned(text)).startswith(b"%PDF")


@given(HOSTILE)
@settings(max_examples=5)
def test_text_in_word_and_workbook_stays_text(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder: Path = tmp_path_factory.mktemp("hostile")
    word.write(poisoned(text), folder / "review.docx")
    assert reading.word_text(folder / "review.docx")
    workbook.write(poisoned(text), folder / "review.xlsx")
    book = openpyxl.load_workbook(folder / "review.xlsx")
    kinds = {
        cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row
    }
    assert "f" not in kinds
