"""What do the figures say about migration in the SDGs, and how sure is it?

An indicator is a small function with its meaning beside it (`registry`); it
computes from `Evidence` and answers with a `Series` of `Estimate`s. `progress`
judges a series, `gaps` says what is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from migrascope.indicators.series import Series
    from migrascope.store.base import Base


def compute(
    base: Base, code: str, area: str, *, as_of: date | datetime | None = None
) -> Series:
    """One indicator for one area, from the evidence base.

    `area` is an area id; a region or group is computed from its members.

    Raises:
        UnknownMeasure: no such indicator.
        UnknownArea: no such area.
    """
    from migrascope.indicators import registry
    from migrascope.indicators.evidence import Evidence

    found = registry.get(code)
    evidence = Evidence.load(base, area=area, measures=found.inputs, as_of=as_of)
    return found.series(evidence, area)
