"""The same figures on the same day give the same review, to the last byte."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from migrascope.indicators.evidence import Evidence
from migrascope.review import country, drawing
from migrascope.review.model import Review
from migrascope.review.writers.forms import WRITERS
from migrascope.store.base import Base

DAY = date(2026, 3, 1)


def test_a_review_depends_on_the_evidence_only(
    starter_base: Path, evidence: Evidence
) -> None:
    again = Evidence.load(Base.open(starter_base))
    first = country.build(evidence, "XKX", today=DAY)
    assert country.build(again, "XKX", today=DAY) == first


@pytest.mark.parametrize("place", ["TUV", "XKX"])
def test_evidence_read_for_one_country_says_the_same(
    starter_base: Path, evidence: Evidence, place: str
) -> None:
    alone = Evidence.load(Base.open(starter_base), area=place)
    assert country.build(alone, place, today=DAY) == country.build(
        evidence, place, today=DAY
    )


@pytest.mark.parametrize("form", WRITERS)
def test_a_form_has_the_same_bytes_each_time(
    form: str, evidence: Evidence, tmp_path: Path
) -> None:
    review = country.build(evidence, "TUV", today=DAY)
    written = []
    for name in ("first", "second"):
        drawing.svg.cache_clear()
        drawing.png.cache_clear()
        target = tmp_path / f"{name}.{form}"
        WRITERS[form](review, target)
        written.append(target.read_bytes())
    assert written[0] == written[1]


@pytest.fixture
def kosovo(evidence: Evidence) -> Review:
    return country.build(evidence, "XKX", today=DAY)


def test_word_is_dated_on_the_day_of_the_review(kosovo: Review, tmp_path: Path) -> None:
    WRITERS["docx"](kosovo, tmp_path / "review.docx")
    facts = Document(str(tmp_path / "review.docx")).core_properties
    assert facts.created is not None
    assert facts.created.date() == DAY
    assert (facts.title, facts.language) == (kosovo.title, "en")


def test_the_workbook_is_dated_on_the_day_of_the_review(
    kosovo: Review, tmp_path: Path
) -> None:
    WRITERS["xlsx"](kosovo, tmp_path / "review.xlsx")
    facts = openpyxl.load_workbook(tmp_path / "review.xlsx").properties
    assert facts.created.date() == DAY
    assert facts.title == kosovo.title


def test_the_pdf_is_dated_on_the_day_of_the_review(
    kosovo: Review, tmp_path: Path
) -> None:
    WRITERS["pdf"](kosovo, tmp_path / "review.pdf")
    facts = PdfReader(tmp_path / "review.pdf").metadata
    assert facts is not None
    assert facts.creation_date == datetime.combine(DAY, datetime.min.time(), UTC)
