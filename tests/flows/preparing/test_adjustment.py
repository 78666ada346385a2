"""Adjustments are written once, added up over sexes, and explained in the documents."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from migrascope.flows.account import mid_years
from migrascope.flows.preparing.adjustment import OF_ONE_SEX, STEPS, Ledger

INTERVAL = mid_years(2015, 2020)
DAY = INTERVAL.start


def ledger() -> Ledger:
    return Ledger(INTERVAL, ("F", "M"))


def test_entries_of_nobody_are_not_written() -> None:
    book = ledger()
    book.write("natives", "Said.", ["KEN", "SOM"], np.array([[0, 3], [0, 0]]), day=DAY)
    (entry,) = book.of("F")
    assert (entry.area, entry.day, entry.persons) == ("SOM", DAY, 3)
    assert book.of("M") == ()


def test_both_sexes_are_the_sum_of_women_and_men() -> None:
    book = ledger()
    people = np.array([[5.0, 1.0], [4.0, 0.0]])
    book.write("missing", "Said.", ["KEN", "KEN"], people, day=DAY, origins=["A", "B"])
    assert [(each.sex, each.origin, each.persons) for each in book.of("_T")] == [
        ("_T", "A", 9),
        ("_T", "B", 1),
    ]


@pytest.mark.parametrize("step", sorted(OF_ONE_SEX))
def test_what_only_parts_women_from_men_is_no_change_of_both(step: str) -> None:
    book = ledger()
    book.write(step, "Said.", ["KEN"], np.array([[5.0], [-5.0]]))
    assert len(book.of("F")) == 1
    assert book.of("_T") == ()


def test_a_remark_moves_nobody_and_is_told_once() -> None:
    book = ledger()
    book.remark("zeros", "Said.", "M49:900", day=DAY)
    (entry,) = book.of("_T")
    assert entry.persons == 0


def test_every_step_is_explained_in_the_documents(repository: Path) -> None:
    page = (repository / "docs" / "methods" / "flows.md").read_text("utf-8")
    rows = re.findall(r"^\| ([a-z, ]+) \|", page, re.MULTILINE)
    told = {name.strip() for row in rows for name in row.split(",")}
    assert set(STEPS) - told == set()
