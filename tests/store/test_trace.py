"""A figure leads back to the publisher's cell, and the cell is read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.store.made import MakeBatch, stock
from tests.store.published import publish

from migrascope.errors import DamagedBase, NoFigures, SourceError
from migrascope.model.lineage import Cell
from migrascope.store.base import Base
from migrascope.store.surroundings import around
from migrascope.store.trace import Trace, Verdict


@pytest.fixture
def published(tmp_path: Path) -> Base:
    return publish(tmp_path)


def traced(base: Base, **filters: object) -> Trace:
    (figure,) = base.query(**filters)  # type: ignore[arg-type] # the claims below name their filters
    return base.trace(figure)


def test_a_cell_of_a_workbook_is_found_with_its_header_and_name(
    published: Base,
) -> None:
    trace = traced(published, area="KEN", year=2020, editions="test-stock")
    assert trace.place == 'sheet "Table 1", cell D5'
    assert trace.file.name == "stock.xlsx"
    assert trace.snapshot == published.snapshot(trace.file.sha256)
    assert trace.verdict is Verdict.EQUAL
    assert trace.around is not None
    assert trace.around.columns == ("A", "B", "C", "D")
    assert trace.around.rows == ("3", "4", "5", "6")
    assert trace.around.cells[0] == ("", "", "2015", "2020")
    assert trace.around.cells[2] == ("Kenya", "B R", "1126886", "1050147")
    assert trace.around.marked == (2, 3)
    assert [each.says for each in trace.caveats] == ["Modelled for Kenya."]


def test_a_caveat_of_other_years_is_not_told(published: Base) -> None:
    trace = traced(published, area="KEN", year=2015, editions="test-stock")
    assert trace.caveats == ()


def test_a_field_of_a_text_table_is_found_though_a_record_spans_two_lines(
    published: Base,
) -> None:
    trace = traced(published, origin="SSD", sex="F")
    assert trace.place == "line 5, field 4"
    assert trace.found == "60,151"
    assert trace.verdict is Verdict.EQUAL
    assert trace.around is not None
    assert trace.around.cells[0][-2:] == ("women", "men")
    assert trace.around.rows[-1] == "5"


def test_a_value_of_json_is_found_and_compared_in_its_unit(published: Base) -> None:
    trace = traced(published, measure="remittances_received", year=2019)
    assert trace.place == 'item 1 of "1", key 4'
    assert (trace.found, trace.verdict, trace.factor) == (
        "2838.5",
        Verdict.SCALED,
        1e6,
    )
    assert trace.around is not None
    assert ("country.value", "Kenya") in trace.around.cells


def test_an_empty_cell_is_as_empty_as_the_figure(published: Base) -> None:
    trace = traced(published, measure="remittances_received", year=2020)
    assert trace.verdict is Verdict.MISSING


def test_a_row_of_parquet_is_found(published: Base) -> None:
    trace = traced(published, measure="population", area="KEN")
    assert (trace.place, trace.verdict) == ("row 1, column 2", Verdict.EQUAL)
    assert trace.around is not None
    assert trace.around.columns == ("iso3", "population")


def test_a_cell_that_says_something_else_is_said_to(published: Base) -> None:
    trace = traced(published, measure="population", area="UGA")
    assert trace.verdict is Verdict.DIFFERENT


def test_a_cell_of_a_lineage_leads_to_its_figure(published: Base) -> None:
    (figure,) = published.query(area="UGA", measure="migrant_stock")
    assert published.trace(figure.cell).figure == figure
    with pytest.raises(NoFigures, match="nothing was read from row 99"):
        published.trace(Cell("test-stock@2020", 0, "Table 1", 99, 4, None, ""))


def test_a_file_of_a_kind_that_cannot_be_opened_is_still_named(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 5)], content=b"%PDF", name="stock.pdf"))
    trace = traced(base, area="KEN")
    assert trace.verdict is Verdict.UNREADABLE
    assert trace.around is None
    assert "cannot be opened" in trace.remark


def test_a_cell_outside_of_the_file_is_said_to_be(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 5, row=77)], content="a,b,c\n1,2,3\n"))
    trace = traced(base, area="KEN")
    assert trace.verdict is Verdict.UNREADABLE
    assert "no cell in row 77" in trace.remark


def test_a_snapshot_that_was_changed_is_not_believed(published: Base) -> None:
    (figure,) = published.query(area="UGA", measure="migrant_stock")
    sha256 = published.edition(figure.edition).files[0].sha256
    published.snapshot(sha256).write_bytes(b"forged")
    with pytest.raises(DamagedBase, match="not the file that was received"):
        published.trace(figure)
    published.snapshot(sha256).unlink()
    with pytest.raises(DamagedBase, match="no longer in the base"):
        published.trace(figure)


def test_compressed_text_is_opened_too(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "stock.csv.gz"
    path.write_bytes(gzip.compress(b"area;value\nKEN;5\n"))
    found = around(path, path.name, sheet="", row=2, column=2)
    assert found.text == "5"
    with pytest.raises(SourceError, match="no cell in row 3"):
        around(path, path.name, sheet="", row=3, column=1)
