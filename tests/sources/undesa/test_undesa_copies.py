"""How are the bilateral stocks read that others converted?"""

from __future__ import annotations

import gzip
from datetime import date
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from migrascope.sources import mapping
from migrascope.sources.batch import Batch
from migrascope.sources.undesa import adapter


def read(path: Path) -> Batch:
    [batch] = adapter.read([path])
    return batch


def rows(batch: Batch, *columns: str) -> list[tuple[object, ...]]:
    texts = [pl.col(pl.Categorical).cast(pl.String)]
    return (
        batch.observations.with_columns(texts)
        .sort("row", "column")
        .select(columns)
        .rows()
    )


def test_the_copy_of_2024_gives_women_and_men_by_pair(specimens: Path) -> None:
    batch = read(specimens / "bilateral_2024.csv")
    assert batch.edition == "undesa-ims-bilateral@2024"
    assert batch.remarks
    found = rows(batch, "area", "origin", "sex", "value", "row", "column")
    assert found == [
        ("KEN", "UGA", "F", 400, 2, 5),
        ("KEN", "UGA", "M", 500, 3, 5),
        ("KEN", "X:other", "F", 7, 4, 5),
        ("KEN", "UGA", "F", 600, 5, 5),
        ("KEN", "UGA", "M", 0, 6, 5),
        ("TUV", "M49:830", "M", 3, 7, 5),
        ("M49:830", "TUV", "M", 2, 8, 5),
    ]


def test_totals_of_both_sexes_are_not_invented(specimens: Path) -> None:
    batch = read(specimens / "bilateral_2024.csv")
    assert set(batch.observations["sex"]) == {"F", "M"}
    assert "_T" not in set(batch.observations["origin"])


def test_the_type_flags_become_status_and_note(specimens: Path) -> None:
    found = rows(read(specimens / "bilateral_2024.csv"), "obs_status", "note")
    assert found[0] == ("E", "Type of data B R: foreign-born, refugees added.")
    assert found[5] == ("E", "Type of data C: foreign citizens.")
    assert found[6] == ("I", "Type of data I: imputed.")


def test_a_compressed_copy_is_read_like_a_plain_one(
    specimens: Path, tmp_path: Path
) -> None:
    plain = specimens / "bilateral_2024.csv"
    packed = tmp_path / "bilateral_2024.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert adapter.recognise(packed) == "bilateral-2024"
    assert read(packed).observations.equals(read(plain).observations)


def test_the_copy_of_2020_calls_the_channel_islands_chi(specimens: Path) -> None:
    batch = read(specimens / "bilateral_2020.csv")
    assert batch.edition == "undesa-ims-bilateral@2020"
    assert rows(batch, "origin", "sex", "value", "obs_status") == [
        ("UGA", "_T", 1100, "E"),
        ("UGA", "M", 600, "E"),
        ("UGA", "F", 500, "E"),
        ("M49:830", "_T", 4, "E"),
    ]


def test_stocks_refer_to_the_middle_of_the_year(specimens: Path) -> None:
    for name in ("bilateral_2024.csv", "bilateral_2020.csv", "bilateral_2019.csv"):
        for start, end in (
            read(specimens / name).observations.select("start", "end").rows()
        ):
            assert start == end == date(end.year, 7, 1)


def test_the_copy_of_2019_has_destinations_down_and_origins_across(
    specimens: Path,
) -> None:
    batch = read(specimens / "bilateral_2019.csv")
    assert batch.edition == "undesa-ims-bilateral@2019"
    found = rows(batch, "area", "origin", "value", "obs_status", "row", "column")
    assert found == [
        ("KEN", "CIV", 12, "E", 2, 4),
        ("KEN", "ZWE", 30, "E", 2, 6),
        ("SSD", "AFG", None, "M", 3, 3),
        ("SSD", "CIV", None, "M", 3, 4),
        ("SSD", "ZWE", 5, "E", 3, 6),
        ("M49:061", "AFG", 1, "E", 4, 3),
        ("M49:061", "ZWE", 2, "E", 4, 6),
        ("KEN", "CIV", 14, "E", 5, 4),
        ("KEN", "VEN", 2, "E", 5, 5),
        ("KEN", "ZWE", 33, "E", 5, 6),
    ]


@pytest.mark.parametrize(
    ("name", "trap"),
    [
        ("bilateral_2024.csv", "undesa-2024-copy-by-sex"),
        ("bilateral_2020.csv", "undesa-2020-copy-without-other"),
        ("bilateral_2019.csv", "undesa-2019-copy-zeros"),
    ],
)
def test_what_a_copy_leaves_out_is_said_of_that_copy_only(
    specimens: Path, name: str, trap: str
) -> None:
    said = {caveat.id for caveat in read(specimens / name).caveats}
    assert {each for each in said if "-copy-" in each} <= {
        trap,
        "undesa-2020-copy-places" if "2020" in name else trap,
    }
    assert trap in said


@pytest.mark.parametrize("year", [2019, 2020, 2024])
def test_the_mapping_of_a_copy_also_works_by_itself(specimens: Path, year: int) -> None:
    file = files("migrascope.sources.undesa") / "mappings" / f"bilateral-{year}.toml"
    declared = mapping.load(file)
    path = specimens / f"bilateral_{year}.csv"
    assert mapping.matches(declared, path)
    alone = mapping.apply(declared, path).observations
    assert set(zip(alone["area"], alone["origin"], strict=True)) >= set(
        read(path).observations.select("area", "origin").rows()
    )
