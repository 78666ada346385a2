"""Which method has no table for an interval, why, and what can be done?

One method may fail where the others do not: births that contradict the stocks end a
closed account and leave differences of stocks alone. The others are kept, and the one
that failed is named wherever they are shown, written or stored. The stored form is a
remark of the edition, which the review reads back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from migrascope.errors import EstimationError
from migrascope.flows.account import Account, Interval

REMARK = "Failed: "
"""How the remark of an edition begins that tells of a failure."""

_REMARK = re.compile(
    rf"{REMARK}(?P<method>\w+), (?P<sex>\w+), (?P<years>\S+)\. (?P<why>.+)"
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A method that has no table for a sex and an interval.

    `reason` says why, `advice` what to do next.
    """

    method: str
    sex: str
    interval: Interval
    reason: str
    advice: str

    @property
    def says(self) -> str:
        """The reason and the advice, as one paragraph."""
        return f"{self.reason} {self.advice}".rstrip()

    @property
    def remark(self) -> str:
        """The failure as a remark of an edition; see `told`."""
        says = " ".join(self.says.split())
        return f"{REMARK}{self.method}, {self.sex}, {self.interval}. {says}"


@dataclass(frozen=True, slots=True)
class Told:
    """A failure as a remark tells it; `years` are those of the interval: 2015–2020."""

    method: str
    sex: str
    years: str
    says: str


def failure(method: str, account: Account, error: EstimationError) -> Failure:
    """What is kept of an error, beside the tables of the other methods."""
    reason = f"{error.where}: {error.what}" if error.where else error.what
    return Failure(method, account.sex, account.interval, reason, error.advice)


def alike(failures: Iterable[Failure]) -> Iterator[tuple[tuple[str, ...], Failure]]:
    """Failures of the same sex and interval for the same reason, with all methods."""
    found: dict[tuple[str, Interval, str], list[Failure]] = {}
    for each in failures:
        found.setdefault((each.sex, each.interval, each.says), []).append(each)
    for same in found.values():
        yield tuple(each.method for each in same), same[0]


def told(remarks: Iterable[str]) -> tuple[Told, ...]:
    """The failures that the remarks of an edition tell of.

    >>> told(["Made by hand.", "Failed: mig_rate, _T, 2015–2020. No migrants."])
    (Told(method='mig_rate', sex='_T', years='2015–2020', says='No migrants.'),)
    """
    found = (_REMARK.fullmatch(each) for each in remarks)
    return tuple(
        Told(each["method"], each["sex"], each["years"], each["why"])
        for each in found
        if each
    )
