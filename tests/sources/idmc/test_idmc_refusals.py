"""What bad files of IDMC get: one named error with file, row and what to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.sources.idmc.test_idmc_tables import CONFLICT, DISASTERS, SPECIMENS, pages

from migrascope.errors import (
    ChangedHeader,
    DuplicateKey,
    NegativeCount,
    NotANumber,
    SourceError,
    Truncated,
    UnknownLayout,
    UnknownPlace,
    Where,
)
from migrascope.sources.batch import Residuals
from migrascope.sources.idmc import adapter


def changed(folder: Path, specimen: Path, before: str, after: str) -> Path:
    """A specimen with one text replaced."""
    text = specimen.read_text(encoding="utf-8")
    assert before in text
    path = folder / specimen.name
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return path


def refusal(kind: type[SourceError], *paths: Path) -> SourceError:
    """The error that reading raises; it names a file and gives advice."""
    with pytest.raises(kind) as raised:
        list(adapter.read(paths))
    assert any(path.name in str(raised.value) for path in paths)
    assert raised.value.advice
    return raised.value


@pytest.mark.parametrize("specimen", [CONFLICT, DISASTERS])
def test_a_cut_table_is_refused(tmp_path: Path, specimen: Path) -> None:
    text = specimen.read_text(encoding="utf-8")
    path = tmp_path / "cut.csv"
    path.write_text(text.rstrip()[:-30], encoding="utf-8")
    refusal(Truncated, path)
    path.write_text(text.splitlines()[0] + "\n", encoding="utf-8")
    refusal(Truncated, path)


@pytest.mark.parametrize(
    ("specimen", "name"),
    [
        (CONFLICT, ",total_displacement,"),
        (DISASTERS, ",start_date,"),
        (DISASTERS, ",hazard_type_name,"),
        (DISASTERS, ",event_name,"),
    ],
)
def test_a_renamed_column_is_told(tmp_path: Path, specimen: Path, name: str) -> None:
    path = changed(tmp_path, specimen, name, ",renamed,")
    assert name.strip(",") in refusal(ChangedHeader, path).what


@pytest.mark.parametrize(
    ("kind", "specimen", "before", "after", "where"),
    [
        (NegativeCount, CONFLICT, ",1234,", ",-1234,", (2, 4)),
        (NotANumber, CONFLICT, ",1234,", ",many,", (2, 4)),
        (NotANumber, CONFLICT, "Kenya,2023", "Kenya,this year", (2, 3)),
        (UnknownPlace, CONFLICT, "AB9", "AB8", (4, 1)),
        (NegativeCount, DISASTERS, ",639,", ",-639,", (2, 17)),
        (NotANumber, DISASTERS, "2023-11-02,Month", "November,Month", (3, 4)),
    ],
)
def test_a_bad_cell_is_named(
    tmp_path: Path,
    kind: type[SourceError],
    specimen: Path,
    before: str,
    after: str,
    where: tuple[int, int],
) -> None:
    found = refusal(kind, changed(tmp_path, specimen, before, after)).where
    assert isinstance(found, Where)
    assert (found.row, found.column or where[1]) == where


def test_an_unknown_code_can_be_kept(tmp_path: Path) -> None:
    path = changed(tmp_path, CONFLICT, "AB9", "AB8")
    (batch,) = adapter.read([path], residuals=Residuals.KEEP)
    assert "X:ab8" in batch.observations["area"]


def test_a_country_twice_in_a_year_is_refused(tmp_path: Path) -> None:
    refusal(DuplicateKey, changed(tmp_path, CONFLICT, "Kenya,2024", "Kenya,2023"))


def test_a_part_of_the_pages_is_no_answer(tmp_path: Path) -> None:
    first, second = pages(tmp_path, DISASTERS, size=2)
    assert "2 of 4" in refusal(Truncated, first).what
    assert "2 of 4" in refusal(Truncated, second).what


def test_a_page_twice_would_count_everybody_twice(tmp_path: Path) -> None:
    first, second = pages(tmp_path, DISASTERS, size=2)
    again = Path(shutil.copy(first, tmp_path / "again.json"))
    refusal(DuplicateKey, first, again, second)


def test_pages_of_two_days_are_not_put_together(tmp_path: Path) -> None:
    first, second = pages(tmp_path, DISASTERS, size=2)
    answer = json.loads(second.read_text(encoding="utf-8"))
    second.write_text(json.dumps({**answer, "last_updated": "2025-06-01"}), "utf-8")
    assert "another update" in refusal(Truncated, first, second).what


def test_single_updates_are_known_and_not_read() -> None:
    updates = SPECIMENS / "updates.json"
    assert adapter.recognise(updates) == "updates"
    found = refusal(UnknownLayout, updates)
    assert "provisional" in found.what
    assert "script" not in str(found)


@pytest.mark.parametrize(
    "rubbish", [b"", b"{}", b"[1]", b"a,b\n1,2\n", b"\x00\xff" * 99, b"PK\x03\x04"]
)
def test_rubbish_is_nobody_s_and_never_read(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "rubbish.json"
    path.write_bytes(rubbish)
    assert adapter.recognise(path) is None
    with pytest.raises(SourceError):
        list(adapter.read([path]))


def test_there_is_nothing_to_fetch_without_a_name_of_idmc() -> None:
    assert adapter.locate() == ()
