"""What bad files of UCDP get: one named error with file, row and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrascope.errors import (
    ChangedHeader,
    DuplicateKey,
    NegativeCount,
    NotANumber,
    SourceError,
    Truncated,
    UnknownLayout,
    UnknownPlace,
    UsageError,
    Where,
)
from migrascope.sources.batch import Residuals
from migrascope.sources.ucdp import adapter

SPECIMENS = Path(__file__).parents[2] / "specimens" / "ucdp"
EVENTS, YEARS = SPECIMENS / "ged191_made.csv", SPECIMENS / "country_years.csv"


def changed(folder: Path, specimen: Path, before: str, after: str) -> Path:
    """A specimen with one text replaced."""
    text = specimen.read_text(encoding="utf-8")
    assert before in text
    path = folder / specimen.name
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return path


def refusal(kind: type[SourceError], path: Path) -> SourceError:
    """The error that reading raises; it names the file and gives advice."""
    with pytest.raises(kind) as raised:
        list(adapter.read([path]))
    assert path.name in str(raised.value)
    assert raised.value.advice
    return raised.value


def test_a_cut_list_is_refused(tmp_path: Path) -> None:
    text = EVENTS.read_text(encoding="utf-8")
    path = tmp_path / "ged191.csv"
    for end in (len(text) - 60, text.index("First\nline") + 3):
        path.write_text(text[:end], encoding="utf-8")
        refusal(Truncated, path)
    path.write_text(text.splitlines()[0] + "\n", encoding="utf-8")
    refusal(Truncated, path)


def test_an_event_that_stands_there_twice_is_no_second_one(tmp_path: Path) -> None:
    text = EVENTS.read_text(encoding="utf-8")
    path = tmp_path / "ged191.csv"
    path.write_text(text + text.splitlines()[-1] + "\n", encoding="utf-8")
    number = text.splitlines()[-1].split(",")[0]
    assert f"the event {number} stands above already" in str(
        refusal(DuplicateKey, path)
    )


@pytest.mark.parametrize("name", ["best", "low", "country_id", "year"])
def test_a_renamed_column_is_told(tmp_path: Path, name: str) -> None:
    header = EVENTS.read_text(encoding="utf-8").splitlines()[0]
    fields = ["renamed" if each == name else each for each in header.split(",")]
    path = changed(tmp_path, EVENTS, header, ",".join(fields))
    assert name in refusal(ChangedHeader, path).what


@pytest.mark.parametrize(
    ("kind", "before", "after", "where"),
    [
        (NegativeCount, ",4,4,4\n", ",-4,-4,4\n", (4, 41)),
        (UnknownPlace, "Kenya,501,Africa,1,1", "Utopia,999,Africa,1,1", (4, 30)),
        (NotANumber, ",4,4,4\n", ",4,four,4\n", (4, 41)),
        (NotANumber, ",4,4,4\n", ",4,4,4.5\n", (4, 42)),
        (NotANumber, "2015-06-01,2015-06-01,0", "June,2015-06-01,0", (4, 34)),
        (NotANumber, "2,2015,1,3,12", "2,2015,1,4,12", (4, 4)),
        (NotANumber, "2,2015,1,3,12", "2,,1,3,12", (4, 2)),
    ],
)
def test_a_bad_cell_is_named(
    tmp_path: Path,
    kind: type[SourceError],
    before: str,
    after: str,
    where: tuple[int, int],
) -> None:
    found = refusal(kind, changed(tmp_path, EVENTS, before, after)).where
    assert isinstance(found, Where)
    assert (found.row, found.column) == where


def test_a_part_of_a_death_is_refused_in_a_year_too(tmp_path: Path) -> None:
    path = changed(tmp_path, YEARS, "Kenya,2017,12,", "Kenya,2017,12.5,")
    assert "is no whole number of deaths" in refusal(NotANumber, path).what


def test_an_unknown_country_can_be_kept(tmp_path: Path) -> None:
    path = changed(tmp_path, YEARS, "Kenya,2018", "Utopia,2018")
    refusal(UnknownPlace, path)
    (batch,) = adapter.read([path], residuals=Residuals.KEEP)
    assert "X:utopia" in batch.observations["area"]


def test_a_country_twice_in_a_year_is_refused(tmp_path: Path) -> None:
    refusal(DuplicateKey, changed(tmp_path, YEARS, "Kenya,2018", "Kenya,2017"))


@pytest.mark.parametrize(
    "rubbish", [b"", b"a,b\n1,2\n", b"\x00\xff" * 99, b"PK\x03\x04"]
)
def test_rubbish_is_nobody_s_and_never_read(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "rubbish.csv"
    path.write_bytes(rubbish)
    assert adapter.recognise(path) is None
    with pytest.raises(SourceError):
        list(adapter.read([path]))


def test_only_what_there_is_can_be_fetched() -> None:
    (remote,) = adapter.locate(only="ged251")
    assert remote.address.startswith("https://ucdp.uu.se/")
    with pytest.raises(UsageError, match="1989"):
        adapter.locate(only="1989")


def test_another_publisher_s_table_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Entity,Year,Deaths\nKenya,2000,1\n", encoding="utf-8")
    assert adapter.recognise(path) is None
    refusal(UnknownLayout, path)
