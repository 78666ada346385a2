"""A review of any place in the world says sound things in sound words."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import pytest

from migrascope.model import area as areas
from migrascope.review.model import Review
from migrascope.review.relevance import numbers
from migrascope.review.writers import json as as_json
from migrascope.review.writers.cells import column_letters
from migrascope.review.writers.workbook import sheets

from . import prose, reading
from .conftest import EASTERN_AFRICA, LDC

pytestmark = pytest.mark.xdist_group("every area")  # 250 reviews are built once

WRONG = {
    "a value that is not there": r"\bNone\b(?! of\b)|\bnan\b|\binf\b",
    "a double space": r"  ",
    "a missing number in a sentence": r"– %|US\$ –|– people",
    "doubled punctuation": r"[.,;:]{2}|\s[.,;:]|\(\s|\s\)|\(\)",
    "one of many": r"(?<![\d.,])\b(1|one) (people|refugees|seekers|series|corridors)\b",
    "none of nothing": r"(?<![\d.,])\b0 (people|refugees|asylum|of the)\b",
    "a doubled word": r"\b(\w+) \1\b",
    "a wrong article": r"\b(?:the|a|an) (?:a|an|the)\b|\bin World\b|\bfrom World\b",
    "a code instead of a name": r"\bM49:|\bX:|\b_[TZU]\b",
}


def test_every_country_and_area_has_a_review(reviews: Mapping[str, Review]) -> None:
    assert {each.id for each in areas.countries()} <= set(reviews)


@pytest.fixture(scope="module")
def texts(reviews: Mapping[str, Review]) -> Mapping[str, str]:
    """Every text once, with a place whose review holds it."""
    return {
        text: place for place, review in reviews.items() for text in prose.texts(review)
    }


@pytest.mark.parametrize("what", WRONG)
def test_no_text_holds(what: str, texts: Mapping[str, str]) -> None:
    pattern = re.compile(WRONG[what])
    assert {
        (place, text) for text, place in texts.items() if pattern.search(text)
    } == set()


def test_every_section_opens_with_a_whole_sentence(
    reviews: Mapping[str, Review],
) -> None:
    odd = [
        (place, sentence.text)
        for place, review in reviews.items()
        for sentence in prose.sentences(review)
        if not re.fullmatch(r"[A-Z0-9].*[^.]\.", sentence.text)
    ]
    assert odd == []


def test_every_finding_is_a_heading_without_a_full_stop(
    reviews: Mapping[str, Review],
) -> None:
    odd = [
        (place, finding)
        for place, review in reviews.items()
        for finding in prose.findings(review)
        if not re.fullmatch(r"[A-Z0-9].*[^.,;: ]", finding)
    ]
    assert odd == []


def test_the_ids_of_tables_can_name_a_sheet_and_a_place_in_a_page(
    reviews: Mapping[str, Review],
) -> None:
    for place, review in reviews.items():
        ids = [exhibit.table.id for exhibit in review.exhibits()]
        assert len(ids) == len(set(ids)), place
        assert all(re.fullmatch(r"[a-z][a-z0-9-]*", id_) for id_ in ids), place
        names = [name.casefold() for name, _ in sheets(review)]
        assert len(names) == len(set(names)), place
        assert all(
            len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names
        )


def test_every_number_has_a_source_cell_of_a_listed_source(
    reviews: Mapping[str, Review],
) -> None:
    for place, review in reviews.items():
        listed = {source.edition for source in review.sources}
        used = set()
        for number in prose.numbers(review):
            cells = number.estimate.cells
            used |= {cell.edition for cell in cells}
            if number.estimate.value is not None:
                assert cells, (place, number.measure)
        assert used == listed, place


def test_every_exhibit_names_the_editions_of_its_numbers(
    reviews: Mapping[str, Review],
) -> None:
    for place, review in reviews.items():
        for exhibit in review.exhibits():
            shown = {
                cell.edition
                for _, _, number in exhibit.table.numbers()
                for cell in number.estimate.cells
            }
            assert shown <= set(exhibit.editions), (place, exhibit.table.id)


def test_no_number_is_infinite_and_none_outside_its_bounds(
    reviews: Mapping[str, Review],
) -> None:
    for place, review in reviews.items():
        for number in prose.numbers(review):
            figure = number.estimate
            if figure.value is None:
                continue
            assert math.isfinite(figure.value), place
            if figure.low is not None and figure.high is not None:
                assert figure.low <= figure.value <= figure.high, (place, number)


def test_every_row_of_a_table_has_a_cell_for_every_column(
    reviews: Mapping[str, Review],
) -> None:
    for review in reviews.values():
        for table in review.tables().values():
            assert table.rows
            assert {len(row) for row in table.rows} == {len(table.columns)}


def test_a_drawing_says_in_words_what_it_shows(reviews: Mapping[str, Review]) -> None:
    for place, review in reviews.items():
        for exhibit in review.exhibits():
            if exhibit.chart:
                words = exhibit.chart.alternative
                assert exhibit.table.title in words, place
                assert re.search(r"\d", words), (place, words)


def test_a_caveat_is_said_once_and_speaks_of_a_source_that_is_shown(
    reviews: Mapping[str, Review],
) -> None:
    for place, review in reviews.items():
        told = [(caveat.source, caveat.says) for caveat in review.caveats]
        assert len(told) == len(set(told)), place
        assert {source for source, _ in told} <= {
            each.source for each in review.sources
        }, place


@pytest.mark.parametrize("group", [LDC, EASTERN_AFRICA])
@pytest.mark.parametrize(
    ("table", "column", "year"),
    [
        ("migrant-stock", "migrant-stock", 2024),
        ("diaspora", "diaspora", 2024),
        ("displaced", "refugees-hosted", 2020),
        ("displaced", "refugees-by-origin", 2020),
        ("remittances", "remittances-received", 2020),
    ],
)
def test_the_total_of_a_group_is_the_sum_of_its_members(
    reviews: Mapping[str, Review], group: str, table: str, column: str, year: int
) -> None:
    parts = [
        _figure(reviews[place], table, column, year) for place in areas.members(group)
    ]
    known = [value for value in parts if value is not None]
    assert len(known) > 5
    whole = _figure(reviews[group], table, column, year)
    assert whole == pytest.approx(sum(known), rel=1e-12)


def test_a_country_without_figures_is_told_what_is_missing(
    reviews: Mapping[str, Review],
) -> None:
    review = reviews["BVT"]
    assert "publish none of the key figures" in review.sections[0].lead.text
    gaps = next(section for section in review.sections if section.id == "gaps")
    assert gaps.lead.text.startswith("None of the")
    assert review.sources == ()


def test_an_old_figure_is_said_to_be_the_newest(reviews: Mapping[str, Review]) -> None:
    tiles = {tile.label: tile for tile in reviews["TUV"].sections[0].tiles}
    assert tiles["Cost of sending 200 US dollars"].detail.endswith("nothing newer")


def test_figures_of_the_last_year_are_called_provisional(
    reviews: Mapping[str, Review],
) -> None:
    review = reviews["KEN"]
    displaced = next(
        section for section in review.sections if section.id == "displacement"
    )
    assert "The figures of 2025 are provisional." in [
        each.text for each in displaced.body
    ]


@pytest.mark.parametrize("place", ["KEN", "TUV", "YUG"])
def test_json_leaves_nothing_out(reviews: Mapping[str, Review], place: str) -> None:
    review = reviews[place]
    everything = json.loads(json.dumps(asdict(review), default=str))
    told = json.loads(as_json.render(review))
    assert _without_lineage(told) == _without_lineage(everything)
    cells = [number.estimate.cells for number in numbers(review.sections)]
    assert [_cells(each) for each in _lineages(told["sections"])] == [
        {
            (c.edition, c.file, c.sheet, f"{column_letters(c.column)}{c.row}")
            for c in each
        }
        for each in cells
    ]


def _without_lineage(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_lineage(v) for k, v in value.items() if k != "lineage"}
    return [_without_lineage(v) for v in value] if isinstance(value, list) else value


def _lineages(value: Any) -> Iterator[dict[str, Any]]:
    """The lineage of every number, in the order in which they are written."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from [part] if name == "lineage" else _lineages(part)
    elif isinstance(value, list):
        for part in value:
            yield from _lineages(part)


def _cells(lineage: dict[str, Any]) -> set[tuple[str, int, str, str]]:
    here = {
        (each["edition"], each["file"], each["sheet"], cell)
        for each in lineage.get("cells", [])
        for part in each["ranges"]
        for cell in reading.cells_of(part)
    }
    return here.union(*(_cells(part) for part in lineage.get("inputs", [])))


def _figure(review: Review, table: str, column: str, year: int) -> float | None:
    found = review.tables().get(table)
    if found is None:
        return None
    for position, where, number in found.numbers():
        if where.key == column and found.rows[position][0] == year:
            return number.estimate.value
    return None
