"""Claims about what the proof counts, each against a slow second opinion."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protect.verify import _making as making
from tests.protect.verify._making import Row

from migrascope.protect import verify

CELLS = (
    st.sampled_from(["f", "m", None]),
    st.sampled_from(["0-17", "18+", None, None]),
    st.sampled_from(["KE", "ML", "NG", None]),
    st.sampled_from(["1", "2", "3", "4", None]),
)
ROWS = st.lists(st.tuples(*CELLS), min_size=1, max_size=14)
MEANT = st.sampled_from(["wildcard", "value"])


def judged(
    rows: list[Row], *, k: int, missing: str, promises: str = "", kind: str = ""
) -> dict[str, verify.Check]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = making.plan(folder, k=k, missing=missing, promises=promises)
        if kind:
            told = plan.read_text(encoding="utf-8") + f'kind = "{kind}"\n'
            plan.write_text(told, encoding="utf-8")
        release = making.release(folder / "release", making.frame(rows))
        verdict = verify.release(release, plan)
    return {check.name.split(" of ")[0]: check for check in verdict.checks}


@given(ROWS, st.integers(2, 5), MEANT)
@settings(max_examples=60)
def test_the_proof_says_k_anonymous_exactly_when_every_record_is(
    rows: list[Row], k: int, missing: str
) -> None:
    check = judged(rows, k=k, missing=missing)["k-anonymity"]
    groups = making.classes(rows, wildcard=missing == "wildcard")
    small = sum(len(group) < k for group in groups)
    assert check.passed is (small == 0)
    assert check.figure == min(k, *(len(group) for group in groups))
    assert check.passed or f"{small:,} of {len(rows):,} records" in check.says


@given(
    ROWS,
    MEANT,
    st.sampled_from(["distinct", "entropy", "recursive"]),
    st.sampled_from([2.0, 3.0]),
    st.sampled_from([0.6, 1.5, 3.0]),
)
@settings(max_examples=60)
def test_the_proof_says_diverse_exactly_when_every_class_is(
    rows: list[Row], missing: str, kind: str, least: float, c: float
) -> None:
    promises = (
        f'[[promise.diversity]]\ncolumn = "harm"\nl = {least}\nkind = "{kind}"\nc = {c}'
    )
    check = judged(rows, k=2, missing=missing, promises=promises)["l-diversity"]
    groups = making.classes(rows, wildcard=missing == "wildcard")
    found = [making.diversity(group, kind, c) for group in groups]
    assert check.passed is all(
        worth is None or worth >= least - 1e-9 for worth in found
    )


@given(ROWS, MEANT, st.sampled_from(["", "number"]), st.sampled_from([0.2, 0.35, 0.5]))
@settings(max_examples=60)
def test_the_proof_says_close_exactly_when_every_class_is(
    rows: list[Row], missing: str, kind: str, most: float
) -> None:
    promises = f'[[promise.closeness]]\ncolumn = "harm"\nt = {most}'
    check = judged(rows, k=2, missing=missing, promises=promises, kind=kind)[
        "t-closeness"
    ]
    groups = making.classes(rows, wildcard=missing == "wildcard")
    found = [
        away
        for group in groups
        if (away := making.distance(group, rows, ordered=kind == "number")) is not None
    ]
    assert check.passed is all(away <= most + 1e-9 for away in found)
    if found:
        assert check.figure is not None
        assert abs(check.figure - max(found)) < 1e-9
