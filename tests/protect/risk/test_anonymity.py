"""Claims about which records stand out, and by which keys."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import UnusableCases
from migrascope.protect.counting.codes import combinations
from migrascope.protect.plan.model import Missing
from migrascope.protect.risk import anonymity, frequencies


def cases() -> pl.DataFrame:
    # by hand, all keys: a a a | b b | c | d: three, two, one and one record
    return pl.DataFrame(
        {
            "sex": ["f", "f", "f", "f", "f", "m", "m"],
            "age": ["1", "1", "1", "2", "2", "1", "2"],
            "land": ["X", "X", "X", "X", "X", "X", "Y"],
        }
    )


def test_records_below_each_k_are_counted_with_their_share() -> None:
    whole = anonymity.profile(cases(), ["sex", "age", "land"]).whole
    assert [(level.k, level.records) for level in whole.levels] == [
        (2, 2),
        (3, 4),
        (5, 7),
        (10, 7),
    ]
    assert whole.levels[0].share == pytest.approx(2 / 7)
    assert whole.smallest == 1


def test_sample_uniques_are_those_that_nobody_agrees_with() -> None:
    assert anonymity.profile(cases(), ["sex", "age", "land"]).sample_uniques == 2
    assert anonymity.profile(cases(), ["sex"]).sample_uniques == 0


def test_smaller_sets_of_keys_come_worst_first() -> None:
    found = anonymity.profile(cases(), ["sex", "age", "land"], ks=[2])
    said = [(each.keys, each.below(2)) for each in found.subsets]
    # alone: by sex and age both men, by land the one of Y; nobody by sex or age
    assert said == [
        (("sex", "age"), 2),
        (("sex", "land"), 2),
        (("land",), 1),
        (("age", "land"), 1),
        (("age",), 0),
        (("sex",), 0),
    ]


def test_a_k_that_was_not_asked_about_has_no_answer() -> None:
    found = anonymity.profile(cases(), ["sex"], ks=[2])
    with pytest.raises(KeyError):
        found.whole.below(7)


def test_sets_of_keys_stop_at_the_size_that_was_asked_for() -> None:
    found = anonymity.profile(cases(), ["sex", "age", "land"], subset_size=1)
    assert {each.keys for each in found.subsets} == {("sex",), ("age",), ("land",)}
    assert anonymity.profile(cases(), ["sex"]).subsets == ()


def test_the_sentences_say_what_was_found() -> None:
    found = anonymity.profile(cases(), ["sex", "age"], ks=[2, 3, 10])
    assert found.says == (
        "2 of 7 records (28.6 %) are alone with their keys. "
        "4 of 7 records (57.1 %) have keys that fewer than 3 records share. "
        "7 of 7 records (100.0 %) have keys that fewer than 10 records share. "
        "A missing key agrees with every value."
    )
    calm = anonymity.profile(
        pl.DataFrame({"sex": ["f"] * 3}), ["sex"], ks=[2, 3], missing=Missing.VALUE
    )
    assert calm.says == (
        "No record is alone with its keys. "
        "Every record has keys that at least 3 records share. "
        "A missing key is a value of its own."
    )
    one = anonymity.profile(pl.DataFrame({"sex": ["f", "f", "m"]}), ["sex"], ks=[2, 3])
    assert one.whole.says == (
        "sex: 1 of 3 records (33.3 %) is alone with its keys. "
        "3 of 3 records (100.0 %) have keys that fewer than 3 records share."
    )


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(UnusableCases, match="no record"):
        anonymity.profile(pl.DataFrame({"sex": []}), ["sex"])


TEXTS = st.one_of(st.none(), st.sampled_from("xyz"))


@given(
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=20),
    st.sampled_from(list(Missing)),
)
def test_every_set_of_keys_holds_what_counting_it_alone_holds(
    rows: list[tuple[str | None, ...]], missing: Missing
) -> None:
    schema = dict.fromkeys("abc", pl.String)
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    found = anonymity.profile(frame, "abc", missing=missing)
    assert len(found.subsets) == 6
    for each in (found.whole, *found.subsets):
        alone = frequencies.count(frame, each.keys, missing=missing).sample
        assert each.smallest == alone.min()
        assert [level.records for level in each.levels] == [
            (alone < k).sum() for k in anonymity.KS
        ]


def test_sets_of_many_values_are_projected_by_sorting() -> None:
    frame = pl.DataFrame(
        {key: [f"{key}{row % 37}" for row in range(80)] for key in "abc"}
    )
    found = anonymity.profile(frame, "abc", ks=[3])
    assert [each.below(3) for each in found.subsets] == [(80 - 3 * 6)] * 6


def test_combinations_counted_before_say_the_same() -> None:
    keys = ["sex", "age", "land"]
    counted = combinations(cases(), keys)
    assert anonymity.profile_of(counted, keys) == anonymity.profile(cases(), keys)


def test_the_test_data_of_the_peer_have_the_groups_that_polars_finds(
    shared_data: Path,
) -> None:
    keys = ["urbrur", "roof", "walls", "water", "electcon", "relat", "sex"]
    frame = pl.read_csv(shared_data / "sdc" / "testdata.csv")
    found = anonymity.profile(frame, keys, missing=Missing.VALUE, subset_size=2)
    for each in (found.whole, *found.subsets):
        sizes = frame.group_by(each.keys).len()["len"]
        for level in each.levels:
            assert level.records == sizes.filter(sizes < level.k).sum()
