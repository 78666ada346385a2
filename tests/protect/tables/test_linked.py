from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from tests.protect.tables._making import SECRET, counts, hidden, records

from migrascope.errors import BadPlan
from migrascope.protect.tables import auditor, protecting, tabulation, writing
from migrascope.protect.tables.auditor import Doubt
from migrascope.protect.tables.model import Released
from migrascope.protect.tables.protecting import CellKeys, Rounding, Suppression

METHODS = (Suppression(threshold=3), Rounding(SECRET, threshold=3), CellKeys(SECRET))
PAIR = (("a", "b"), ("a", "c"))
RING = (("a", "b"), ("b", "c"), ("c", "a"))


def told(released: Released) -> dict[frozenset[tuple[str, str]], float]:
    """Every cell of a table by the group it is of; −1 where it is suppressed."""
    found = {}
    for place in released.places():
        group = frozenset(
            (axis.name, axis.codes[at])
            for axis, at in zip(released.axes, place, strict=True)
            if at < len(axis.codes)
        )
        hidden_ = released.suppressed[place]
        found[group] = -1.0 if hidden_ else float(released.values[place])
    return found


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("groups", [PAIR, RING])
def test_a_cell_that_tables_share_is_the_same_in_all(
    method: protecting.Method, groups: tuple[tuple[str, str], ...]
) -> None:
    random = np.random.default_rng(5)
    frame = records(random.integers(0, 9, (3, 3, 2)))
    made = protecting.protect(protecting.count(frame, groups), method)
    cells = [told(table) for table in made.tables]
    shared = 0
    for one, other in product(cells, cells):
        both = one.keys() & other.keys()
        shared += len(both)
        assert all(one[group] == other[group] for group in both)
    assert shared > 2 * sum(len(each) for each in cells) / 2


def test_rounded_tables_add_up_to_the_same_totals() -> None:
    frame = records(np.random.default_rng(2).integers(0, 9, (4, 3, 3)))
    made = protecting.protect(
        protecting.count(frame, PAIR), Rounding(SECRET, threshold=5)
    )
    for released in made.tables:
        values = released.values
        assert (values[:-1].sum(axis=0) == values[-1]).all()
        assert (values[:, :-1].sum(axis=1) == values[:, -1]).all()
        assert (values % 5 == 0).all()
    assert made.passed


def test_what_one_table_hides_another_one_tells() -> None:
    frame = records([[[1, 9], [20, 30]], [[8, 7], [40, 50]]])
    first = tabulation.tabulate(frame, ["a", "b"])
    second = tabulation.tabulate(frame, ["a", "c"])
    # A row with its total, beside another one: nothing in that table bounds them.
    one = hidden(first, (0, 0), (0, 2), (1, 0), (1, 2))
    assert auditor.audit(one, width=5).passed
    found = auditor.audit_together([one, hidden(second)], [Doubt(5.0), Doubt(5.0)])
    assert not found[0].passed
    # The total of the row stands in the other table: 60, of which 50 are told.
    assert (found[0].low[0, 0], found[0].high[0, 0]) == (10, 10)


@given(counts(2, 2, 2, most=3))
@settings(max_examples=15)
def test_intervals_of_a_ring_are_those_of_all_possible_tables_behind_it(
    inner: np.ndarray,
) -> None:
    frame = records(inner)
    tables = [tabulation.tabulate(frame, by) for by in RING]
    released = [
        hidden(tables[0], (0, 0), (0, 1), (1, 0), (1, 1), least=0.0),
        hidden(tables[1], (0, 0), (0, 1), (1, 0), (1, 1), least=0.0),
        hidden(tables[2]),
    ]
    found = auditor.audit_together(released, [Doubt(0.0)] * 3)
    low, high = np.full((2, 2), np.inf), np.full((2, 2), -np.inf)
    most = int(inner.sum()) + 1
    column = tables[2].records[:2, :2]  # by c and a
    choices = [range(min(most, int(column[c, a]) + 1)) for c in (0, 1) for a in (0, 1)]
    for chosen in product(*choices):
        # How many of each c and a are in the first b; the rest is in the second.
        first = np.array(chosen).reshape(2, 2)
        rest = column - first
        by_b = np.array([first.sum(), rest.sum()])
        if (by_b != tables[0].records[2, :2]).any():
            continue
        pairs = np.stack([first.sum(axis=0), rest.sum(axis=0)], axis=1)
        low, high = np.minimum(low, pairs), np.maximum(high, pairs)
    assert (found[0].low[:2, :2] == low).all()
    assert (found[0].high[:2, :2] == high).all()


def test_each_cell_is_written_once_with_all_columns() -> None:
    frame = records(np.full((2, 3, 2), 9))
    made = protecting.protect(protecting.count(frame, PAIR), Suppression())
    lines = writing.csv_text(made.tables).splitlines()
    assert lines[0] == "a,b,c,value,obs_status"
    # 3 × 4 and 3 × 3 cells, of which the totals of a and of all are shared.
    assert len(lines) - 1 == 12 + 9 - 3
    assert len(set(lines)) == len(lines)
    assert "a0,_T,c1,27,A" in lines


def test_tables_that_are_too_many_to_audit_are_refused_with_their_number() -> None:
    many = pl.DataFrame(
        {name: [f"{name}{at % 120}" for at in range(240)] for name in "abcd"}
    )
    with pytest.raises(BadPlan, match="29,282 cells together; at most 20,000"):
        protecting.count(many, [["a", "b"], ["c", "d"]])
    some = many.with_columns(pl.col("a", "b", "c").str.slice(0, 2))
    wide = some.with_columns(
        pl.Series(name, [f"{at % 40}" for at in range(240)]) for name in "abc"
    )
    with pytest.raises(BadPlan, match="68,921 cells; at most 20,000"):
        protecting.count(wide, RING)


def test_the_same_table_twice_is_refused() -> None:
    with pytest.raises(BadPlan, match="same columns"):
        protecting.count(records([[1, 2]]), [["a", "b"], ["b", "a"]])
