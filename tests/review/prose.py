"""Collects what a review says, to judge its words."""

from __future__ import annotations

from collections.abc import Iterator

from migrascope.review.model import Number, Review, Sentence
from migrascope.review.writers import footing
from migrascope.review.writers.grid import grid, under


def sentences(review: Review) -> Iterator[Sentence]:
    """Every sentence: the lead of each section, and what follows it."""
    for section in review.sections:
        yield section.lead
        yield from section.body


def findings(review: Review) -> Iterator[str]:
    """The heading of every exhibit."""
    for exhibit in review.exhibits():
        yield exhibit.finding


def texts(review: Review) -> Iterator[str]:
    """Everything that a reader reads, but for names of files and citations."""
    yield review.title
    for sentence in sentences(review):
        yield sentence.text
    for section in review.sections:
        yield section.title
        yield from section.points
        for tile in section.tiles:
            yield from (tile.label, tile.text, tile.detail)
    for exhibit in review.exhibits():
        yield from (exhibit.finding, exhibit.table.title, under(exhibit))
        if exhibit.chart:
            yield exhibit.chart.alternative
        laid = grid(exhibit.table)
        yield from laid.headings
        for row in laid.rows:
            yield from row
    for warned in footing.caveats(review):
        yield from warned.says


def numbers(review: Review) -> Iterator[Number]:
    """Every number of sentences, tiles and tables."""
    for sentence in sentences(review):
        yield from sentence.numbers
    for section in review.sections:
        for tile in section.tiles:
            if tile.number:
                yield tile.number
    for table in review.tables().values():
        for _, _, number in table.numbers():
            yield number
