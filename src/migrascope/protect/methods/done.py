"""What did a step do to the cases?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Done:
    """One step as it was carried out: where, how many cells, and in words.

    `says` and `facts` never hold a value of a record: they go into reports.
    """

    step: str
    column: str
    cells_changed: int
    says: str
    facts: Mapping[str, float] = field(default_factory=lambda: _NOTHING)
