"""Is it proven? Yes or no, and by which checks.

A verdict holds counts and shares only, never a value of a record, so that it can be
printed and written into the release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from migrascope.errors import NotProven


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked, in a sentence.

    `figure` is what was found and `limit` what it is held against, where there is
    something to measure.
    """

    name: str
    passed: bool
    figure: float | None
    limit: float | None
    says: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks of a release; what could not be checked is told, with the reason."""

    yes: bool
    checks: tuple[Check, ...]
    left_out: Mapping[str, str]

    @classmethod
    def of(cls, checks: list[Check], left_out: Mapping[str, str]) -> Verdict:
        """The verdict of these checks: yes only when every one passed."""
        passed = bool(checks) and all(check.passed for check in checks)
        return cls(passed, tuple(checks), dict(left_out))

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that said no."""
        return tuple(check for check in self.checks if not check.passed)

    def lines(self) -> tuple[str, ...]:
        """The verdict for people: a line for each check, the answer last."""
        told = [
            f"{'yes' if check.passed else 'NO '}  {check.name}: {check.says}"
            for check in self.checks
        ]
        told += [f"--   {name}: not checked; {why}" for name, why in self._left()]
        if self.yes:
            return (*told, f"Yes: all {len(self.checks)} checks hold.")
        count = len(self.failed)
        verb = "does" if count == 1 else "do"
        return (*told, f"No: {count} of {len(self.checks)} checks {verb} not hold.")

    def as_dict(self) -> dict[str, Any]:
        """The verdict for `release.json`."""
        return {
            "yes": self.yes,
            "checks": [asdict(check) for check in self.checks],
            "not_checked": dict(self._left()),
        }

    def raise_if_no(self) -> None:
        """Insist on yes.

        Raises:
            NotProven: a check said no; its message lists those that did.
        """
        if self.yes:
            return
        raise NotProven(
            "the release does not keep what its plan promises: "
            + " ".join(f"[{check.name}] {check.says}" for check in self.failed),
            "Do not hand it on. Change the plan or its promises, and protect again.",
        )

    def _left(self) -> list[tuple[str, str]]:
        return sorted(self.left_out.items())
