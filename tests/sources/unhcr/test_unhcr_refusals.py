"""What bad files of UNHCR get: one named error with file, row and what to do."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from migrascope.errors import (
    ChangedHeader,
    DuplicateKey,
    Locked,
    NegativeCount,
    NotANumber,
    SourceError,
    TooLarge,
    Truncated,
    UnknownLayout,
    UnknownPlace,
    Where,
)
from migrascope.sources.batch import Residuals
from migrascope.sources.unhcr import adapter

Table = dict[str, list[object]]
Write = Callable[[Table], Path]

HEADER = "Year,Country of origin ISO,Country of asylum ISO,Refugees\n"


def refusal(path: Path, kind: type[SourceError]) -> SourceError:
    """The error that reading a file raises; it names the file and gives advice."""
    with pytest.raises(kind) as raised:
        list(adapter.read([path]))
    assert path.name in str(raised.value)
    assert raised.value.advice
    assert raised.value.exit_code == 3
    return raised.value


def csv_file(folder: Path, text: str) -> Path:
    path = folder / "population.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_someone_else_is_no_layout_of_unhcr(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Country,Year,GDP\nKenya,2020,100\n")
    assert adapter.recognise(path) is None
    refusal(path, UnknownLayout)


@pytest.mark.parametrize(
    "rubbish", [b"", b"\x00\xff" * 99, b"{", b"PAR1", b"<html></html>", b'"']
)
def test_recognising_never_fails_on_rubbish(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "rubbish"
    path.write_bytes(rubbish)
    assert adapter.recognise(path) is None


def test_a_web_page_is_not_data(tmp_path: Path) -> None:
    refusal(csv_file(tmp_path, "<!DOCTYPE html><html>busy</html>"), UnknownLayout)


def test_a_cut_line_is_a_cut_file(tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER + "2020,SOM,KEN,5\n2021,SOM")
    error = refusal(path, Truncated)
    assert isinstance(error.where, Where)
    assert error.where.row == 3


def test_a_cut_answer_is_refused(tmp_path: Path, specimens: Path) -> None:
    whole = (specimens / "api_solutions.json").read_text(encoding="utf-8")
    path = tmp_path / "solutions.json"
    path.write_text(whole[:-40], encoding="utf-8")
    refusal(path, Truncated)


def test_a_cut_copy_of_the_database_is_refused(
    parquet: Write, population: Table
) -> None:
    path = parquet(population)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SourceError):
        list(adapter.read([path]))


def test_a_header_without_a_year_is_named(tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER.replace("Year", "Yeer") + "2020,SOM,KEN,5\n")
    assert "year" in str(refusal(path, ChangedHeader))


def test_an_old_export_without_its_year_asks_for_a_mapping(
    tmp_path: Path, specimens: Path
) -> None:
    lines = (specimens / "popstats.csv").read_text(encoding="utf-8").splitlines()
    path = csv_file(tmp_path, "\n".join(line.split(",", 1)[1] for line in lines))
    assert adapter.recognise(path) == "popstats popstats"
    assert "mapping" in refusal(path, ChangedHeader).advice


def test_a_header_that_names_a_column_twice_is_refused(tmp_path: Path) -> None:
    header = HEADER.replace("Refugees", "Refugees,REF")
    refusal(csv_file(tmp_path, header + "2020,SOM,KEN,5,6\n"), ChangedHeader)


def test_sex_and_age_without_the_population_type_are_refused(specimens: Path) -> None:
    path = specimens / "api_demographics_without_type.json"
    assert "ptype_show" in str(refusal(path, ChangedHeader))


def test_an_unknown_population_type_is_refused(tmp_path: Path, specimens: Path) -> None:
    text = (specimens / "api_demographics.json").read_text(encoding="utf-8")
    path = tmp_path / "demographics.json"
    path.write_text(text.replace('"REF"', '"XYZ"'), encoding="utf-8")
    assert "XYZ" in str(refusal(path, ChangedHeader))


def test_neither_cases_nor_persons_is_refused(tmp_path: Path, specimens: Path) -> None:
    text = (specimens / "api_asylum_applications.json").read_text(encoding="utf-8")
    path = tmp_path / "applications.json"
    path.write_text(text.replace('"app_pc": "C"', '"app_pc": "F"'), encoding="utf-8")
    error = refusal(path, ChangedHeader)
    assert isinstance(error.where, Where)
    assert error.where.row == 2


def test_an_unknown_country_is_named_with_its_row(tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER + "2020,SOM,KEN,5\n2020,ZZZ,KEN,5\n")
    error = refusal(path, UnknownPlace)
    assert "ZZZ" in str(error)
    assert isinstance(error.where, Where)
    assert (error.where.row, error.where.column) == (3, 2)


def test_an_unknown_country_can_be_kept_as_a_residual(tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER + "2020,ZZZ,KEN,5\n")
    (batch,) = adapter.read([path], residuals=Residuals.KEEP)
    assert batch.observations["origin"].to_list() == ["X:zzz"]


def test_a_row_without_a_country_is_refused(tmp_path: Path) -> None:
    refusal(csv_file(tmp_path, HEADER + "2020,,KEN,5\n"), UnknownPlace)


def test_text_instead_of_a_count_is_named_with_its_cell(tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER + "2020,SOM,KEN,many\n")
    error = refusal(path, NotANumber)
    assert isinstance(error.where, Where)
    assert (error.where.row, error.where.column) == (2, 4)


def test_text_instead_of_a_year_is_named_with_its_row(tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER + "2020,SOM,KEN,1\nTotal,SOM,KEN,1\n")
    error = refusal(path, NotANumber)
    assert isinstance(error.where, Where)
    assert error.where.row == 3


def test_fewer_than_no_people_are_refused(tmp_path: Path) -> None:
    refusal(csv_file(tmp_path, HEADER + "2020,SOM,KEN,-5\n"), NegativeCount)


def test_the_same_figure_twice_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER + "2020,SOM,KEN,5\n2020,SOM,KEN,6\n")
    assert "rows 2, 3" in str(refusal(path, DuplicateKey))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "population.csv.gz"
    with gzip.open(path, "wb", compresslevel=9) as stream:
        for _ in range(130):
            stream.write(b"0" * 1_000_000)
    refusal(path, TooLarge)


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "population.xlsx"
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(
        signature
        + b"\x00" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\x00" * 64
    )
    refusal(path, Locked)


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("api_added_up.json", "coa_all=true"),
        ("api_added_up_origins.json", "coo_all=true"),
    ],
)
def test_figures_that_the_interface_added_up_are_refused(
    specimens: Path, name: str, option: str
) -> None:
    assert option in refusal(specimens / name, UnknownLayout).advice


def test_a_missing_page_is_named(specimens: Path) -> None:
    error = refusal(specimens / "api_population_page_001.json", Truncated)
    assert "page 2" in error.what


def test_an_answer_without_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    answer = {"page": 1, "short-url": "x", "maxPages": 1, "total": [], "items": []}
    path.write_text(json.dumps(answer), encoding="utf-8")
    refusal(path, Truncated)


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    refusal(csv_file(tmp_path, HEADER), Truncated)


def test_rows_without_a_single_figure_are_refused(tmp_path: Path) -> None:
    refusal(csv_file(tmp_path, HEADER + "2020,SOM,KEN,-\n"), Truncated)


def test_sex_and_age_without_their_totals_are_refused(
    tmp_path: Path, specimens: Path
) -> None:
    text = (specimens / "api_demographics.json").read_text(encoding="utf-8")
    path = tmp_path / "demographics.json"
    path.write_text(text.replace("m_total", "m_sum"), encoding="utf-8")
    assert "total of men" in refusal(path, ChangedHeader).what
