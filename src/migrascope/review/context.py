"""What does a section need to know about the area under review?

The evidence, the area's names, and the series of its indicators, each computed
once. Sections take a context and return a `Section`; nothing else is shared.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from migrascope.indicators import progress, registry
from migrascope.indicators.evidence import Evidence
from migrascope.indicators.progress import Assessment
from migrascope.indicators.registry import Indicator
from migrascope.indicators.series import Series
from migrascope.language.grammar import with_article
from migrascope.model import area as areas
from migrascope.model.estimate import Estimate
from migrascope.review.model import Number

if TYPE_CHECKING:
    from migrascope.review.prospects.early import Early
    from migrascope.review.prospects.outlook import Outlook


class Context:
    """The area under review and what the evidence says about it.

    `name` is the area's name for headings, `inside` as it stands inside a sentence.
    `library` is the folder of the documents that were read, if there is one; `outlook`
    knows what is forecast, `early` are frameworks of anticipatory action for the area.
    """

    def __init__(
        self,
        evidence: Evidence,
        area: str,
        *,
        language: str,
        today: date,
        library: Path | None = None,
        outlook: Outlook | None = None,
        early: tuple[Early, ...] = (),
    ) -> None:
        self.evidence = evidence
        self.library = library
        self.outlook = outlook
        self.early = early
        self.area = area
        self.language = language
        self.today = today
        self.facts = areas.get(area)
        self.members = areas.members(area)
        self.name = areas.name(area, language)
        self.inside = _inside(self.facts, self.name)
        self._series: dict[str, Series] = {}
        self._assessments: dict[str, Assessment] = {}

    @property
    def is_group(self) -> bool:
        """True for a region or group of countries."""
        return self.facts.is_aggregate

    @property
    def is_world(self) -> bool:
        """True for the world, which nobody comes to or leaves."""
        return self.area == areas.WORLD

    @property
    def has_members(self) -> bool:
        """True when figures are added over members: groups, and former states."""
        return len(self.members) > 1

    def series(self, code: str) -> Series:
        """The series of an indicator for the area."""
        if code not in self._series:
            self._series[code] = registry.get(code).series(self.evidence, self.area)
        return self._series[code]

    def assessment(self, meta: Indicator) -> Assessment:
        """What the methods say of an indicator's way to 2030."""
        if meta.code not in self._assessments:
            self._assessments[meta.code] = progress.assess(self.series(meta.code), meta)
        return self._assessments[meta.code]

    def latest(self, code: str) -> Estimate | None:
        """The newest figure of an indicator, or None."""
        return self.series(code).latest

    def number(self, code: str, figure: Estimate, *, sex: str = "_T") -> Number:
        """A figure of an indicator as it is shown."""
        return Number(code, self.area, figure, sex=sex)

    def partner(self, id_: str) -> str:
        """The name of a country of origin, destination or asylum, for tables."""
        return areas.name(id_, self.language)

    def partner_inside(self, id_: str) -> str:
        """The same as it stands inside a sentence."""
        return _inside(areas.get(id_), self.partner(id_))


def _inside(facts: areas.Area, name: str) -> str:
    return with_article(facts.id, name, kind=facts.kind)
