"""Do the labels and missing values of Stata and SPSS files survive?"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.errors import UnusableCases, UsageError
from migrascope.protect import reading
from migrascope.protect.plan import reading as plans

pyreadstat = pytest.importorskip("pyreadstat", reason="the extra stat is not installed")

CASES = pl.DataFrame(
    {
        "sex": [1.0, 2.0, 9.0, None],
        "note": ["a", "", "b", "a"],
        "months": [1.5, 2.0, 3.0, None],
        "day": [date(2020, 1, 1), date(2021, 5, 31), None, date(2020, 1, 1)],
    }
)
LABELS = {"sex": {1: "Male", 2: "Female", 9: "Refused"}}
PLAN = """\
[[column]]
name = "sex"
role = "key"
[[column]]
name = "note"
role = "other"
[[column]]
name = "months"
role = "sensitive"
kind = "number"
[[column]]
name = "day"
role = "other"
kind = "date"
"""


def spss(file: Path) -> Path:
    pyreadstat.write_sav(
        CASES,
        str(file),
        column_labels={"sex": "Sex of the person"},
        variable_value_labels=LABELS,
        missing_ranges={"sex": [9]},
    )
    return file


def stata(file: Path) -> Path:
    pyreadstat.write_dta(
        CASES,
        str(file),
        column_labels={"sex": "Sex of the person"},
        variable_value_labels=LABELS,
    )
    return file


def test_codes_of_spss_stay_codes_and_their_labels_are_kept(tmp_path: Path) -> None:
    cases = reading.read(spss(tmp_path / "cases.sav"))
    assert cases.frame["sex"].to_list() == ["1", "2", None, None]
    assert cases.codebook["sex"].label == "Sex of the person"


def test_what_spss_declares_as_missing_is_missing_and_has_no_label(
    tmp_path: Path,
) -> None:
    cases = reading.read(spss(tmp_path / "cases.sav"))
    assert cases.frame["sex"].null_count() == 2
    assert cases.codebook["sex"].values == {"1": "Male", "2": "Female"}


def test_codes_of_stata_stay_codes_and_their_labels_are_kept(tmp_path: Path) -> None:
    cases = reading.read(stata(tmp_path / "cases.dta"))
    assert cases.frame["sex"].to_list() == ["1", "2", "9", None]
    assert cases.codebook["sex"].values == {"1": "Male", "2": "Female", "9": "Refused"}
    assert cases.codebook["sex"].label == "Sex of the person"


@pytest.mark.parametrize("name", ["cases.sav", "cases.dta"])
def test_a_plan_reads_them_like_any_other_file(tmp_path: Path, name: str) -> None:
    write = spss if name.endswith("sav") else stata
    frame = reading.read(write(tmp_path / name), plans.parse(PLAN)).frame
    assert frame["note"].to_list() == ["a", None, "b", "a"]
    assert frame["months"].to_list() == [1.5, 2.0, 3.0, None]
    assert frame["day"].to_list()[:3] == [date(2020, 1, 1), date(2021, 5, 31), None]


def test_a_damaged_file_is_refused_without_a_value(tmp_path: Path) -> None:
    file = spss(tmp_path / "cases.sav")
    file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(UnusableCases, match="damaged"):
        reading.read(file)


def test_without_the_extra_the_error_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = spss(tmp_path / "cases.sav")
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(UsageError) as caught:
        reading.read(file)
    assert "migrascope[stat]" in caught.value.advice
