"""Do records in the making stay in step with their counts, and where they may be?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrascope.protect.twin import population as populations
from migrascope.protect.twin.cells import Cells, up_to
from migrascope.protect.twin.population import Pass, Population, Wanted


def any_wish(seed: int) -> Wanted:
    """Targets and prohibitions without rhyme or reason."""
    random = np.random.default_rng(seed)
    cells = Cells((3, 4, 2, 3), up_to(3, 4))
    return Wanted(
        cells,
        targets=random.integers(0, 60, cells.total).astype(np.float32),
        weight=np.ones(cells.total, dtype=np.float32),
        allowed=(random.random(cells.total) < 0.7) | ~cells.whole,
    )


def improved(wanted: Wanted, passes: list[Pass], records: int = 300) -> Population:
    population = Population(wanted, records, random=np.random.default_rng(1))
    population.improve(passes)
    return population


@given(st.integers(0, 2**32))
@settings(max_examples=20)
def test_counts_are_those_of_the_records_and_no_record_is_where_it_must_not(
    seed: int,
) -> None:
    wanted = any_wish(seed)
    population = improved(wanted, [Pass(5, 1.0, 1.0), Pass(9, 0.1, 0.5)])
    recounted = wanted.cells.count(population.codes)
    assert (population._counts == recounted).all()
    assert not recounted[~wanted.allowed].any()


def test_blocks_save_memory_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted, passes = any_wish(7), [Pass(3, 1.0, 0.0), Pass(5, 0.5, 0.0)]
    whole = improved(wanted, passes)
    monkeypatch.setattr(populations, "BLOCK", 7)
    assert (improved(wanted, passes).codes == whole.codes).all()


def test_a_column_is_in_every_cell_of_its_sets_once() -> None:
    cells = Cells((3, 4, 2, 3), up_to(3, 4))
    for column in range(4):
        places = np.sort(cells.contexts(column).places.ravel())
        expected = [
            place
            for number, each in enumerate(cells.sets)
            if column in each
            for place in range(cells.starts[number], cells.starts[number + 1])
        ]
        assert places.tolist() == expected


def test_every_record_is_in_one_cell_of_each_set() -> None:
    cells = Cells((3, 4, 2), up_to(3, 3))
    random = np.random.default_rng(1)
    codes = np.array([random.integers(0, size, 50) for size in cells.sizes])
    counts = cells.count(codes.astype(np.int32))
    for number in range(len(cells.sets)):
        assert cells.part(counts, number).sum() == 50
