"""Which source speaks when several have counted the same thing?

The answer is a declared table, `preferences.toml`, never a habit of the code.
One series rests on one dataset: the first in the list that has figures of the
area. A dataset that the table does not name comes last, in alphabetical order.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from migrascope.indicators.rows import Row


@dataclass(frozen=True, slots=True)
class Preference:
    """The order of the datasets for one measure, and the reason for it.

    `continued_by` is the dataset that carries the first one on after its last year
    (the projection that belongs to an estimate). `silent_zeros` are datasets that
    print a zero where they have nothing to say.
    """

    measure: str
    prefer: tuple[str, ...]
    why: str
    continued_by: str = ""
    silent_zeros: tuple[str, ...] = ()

    def rank(self, dataset: str) -> tuple[int, str]:
        """Where a dataset stands in the order; the smallest is chosen."""
        try:
            return self.prefer.index(dataset), dataset
        except ValueError:
            return len(self.prefer), dataset


@dataclass(frozen=True, slots=True)
class Choice:
    """The dataset that was chosen, what else there was, and why.

    `then` is the dataset that speaks for the years after the last of `dataset`.
    """

    measure: str
    dataset: str
    others: tuple[str, ...]
    why: str
    then: str = ""

    def __str__(self) -> str:
        if not self.others:
            return ""
        return (
            f"{self.measure}: {self.dataset}, preferred to {', '.join(self.others)}"
            f" ({self.why})"
        )


@cache
def preferences() -> dict[str, Preference]:
    """The declared table, by measure."""
    text = files(__package__).joinpath("preferences.toml").read_text(encoding="utf-8")
    return {
        entry["measure"]: Preference(
            entry["measure"],
            tuple(entry["prefer"]),
            entry["why"],
            entry.get("continued_by", ""),
            tuple(entry.get("silent_zeros", ())),
        )
        for entry in tomllib.loads(text)["preference"]
    }


def preference(measure: str) -> Preference:
    """The declared order for a measure; an empty one where none is declared."""
    return preferences().get(
        measure, Preference(measure, (), "no preference is declared")
    )


def says_something(row: Row) -> bool:
    """False for a zero of a dataset that prints zeros where it knows nothing."""
    return row.value != 0 or row.dataset not in preference(row.measure).silent_zeros


def choose(measure: str, rows: Iterable[Row]) -> Choice | None:
    """The dataset to use for a measure, out of those that have a value.

    When none has a value, out of those that say that it is missing.
    """
    held = list(rows)
    editions = {row.edition for row in held if row.value is not None}
    editions = editions or {row.edition for row in held}
    if not editions:
        return None
    order = preference(measure)
    datasets = {edition.partition("@")[0] for edition in editions}
    first, *others = sorted(datasets, key=order.rank)
    then = order.continued_by
    if then not in others or first != order.prefer[0]:
        return Choice(measure, first, tuple(others), order.why)
    others.remove(then)
    return Choice(measure, first, tuple(others), order.why, then)
