"""All forms of one review carry the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from migrascope.indicators.evidence import Evidence
from migrascope.model.estimate import Estimate
from migrascope.review import country, marks
from migrascope.review.model import Number, Review, Table
from migrascope.review.prospects.outlook import Outlook
from migrascope.review.writers import footing
from migrascope.review.writers.cells import column_letters
from migrascope.review.writers.forms import WRITERS
from migrascope.review.writers.grid import grid
from migrascope.store.base import Base

from . import prose, reading, sample
from .conftest import EASTERN_AFRICA, LDC, TODAY

AHEAD = "looking ahead"
MOVING = "with estimates of movements"


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(what, marks=pytest.mark.xdist_group(f"forms: {what}"))
        for what in ("by hand", "KEN", "TUV", LDC, MOVING, AHEAD)
    ],
)
def review(
    request: pytest.FixtureRequest,
    evidence: Evidence,
    moving_base: Base,
    starter_base: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Review:
    if request.param == "by hand":
        return sample.review()
    if request.param == MOVING:
        moving = Evidence.load(moving_base, area=EASTERN_AFRICA)
        return country.build(moving, EASTERN_AFRICA, today=TODAY)
    if request.param == AHEAD:
        cache = tmp_path_factory.mktemp("cache")
        outlook = Outlook(Base.open(starter_base), cache=cache)
        return country.build(evidence, "SYR", today=TODAY, outlook=outlook)
    return country.build(evidence, request.param, today=TODAY)


@pytest.fixture(scope="module")
def folder(review: Review, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(review, tmp_path_factory.mktemp("forms"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forms of the review made by hand, which has hostile texts in it."""
    return written(sample.review(), tmp_path_factory.mktemp("hostile"))


def written(review: Review, target: Path) -> Path:
    for form, write in WRITERS.items():
        write(review, target / f"review.{form}")
    return target


def texts(table: Table) -> list[list[str]]:
    laid = grid(table)
    return [list(row) for row in (laid.headings, *laid.rows)]


def beside(figures: list[Estimate | None]) -> Iterator[list[object]]:
    """The columns that the workbook puts beside a column of figures."""
    for bound in ("low", "high"):
        values = [getattr(each, bound) if each else None for each in figures]
        if any(value is not None for value in values):
            yield values
    words = [marks.word(each.status) or None if each else None for each in figures]
    if any(words):
        yield list(words)


def test_the_page_shows_every_cell(review: Review, folder: Path) -> None:
    assert reading.page_tables(folder / "review.html") == {
        name: texts(table) for name, table in review.tables().items()
    }


def test_word_shows_every_cell(review: Review, folder: Path) -> None:
    expected = [texts(table) for table in review.tables().values()]
    assert reading.word_tables(folder / "review.docx") == expected


def test_the_pdf_shows_every_row_in_order(review: Review, folder: Path) -> None:
    text = reading.pdf_text(folder / "review.pdf")
    position = 0
    for table in review.tables().values():
        for row in texts(table)[1:]:
            joined = "".join("".join(row).split())
            found = text.find(joined, position)
            assert found >= 0, f"{table.id}: {row} is not in the PDF"
            position = found


def test_the_workbook_holds_every_value_unrounded(review: Review, folder: Path) -> None:
    names = reading.sheets(folder / "review.xlsx")
    assert names[0] == "Read me"
    assert names[-1] == "Source cells"
    for name, table in zip(names[1:-1], review.tables().values(), strict=True):
        rows = reading.sheet(folder / "review.xlsx", name)[1:]
        assert len(rows) == len(table.rows)
        expected: list[list[object]] = []
        for position, column in enumerate(table.columns):
            cells = [row[position] for row in table.rows]
            figures = [
                each.estimate if isinstance(each, Number) else None for each in cells
            ]
            expected.append(
                [
                    (each.estimate.value or 0) / column.scale
                    if isinstance(each, Number) and each.estimate.value is not None
                    else None
                    if isinstance(each, Number)
                    else each
                    for each in cells
                ]
            )
            expected.extend(
                [
                    value / column.scale if isinstance(value, float) else value
                    for value in one
                ]
                for one in beside(figures)
            )
        # a workbook keeps sixteen digits
        assert [
            [
                pytest.approx(cell, rel=1e-14) if _is_number(cell) else cell
                for cell in row
            ]
            for row in zip(*expected, strict=True)
        ] == [list(row) for row in rows]


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float)


