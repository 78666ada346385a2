"""What two countries share, read from any of the three forms of the table."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.errors import (
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
from migrascope.model import measure
from migrascope.model.frames import SCHEMA
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.cepii import adapter, pairs
from migrascope.sources.door import Door
from migrascope.sources.manners import Manners
from migrascope.sources.transport import FolderTransport


@pytest.fixture
def specimen(repository: Path) -> Path:
    return repository / "tests" / "specimens" / "cepii" / "dist_cepii.csv"


@pytest.fixture
def batch(specimen: Path) -> Batch:
    (found,) = adapter.read([specimen])
    return found


def packed(folder: Path, **members: bytes) -> Path:
    """An archive; the names of its members are written with _ for the dot."""
    path = folder / "dist_cepii.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            stem, _, ending = name.rpartition("_")
            archive.writestr(f"{stem}.{ending}", content)
    return path


def changed(folder: Path, specimen: Path, before: str, after: str) -> Path:
    """The specimen with one text replaced."""
    path = folder / "dist_cepii.csv"
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


def shared(batch: Batch, origin: str, area: str) -> dict[str, float | None]:
    """What a pair shares, by CEPII's name of the column."""
    rows = batch.observations.filter(pl.col("origin") == origin, pl.col("area") == area)
    named = rows["breakdown"].cast(pl.String).str.strip_prefix("type=")
    return dict(zip(named, rows["value"], strict=True))


def test_every_column_is_an_observation_of_the_pair(batch: Batch) -> None:
    assert shared(batch, "KEN", "COD") == {
        "contig": 0,
        "comlang_off": 0,
        "comlang_ethno": 1,
        "colony": 0,
        "comcol": 0,
        "curcol": 0,
        "col45": 0,
        "smctry": 0,
        "dist": 2415,
        "distcap": 2415,
        "distw": 1900.5,
        "distwces": 1500,
    }
    assert batch.observations.schema == SCHEMA


def test_a_pair_is_read_in_the_direction_in_which_it_is_printed(batch: Batch) -> None:
    assert shared(batch, "COD", "KEN")["smctry"] == 1
    assert shared(batch, "KEN", "COD")["smctry"] == 0


def test_distances_are_kilometres_and_the_rest_is_yes_or_no(batch: Batch) -> None:
    kinds = dict(batch.observations.select("measure", "unit").unique().rows())
    assert kinds == {
        "distance": "KM",
        "contiguity": "IX",
        "common_language": "IX",
        "colonial_link": "IX",
    }
    assert all(measure.get(code).unit == unit for code, unit in kinds.items())


def test_a_dot_is_a_missing_distance(batch: Batch) -> None:
    missing = batch.observations.filter(pl.col("obs_status") == "M")
    assert set(missing["breakdown"]) == {"type=distw", "type=distwces"}
    assert set(missing["area"]) == {"MAC"}


def test_figures_have_the_day_on_which_the_table_was_last_saved(batch: Batch) -> None:
    assert batch.edition == "cepii-geodist@2011"
    assert set(batch.observations["start"]) == {date(2004, 10, 15)}
    assert set(batch.observations["end"]) == {date(2004, 10, 15)}


def test_a_figure_knows_its_cell(batch: Batch) -> None:
    line = batch.observations.filter(
        pl.col("origin") == "COD", pl.col("breakdown") == "type=dist"
    ).row(0, named=True)
    assert (line["row"], line["column"]) == (4, 11)


@pytest.mark.parametrize(
    ("old", "area"),
    [("ROM", "ROU"), ("ZAR", "COD"), ("TMP", "TLS"), ("PAL", "PSE"), ("YUG", "SCG")],
)
def test_old_codes_are_areas_of_today(
    tmp_path: Path, specimen: Path, old: str, area: str
) -> None:
    (batch,) = adapter.read([changed(tmp_path, specimen, "KEN,KEN", f"{old},{old}")])
    assert area in set(batch.observations["area"])


