"""What do governments promise in the Global Compact for Migration?

The 23 objectives of the Compact (General Assembly resolution 73/195) by number and
official title, with the SDG targets that ask for the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from migrascope.errors import UsageError


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective, and target → reason for each SDG target linked to it.

    The links are the project's own reading; the Compact does not list any.
    """

    number: int
    title: str
    targets: tuple[tuple[str, str], ...]


def get(number: int) -> Objective:
    """The objective with this number, 1 to 23.

    Raises:
        UsageError: no such objective.
    """
    for objective in objectives():
        if objective.number == number:
            return objective
    raise UsageError(
        f"The Global Compact for Migration has no objective {number}.",
        "Its objectives are numbered 1 to 23.",
    )


@cache
def objectives() -> tuple[Objective, ...]:
    """The 23 objectives in order."""
    import csv
    from pathlib import Path

    file = Path(__file__).with_name("tables") / "compact.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Objective(
                number=int(row["number"]),
                title=row["title"],
                targets=tuple(
                    zip(
                        filter(None, row["targets"].split("|")),
                        filter(None, row["reasons"].split("|")),
                        strict=True,
                    )
                ),
            )
            for row in csv.DictReader(stream)
        )


def of_target(target: str) -> tuple[Objective, ...]:
    """The objectives linked to an SDG target, such as `10.c`.

    >>> [objective.number for objective in of_target("10.c")]
    [20]
    """
    return tuple(
        objective for objective in objectives() if target in dict(objective.targets)
    )
