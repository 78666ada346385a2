"""What must a reader know before using a figure?

Traps of a source are data, not comments: they stand in `caveats.toml` beside the
adapter, travel with the edition, and are printed wherever the figure is printed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Caveat:
    """One trap: where it applies, what it does to the figure, how to say it.

    `scope` names observation columns and the value they must have (a list of
    values is written with `|`); an empty scope means the whole source. `since` and
    `until` are years, both included.
    """

    id: str
    source: str
    effect: str
    says: str
    scope: Mapping[str, str] = field(default_factory=dict)
    since: int | None = None
    until: int | None = None
    evidence: str = ""

    def applies(self, figure: Mapping[str, object], *, year: int | None = None) -> bool:
        """Tell whether the caveat holds for a figure given as column → value."""
        if year is not None and not (
            (self.since is None or year >= self.since)
            and (self.until is None or year <= self.until)
        ):
            return False
        return all(
            str(figure.get(column, "")) in allowed.split("|")
            for column, allowed in self.scope.items()
        )


def load(file: Traversable) -> tuple[Caveat, ...]:
    """Read a `caveats.toml`: a list of `[[caveat]]` tables."""
    entries = tomllib.loads(file.read_text(encoding="utf-8")).get("caveat", [])
    return tuple(
        Caveat(**{**entry, "scope": dict(entry.get("scope", {}))}) for entry in entries
    )
