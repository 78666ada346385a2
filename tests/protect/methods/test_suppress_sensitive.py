"""Are sensitive values as diverse, and as close to the file, as was promised?"""

from __future__ import annotations

from collections import Counter
from math import exp, log

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrascope.errors import BadPlan, CannotPromise
from migrascope.protect.methods.suppress import suppress
from migrascope.protect.plan.model import (
    ClosenessPromise,
    Distance,
    Diversity,
    DiversityPromise,
    Missing,
    Promise,
)

KEYS = ("key0", "key1", "key2")


@st.composite
def cases_with_secrets(draw: st.DrawFn) -> pl.DataFrame:
    key = st.sampled_from(["a", "b", "c", None])
    rows = draw(
        st.lists(
            st.tuples(key, key, key, st.sampled_from(["x", "y", "z", "w", None])),
            min_size=1,
            max_size=40,
        )
    )
    schema = {name: pl.String() for name in (*KEYS, "secret")}
    return pl.DataFrame(rows, schema=schema, orient="row")


def classes(frame: pl.DataFrame) -> list[list[str]]:
    """The known secrets of every class of records that show the same keys."""
    secrets: dict[tuple[object, ...], list[str]] = {}
    for *keys, secret in frame.select(*KEYS, "secret").rows():
        secrets.setdefault(tuple(keys), [])
        if secret is not None:
            secrets[tuple(keys)].append(secret)
    return [each for each in secrets.values() if each]


def worth(secrets: list[str]) -> float:
    """The number of equally frequent values that the entropy is worth."""
    shares = [count / len(secrets) for count in Counter(secrets).values()]
    return exp(-sum(share * log(share) for share in shares))


def recursive(secrets: list[str], l: int, c: float) -> bool:  # noqa: E741 - the letter of the literature
    counts = sorted(Counter(secrets).values(), reverse=True)
    return counts[0] < c * sum(counts[l - 1 :])


def distance(secrets: list[str], everybody: list[str]) -> float:
    """Half the sum of all differences between the shares."""
    return (
        sum(
            abs(
                secrets.count(each) / len(secrets)
                - everybody.count(each) / len(everybody)
            )
            for each in set(everybody)
        )
        / 2
    )


@given(cases_with_secrets(), st.sampled_from(Diversity), st.sampled_from(Missing))
@settings(max_examples=60)
def test_every_class_is_as_diverse_as_promised_or_the_promise_is_refused(
    frame: pl.DataFrame, kind: Diversity, missing: Missing
) -> None:
    wanted = DiversityPromise("secret", 2, kind)
    try:
        safe, _ = suppress(
            frame, KEYS, promise=Promise(k=2, diversity=(wanted,)), missing=missing
        )
    except CannotPromise:
        everybody = frame["secret"].drop_nulls().to_list()
        possible = {
            Diversity.DISTINCT: len(set(everybody)) >= 2,
            Diversity.ENTROPY: bool(everybody) and worth(everybody) >= 2 - 1e-9,
            Diversity.RECURSIVE: bool(everybody) and recursive(everybody, 2, 3.0),
        }
        assert frame.height < 2 or not possible[kind]
        return
    assert min(safe.group_by(KEYS).len()["len"]) >= 2
    for secrets in classes(safe):
        match kind:
            case Diversity.DISTINCT:
                assert len(set(secrets)) >= 2
            case Diversity.ENTROPY:
                assert worth(secrets) >= 2 - 1e-6
            case Diversity.RECURSIVE:
                assert recursive(secrets, 2, 3.0)


@given(cases_with_secrets(), st.sampled_from([0.0, 0.1, 0.3, 0.6]))
def test_every_class_is_as_close_to_the_file_as_promised(
    frame: pl.DataFrame, t: float
) -> None:
    wanted = Promise(k=1, closeness=(ClosenessPromise("secret", t),))
    safe, _ = suppress(frame, KEYS, promise=wanted, missing=Missing.VALUE)
    everybody = frame["secret"].drop_nulls().to_list()
    for secrets in classes(safe):
        assert distance(secrets, everybody) <= t + 1e-6


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 9)), min_size=1, max_size=30
    )
)
def test_numbers_are_close_when_little_has_to_be_moved_a_little(
    rows: list[tuple[str, int]],
) -> None:
    frame = pl.DataFrame(
        rows, schema={"key": pl.String, "wage": pl.Int64}, orient="row"
    )
    wanted = Promise(k=1, closeness=(ClosenessPromise("wage", 0.2, Distance.ORDERED),))
    safe, _ = suppress(frame, ["key"], promise=wanted, missing=Missing.VALUE)
    values = sorted(set(frame["wage"].to_list()))
    steps = max(len(values) - 1, 1)
    for part in safe.partition_by("key"):
        moved = 0.0
        for value in values[:-1]:
            own = (part["wage"] <= value).mean()
            whole = (frame["wage"] <= value).mean()
            assert isinstance(own, float)
            assert isinstance(whole, float)
            moved += abs(own - whole)
        assert moved / steps <= 0.2 + 1e-6


def test_a_secret_that_all_share_cannot_be_made_diverse() -> None:
    frame = pl.DataFrame({"sex": ["f", "m"] * 3, "secret": ["same"] * 6})
    wanted = Promise(k=2, diversity=(DiversityPromise("secret", 2),))
    with pytest.raises(CannotPromise, match=r'"secret".*whole file') as refused:
        suppress(frame, ["sex"], promise=wanted)
    assert "same" not in str(refused.value).replace("the same", "")


def test_a_class_with_one_secret_is_merged_with_another() -> None:
    frame = pl.DataFrame(
        {
            "sex": ["f"] * 4 + ["m"] * 4,
            "place": ["a", "a", "b", "b"] * 2,
            "secret": ["x", "x", "y", "y", "x", "y", "x", "y"],
        }
    )
    wanted = Promise(k=2, diversity=(DiversityPromise("secret", 2),))
    safe, done = suppress(frame, ["sex", "place"], promise=wanted)
    assert safe["place"].to_list() == [None] * 4 + ["a", "a", "b", "b"]
    assert sum(each.cells_changed for each in done) == 4


def test_a_promise_about_a_column_that_is_not_there_is_refused() -> None:
    wanted = Promise(k=2, closeness=(ClosenessPromise("illness", 0.2),))
    with pytest.raises(BadPlan, match='no column "illness"'):
        suppress(pl.DataFrame({"sex": ["f", "f"]}), ["sex"], promise=wanted)
