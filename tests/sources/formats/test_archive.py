"""Claims: one table comes out of an archive, and only out of a sound one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from migrascope.errors import SourceError, Truncated, UnknownLayout
from migrascope.sources.formats import archive


def packed(folder: Path, **members: bytes) -> Path:
    """An archive; the names of its members are written with _ for the dot."""
    path = folder / "table.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            stem, _, ending = name.rpartition("_")
            opened.writestr(f"{stem}.{ending}", content)
    return path


def test_the_table_comes_out_under_the_name_of_the_archive(tmp_path: Path) -> None:
    path = packed(tmp_path, readme_txt=b"read me", figures_csv=b"a,b\n1,2\n")
    with archive.unpacked(path) as table:
        assert table.name == "table.zip"
        assert table.read_bytes() == b"a,b\n1,2\n"


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with archive.unpacked(packed(tmp_path, figures_csv=b"a,b\n1,2\n")) as table:
        assert table.is_file()
    assert not table.parent.exists()


@pytest.mark.parametrize(
    ("members", "says"),
    [({"readme_txt": b"x"}, "no table"), ({"a_csv": b"x", "b_xls": b"x"}, "2 tables")],
)
def test_none_or_several_tables_are_refused(
    tmp_path: Path, members: dict[str, bytes], says: str
) -> None:
    with (
        pytest.raises(UnknownLayout, match=f"holds {says}"),
        archive.unpacked(packed(tmp_path, **members)),
    ):
        pass


def test_a_damaged_member_is_named_by_the_archive(tmp_path: Path) -> None:
    path = packed(tmp_path, figures_csv=b"a,b\n1,2\n" * 500)
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(bytes(content))
    with (
        pytest.raises(
            Truncated, match=r"table\.zip: the archive is cut off or damaged"
        ),
        archive.unpacked(path),
    ):
        pass


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"a,b\n1,2\n", b""])
def test_what_is_no_archive_holds_no_tables(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.zip"
    path.write_bytes(content)
    assert archive.tables(path) == ()
    with pytest.raises(SourceError), archive.unpacked(path):
        pass
