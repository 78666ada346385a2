"""What a new edition changed."""

from __future__ import annotations

import pytest
from tests.store.made import MakeBatch, stock

from migrascope.errors import UnknownEdition
from migrascope.store.base import Base
from migrascope.store.revise import diff


@pytest.fixture
def revised(base: Base, make_batch: MakeBatch) -> Base:
    old = [("KEN", 2015, 10), ("KEN", 2020, 20), ("UGA", 2020, 30), ("TZA", 2020, None)]
    new = [("KEN", 2015, 10), ("KEN", 2020, 25), ("RWA", 2020, 40), ("TZA", 2020, 1000)]
    base.accept(make_batch([stock(*cells) for cells in old], vintage="2020"))
    base.accept(make_batch([stock(*cells) for cells in new], vintage="2024"))
    return base


def test_changes_are_counted_and_the_largest_comes_first(revised: Base) -> None:
    revision = diff(revised, "test-stock@2020", "test-stock@2024")
    assert (revision.changed, revision.added, revision.removed, revision.unchanged) == (
        2,
        1,
        1,
        1,
    )
    told = [
        (each.kind, each.area, each.before, each.after) for each in revision.changes
    ]
    assert told == [
        ("changed", "TZA", None, 1000),
        ("changed", "KEN", 20, 25),
        ("added", "RWA", None, 40),
        ("removed", "UGA", 30, None),
    ]
    assert [each.difference for each in revision.changes] == [1000, 5, 40, -30]
    assert [each.relative for each in revision.changes] == [None, 0.25, None, -1]


def test_forward_and_backward_mirror_each_other(revised: Base) -> None:
    forward = diff(revised, "test-stock@2020", "test-stock@2024")
    backward = diff(revised, "test-stock@2024", "test-stock@2020")
    assert (forward.added, forward.removed) == (backward.removed, backward.added)
    assert {(each.area, each.difference) for each in forward.changes} == {
        (each.area, -each.difference) for each in backward.changes
    }


def test_an_edition_does_not_differ_from_itself(revised: Base) -> None:
    revision = diff(revised, "test-stock", "test-stock@2024")
    assert revision.changes == ()
    assert revision.unchanged == 4


def test_the_list_can_be_cut_and_the_counts_stay(revised: Base) -> None:
    revision = diff(revised, "test-stock@2020", "test-stock@2024", limit=1)
    assert (len(revision.changes), revision.added) == (1, 1)


def test_an_unknown_edition_is_named(revised: Base) -> None:
    with pytest.raises(UnknownEdition, match="no edition"):
        diff(revised, "test-stock@2020", "nothing@2024")
