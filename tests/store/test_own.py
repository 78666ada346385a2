"""What the program made itself is kept once, after what is there, on all terms."""

from __future__ import annotations

from datetime import date

import pytest
from tests.store.made import Clock, MakeBatch, stock

from migrascope.errors import UnknownEdition
from migrascope.model.source import CC_BY_3_IGO, CC_BY_4, CC_BY_NC_4
from migrascope.store import own
from migrascope.store.base import Base

DAY = date(2026, 3, 1)


def test_the_vintage_is_the_day_and_then_has_a_number(
    base: Base, make_batch: MakeBatch
) -> None:
    assert own.newest(base, "own") is None
    for said in ("2026-03-01", "2026-03-01-002", "2026-03-01-003"):
        vintage = own.vintage(base, "own", DAY)
        assert vintage == said
        rows = [stock("KEN", 2020, float(len(base.editions())))]
        base.accept(make_batch(rows, dataset="own", vintage=vintage, content=said))
    newest = own.newest(base, "own")
    assert newest is not None
    assert newest.id == "own@2026-03-01-003"


def test_a_clock_that_was_ahead_does_not_hide_what_comes_after(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 1.0)], dataset="own",
                           vintage="2027-01-01"))  # fmt: skip
    assert own.vintage(base, "own", DAY) == "2027-01-01-002"


@pytest.mark.parametrize(
    ("rows", "is_same"),
    [
        ([stock("KEN", 2020, 1.0), stock("UGA", 2020, 2.0)], True),
        ([stock("UGA", 2020, 2.0), stock("KEN", 2020, 1.0)], True),
        ([stock("KEN", 2020, 1.0), stock("UGA", 2020, 2.5)], False),
        ([stock("KEN", 2020, 1.0), stock("UGA", 2020, 2.0, low=1.0)], False),
        ([stock("KEN", 2020, 1.0)], False),
    ],
)
def test_the_same_figures_are_recognised_in_any_order(
    base: Base, make_batch: MakeBatch, rows: list[dict[str, object]], *, is_same: bool
) -> None:
    known = [stock("KEN", 2020, 1.0), stock("UGA", 2020, 2.0)]
    kept = base.accept(make_batch(known, dataset="own", vintage="2026-02-01"))
    again = make_batch(rows, dataset="own", vintage="2026-03-01", content="x")
    assert own.same_as(base, again) == (kept if is_same else None)


def test_derived_work_is_under_all_terms_of_its_inputs(
    base: Base, make_batch: MakeBatch
) -> None:
    free = base.accept(make_batch([stock("KEN", 2020, 1.0)], dataset="a"))
    other = base.accept(
        make_batch([stock("KEN", 2020, 1.0)], dataset="b", licence=CC_BY_3_IGO)
    )
    strict = base.accept(
        make_batch([stock("KEN", 2020, 1.0)], dataset="c", licence=CC_BY_NC_4)
    )
    assert own.licence_of([free, free]) == CC_BY_4
    assert own.licence_of([free, other]).redistributable
    together = own.licence_of([free, strict])
    assert together.id == "CC-BY-4.0 AND CC-BY-NC-4.0"
    assert not together.redistributable
    assert not together.commercial


def test_the_base_of_an_earlier_day_knows_nothing_of_what_came_later(
    base: Base, make_batch: MakeBatch, clock: Clock
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 1.0)], vintage="2020"))
    clock.moment = clock.moment.replace(month=6)
    base.accept(make_batch([stock("KEN", 2020, 2.0)], vintage="2024", content="n"))
    then = base.as_known(date(2026, 3, 1))
    assert [each.value for each in then.query(area="KEN")] == [1.0]
    assert [each.value for each in base.query(area="KEN")] == [2.0]
    assert then.edition("test-stock").vintage == "2020"
    with pytest.raises(UnknownEdition):
        then.edition("test-stock@2024")
    assert base.as_known(date(1999, 1, 1)).newest() == ()
