"""What can be asked of the evidence base?

Values of the columns of the observation table, years, editions, and the day as of
which the answer should be given. What is not named is not restricted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from migrascope.errors import UnknownEdition, UsageError
from migrascope.store.manifest import Entry, Manifest

CODES = ("measure", "area", "origin", "sex", "age", "status", "breakdown", "unit")
"""The columns that a question may restrict by value."""

Codes = str | Collection[str] | None


class Filters(TypedDict, total=False):
    """The keywords of `Base.query`, `Base.figures` and `Base.frame`.

    `year`, `since` and `until` (both included) speak of the year in which the
    period of a figure ends. `editions` takes ids (`unhcr-population@2025-12`) or
    datasets (`unhcr-population`: its newest); without it, the newest edition of
    every dataset is asked, as known at `as_of`.
    """

    measure: Codes
    area: Codes
    origin: Codes
    sex: Codes
    age: Codes
    status: Codes
    breakdown: Codes
    unit: Codes
    year: int | Collection[int] | None
    since: int | None
    until: int | None
    editions: Codes
    as_of: date | datetime | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question made plain: each restriction is a tuple of values, or None."""

    codes: dict[str, tuple[str, ...]]
    years: tuple[int, ...] | None
    since: int | None
    until: int | None
    editions: tuple[str, ...] | None
    as_of: date | datetime | None

    def entries(self, manifest: Manifest) -> tuple[Entry, ...]:
        """The editions that can hold an answer, by the index alone."""
        asked = (
            manifest.newest(self.as_of)
            if self.editions is None
            else _named(manifest, self.editions, self.as_of)
        )
        return tuple(each for each in asked if self._may_answer(each))

    def _may_answer(self, entry: Entry) -> bool:
        measures, areas = self.codes.get("measure"), self.codes.get("area")
        if measures is not None and entry.measures.isdisjoint(measures):
            return False
        if areas is not None and entry.areas.isdisjoint(areas):
            return False
        if entry.first is None or entry.last is None or self.years == ():
            return False
        earliest = min(self.years) if self.years else entry.first
        latest = max(self.years) if self.years else entry.last
        if self.since is not None:
            earliest = max(earliest, self.since)
        if self.until is not None:
            latest = min(latest, self.until)
        return earliest <= entry.last and latest >= entry.first


def ask(filters: Filters) -> Question:
    """Make a question of keywords.

    Raises:
        UsageError: the first year is after the last.
    """
    year = filters.get("year")
    since, until = filters.get("since"), filters.get("until")
    if since is not None and until is not None and since > until:
        raise UsageError(
            f"the first year, {since}, is after the last, {until}.",
            "Name the earlier one with --from and the later one with --to.",
        )
    return Question(
        codes={
            name: values
            for name in CODES
            if (values := _values(filters.get(name))) is not None  # type: ignore[arg-type] # each of CODES is a key of Filters
        },
        years=(year,)
        if isinstance(year, int)
        else None
        if year is None
        else tuple(year),
        since=since,
        until=until,
        editions=_values(filters.get("editions")),
        as_of=filters.get("as_of"),
    )


def _values(given: Codes) -> tuple[str, ...] | None:
    if given is None:
        return None
    return (given,) if isinstance(given, str) else tuple(given)


def _named(
    manifest: Manifest, names: tuple[str, ...], as_of: date | datetime | None
) -> tuple[Entry, ...]:
    """The editions that were asked for by id or by dataset."""
    known = {each.id: each for each in manifest.known(as_of)}
    latest = {each.dataset: each for each in manifest.newest(as_of)}
    found = {}
    for name in names:
        entry = known.get(name) or latest.get(name)
        if entry is None:
            raise unknown_edition(name, manifest)
        found[entry.id] = entry
    return tuple(found.values())


def unknown_edition(name: str, manifest: Manifest) -> UnknownEdition:
    """The error for an edition that is not there, with the nearest three."""
    import difflib  # only for the message

    names = {each.id for each in manifest.entries}
    close = difflib.get_close_matches(name, sorted(names), n=3, cutoff=0.4)
    offer = f" Nearest: {', '.join(close)}." if close else ""
    return UnknownEdition(
        f'the base has no edition "{name}".{offer}',
        "`migrascope catalog` lists what there is.",
    )
