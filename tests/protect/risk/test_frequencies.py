"""Claims about how many records share the keys of a record."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.protect.counting import codes, compatible
from migrascope.protect.plan.model import Missing
from migrascope.protect.risk import frequencies

KEYS = ("Key1", "Key2", "Key3", "Key4")


def francdat() -> pl.DataFrame:
    """Eight records of Capobianchi, Polettini and Lucarelli, printed by sdcMicro."""
    return pl.DataFrame(
        {
            "Key1": [1, 1, 1, 3, 4, 4, 6, 1],
            "Key2": [2, 2, 2, 3, 3, 3, 2, 2],
            "Key3": [5, 1, 1, 1, 1, 1, 1, 5],
            "Key4": [1, 1, 1, 5, 4, 1, 5, 1],
            "w": [18.0, 45.5, 39.0, 17.0, 541.0, 8.0, 5.0, 92.0],
        }
    )


def test_the_published_example_has_its_published_frequencies() -> None:
    # sdcMicro 5.7.9, reference manual, examples of freqCalc
    counted = frequencies.count(francdat(), KEYS, weight="w")
    assert counted.sample.to_list() == [2, 2, 2, 1, 1, 1, 1, 2]
    assert counted.population.to_list() == [110, 84.5, 84.5, 17, 541, 8, 5, 110]


def francdat_with_missing() -> pl.DataFrame:
    return francdat().with_columns(
        Key1=pl.Series([1, 1, 1, None, 4, None, 6, 1]),
        Key2=pl.Series([2, 2, 2, None, 3, 3, 2, 2]),
        Key3=pl.Series([5, 1, None, 1, 1, 1, 1, 5]),
        Key4=pl.Series([1, 1, 1, 5, None, 1, 5, 1]),
    )


def test_the_published_example_with_missing_keys_has_its_published_frequencies() -> (
    None
):
    # the same page, "with missings": five keys blanked in records 3 to 6
    counted = frequencies.count(francdat_with_missing(), KEYS, weight="w")
    assert counted.sample.to_list() == [3, 2, 4, 3, 3, 2, 2, 3]
    assert counted.population.to_list() == [
        149,
        84.5,
        194.5,
        563,
        566,
        549,
        22,
        149,
    ]


def test_missing_as_a_value_of_its_own_agrees_only_with_missing() -> None:
    # by hand: records 1 and 8 agree; blanked records agree with nobody else
    counted = frequencies.count(
        francdat_with_missing(), KEYS, weight="w", missing=Missing.VALUE
    )
    assert counted.sample.to_list() == [2, 1, 1, 1, 1, 1, 1, 2]
    assert counted.population.to_list() == [110, 45.5, 39, 17, 541, 8, 5, 110]


def test_a_small_file_worked_by_hand_both_ways() -> None:
    # 1 (f, young)   2 (f, ?)   3 (?, old)   4 (m, old)   5 (?, ?)
    frame = pl.DataFrame(
        {
            "sex": ["f", "f", None, "m", None],
            "age": ["young", None, "old", "old", None],
        }
    )
    wild = frequencies.count(frame, ["sex", "age"])
    # 1: 1 2 5;  2: 1 2 3 5;  3: 2 3 4 5;  4: 3 4 5;  5: all
    assert wild.sample.to_list() == [3, 4, 4, 3, 5]
    value = frequencies.count(frame, ["sex", "age"], missing=Missing.VALUE)
    assert value.sample.to_list() == [1, 1, 1, 1, 1]


def test_without_a_weight_every_record_stands_for_itself() -> None:
    counted = frequencies.count(francdat(), KEYS)
    assert counted.population.to_list() == counted.sample.to_list()


VALUES = st.one_of(st.none(), st.integers(0, 2))


@st.composite
def files(draw: st.DrawFn) -> pl.DataFrame:
    keys = draw(st.integers(1, 4))
    rows = draw(
        st.lists(
            st.tuples(*[VALUES] * keys, st.integers(0, 9)), min_size=1, max_size=25
        )
    )
    schema = [(f"k{key}", pl.Int64) for key in range(keys)]
    return pl.DataFrame(rows, schema=[*schema, ("w", pl.Int64)], orient="row")


@given(files(), st.sampled_from([1, 10, 2**23]), st.sampled_from([20, 2**62]))
def test_comparing_every_record_with_every_other_says_the_same(
    frame: pl.DataFrame, table: int, largest: int
) -> None:
    keys = frame.columns[:-1]
    # Small bounds, so that searching and counting anew are tried too.
    bounds = compatible.TABLE, codes.LARGEST
    compatible.TABLE, codes.LARGEST = table, largest
    try:
        counted = frequencies.count(frame, keys, weight="w")
    finally:
        compatible.TABLE, codes.LARGEST = bounds
    rows = frame.rows()
    for position, one in enumerate(rows):
        agree = [
            other
            for other in rows
            if all(
                a is None or b is None or a == b
                for a, b in zip(one[:-1], other[:-1], strict=True)
            )
        ]
        assert counted.sample[position] == len(agree)
        assert counted.population[position] == sum(row[-1] for row in agree)


@given(files())
def test_a_missing_value_of_its_own_makes_plain_groups(frame: pl.DataFrame) -> None:
    keys = frame.columns[:-1]
    counted = frequencies.count(frame, keys, missing=Missing.VALUE)
    rows = [row[:-1] for row in frame.rows()]
    assert counted.sample.to_list() == [rows.count(row) for row in rows]


@given(files(), st.data())
def test_blanking_a_key_never_makes_any_record_rarer(
    frame: pl.DataFrame, data: st.DataObject
) -> None:
    keys = frame.columns[:-1]
    row = data.draw(st.integers(0, frame.height - 1))
    key = data.draw(st.sampled_from(keys))
    blanked = frame.with_columns(
        pl.when(pl.int_range(pl.len()) != row).then(pl.col(key)).alias(key)
    )
    before = frequencies.count(frame, keys).sample
    after = frequencies.count(blanked, keys).sample
    assert (after >= before).all()


@given(files())
def test_fewer_keys_never_make_a_record_rarer(frame: pl.DataFrame) -> None:
    keys = frame.columns[:-1]
    for missing, size in itertools.product(Missing, range(1, len(keys))):
        fewer = frequencies.count(frame, keys[:size], missing=missing).sample
        more = frequencies.count(frame, keys[: size + 1], missing=missing).sample
        assert (fewer >= more).all()


@given(files(), st.sampled_from(list(Missing)))
def test_a_streamed_file_has_the_frequencies_of_its_records(
    frame: pl.DataFrame, missing: Missing
) -> None:
    keys = frame.columns[:-1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.parquet"
        frame.write_parquet(path)
        found = frequencies.of_file(path, keys, weight="w", missing=missing)
    counted = frequencies.count(frame, keys, weight="w", missing=missing)
    expected = frame.select(keys).with_columns(
        sample_frequency=counted.sample, population_frequency=counted.population
    )
    assert found.drop("records_counted", "weights_summed").equals(
        expected.unique().sort(keys)
    )
    assert found["records_counted"].sum() == frame.height


def test_a_streamed_csv_file_may_be_cut_by_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("sex;age\nf;1\n;1\nm;2\n", encoding="utf-8")
    found = frequencies.of_file(path, ["sex", "age"], separator=";")
    assert found.rows() == [
        (None, "1", 1, 1.0, 2, 2.0),
        ("f", "1", 1, 1.0, 2, 2.0),
        ("m", "2", 1, 1.0, 1, 1.0),
    ]


def test_frequencies_show_no_value_of_a_record() -> None:
    assert repr(frequencies.count(francdat(), KEYS)) == "Frequencies(8 records)"


def test_an_empty_file_has_no_frequencies() -> None:
    frame = pl.DataFrame({"sex": []}, schema={"sex": pl.String})
    for missing in Missing:
        assert frequencies.count(frame, ["sex"], missing=missing).sample.len() == 0


def test_the_test_data_of_the_peer_are_counted_alike_by_brute_force(
    shared_data: object,
) -> None:
    path = f"{shared_data}/sdc/testdata.csv"
    keys = ["urbrur", "roof", "walls", "water", "electcon", "relat", "sex"]
    frame = pl.read_csv(path).head(600)
    counted = frequencies.count(frame, keys, weight="sampling_weight")
    pairs = frame.with_row_index().join(
        frame.with_row_index("other"), how="cross", suffix="_other"
    )
    agree = pl.all_horizontal(
        (pl.col(key) == pl.col(f"{key}_other")).fill_null(value=True) for key in keys
    )
    slow = (
        pairs.filter(agree)
        .group_by("index", maintain_order=True)
        .agg(pl.len(), pl.col("sampling_weight_other").sum().alias("people"))
        .sort("index")
    )
    assert counted.sample.to_list() == slow["len"].to_list()
    assert counted.population.to_list() == pytest.approx(slow["people"].to_list())
