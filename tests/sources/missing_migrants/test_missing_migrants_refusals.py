"""What bad files get: one named error with file, row and what to do."""

from __future__ import annotations

import gzip
import json
import shutil
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
    UsageError,
    Where,
)
from migrascope.sources.batch import Residuals
from migrascope.sources.door import Door
from migrascope.sources.manners import Manners
from migrascope.sources.missing_migrants import adapter
from migrascope.sources.transport import FolderTransport

ITEM = {
    "web_id": "2023.MMP1",
    "reported_date": "2023-02-03",
    "number_dead": "1",
    "number_missing": "",
    "total_dead_and_missing": "1",
    "country_of_incident": "Kenya",
}


def refusal(kind: type[SourceError], *paths: Path) -> SourceError:
    """The error that reading raises; it names the file and gives advice."""
    with pytest.raises(kind) as raised:
        list(adapter.read(paths))
    assert paths[-1].name in str(raised.value)
    assert raised.value.advice
    assert raised.value.exit_code == 3
    return raised.value


def year(folder: Path, *items: dict[str, str], name: str = "2023-json.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(list(items)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "rubbish", [b"", b"\x00\xff" * 99, b"[", b"{}", b"<html></html>", b'"']
)
def test_recognising_never_fails_on_rubbish(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "rubbish"
    path.write_bytes(rubbish)
    assert adapter.recognise(path) is None


def test_a_file_of_someone_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Country,Year,GDP\nKenya,2020,100\n", encoding="utf-8")
    refusal(UnknownLayout, path)


def test_a_web_page_is_not_data(tmp_path: Path) -> None:
    path = tmp_path / "2023-json.json"
    path.write_text("<!DOCTYPE html><html>busy</html>", encoding="utf-8")
    refusal(UnknownLayout, path)


def test_a_cut_year_is_refused(tmp_path: Path) -> None:
    path = year(tmp_path, ITEM)
    path.write_text(path.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    refusal(Truncated, path)


def test_a_cut_download_is_refused(tmp_path: Path, specimens: Path) -> None:
    path = tmp_path / "download.csv"
    whole = (specimens / "download.csv").read_text(encoding="utf-8")
    path.write_text(whole[:-60], encoding="utf-8")
    refusal(Truncated, path)


def test_a_changed_header_is_named(tmp_path: Path, specimens: Path) -> None:
    path = tmp_path / "download.csv"
    whole = (specimens / "download.csv").read_text(encoding="utf-8")
    path.write_text(whole.replace("Incident Date", "When"), encoding="utf-8")
    assert "date of the incident" in refusal(ChangedHeader, path).what


def test_a_year_without_its_column_of_the_dead_is_refused(tmp_path: Path) -> None:
    item = {name: text for name, text in ITEM.items() if name != "number_dead"}
    error = refusal(ChangedHeader, year(tmp_path, item))
    assert "the number of dead." in error.what


def test_a_header_without_incidents_is_refused(tmp_path: Path, specimens: Path) -> None:
    path = tmp_path / "reduced.csv"
    whole = (specimens / "reduced.csv").read_text(encoding="utf-8")
    path.write_text(whole.splitlines()[0] + "\n", encoding="utf-8")
    refusal(Truncated, path)


def test_an_unknown_country_is_named_with_its_row(tmp_path: Path) -> None:
    path = year(tmp_path, ITEM, ITEM | {"country_of_incident": "Kenia"})
    error = refusal(UnknownPlace, path)
    assert "Kenya" in error.what
    assert isinstance(error.where, Where)
    assert error.where.row == 2


def test_an_unknown_country_can_be_kept(tmp_path: Path) -> None:
    path = year(tmp_path, ITEM | {"country_of_incident": "High seas"})
    (batch,) = adapter.read([path], residuals=Residuals.KEEP)
    assert set(batch.observations["area"]) == {"X:high_seas"}


def test_text_instead_of_a_count_is_named_with_its_cell(tmp_path: Path) -> None:
    path = year(tmp_path, ITEM, ITEM | {"number_dead": "several"})
    error = refusal(NotANumber, path)
    assert isinstance(error.where, Where)
    assert (error.where.row, error.where.column) == (2, 3)


def test_text_instead_of_a_date_is_named_with_its_row(tmp_path: Path) -> None:
    path = year(tmp_path, ITEM, ITEM | {"reported_date": "last winter"})
    error = refusal(NotANumber, path)
    assert "last winter" in error.what
    assert isinstance(error.where, Where)
    assert error.where.row == 2


def test_a_file_without_any_date_is_refused(tmp_path: Path) -> None:
    refusal(NotANumber, year(tmp_path, ITEM | {"reported_date": ""}))


def test_fewer_than_no_dead_are_refused(tmp_path: Path) -> None:
    refusal(NegativeCount, year(tmp_path, ITEM | {"number_dead": "-2"}))


def test_the_same_file_twice_is_refused(tmp_path: Path, specimens: Path) -> None:
    copy = tmp_path / "copy-of-2023.json"
    shutil.copy(specimens / "2023-json.json", copy)
    refusal(DuplicateKey, specimens / "2023-json.json", copy)


def test_the_same_incident_in_two_files_is_refused(tmp_path: Path) -> None:
    later = year(tmp_path, ITEM | {"number_dead": "2"}, name="2023-later.json")
    error = refusal(DuplicateKey, year(tmp_path, ITEM), later)
    assert "2023.MMP1" in error.what


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "converted.csv.gz"
    with gzip.open(path, "wb", compresslevel=9) as stream:
        for _ in range(130):
            stream.write(b"0" * 1_000_000)
    refusal(TooLarge, path)


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "download.xlsx"
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(
        signature
        + b"\x00" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\x00" * 64
    )
    refusal(Locked, path)


def test_every_year_since_2014_is_located() -> None:
    names = [remote.name for remote in adapter.locate()]
    assert names[:2] == ["2014-json.json", "2015-json.json"]
    assert adapter.locate(only="2019")[0].address.endswith("/2019-json")


def test_a_year_is_fetched_through_the_door(tmp_path: Path, specimens: Path) -> None:
    door = Door(FolderTransport(specimens), manners=Manners(interval=0))
    (path,) = adapter.fetch(door, tmp_path, only="2023")
    assert path.read_bytes() == (specimens / "2023-json.json").read_bytes()


def test_a_year_before_the_project_is_refused() -> None:
    with pytest.raises(UsageError, match="1999"):
        adapter.locate(only="1999")


def test_every_caveat_has_its_evidence() -> None:
    described = adapter.describe()
    assert all(caveat.evidence for caveat in described.caveats)
    assert all(caveat.source == "missing_migrants" for caveat in described.caveats)
