"""Claims: a file with a mapping beside it needs nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrascope.errors import UnknownLayout
from migrascope.sources import registry
from migrascope.sources.national import adapter

MAPPING = """source = "kenya"
name = "stock"
vintage = "2020"
title = "Stock"
publisher = "An office"
measure = "migrant_stock"
area = "KEN"
[origin]
column = "origin"
[time]
year = 2019
convention = "mid-year"
[[values]]
column = "n"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "stock.toml").write_text(MAPPING)
    path = tmp_path / "stock.csv"
    path.write_text("origin,n\nUganda,5\nSomalia,6\n")
    return path


def test_the_mapping_beside_a_file_is_found(file: Path) -> None:
    assert adapter.recognise(file) == adapter.LAYOUT
    assert adapter.recognise(file.with_name("other.csv")) is None


def test_a_longer_name_is_found_too(file: Path) -> None:
    longer = file.rename(file.with_name("stock.v2.csv"))
    assert adapter.beside(longer) == file.with_name("stock.toml")


def test_the_file_is_read_by_it(file: Path) -> None:
    (batch,) = adapter.read([file])
    assert batch.edition == "kenya-stock@2020"
    assert batch.observations.height == 2


def test_files_that_share_a_mapping_are_one_edition(file: Path) -> None:
    more = file.with_name("stock.north.csv")
    more.write_text("origin,n\nEthiopia,7\n")
    (batch,) = adapter.read([file, more])
    assert len(batch.files) == 2
    assert batch.observations.height == 3


def test_without_a_mapping_the_way_out_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UnknownLayout, match="--suggest"):
        list(adapter.read([path]))


def test_it_is_listed_and_offers_nothing_to_download() -> None:
    assert registry.adapter("national").locate() == ()
    assert adapter.describe().source == adapter.SOURCE
