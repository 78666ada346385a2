"""A file with something wrong in it is refused with the row, and never echoed raw."""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import numpy as np
import pytest
from tests.foresight.frameworks import sample

from migrascope.errors import (
    BadPlan,
    DuplicateKey,
    MigrascopeError,
    NegativeCount,
    NoFigures,
    NotANumber,
)
from migrascope.foresight.frameworks import files, gathering, trial
from migrascope.foresight.frameworks.model import (
    Absent,
    Frequency,
    Indicator,
    Rows,
    Source,
)
from migrascope.foresight.frameworks.series import Series

FLOW = Indicator(
    name="flow",
    unit="m3/s",
    source=Source.CSV,
    frequency=Frequency.DAILY,
    column="flow",
    lowest=0,
)
NAN = float("nan")


def read(path: Path, text: str, indicator: Indicator = FLOW) -> Series:
    path.mkdir(exist_ok=True)
    file = path / "gauge.csv"
    file.write_text(text, encoding="utf-8")
    return files.series(indicator, files.given([file]))


def test_days_without_a_row_are_holes(tmp_path: Path) -> None:
    found = read(tmp_path, "date,flow\n2024-01-03,7\n2024-01-01,5\n")
    assert found.first == sample.day("2024-01-01")
    np.testing.assert_equal(found.values, [5, NAN, 7])


def test_days_without_a_row_are_nought_where_the_framework_says_so(
    tmp_path: Path,
) -> None:
    nought = msgspec.structs.replace(FLOW, absent=Absent.NOUGHT)
    text = "date,flow\n2024-01-01,5\n2024-01-03,\n2024-01-04,7\n"
    np.testing.assert_equal(read(tmp_path, text, nought).values, [5, 0, NAN, 7])


def test_rows_of_a_day_add_up_where_the_framework_says_so(tmp_path: Path) -> None:
    events = msgspec.structs.replace(
        FLOW, rows=Rows.SUM, absent=Absent.NOUGHT, where={"country": "SOM"}
    )
    text = (
        "date,country,flow\n2024-01-01,KEN,9\n2024-01-02,SOM,5\n2024-01-02,SOM,6\n"
        "2024-01-04,KEN,9\n"
    )
    found = read(tmp_path, text, events)
    # The file speaks of the 1st to the 4th: days without a row were quiet.
    np.testing.assert_equal(found.values, [0, 11, 0, 0])


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("date,flow\n2024-01-01,5\n2024-01-01,6\n", DuplicateKey, "rows 2 and 3"),
        ("date,flow\n2024-01-01,5\n2024-01-02,high\n", NotANumber, "row 3"),
        ("date,flow\n2024-01-01,5\n2024-01-02,-4\n", NegativeCount, "row 3"),
        ("date,flow\n2024-01-01,5\n2024-13-02,4\n", NotANumber, '"2024-13-02"'),
        ("date,flow\n2024-01-01,5\n,4\n", NotANumber, "an empty cell is no date"),
        ("date,flow\n2024-01-01,5\n9999-12-31,4\n", NotANumber, "between 1850 and"),
        ("date,flow\n2024-01-01,\n2024-01-02,\n", NoFigures, "every cell"),
        ("date,flow\n", NoFigures, "no row"),
        ("date,height\n2024-01-01,5\n", NoFigures, "no file has the columns"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_the_row(
    tmp_path: Path, text: str, kind: type[MigrascopeError], says: str
) -> None:
    with pytest.raises(kind) as caught:
        read(tmp_path, text)
    assert says in str(caught.value)
    assert "gauge.csv" in str(caught.value)
    assert caught.value.advice


@pytest.mark.parametrize(
    "text",
    [
        "date,flow\n2024-01-01,5\n2024-01-02,\x1b[31mred\x1b]0;title\x07\n",
        "date,flow\n2024-01-01,5\n\x1b[2Jnever,4\n",
        f"date,flow\n2024-01-01,5\n{'9' * 5000}-x,4\n",
    ],
)
def test_nothing_of_a_file_reaches_a_terminal_unfiltered(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(MigrascopeError) as caught:
        read(tmp_path, text)
    said = str(caught.value)
    assert "\x1b" not in said
    assert "\x07" not in said
    assert len(said) < 400


def test_two_figures_of_one_month_are_one_too_many(tmp_path: Path) -> None:
    monthly = msgspec.structs.replace(FLOW, frequency=Frequency.MONTHLY)
    with pytest.raises(DuplicateKey, match="one month"):
        read(tmp_path, "date,flow\n2024-01-01,5\n2024-01-31,6\n", monthly)


def test_months_and_years_can_be_written_short(tmp_path: Path) -> None:
    monthly = msgspec.structs.replace(FLOW, frequency=Frequency.MONTHLY)
    found = read(tmp_path, "date,flow\n2023-12,5\n2024-01,6\n", monthly)
    assert (found.first, found.values.tolist()) == (2023 * 12 + 11, [5, 6])
    yearly = msgspec.structs.replace(FLOW, frequency=Frequency.YEARLY)
    assert read(tmp_path, "date,flow\n2023,5\n2024,6\n", yearly).first == 2023


def test_a_packed_file_is_read_like_a_plain_one(tmp_path: Path) -> None:
    packed = tmp_path / "gauge.csv.gz"
    packed.write_bytes(gzip.compress(b"date,flow\n2024-01-01,5\n2024-01-02,6\n"))
    found = files.series(FLOW, files.given([packed]))
    assert found.values.tolist() == [5, 6]


def test_columns_in_two_files_must_be_told_apart(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("date,flow\n2024-01-01,5\n2024-01-02,6\n")
    both = files.given([tmp_path / "one.csv", tmp_path / "two.csv"])
    with pytest.raises(BadPlan, match=r"one\.csv and in two\.csv"):
        files.series(FLOW, both)
    named = msgspec.structs.replace(FLOW, file="two.csv")
    assert files.series(named, both).origin.startswith("two.csv")


def test_a_series_of_one_point_is_no_past(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("date,flow,homes\n2024-07-01,5,0\n")
    framework = sample.framework()
    with pytest.raises(NoFigures, match="too few figures"):
        trial.trial(framework, gathering.gather(framework, [path], None))


def test_figures_are_known_by_the_fingerprint_of_their_file(tmp_path: Path) -> None:
    one = read(tmp_path / "a", "date,flow\n2024-01-01,5\n2024-01-02,6\n")
    other = read(tmp_path / "b", "date,flow\n2024-01-01,5\n2024-01-02,7\n")
    assert len(one.fingerprint) == 64
    assert one.fingerprint != other.fingerprint
