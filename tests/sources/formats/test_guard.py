"""Claims: a file that cannot be read safely is refused before it is unpacked."""

from __future__ import annotations

import gzip
import io
import os
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from migrascope.errors import Locked, SourceError, TooLarge, Truncated, UnknownLayout
from migrascope.sources.formats import csv, guard, workbook

MEGABYTE = 1 << 20


def _bomb(path: Path, megabytes: int) -> Path:
    """A workbook whose sheet is that many megabytes of blanks."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        for _ in range(megabytes):
            sheet.write(b" " * MEGABYTE)
    return path


def _lie_about_size(path: Path, real: int, claimed: int) -> None:
    """Write a small size into the archive's table of contents."""
    data = path.read_bytes()
    assert data.count(struct.pack("<L", real)) >= 1
    path.write_bytes(data.replace(struct.pack("<L", real), struct.pack("<L", claimed)))


def _two_gigabytes_declared(path: Path) -> Path:
    """An archive whose table of contents says 2 GB."""
    _bomb(path, 1)
    _lie_about_size(path, MEGABYTE, 2_000_000_000)
    return path


def test_a_bomb_of_two_gigabytes_is_refused_from_its_table_of_contents(
    tmp_path: Path,
) -> None:
    path = _two_gigabytes_declared(tmp_path / "bomb.xlsx")
    with pytest.raises(TooLarge, match=r"bomb\.xlsx: the file unpacks to 2\.0 GB"):
        workbook.read(path)


def test_a_bomb_that_lies_about_its_size_is_refused_while_counting(
    tmp_path: Path,
) -> None:
    path = _bomb(tmp_path / "liar.xlsx", 120)
    _lie_about_size(path, 120 * MEGABYTE, 1000)
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[0].file_size == 1000
    tracemalloc.start()
    with pytest.raises(TooLarge):
        guard.check(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * MEGABYTE


def test_a_gzip_bomb_is_refused_without_being_kept(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    packer = zlib.compressobj(9, wbits=31)
    with path.open("wb") as stream:
        for _ in range(120):
            stream.write(packer.compress(b"0" * MEGABYTE))
        stream.write(packer.flush())
    with pytest.raises(TooLarge):
        csv.read(path)


def test_a_protected_workbook_is_named_as_locked(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    directory = "EncryptedPackage".encode("utf-16-le")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(ole + bytes(600) + directory + bytes(5000))
    with pytest.raises(Locked, match="protected by a password"):
        workbook.read(path)


def test_a_workbook_cut_in_the_middle_is_truncated(tmp_path: Path) -> None:
    path = tmp_path / "cut.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("a").write(0, 0, "x" * 5000)
    book.close()
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(Truncated, match=r"cut\.xlsx.*cut off or damaged"):
        workbook.read(path)


def test_a_gzip_file_cut_in_the_middle_is_truncated(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv.gz"
    whole = gzip.compress(b"a,b\n" + b"1,2\n" * 5000)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Truncated, match="compressed file is cut off"):
        csv.read(path)


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><body>Log in</body></html>",
        b"\xef\xbb\xbf\n <HTML lang=en><p>500</p>",
        b"<?xml version='1.0'?><!DOCTYPE x><html xmlns='y'></html>",
        "<html>".encode("utf-16"),
    ],
)
def test_a_web_page_is_not_data(tmp_path: Path, page: bytes) -> None:
    path = tmp_path / "download.csv"
    path.write_bytes(page)
    with pytest.raises(UnknownLayout, match="web page"):
        csv.read(path)
    path.write_bytes(gzip.compress(page))
    with pytest.raises(UnknownLayout, match="web page"):
        csv.read(path)


def test_an_empty_file_is_truncated(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    with pytest.raises(Truncated, match="empty"):
        csv.read(path)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        csv.read(tmp_path / "nowhere.csv")
    with pytest.raises(SourceError, match="folder"):
        workbook.read(tmp_path)


def test_a_workbook_with_the_name_of_a_text_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("a").write(0, 0, "x")
    book.close()
    path = tmp_path / "table.csv"
    path.write_bytes(stream.getvalue())
    with pytest.raises(UnknownLayout, match="workbook or an archive"):
        csv.read(path)


@pytest.mark.parametrize(
    "rubbish", [b"", b"\x1f\x8b", b"\x1f\x8brubbish", b"PK\x03\x04"]
)
def test_the_head_of_rubbish_never_raises(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "rubbish"
    path.write_bytes(rubbish)
    assert isinstance(guard.head(path), bytes)
    assert guard.head(tmp_path / "nowhere") == b""


def test_the_head_of_a_gzip_file_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n" * 100_000))
    assert guard.head(path, 7) == b"a,b\n1,2"


def test_a_stray_cell_in_the_last_corner_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stray.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("a")
    sheet.write(0, 0, "x")
    sheet.write("XFD1048576", 1)
    book.close()
    assert path.stat().st_size < 10_000
    with pytest.raises(TooLarge, match="row 1,048,576 and column 16,384"):
        workbook.read(path)


def test_a_long_narrow_sheet_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("a")
    sheet.write(0, 0, "x")
    sheet.write(200_000, 1, 1)
    book.close()
    assert len(workbook.read(path)["a"].rows) == 200_001


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\n \n\r\n", "nothing but blanks"),
        (b"a,b\n1,\x00\x00\n", "line 2 holds an empty byte"),
        (b"PAR1\x00half of it", "the Parquet file is cut off"),
    ],
)
def test_what_is_neither_text_nor_a_workbook_is_refused(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "refugees.csv"
    path.write_bytes(content)
    with pytest.raises(Truncated, match=says):
        guard.refuse_bytes(path)


def test_unicode_text_of_a_spreadsheet_is_recognised_like_any_other(
    tmp_path: Path,
) -> None:
    path = tmp_path / "saved.csv"
    path.write_bytes("Année,Côte\n".encode("utf-16"))
    assert guard.head(path).decode() == "Année,Côte\n"
    guard.refuse_bytes(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    assert guard.head(path) == b""
    with pytest.raises(SourceError, match="a device, not a file"):
        guard.check(path)