def test_sdmx_holds_every_number_with_its_period(review: Review, folder: Path) -> None:
    rows = reading.sdmx_rows(folder / "review.csv")
    expected = [
        (
            table.id,
            number.measure,
            number.area,
            number.origin,
            number.estimate.period.sdmx,
            "" if number.estimate.value is None else repr(number.estimate.value),
        )
        for table in review.tables().values()
        for _, _, number in table.numbers()
    ]
    assert [
        (
            row["TABLE"],
            row["MEASURE"],
            row["REF_AREA"],
            row["COUNTERPART_AREA"],
            row["TIME_PERIOD"],
            row["OBS_VALUE"],
        )
        for row in rows
    ] == expected


def test_json_holds_every_number_with_its_cells(review: Review, folder: Path) -> None:
    told = reading.data(folder / "review.json")
    found = [
        cell
        for section in told["sections"]
        for exhibit in section["exhibits"]
        for row in exhibit["table"]["rows"]
        for cell in row
        if isinstance(cell, dict)
    ]
    expected = [
        number for table in review.tables().values() for _, _, number in table.numbers()
    ]
    assert [cell["estimate"]["value"] for cell in found] == [
        number.estimate.value for number in expected
    ]
    assert all("lineage" in cell["estimate"] for cell in found)


def test_the_workbook_lists_every_source_cell(review: Review, folder: Path) -> None:
    rows = reading.sheet(folder / "review.xlsx", "Source cells")[1:]
    told = {
        (row[0], row[1], row[2], row[5], cell)
        for row in rows
        for cell in reading.cells_of(row[8])
    }
    assert told == {
        (
            table.id,
            position + 1,
            column.title,
            cell.edition,
            f"{column_letters(cell.column)}{cell.row}",
        )
        for table in review.tables().values()
        for position, column, number in table.numbers()
        for cell in number.estimate.cells
    }


def test_a_formula_in_a_name_stays_a_text(hostile: Path) -> None:
    rows = reading.sheet(hostile / "review.xlsx", "1 origins")
    assert rows[2][0] == '=HYPERLINK("http://evil")'
    import openpyxl

    cell = openpyxl.load_workbook(hostile / "review.xlsx")["1 origins"]["A3"]
    assert cell.data_type == "s"


def test_hostile_html_is_shown_not_run(hostile: Path) -> None:
    page = (hostile / "review.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_every_sentence_and_key_figure_stands_in_every_form_that_is_read(
    review: Review, folder: Path
) -> None:
    page = "".join(reading.page_text(folder / "review.html").split())
    word = "".join(reading.word_text(folder / "review.docx").split())
    pdf = reading.pdf_text(folder / "review.pdf")
    told = [sentence.text for sentence in prose.sentences(review)]
    told += list(prose.findings(review))
    told += [
        text
        for section in review.sections
        for tile in section.tiles
        for text in (tile.label, tile.text, tile.detail)
    ]
    told += [says for warned in footing.caveats(review) for says in warned.says]
    told += [footing.citation(source) for source in review.sources]
    for text in told:
        solid = "".join(text.split())
        assert solid in word, text
        assert solid in pdf, text
        if not any(text == footing.citation(source) for source in review.sources):
            assert solid in page, text


def test_all_forms_name_the_same_sources(review: Review, folder: Path) -> None:
    listed = {source.edition for source in review.sources}
    page = reading.page_text(folder / "review.html")
    assert all(edition in page for edition in listed)
    shown = {
        edition
        for row in reading.sdmx_rows(folder / "review.csv")
        for edition in row["SOURCE"].split()
    }
    assert shown <= listed
