"""Another program reads the SDMX-CSV as SDMX."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrascope.indicators.evidence import Evidence
from migrascope.review import country
from migrascope.review.writers import sdmx

from . import reading
from .conftest import TODAY


def test_pysdmx_reads_every_row(evidence: Evidence, tmp_path: Path) -> None:
    reader = pytest.importorskip(
        "pysdmx.io", reason="the extra sdmx is not installed: no second reader"
    )
    target = tmp_path / "review.csv"
    sdmx.write(country.build(evidence, "TUV", today=TODAY), target)
    (dataset,) = reader.read_sdmx(target).data
    rows = reading.sdmx_rows(target)
    assert dataset.short_urn == "Dataflow=MIGRASCOPE:REVIEW(1.0)"
    assert len(dataset.data) == len(rows)
    for column in ("MEASURE", "REF_AREA", "TIME_PERIOD", "UNIT_MEASURE", "OBS_STATUS"):
        assert list(dataset.data[column]) == [row[column] for row in rows]
    read = [float(value) for value in dataset.data["OBS_VALUE"]]
    assert read == [float(row["OBS_VALUE"]) for row in rows]


def test_no_two_rows_have_the_same_key(evidence: Evidence, tmp_path: Path) -> None:
    target = tmp_path / "review.csv"
    sdmx.write(country.build(evidence, "KEN", today=TODAY), target)
    keys = [
        (row["TABLE"], row["TABLE_ROW"], row["TABLE_COLUMN"])
        for row in reading.sdmx_rows(target)
    ]
    assert len(keys) == len(set(keys))


def test_every_observation_says_what_kind_it_is(
    evidence: Evidence, tmp_path: Path
) -> None:
    target = tmp_path / "review.csv"
    sdmx.write(country.build(evidence, "KEN", today=TODAY), target)
    statuses = {row["OBS_STATUS"] for row in reading.sdmx_rows(target)}
    assert {"A", "E", "P", "F"} <= statuses
