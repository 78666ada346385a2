"""How is a list of monthly counts at a border read?

Border authorities publish alike: one row for a month and a nationality, with a
place or a legal ground beside it. Such a list is declared by a mapping beside its
adapter (`counts.toml`, with `places.csv` and `caveats.toml`); what a mapping cannot
say are functions of the adapter, its `check` and its `refine`. The files do not name
their vintage: an edition is called by its last month.

What they count are events. A person who is stopped twice counts twice, and someone
who passes unseen is not there: the unit is `EVENTS`, never persons.
"""

from __future__ import annotations

import csv as lines
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader, SourceError, Truncated, UnknownLayout
from migrascope.model import caveat
from migrascope.model.caveat import Caveat
from migrascope.sources import frame, mapping
from migrascope.sources.batch import Batch, Description, Residuals, source_file
from migrascope.sources.formats import csv, guard
from migrascope.sources.formats.table import ROW, Table
from migrascope.sources.mapping.apply import cells
from migrascope.sources.mapping.declaration import Mapping

LAYOUT = "counts"


@dataclass(frozen=True, slots=True)
class Refined:
    """Figures as the adapter leaves them, and what it has to remark on them.

    `shared` names the origins that may stand several times in a month.
    """

    cells: pl.DataFrame
    remarks: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


Tell = Callable[[Sequence[str], str], bool]
"""Tells a list from another with the same header, by the days in its head and its
file name."""

Check = Callable[[Table], None]
"""Refuses a file that has the header of the list and is not the list."""

Refine = Callable[[pl.DataFrame], Refined]
"""What an adapter does with the figures that the mapping gave."""


def alone(days: Sequence[str], name: str) -> bool:
    """No other list has this header."""
    del days, name
    return True


def accepted(table: Table) -> None:
    """Whoever has the header is the list."""
    del table


@dataclass(frozen=True, slots=True)
class MonthlyList:
    """A publisher's list: where it is declared, its header, and its refinements."""

    package: str
    header: tuple[str, ...]
    says: str
    tell: Tell = alone
    check: Check = accepted
    refine: Refine = Refined

    @property
    def declared(self) -> Mapping:
        """The mapping beside the adapter."""
        return _mapping(self.package)

    def recognise(self, path: Path) -> str | None:
        """`counts` when a file has this header and is not another list that has it."""
        if self._has_header(path) and self.tell(_days(path), path.name):
            return LAYOUT
        return None

    def read(
        self, paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
    ) -> Iterator[Batch]:
        """One edition for each file.

        Raises:
            UnknownLayout: the file has another header.
            Truncated: it has no rows, or is cut off.
            UnknownPlace: a nationality without an area.
            SourceError: a figure or a month that cannot be.
        """
        for path in paths:
            yield self._batch(path, residuals)

    def describe(self) -> Description:
        """What the list is, with its terms and traps."""
        declared = self.declared
        return Description(
            source=declared.source,
            title=declared.title,
            publisher=declared.publisher,
            licence=declared.licence,
            address=declared.address,
            datasets=(declared.dataset,),
            says=self.says,
            caveats=_caveats(self.package),
        )

    def _batch(self, path: Path, residuals: Residuals) -> Batch:
        guard.check(path)
        if not self._has_header(path):
            raise UnknownLayout(
                f"this is not the list that {self.declared.source} is read from.",
                f"Expected a table with the columns {', '.join(self.header)}. Read "
                "other files with a mapping (migrascope add FILE --suggest).",
                where=path.name,
            )
        declared = self.declared
        table = csv.read(path, header=1)
        if table.frame.is_empty():
            raise Truncated(
                "the file has a header and no counts.",
                "Get the file again.",
                where=path.name,
            )
        _refuse_days(table)
        self.check(table)
        refined = self.refine(cells(declared, path, residuals=residuals))
        vintage = _last_month(refined.cells)
        edition = f"{declared.dataset}@{vintage}"
        return Batch(
            dataset=declared.dataset,
            vintage=vintage,
            source=declared.source,
            title=declared.title,
            publisher=declared.publisher,
            licence=declared.licence,
            citation=f"{declared.citation}, edition {vintage}",
            files=(source_file(path),),
            observations=_finished(refined, edition, path),
            caveats=_caveats(self.package),
            address=declared.address,
            remarks=refined.remarks,
        )

    def _has_header(self, path: Path) -> bool:
        """Whether the first line names exactly these columns, in any order."""
        text = guard.head(path).decode("utf-8-sig", "ignore")
        try:
            first = next(lines.reader(text.splitlines()), [])
        except lines.Error:
            return False
        return sorted(field.strip() for field in first) == sorted(self.header)


def mixed_up(table: Table, *, is_really: str, because: str) -> ChangedHeader:
    """The error for a list whose header is that of another publisher's."""
    return ChangedHeader(
        f"{because}: this looks like the list of {is_really}.",
        f"Let its content decide: migrascope add {table.file}",
        where=table.file,
    )


def holds_whole_years(days: Sequence[str]) -> bool:
    """Whether a year before the last one has no month but January.

    >>> holds_whole_years(["2010-01-01", "2011-01-01"])
    True
    >>> holds_whole_years(["2018-01-01", "2018-02-01", "2019-01-01"])
    False
    """
    months: dict[str, set[str]] = {}
    for day in days:
        months.setdefault(day[:4], set()).add(day[5:7])
    last = max(months, default="")
    return any(held == {"01"} for year, held in months.items() if year != last)


def _refuse_days(table: Table) -> None:
    """Insist on first days: counts of days or weeks would be taken for months."""
    within = table.frame.filter(pl.col("t").str.contains(r"^\d{4}-\d\d-\d\d$")).filter(
        ~pl.col("t").str.ends_with("-01")
    )
    if within.height:
        row = within.row(0, named=True)
        raise SourceError(
            f"{row['t']} is a day within a month, and this list is of months.",
            "Read counts of days or weeks with a mapping "
            "(migrascope add FILE --suggest).",
            where=table.where(int(row[ROW]), "t"),
        )


def _days(path: Path) -> tuple[str, ...]:
    """The distinct days in the head of a list, from its column `t`."""
    text = guard.head(path).decode("utf-8-sig", "ignore")
    try:
        rows = list(lines.DictReader(text.splitlines()[:-1]))
    except lines.Error:
        return ()
    return tuple(dict.fromkeys(row.get("t") or "" for row in rows))


def _finished(refined: Refined, edition: str, path: Path) -> pl.DataFrame:
    """The figures, checked; only origins that share a code may be repeated."""
    files = {0: path.name}
    alone = refined.cells.filter(~pl.col("origin").is_in(refined.shared))
    checked = frame.finish(alone, edition=edition, files=files)
    if not refined.shared:
        return checked
    return frame.finish(refined.cells, edition=edition, files=files, repeated=True)


def _last_month(figures: pl.DataFrame) -> str:
    last = figures["end"].max()
    assert isinstance(last, date)
    return f"{last:%Y-%m}"


@cache
def _mapping(package: str) -> Mapping:
    return mapping.load(files(package).joinpath("counts.toml"))


@cache
def _caveats(package: str) -> tuple[Caveat, ...]:
    return caveat.load(files(package).joinpath("caveats.toml"))
