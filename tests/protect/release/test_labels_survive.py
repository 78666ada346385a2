"""Labels of Stata, SPSS and codebooks survive to the end, through recoding too."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import polars as pl
import pytest

from migrascope.protect import reading
from migrascope.protect.release import ddi
from migrascope.protect.release.producing import Asked, Published, produce
from migrascope.protect.release.record import Account

pyreadstat = pytest.importorskip("pyreadstat", reason="the extra stat is not installed")

PEOPLE = 240
PLAN = """\
title = "Cases"
purpose = "Research"
responsible = "Officer"
missing = "value"
[promise]
k = 5
most_suppressed = 0.6
[[column]]
name = "sex"
role = "key"
[[column]]
name = "place"
role = "key"
hierarchy = "places.csv"
[[column]]
name = "harm"
role = "sensitive"
[[column]]
name = "years"
role = "other"
kind = "number"
[[column]]
name = "file"
role = "direct_identifier"
[[step]]
do = "recode"
column = "place"
level = "district"
[[step]]
do = "suppress"
"""
# Places 1 to 4 belong to the districts 10 and 20, which are codes with labels too.
PLACES = "place,district\n1,10\n2,10\n3,20\n4,20\n"
CODEBOOK = """\
column,value,label
place,,District of registration
place,10,Northern district
place,20,Southern district
harm,1,Debt bondage (from the codebook)
"""
VALUES = {
    "sex": {1: "Woman", 2: "Man", 9: "Refused to say"},
    "place": {1: "Anse", 2: "Baie", 3: "Cove", 4: "Dune"},
    "harm": {1: "Debt", 2: "Threats", 8: "Nobody has this"},
}
COLUMNS = {"sex": "Sex of the person", "harm": "What was done", "years": "Years away"}

Write = Callable[[pl.DataFrame, Path], Path]


def people() -> pl.DataFrame:
    draw = np.random.default_rng(3)
    return pl.DataFrame(
        {
            "sex": draw.choice([1.0, 2.0, 9.0], PEOPLE, p=[0.5, 0.4, 0.1]),
            "place": draw.choice([1.0, 2.0, 3.0, 4.0], PEOPLE),
            "harm": draw.choice([1.0, 2.0], PEOPLE),
            "years": draw.choice([1.0, 2.0, 3.0], PEOPLE),
            "file": [f"P{number}" for number in range(PEOPLE)],
        }
    )


def spss(frame: pl.DataFrame, folder: Path) -> Path:
    file = folder / "cases.sav"
    pyreadstat.write_sav(
        frame,
        str(file),
        column_labels=COLUMNS,
        variable_value_labels=VALUES,
        missing_ranges={"sex": [9]},
    )
    return file


def stata(frame: pl.DataFrame, folder: Path) -> Path:
    """Stata marks what was refused by a letter of its own, not by a code."""
    file = folder / "cases.dta"
    codes = frame["sex"].to_list()
    refused = frame.to_pandas()
    refused["sex"] = ["a" if code == 9 else code for code in codes]
    values = {**VALUES, "sex": {1: "Woman", 2: "Man", "a": "Refused to say"}}
    pyreadstat.write_dta(
        refused,
        str(file),
        column_labels=COLUMNS,
        variable_value_labels=values,
        missing_user_values={"sex": ["a"]},
    )
    return file


@pytest.fixture(params=[spss, stata], ids=["spss", "stata"])
def release(request: pytest.FixtureRequest, tmp_path: Path) -> Published:
    write: Write = request.param
    file = write(people(), tmp_path)
    file.chmod(0o600)
    (tmp_path / "plan.toml").write_text(PLAN, "utf-8")
    (tmp_path / "places.csv").write_text(PLACES, "utf-8")
    (tmp_path / "codebook.csv").write_text(CODEBOOK, "utf-8")
    asked = Asked(
        cases=file,
        plan=tmp_path / "plan.toml",
        output=tmp_path / "release",
        account=Account("Officer", "Research"),
        when=datetime(2026, 3, 1, tzinfo=UTC),
        codebook=tmp_path / "codebook.csv",
    )
    return produce(asked, lambda *_: None)


def test_the_codebook_has_the_labels_of_columns_codes_and_groups(
    release: Published,
) -> None:
    text = (release.release / "codebook.csv").read_text("utf-8")
    lines = csv.DictReader(io.StringIO(text))
    told = {(each["column"], each["value"]): each["label"] for each in lines}
    assert told["sex", ""] == "Sex of the person"
    assert (told["sex", "1"], told["sex", "2"]) == ("Woman", "Man")
    assert told["place", ""] == "District of registration"
    assert told["place", "10"] == "Northern district"
    assert told["place", "20"] == "Southern district"
    assert told["harm", "1"] == "Debt bondage (from the codebook)"
    assert told["harm", "2"] == "Threats"
    assert told["years", ""] == "Years away"


def test_labels_of_what_is_not_released_are_nowhere(release: Published) -> None:
    for name in ("codebook.csv", "codebook.xml", "utility.html"):
        text = (release.release / name).read_text("utf-8")
        for gone in ("Refused to say", "Anse", "Dune", "Nobody has this"):
            assert gone not in text, name
    file = release.release / "data.parquet"
    kept = pl.read_parquet_metadata(file)["migrascope.labels"]
    assert "Anse" not in kept


def test_what_was_refused_is_blank_and_counted_as_missing(release: Published) -> None:
    data = pl.read_parquet(release.release / "data.parquet")
    assert set(data["sex"].unique().drop_nulls()) == {"1", "2"}
    refused = int((people()["sex"] == 9).sum())
    assert data["sex"].null_count() >= refused
    root = ET.parse(release.release / "codebook.xml").getroot()
    names = {"d": ddi.NAMESPACE}
    (sex,) = root.findall("d:dataDscr/d:var[@name='sex']", names)
    (blank,) = sex.findall("d:sumStat[@type='invd']", names)
    assert blank.text == str(data["sex"].null_count())


def test_parquet_and_ddi_carry_the_same_labels_as_the_codebook(
    release: Published,
) -> None:
    file = release.release / "data.parquet"
    kept = json.loads(pl.read_parquet_metadata(file)["migrascope.labels"])
    root = ET.parse(release.release / "codebook.xml").getroot()
    names = {"d": ddi.NAMESPACE}
    again = reading.read(
        release.release / "data.csv", codebook=release.release / "codebook.csv"
    ).codebook
    for column, labels in kept.items():
        (variable,) = root.findall(f"d:dataDscr/d:var[@name='{column}']", names)
        assert variable.findtext("d:labl", namespaces=names) == labels["label"]
        told = {
            each.findtext("d:catValu", namespaces=names): each.findtext(
                "d:labl", namespaces=names
            )
            for each in variable.findall("d:catgry", names)
        }
        assert told == labels["values"]
        assert again[column].label == labels["label"]
        assert dict(again[column].values) == labels["values"]
    assert set(kept) == {"sex", "place", "harm", "years"}


def test_the_proof_looks_for_every_label(release: Published) -> None:
    (check,) = [each for each in release.verdict.checks if each.name == "labels"]
    assert check.passed
    assert "all 10 labels" in check.says
