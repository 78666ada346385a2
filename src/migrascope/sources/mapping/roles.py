"""Which column of this file plays which role?

Opens a file by what it holds, looks at every column, and settles between the
columns that could play the same role: codes before names, counts before codes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from migrascope.model import measure
from migrascope.sources.formats import csv, guard, hxl, json, sdmx, workbook
from migrascope.sources.formats.table import Table
from migrascope.sources.mapping import codes, tables, times
from migrascope.sources.mapping.profile import (
    Profile,
    is_year,
    profiles,
    same_places,
)

_MOST_BREAKDOWNS = 60
_GROUPS = {
    "REF": "refugees",
    "ASY": "asylum_seekers",
    "IDP": "idps",
    "OIP": "other_in_need_of_protection",
    "STA": "stateless",
    "OOC": "others_of_concern",
    "HST": "host_community",
}
"""Headers by which UNHCR shortens its population groups."""

_TWO_ROWS = (
    r"^(?P<year>\d{4}) \| (?P<sex>.+)$",
    r"^(?P<sex>.+) \| (?P<year>\d{4})$",
)
"""Headers of two rows: years above sexes, or below them."""

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_VALUE = re.compile(
    r"^n$|value|count|number|total|persons|migrants|population|stock|cases|figure|"
    r"nombre|valeur|valor|personas|effectif",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it was understood: its kind, its table, its profiles.

    `header` has the rows of the header of a workbook, one or two.
    """

    path: Path
    kind: str
    table: Table
    others: tuple[str, ...]
    columns: tuple[Profile, ...]
    header: tuple[int, ...] = ()

    def of(self, role: str) -> list[Profile]:
        """The columns that play a role."""
        return [each for each in self.columns if each.role == role]


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column is taken for what."""

    area: Profile | None
    origin: Profile | None
    spare: tuple[Profile, ...]
    figures: tuple[Profile, ...]
    crosstab: str
    breakdowns: tuple[Profile, ...]


def look(path: Path) -> Found:
    """Open a file by what it holds, not by its name."""
    start = guard.head(path, 8)
    others: tuple[str, ...] = ()
    header: tuple[int, ...] = ()
    if start.startswith((b"PK", b"\xd0\xcf")):
        kind = "workbook"
        sheets = workbook.read(path)
        best = max(sheets.values(), key=_weight)
        others = tuple(name for name in sheets if name != best.name)
        header = tables.header_rows(best)
        table = best.table((header[0], header[-1]))
    elif start.startswith(b"PAR1"):
        kind, table = "parquet", tables.parquet_texts(path)
    elif start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"[")):
        kind, table = "json", json.read(path)
    else:
        kind, table = "csv", csv.read(path)
        if sdmx.is_header(list(table.columns)):
            kind, table = "sdmx", sdmx.read_csv(path)
    clean = hxl.without_tags(table)
    return Found(path, kind, clean, others, tuple(profiles(clean)), header)


def _weight(sheet: workbook.Sheet) -> int:
    """How many cells of a sheet hold numbers."""
    return sum(isinstance(value, float) for row in sheet.rows[:300] for value in row)


def choose(found: Found) -> Roles:
    """Settle which column plays which role."""
    places = found.of("place")
    crosstab = _crosstab(found)
    origins = [each for each in places if each.is_origin]
    areas = [each for each in places if not each.is_origin]
    area = _coded(areas)
    origin = _coded([each for each in origins if each is not area])
    if origin is None and area is not None:
        rest = [each for each in areas if each is not area]
        origin = _coded([each for each in rest if not same_places(each, area)])
    taken = {id(each) for each in (area, origin) if each}
    spare = tuple(each for each in places if id(each) not in taken)
    figures = () if crosstab else _counted(found.of("figure"))
    return Roles(area, origin, spare, figures, crosstab, _further(found))


def _counted(figures: Sequence[Profile]) -> tuple[Profile, ...]:
    """The columns that count people: by their header, else those of many texts."""
    named = [each for each in figures if measure_in(each.header)]
    named = named or [each for each in figures if _VALUE.search(each.header)]
    many = [each for each in figures if each.distinct > 12]
    return tuple(named or many or figures)


def _coded(candidates: Sequence[Profile]) -> Profile | None:
    """The column to prefer: codes before names, full before patchy."""
    order = ("iso3", "m49", "unhcr", "world_bank", "eurostat", "iso2", "name")
    ranked = sorted(
        candidates,
        key=lambda each: (each.filled < 0.9, order.index(each.place_kind)),
    )
    return ranked[0] if ranked else None


def _crosstab(found: Found) -> str:
    """The pattern of headers that are years, months, origins; '' without any."""
    headers = [each.header for each in found.columns if each.role in ("figure", "year")]
    years = [header for header in headers if is_year(header)]
    if len(years) > 1:
        return r"^(?P<year>\d{4})$"
    months = [header for header in headers if times.is_month(header)]
    if len(months) > 1:
        return f"^(?P<month>{'|'.join(map(re.escape, months))})$"
    for pattern in _TWO_ROWS:
        split = [re.match(pattern, header) for header in headers]
        understood = [each for each in split if each and codes.code(each["sex"], "sex")]
        if len(understood) > 1:
            return pattern
    named = [header for header in headers if codes.place(header, "any")]
    if len(named) > 4 and len(named) >= 0.8 * len(headers):
        return "^(?P<origin>.+)$"
    return ""


def _further(found: Found) -> tuple[Profile, ...]:
    """Columns of a few texts that tell figures apart."""
    return tuple(
        each
        for each in found.columns
        if each.role == "" and 1 < each.distinct <= _MOST_BREAKDOWNS
    )


def measure_in(text: str) -> str:
    """The measure whose words all stand in a text; the longest when several do."""
    if text in _GROUPS:
        return _GROUPS[text]
    plain = {word.lower() for word in _WORDS.findall(text)}
    singular = plain | {word.removesuffix("s") for word in plain}
    found = [
        known.code
        for known in measure.all()
        if not known.is_series
        and all(
            word in plain or word.removesuffix("s") in singular
            for word in known.code.split("_")
        )
    ]
    return max(found, key=len, default="")
