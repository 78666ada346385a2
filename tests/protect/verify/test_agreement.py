"""Risk and proof measure the same promise by the same distance, with other code."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from migrascope.protect.methods.suppress import suppress
from migrascope.protect.plan.model import (
    ClosenessPromise,
    Distance,
    Diversity,
    DiversityPromise,
    Grouping,
    Missing,
    Promise,
)
from migrascope.protect.risk import closeness, diversity
from migrascope.protect.verify import anonymity, linkage
from migrascope.protect.verify.promises import Close, Diverse, Promised, Told

KEYS = ("sex", "age")
TREE = Grouping(
    ("kind", "sort"),
    (
        ("1", "x", "near"),
        ("2", "x", "near"),
        ("3", "y", "near"),
        ("4", "z", "far"),
        ("5", "z", "far"),
    ),
)
LINES = tuple(dict(zip(("", *TREE.levels), row, strict=True)) for row in TREE.rows)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["f", "m", None]),
        st.sampled_from(["0-17", "18+", "60+", None]),
        st.sampled_from(["1", "2", "3", "4", "5", None]),
    ),
    min_size=1,
    max_size=30,
)
MEANT = st.sampled_from(Missing)


def cases(rows: list[tuple[str | None, ...]]) -> pl.DataFrame:
    columns = dict.fromkeys((*KEYS, "harm"), pl.String)
    return pl.DataFrame(rows, schema=columns, orient="row")


def classes(frame: pl.DataFrame, missing: Missing) -> anonymity.Classes:
    told = {key: Told(key, "key", "category", "", frozenset()) for key in KEYS}
    wildcard = missing is Missing.WILDCARD
    return anonymity.Classes.of(frame, Promised(told, 2, 1.0, wildcard))


@given(ROWS, MEANT, st.sampled_from(Distance), st.sampled_from([0.1, 0.25, 0.5]))
@settings(max_examples=150)
@example([("f", None, None), ("m", None, "1")], Missing.VALUE, Distance.EQUAL, 0.1)
def test_both_find_every_class_as_far_from_the_file(
    rows: list[tuple[str | None, ...]], missing: Missing, distance: Distance, t: float
) -> None:
    frame = cases(rows)
    harm = frame["harm"]
    own = harm.cast(pl.Int64) if distance is Distance.ORDERED else harm
    promise = ClosenessPromise("harm", t, distance, TREE)
    risk = closeness.check(frame.with_columns(own), KEYS, promise, missing=missing)
    proof = anonymity.close(
        classes(frame, missing), Close("harm", t, str(distance)), LINES
    )
    assert risk.largest == pytest.approx(proof.figure, abs=1e-9)
    assert risk.holds is proof.passed
    if risk.above:
        assert proof.says.startswith(f"{risk.above:,} records")


@given(ROWS, MEANT, st.sampled_from(Diversity), st.sampled_from([2.0, 3.0]))
@settings(max_examples=100)
def test_both_find_every_class_as_diverse(
    rows: list[tuple[str | None, ...]], missing: Missing, kind: Diversity, least: float
) -> None:
    frame = cases(rows)
    promise = DiversityPromise("harm", least, kind, 1.5)
    risk = diversity.check(frame, KEYS, promise, missing=missing)
    proof = anonymity.diverse(
        classes(frame, missing), Diverse("harm", least, str(kind), 1.5)
    )
    assert risk.holds is proof.passed
    if risk.below:
        assert proof.figure == pytest.approx(risk.least, abs=1e-9)
        assert proof.says.startswith(f"{risk.below:,} records")


@given(ROWS, st.sampled_from([0.05, 0.2, 0.4]))
@settings(max_examples=60)
def test_suppression_keeps_a_hierarchical_distance_as_both_measure_it(
    rows: list[tuple[str | None, ...]], t: float
) -> None:
    frame = cases(rows)
    promise = ClosenessPromise("harm", t, Distance.HIERARCHICAL, TREE)
    wanted = Promise(k=1, closeness=(promise,))
    safe, _ = suppress(frame, KEYS, promise=wanted, missing=Missing.VALUE)
    assert closeness.check(safe, KEYS, promise, missing=Missing.VALUE).holds
    close = Close("harm", t, "hierarchical")
    assert anonymity.close(classes(safe, Missing.VALUE), close, LINES).passed


def test_a_value_without_a_group_is_no_proof_of_closeness() -> None:
    frame = cases([("f", "18+", "1"), ("f", "18+", "other")])
    check = anonymity.close(
        classes(frame, Missing.VALUE), Close("harm", 0.5, "hierarchical"), LINES
    )
    assert not check.passed
    assert "not in the hierarchy" in check.says


def test_values_that_have_no_order_are_no_proof_of_closeness() -> None:
    frame = cases([("f", "18+", "low"), ("f", "18+", "high")])
    check = anonymity.close(
        classes(frame, Missing.VALUE), Close("harm", 0.5, "ordered")
    )
    assert (check.passed, check.says) == (False, "its values have no order.")


@given(ROWS, st.integers(2, 4), MEANT)
@settings(max_examples=80)
def test_what_suppression_leaves_stands_the_attack(
    rows: list[tuple[str | None, ...]], k: int, missing: Missing
) -> None:
    frame = cases(rows)
    if frame.height < k:
        return
    safe, _ = suppress(frame, KEYS, promise=Promise(k=k), missing=missing)
    told = {key: Told(key, "key", "category", "", frozenset()) for key in KEYS}
    wildcard = missing is Missing.WILDCARD
    found = linkage.attack(frame, safe, Promised(told, k, 1.0, wildcard))
    assert found.exposed == 0
    assert found.found <= 1 / k + 1e-9
    if missing is Missing.VALUE:
        assert linkage.check(found, k).passed
