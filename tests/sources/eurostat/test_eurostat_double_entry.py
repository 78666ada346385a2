"""What two countries report of the same move."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.errors import (
    DuplicateKey,
    NegativeCount,
    NotANumber,
    SourceError,
    TooLarge,
    Truncated,
    UnknownLayout,
    UnknownPlace,
    Where,
)
from migrascope.model import breakdown
from migrascope.model.frames import SCHEMA
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.eurostat import adapter


@pytest.fixture
def specimen(repository: Path) -> Path:
    return repository / "tests" / "specimens" / "eurostat" / "double_entry.csv"


@pytest.fixture
def batch(specimen: Path) -> Batch:
    (found,) = adapter.read([specimen])
    return found


def changed(folder: Path, specimen: Path, before: str, after: str) -> Path:
    """The specimen with one text replaced."""
    path = folder / "double_entry.csv"
    whole = specimen.read_text(encoding="utf-8")
    assert before in whole
    path.write_text(whole.replace(before, after), encoding="utf-8")
    return path


def refusal(kind: type[SourceError], path: Path) -> SourceError:
    """The error that reading raises; it names the file and gives advice."""
    with pytest.raises(kind) as raised:
        list(adapter.read([path]))
    assert path.name in str(raised.value)
    assert raised.value.advice
    return raised.value


def reports(batch: Batch) -> dict[tuple[str, str, str], float]:
    """(measure, who reports, the other side) to people."""
    rows = batch.observations.select("measure", "area", "origin", "value").rows()
    return {(measure, area, other): value for measure, area, other, value in rows}


def test_a_report_belongs_to_the_country_that_made_it(batch: Batch) -> None:
    assert reports(batch) == {
        ("emigration", "SWE", "FIN"): 3100,
        ("immigration", "FIN", "SWE"): 3400,
        ("immigration", "SWE", "FIN"): 0,
        ("immigration", "SWE", "POL"): 5200,
        ("emigration", "SWE", "POL"): 1200,
    }


def test_empty_is_not_reported_and_zero_is(batch: Batch) -> None:
    found = reports(batch)
    assert ("emigration", "FIN", "SWE") not in found
    assert found["immigration", "SWE", "FIN"] == 0


def test_each_report_carries_its_own_scores(batch: Batch) -> None:
    rows = batch.observations.filter(
        pl.col("area") == "SWE", pl.col("origin") == "POL"
    ).sort("measure")
    assert [breakdown.split(text) for text in rows["breakdown"]] == [
        {"accuracy": "high", "undercount": "low"},
        {"accuracy": "high", "undercount": "low"},
    ]


def test_a_score_that_is_not_given_is_left_out(tmp_path: Path, specimen: Path) -> None:
    path = changed(tmp_path, specimen, "5200.0,low,High", "5200.0,medium,")
    (batch,) = adapter.read([path])
    line = batch.observations.filter(pl.col("origin") == "POL", pl.col("value") == 5200)
    assert line["breakdown"].to_list() == ["undercount=medium"]


def test_a_report_is_of_a_year_and_knows_its_cell(batch: Batch) -> None:
    line = batch.observations.filter(pl.col("measure") == "emigration").row(
        0, named=True
    )
    assert (line["start"], line["end"]) == (date(2018, 1, 1), date(2018, 12, 31))
    assert (line["row"], line["column"]) == (2, 10)
    assert batch.observations.schema == SCHEMA


def test_the_edition_is_called_by_the_last_year(batch: Batch) -> None:
    assert batch.edition == "eurostat-reported-flows@2019"
    (remark,) = batch.remarks
    assert "2 of emigration, 3 of immigration" in remark


def test_a_table_saved_by_r_is_read_too(tmp_path: Path, specimen: Path) -> None:
    path = changed(tmp_path, specimen, "3100.0", "NA")
    (batch,) = adapter.read([path])
    assert ("emigration", "SWE", "FIN") not in reports(batch)


@pytest.mark.parametrize("rubbish", [b"", b"\x00\xff" * 99, b"PK\x03\x04", b"<html>"])
def test_recognising_never_fails_on_rubbish(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "rubbish"
    path.write_bytes(rubbish)
    assert adapter.recognise(path) is None


def test_a_file_of_someone_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("geo,TIME_PERIOD,OBS_VALUE\nBE,2020,100\n", encoding="utf-8")
    assert "mapping" in refusal(UnknownLayout, path).advice


def test_an_unknown_code_is_named_with_its_row(tmp_path: Path, specimen: Path) -> None:
    path = changed(tmp_path, specimen, "POL,SWE,POL_SWE", "XYZ,SWE,XYZ_SWE")
    error = refusal(UnknownPlace, path)
    assert isinstance(error.where, Where)
    assert error.where.row == 4
    (kept,) = adapter.read([path], residuals=Residuals.KEEP)
    assert "X:xyz" in set(kept.observations["origin"])


@pytest.mark.parametrize(
    ("before", "after", "cell"),
    [
        ("5200.0", "many", (4, 11)),
        ("Total,2019.0", "Total,soon", (5, 2)),
        ("Total,2019.0", "Total,2019.5", (5, 2)),
        ("Total,2019.0", "All,2019.0", (5, 1)),
    ],
)
def test_text_where_a_figure_should_stand_is_named_with_its_cell(
    tmp_path: Path, specimen: Path, before: str, after: str, cell: tuple[int, int]
) -> None:
    error = refusal(NotANumber, changed(tmp_path, specimen, before, after))
    assert isinstance(error.where, Where)
    assert (error.where.row, error.where.column) == cell


def test_fewer_than_no_people_are_refused(tmp_path: Path, specimen: Path) -> None:
    refusal(NegativeCount, changed(tmp_path, specimen, "5200.0", "-5200.0"))


def test_a_corridor_twice_is_refused(tmp_path: Path, specimen: Path) -> None:
    path = tmp_path / "double_entry.csv"
    lines = specimen.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    refusal(DuplicateKey, path)


def test_a_cut_file_is_refused(tmp_path: Path, specimen: Path) -> None:
    path = tmp_path / "double_entry.csv"
    path.write_bytes(specimen.read_bytes()[:-40])
    refusal(Truncated, path)


def test_a_bomb_is_refused(tmp_path: Path, specimen: Path) -> None:
    path = tmp_path / "double_entry.csv.gz"
    with gzip.open(path, "wb", compresslevel=9) as stream:
        stream.write(specimen.read_bytes())
        for _ in range(130):
            stream.write(b"0" * 1_000_000)
    refusal(TooLarge, path)


def test_there_is_no_address_to_fetch_from() -> None:
    assert adapter.locate() == ()
    assert "no address" in adapter.describe().says


def test_every_caveat_has_its_evidence() -> None:
    described = adapter.describe()
    assert all(caveat.evidence for caveat in described.caveats)
    assert all(caveat.source == "eurostat" for caveat in described.caveats)