@pytest.mark.parametrize(
    "rubbish",
    [b"", b"\x00\xff" * 99, b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0", b"<html>"],
)
def test_recognising_never_fails_on_rubbish(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "rubbish"
    path.write_bytes(rubbish)
    assert adapter.recognise(path) is None


def test_the_table_of_single_countries_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "geo_cepii.csv"
    path.write_text("iso2,iso3,country\nKE,KEN,Kenya\n", encoding="utf-8")
    assert "geo_cepii" in refusal(UnknownLayout, path).advice


def test_an_archive_of_something_else_is_not_recognised(tmp_path: Path) -> None:
    assert adapter.recognise(packed(tmp_path, other_xls=b"abc")) is None


def test_an_archive_of_two_tables_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, dist_cepii_xls=b"abc", geo_cepii_xls=b"abc")
    refusal(UnknownLayout, path)


def test_a_damaged_workbook_in_an_archive_is_named_by_the_archive(
    tmp_path: Path,
) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000
    refusal(Truncated, packed(tmp_path, dist_cepii_xls=content))


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, dist_cepii_xls=b"abc" * 999)
    path.write_bytes(path.read_bytes()[:-30])
    refusal(Truncated, path)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    refusal(TooLarge, packed(tmp_path, dist_cepii_xls=b"\0" * 120_000_000))


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, dist_cepii_xls=b"abc")
    content = bytearray(path.read_bytes())
    content[6] |= 1  # the flag of encryption, before the file and in the index
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))
    refusal(Locked, path)


def test_a_changed_header_is_named(tmp_path: Path, specimen: Path) -> None:
    table = csv_of(specimen).replace("distcap", "capital")
    path = tmp_path / "dist_cepii.csv"
    path.write_text(table, encoding="utf-8")
    refusal(UnknownLayout, path)


def test_an_unknown_code_is_named_with_its_row(tmp_path: Path, specimen: Path) -> None:
    path = changed(tmp_path, specimen, "KEN,MAC", "KEN,QQQ")
    error = refusal(UnknownPlace, path)
    assert isinstance(error.where, Where)
    assert error.where.row == 5
    (kept,) = adapter.read([path], residuals=Residuals.KEEP)
    assert "X:qqq" in set(kept.observations["area"])


def test_text_instead_of_a_distance_is_named_with_its_cell(
    tmp_path: Path, specimen: Path
) -> None:
    error = refusal(NotANumber, changed(tmp_path, specimen, ",300.25,", ",far,"))
    assert isinstance(error.where, Where)
    assert (error.where.row, error.where.column) == (2, 13)


def test_a_distance_below_zero_is_refused(tmp_path: Path, specimen: Path) -> None:
    refusal(NegativeCount, changed(tmp_path, specimen, ",300.25,", ",-300.25,"))


def test_a_pair_twice_is_refused(tmp_path: Path, specimen: Path) -> None:
    refusal(DuplicateKey, changed(tmp_path, specimen, "KEN,MAC", "KEN,KEN"))


def test_a_cut_copy_is_refused(tmp_path: Path, specimen: Path) -> None:
    path = tmp_path / "dist_cepii.csv"
    path.write_text(csv_of(specimen)[:-30], encoding="utf-8")
    refusal(Truncated, path)


def csv_of(specimen: Path) -> str:
    return specimen.read_text(encoding="utf-8")


def test_the_archive_is_located_and_fetched(tmp_path: Path, specimen: Path) -> None:
    (remote,) = adapter.locate()
    assert remote.address.endswith("/distance/dist_cepii.zip")
    with pytest.raises(UsageError, match="gravity"):
        adapter.locate(only="gravity")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    packed(shelf, dist_cepii_xls=specimen.read_bytes())
    door = Door(FolderTransport(shelf), manners=Manners(interval=0))
    (path,) = adapter.fetch(door, tmp_path)
    assert adapter.recognise(path) == pairs.PACKED


def test_every_caveat_has_its_evidence() -> None:
    described = adapter.describe()
    assert all(caveat.evidence for caveat in described.caveats)
    assert all(caveat.source == "cepii" for caveat in described.caveats)
