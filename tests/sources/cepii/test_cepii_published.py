"""The publisher's workbook and the copy of it say the same."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import polars as pl
import pytest

from migrascope.sources.batch import Batch
from migrascope.sources.cepii import adapter
from migrascope.store.base import Base
from migrascope.store.trace import Verdict

pytestmark = pytest.mark.xdist_group("cepii")  # what it rests on is built once

FIGURES = ["measure", "area", "origin", "breakdown", "value", "obs_status", "row"]


@pytest.fixture(scope="module")
def archive(shared_data: Path) -> Path:
    return shared_data / "geo" / "dist_cepii.zip"


@pytest.fixture(scope="module")
def native(archive: Path) -> Batch:
    (batch,) = adapter.read([archive])
    return batch


def test_every_pair_is_read(native: Batch) -> None:
    assert native.observations.height == 224 * 224 * 12
    assert native.observations["area"].n_unique() == 224


def test_both_forms_are_the_same_edition_with_the_same_figures(
    native: Batch, shared_data: Path
) -> None:
    (copy,) = adapter.read([shared_data / "geo" / "dist_cepii.csv.gz"])
    assert copy.edition == native.edition
    assert copy.observations.select(FIGURES).equals(native.observations.select(FIGURES))


def test_the_workbook_is_read_without_its_archive_too(
    archive: Path, native: Batch, tmp_path: Path
) -> None:
    with zipfile.ZipFile(archive) as opened:
        opened.extract("dist_cepii.xls", tmp_path)
    (batch,) = adapter.read([tmp_path / "dist_cepii.xls"])
    assert batch.observations.equals(native.observations)


def test_distances_are_those_that_cepii_prints(native: Batch) -> None:
    # dist_cepii.xls, row 15061
    pair = native.observations.filter(
        pl.col("origin") == "FRA",
        pl.col("area") == "DEU",
        pl.col("measure") == "distance",
    )
    found = dict(pair.select("breakdown", "value").rows())
    assert found["type=dist"] == pytest.approx(439.8984)
    assert found["type=distcap"] == pytest.approx(880.187)
    assert set(pair["row"]) == {15061}


def test_only_one_column_depends_on_the_direction(native: Batch) -> None:
    there = native.observations.select("area", "origin", "breakdown", "value")
    back = there.rename({"area": "origin", "origin": "area", "value": "other"})
    # weighted distances differ in the last printed digit
    unlike = there.join(back, on=["area", "origin", "breakdown"]).filter(
        (pl.col("value") - pl.col("other")).abs() > 1e-6 * pl.col("value")
    )
    assert unlike["breakdown"].unique().to_list() == ["type=smctry"]
    assert unlike.height == 66


def test_a_distance_is_traced_into_the_archive(
    native: Batch, archive: Path, tmp_path: Path
) -> None:
    copy = tmp_path / archive.name
    shutil.copy(archive, copy)
    base = Base.open(tmp_path / "base")
    (batch,) = adapter.read([copy])
    base.accept(batch)
    (figure,) = base.query(
        measure="distance", area="DEU", origin="FRA", breakdown="type=distcap"
    )
    traced = base.trace(figure)
    assert traced.verdict is Verdict.EQUAL
    assert traced.place == 'sheet "dist_cepii", cell L15061'
    assert batch.observations.height == native.observations.height
