"""The chapter on movements says sound things of any place, out of real estimates."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from tests.review import prose, sample
from tests.review.test_every_area import WRONG

from migrascope.indicators.evidence import Evidence
from migrascope.review.context import Context
from migrascope.review.model import Review
from migrascope.review.sections import movements
from migrascope.store.base import Base

from .handmade import TODAY

pytestmark = pytest.mark.xdist_group(
    "words of movements"
)  # what it rests on is built once

PLACES = (
    *("KEN", "DEU", "USA", "SYR", "TUV", "NRU", "VAT", "SRB", "SSD", "PSE", "XKX"),
    *("BVT", "GGY", "SDN", "YUG", "M49:014", "M49:053", "M49:061"),
)


@pytest.fixture(scope="module", params=PLACES)
def review(request: pytest.FixtureRequest, real_base: Base) -> Review:
    """A review with nothing but the chapter on movements."""
    wanted = ["net_migration"]
    evidence = Evidence.load(real_base, area=request.param, measures=wanted)
    context = Context(evidence, request.param, language="en", today=TODAY)
    made = replace(sample.review(), area=request.param, area_name=context.name)
    return replace(made, sections=(movements.section(context),), caveats=())


def test_no_text_is_odd(review: Review) -> None:
    found = [
        (what, text)
        for what, pattern in WRONG.items()
        for text in prose.texts(review)
        if re.search(pattern, text)
    ]
    assert found == []


def test_sentences_end_and_findings_do_not(review: Review) -> None:
    for sentence in prose.sentences(review):
        assert re.fullmatch(r"[A-Z0-9“].*[^.]\.", sentence.text), sentence.text
    for finding in prose.findings(review):
        assert re.fullmatch(r"[A-Z0-9“].*[^.,;: ]", finding), finding


def test_every_figure_lies_in_its_range_and_has_cells(review: Review) -> None:
    for number in prose.numbers(review):
        figure = number.estimate
        assert figure.value is not None
        assert math.isfinite(figure.value)
        assert figure.cells
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.value <= figure.high


def test_tables_are_whole_and_named_apart(review: Review) -> None:
    tables = [exhibit.table for exhibit in review.exhibits()]
    assert len({table.id for table in tables}) == len(tables)
    for table in tables:
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert all(any(cell is not None for cell in row[1:]) for row in table.rows)


def test_every_drawing_says_what_it_shows(review: Review) -> None:
    for exhibit in review.exhibits():
        if exhibit.chart:
            assert exhibit.table.title in exhibit.chart.alternative
            assert re.search(r"\d", exhibit.chart.alternative)
