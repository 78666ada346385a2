"""Which passages are meant: of which kind, about what, since when?

Several values of one filter mean any of them; several filters mean all of them. A goal
also finds what names one of its targets or indicators, a target its indicators.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from migrascope.knowledge.model import Kind, Scheme


@dataclass(frozen=True, slots=True)
class Filters:
    """What a passage must be to be meant; empty filters let everything through.

    `areas` are area ids of the project, organisations and groups the codes of tags.
    `since` and `until` are about the date of the document, both included; a document
    without a date passes neither.
    """

    kinds: tuple[Kind, ...] = ()
    goals: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        """True when something is filtered."""
        return self != NO_FILTERS


NO_FILTERS = Filters()

SURE = 0.3
"""Less sure, a target is "perhaps" one, and does not speak for its whole goal."""


@dataclass(slots=True)
class Condition:
    """A condition of SQL over `passages`, and its values."""

    parts: list[str] = field(default_factory=list)
    values: list[str | float] = field(default_factory=list)

    @property
    def sql(self) -> str:
        """The condition, true for everything when nothing is filtered."""
        return " AND ".join(self.parts) or "1"

    def among(self, column: str, values: tuple[str, ...]) -> None:
        """One of these values."""
        if values:
            self.parts.append(f"{column} IN ({_marks(values)})")
            self.values.extend(values)


def condition(filters: Filters) -> Condition:
    """The filters as SQL; every value is bound, none is written into the text."""
    made = Condition()
    made.among("passages.kind", tuple(kind.value for kind in filters.kinds))
    made.among("passages.language", filters.languages)
    made.among("passages.document", filters.documents)
    for wanted in _tags(filters):
        _tagged(made, wanted)
    for sign, day in ((">=", filters.since), ("<=", filters.until)):
        if day is not None:
            made.parts.append(
                "passages.document IN (SELECT id FROM documents"  # noqa: S608 - bound
                f" WHERE date <> '' AND date {sign} ?)"
            )
            made.values.append(day.isoformat())
    return made


_Wanted = tuple[tuple[Scheme, str, bool], ...]


def _tags(filters: Filters) -> Iterator[_Wanted]:
    """For each filter, the tags of which one must be there; True: a sure one below."""
    goal, target, indicator = Scheme.GOAL, Scheme.TARGET, Scheme.INDICATOR
    yield tuple(
        each
        for code in filters.goals
        for each in (
            (goal, code, False),
            (target, f"{code}.", True),
            (indicator, f"{code}.", True),
        )
    )
    yield tuple(
        each
        for code in filters.targets
        for each in ((target, code, False), (indicator, f"{code}.", True))
    )
    for scheme, codes in (
        (indicator, filters.indicators),
        (Scheme.OBJECTIVE, filters.objectives),
        (Scheme.AREA, filters.areas),
        (Scheme.ORGANISATION, filters.organisations),
        (Scheme.GROUP, filters.groups),
        (Scheme.SECTOR, filters.sectors),
    ):
        yield tuple((scheme, code, False) for code in codes)


def _tagged(made: Condition, wanted: _Wanted) -> None:
    """Add the condition that one of these tags is there."""
    if not wanted:
        return
    either = []
    for scheme, code, below in wanted:
        if below:  # "8." up to "8/", the character after the full stop
            either.append("scheme = ? AND code >= ? AND code < ? AND confidence >= ?")
            made.values += [scheme.value, code, f"{code[:-1]}/", SURE]
        else:
            either.append("scheme = ? AND code = ?")
            made.values += [scheme.value, code]
    found = " OR ".join(f"({part})" for part in either)
    made.parts.append(
        f"passages.row IN (SELECT passage FROM tags WHERE {found})"  # noqa: S608 - bound
    )


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))
