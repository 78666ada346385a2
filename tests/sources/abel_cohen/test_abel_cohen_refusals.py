"""What bad files get: one named error with file, row and what to do."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from migrascope.errors import (
    ChangedHeader,
    DuplicateKey,
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
from migrascope.sources.abel_cohen import adapter
from migrascope.sources.abel_cohen.estimates import METHODS
from migrascope.sources.batch import Residuals
from migrascope.sources.door import Door
from migrascope.sources.manners import Manners
from migrascope.sources.transport import FolderTransport

HEADER = ",".join(("year0", "orig", "dest", "orig_name", "dest_name", *METHODS))
ROW = "2010,KEN,UGA,Kenya,Uganda,1,2,3,4,5,6"


def refusal(kind: type[SourceError], *paths: Path) -> SourceError:
    """The error that reading raises; it names the file and gives advice."""
    with pytest.raises(kind) as raised:
        list(adapter.read(paths))
    assert paths[-1].name in str(raised.value)
    assert raised.value.advice
    return raised.value


def copy(folder: Path, *rows: str, name: str = "flows_both.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("rubbish", [b"", b"\x00\xff" * 99, b"PK\x03\x04", b"<html>"])
def test_recognising_never_fails_on_rubbish(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "rubbish"
    path.write_bytes(rubbish)
    assert adapter.recognise(path) is None


def test_a_table_with_another_column_is_not_recognised(tmp_path: Path) -> None:
    path = tmp_path / "bilat_mig_type.csv"
    path.write_text(HEADER.replace("orig_name", "type") + "\n", encoding="utf-8")
    assert adapter.recognise(path) is None


def test_a_file_of_someone_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Country,Year,GDP\nKenya,2020,100\n", encoding="utf-8")
    refusal(UnknownLayout, path)


def test_a_copy_that_does_not_say_whose_moves_it_holds_is_refused(
    tmp_path: Path,
) -> None:
    error = refusal(ChangedHeader, copy(tmp_path, ROW, name="flows.csv"))
    assert "flows_female" in error.advice


def test_female_in_a_name_is_not_read_as_male(tmp_path: Path) -> None:
    (batch,) = adapter.read([copy(tmp_path, ROW, name="flows_FEMALE.csv")])
    assert set(batch.observations["sex"]) == {"F"}


def test_a_part_of_the_authors_table_is_refused(
    tmp_path: Path, whole_file: Callable[..., str]
) -> None:
    path = tmp_path / "bilat_mig.csv"
    path.write_text(whole_file(7), encoding="utf-8")
    assert "7 areas" in refusal(UnknownLayout, path).what


def test_an_unknown_code_is_named_with_its_row(tmp_path: Path) -> None:
    error = refusal(UnknownPlace, copy(tmp_path, ROW, ROW.replace("UGA", "UGX")))
    assert isinstance(error.where, Where)
    assert error.where.row == 3


def test_an_unknown_code_can_be_kept(tmp_path: Path) -> None:
    path = copy(tmp_path, ROW.replace("UGA", "OOO"))
    (batch,) = adapter.read([path], residuals=Residuals.KEEP)
    assert set(batch.observations["area"]) == {"X:ooo"}


@pytest.mark.parametrize(
    ("before", "after", "column"),
    [(",4,", ",four,", 9), ("2010", "2010/15", 1), ("UGA", "", 3)],
)
def test_text_where_a_figure_or_year_should_stand_is_named_with_its_cell(
    tmp_path: Path, before: str, after: str, column: int
) -> None:
    bad = ROW.replace(before, after, 1)
    error = refusal(NotANumber, copy(tmp_path, ROW, bad))
    assert isinstance(error.where, Where)
    assert (error.where.row, error.where.column) == (3, column)


def test_another_word_for_a_sex_is_refused(
    tmp_path: Path, whole_file: Callable[..., str]
) -> None:
    header = ("year0", "sex", "orig", "dest", *METHODS)
    path = tmp_path / "bilat_mig_sex.csv"
    rows = "1995,both?,KEN,UGA,7,7,7,7,7,7"
    path.write_text(whole_file(228, rows, header=header), encoding="utf-8")
    assert "both?" in refusal(NotANumber, path).what


def test_fewer_than_no_people_are_refused(tmp_path: Path) -> None:
    refusal(NegativeCount, copy(tmp_path, ROW.replace(",4,", ",-4,")))


def test_the_same_pair_twice_is_refused(tmp_path: Path) -> None:
    refusal(DuplicateKey, copy(tmp_path, ROW, ROW))


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    path = copy(tmp_path, ROW)
    path.write_text(path.read_text(encoding="utf-8")[:-5], encoding="utf-8")
    refusal(Truncated, path)


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(f"{HEADER}\n{ROW}\n".encode() * 2000)
    path = tmp_path / "flows_both.csv.gz"
    path.write_bytes(whole[:-20])
    refusal(Truncated, path)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "flows_both.csv.gz"
    with gzip.open(path, "wb", compresslevel=9) as stream:
        stream.write(f"{HEADER}\n".encode())
        for _ in range(130):
            stream.write(b"0" * 1_000_000)
    refusal(TooLarge, path)


def test_two_files_are_located_at_lasting_addresses() -> None:
    names = [remote.name for remote in adapter.locate()]
    assert names == ["bilat_mig.csv", "bilat_mig_sex.csv"]
    assert [each.name for each in adapter.locate(only="sex")] == names[1:]
    with pytest.raises(UsageError, match="by_age"):
        adapter.locate(only="by_age")


def test_a_file_is_fetched_through_the_door(
    tmp_path: Path, whole_file: Callable[..., str]
) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "bilat_mig.csv").write_text(whole_file(228), encoding="utf-8")
    door = Door(FolderTransport(shelf), manners=Manners(interval=0))
    (path,) = adapter.fetch(door, tmp_path, only="bilat_mig.csv")
    assert adapter.recognise(path) == "total"


def test_every_caveat_has_its_evidence() -> None:
    described = adapter.describe()
    assert all(caveat.evidence for caveat in described.caveats)
    assert all(caveat.source == "abel_cohen" for caveat in described.caveats)
