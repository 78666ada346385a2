"""Claims about laying a release beside an earlier one."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from tests.protect.verify import _making as making

from migrascope.protect import verify
from migrascope.protect.verify import differencing

KEYS = ("sex", "age")


def people(counts: dict[tuple[str | None, str | None], int]) -> pl.DataFrame:
    rows = [keys for keys, number in counts.items() for _ in range(number)]
    return pl.DataFrame(rows, schema=dict.fromkeys(KEYS, pl.String), orient="row")


EARLIER = people({("f", "young"): 6, ("f", "old"): 5, ("m", "young"): 4})


def test_a_release_beside_itself_shows_nothing() -> None:
    found = differencing.compare(EARLIER, EARLIER, KEYS, 3)
    assert differencing.check(found, 3, number=1).passed
    assert (found.appear, found.vanish, found.isolating, found.people) == (0, 0, 0, 0)


def test_one_person_added_to_a_large_group_stands_out() -> None:
    # by hand: young women 6 to 7 (one isolated), old women vanish (5, hidden),
    # young men 4 to 9 (5, hidden), old men appear (2, isolated)
    later = people({("f", "young"): 7, ("m", "young"): 9, ("m", "old"): 2})
    found = differencing.compare(EARLIER, later, KEYS, 3)
    assert (found.appear, found.vanish) == (1, 1)
    assert (found.isolating, found.unique, found.people) == (2, 1, 3)
    assert not differencing.check(found, 3, number=1).passed


def test_a_value_blanked_in_one_release_only_is_shown_by_the_other() -> None:
    later = people(
        {("f", "young"): 5, ("f", None): 1, ("f", "old"): 5, ("m", "young"): 4}
    )
    found = differencing.compare(EARLIER, later, KEYS, 3)
    assert found.isolating == 2


def test_k_new_people_in_a_group_are_hidden_among_themselves() -> None:
    later = people({("f", "young"): 9, ("f", "old"): 5, ("m", "young"): 7})
    found = differencing.compare(EARLIER, later, KEYS, 3)
    assert differencing.check(found, 3, number=1).passed


def test_bands_whose_bounds_interleave_show_those_between() -> None:
    # 40 women; under 20: 12, under 18: 10, so two are 18 or 19 years old
    earlier = people({("f", "0-19"): 12, ("f", "20+"): 28})
    later = people({("f", "0-17"): 10, ("f", "18+"): 30})
    found = differencing.compare(earlier, later, KEYS, 3)
    assert found.recoded == ("age",)
    assert (found.between_bounds, found.people) == (1, 2)
    assert not differencing.check(found, 3, number=1).passed


def test_bands_that_are_wider_and_cut_nothing_show_nobody() -> None:
    earlier = people({("f", "0-17"): 12, ("f", "18-29"): 10, ("f", "30+"): 8})
    later = people({("f", "0-29"): 22, ("f", "30+"): 8})
    found = differencing.compare(earlier, later, KEYS, 3)
    assert found.recoded == ("age",)
    assert differencing.check(found, 3, number=1).passed


def test_the_proof_compares_with_every_earlier_release(tmp_path: Path) -> None:
    rows: list[making.Row] = [("f", "18+", "KE", "1"), ("f", "18+", "KE", "2")]
    plan = making.plan(tmp_path, k=2)
    same = making.release(tmp_path / "same", making.frame(rows * 2))
    fewer = making.release(tmp_path / "fewer", making.frame(rows * 2)[1:])
    now = making.release(tmp_path / "now", making.frame(rows * 2))
    verdict = verify.release(now, plan, earlier=[same, fewer])
    assert [check.name for check in verdict.failed] == [
        "differencing against earlier release 2"
    ]
