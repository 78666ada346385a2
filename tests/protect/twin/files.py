"""Small case files for the tests of twins, and combinations counted by hand."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import polars as pl
from hypothesis import strategies as st

Combination = tuple[tuple[str, str], ...]


@st.composite
def case_files(draw: st.DrawFn) -> pl.DataFrame:
    """Up to four columns of a few values each, some missing, up to 60 records."""
    width = draw(st.integers(1, 4))
    value = st.sampled_from([None, "a", "b", "c", "d"])
    record = st.tuples(*[value] * width)
    # Records come several times, as they do in files that can be released at all.
    kinds = draw(st.lists(record, min_size=1, max_size=6))
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=60))
    schema = dict.fromkeys("pqrs"[:width], pl.String)
    return pl.DataFrame(chosen, schema=schema, orient="row")


def by_hand(frame: pl.DataFrame, length: int = 3) -> Counter[Combination]:
    """Every combination of up to three present values, with its records."""
    counted: Counter[Combination] = Counter()
    for record in frame.iter_rows(named=True):
        present = [(name, value) for name, value in record.items() if value is not None]
        for size in range(1, length + 1):
            counted.update(combinations(present, size))
    return counted
