"""What does this mapping file say, and is it possible?

Reads TOML into a `Mapping`; whatever cannot be meant (an unknown key, a column
twice over, a code that does not exist) is refused with the key and its line,
before any figure is read.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path

from migrascope.errors import BadMapping, Where
from migrascope.sources.mapping import sections
from migrascope.sources.mapping.declaration import DIMENSIONS, TIMES, Mapping, Values
from migrascope.sources.mapping.keys import Keys


def load(file: Path | Traversable) -> Mapping:
    """Read a mapping file.

    Raises:
        BadMapping: what it says is impossible; names the key and the line.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        entries = tomllib.loads(text)
    except OSError as error:
        raise BadMapping(
            "the mapping file cannot be read.",
            "Check its name; `migrascope add FILE --suggest -o M.toml` writes one.",
            where=str(file),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise BadMapping(
            f"the mapping is not valid TOML: {error}.",
            "Texts stand in quotes; a regular expression in single quotes.",
            where=Where(file.name, line=int(found[1]) if found else None),
        ) from error
    return _mapping(Keys(entries, (), file.name, text), file)


def _mapping(keys: Keys, file: Path | Traversable) -> Mapping:
    name = keys.needed("source")
    title = keys.needed("title")
    layout = sections.layout(keys.table("file"))
    codes = sections.CodeTables(file)
    mapping = Mapping(
        file=file.name,
        source=sections.identifier(keys, "source"),
        dataset=sections.identifier(
            keys, "dataset", default=f"{name}-{keys.string('name')}"
        ),
        vintage=sections.vintage(keys),
        title=title,
        publisher=keys.needed("publisher"),
        licence=sections.licence(keys),
        citation=keys.string("citation") or f"{keys.string('publisher')}: {title}",
        address=keys.string("address"),
        layout=layout,
        dimensions={
            dimension: sections.dimension(keys, dimension, codes)
            for dimension in DIMENSIONS
            if keys.get(dimension) is not None
        },
        breakdowns=sections.breakdowns(keys, codes),
        times=sections.times(keys.table("time")),
        values=tuple(sections.values(each) for each in keys.tables("values")),
        figures=sections.figures(keys),
        note=sections.note(keys),
        skip=tuple(sections.rule(each) for each in keys.tables("skip")),
        keep=tuple(sections.rule(each) for each in keys.tables("keep")),
        caveats=tuple(sections.caveat(each, name) for each in keys.tables("caveat")),
    )
    keys.close()
    _check_whole(mapping, keys)
    return mapping


def _check_whole(mapping: Mapping, keys: Keys) -> None:
    """Insist that every figure gets a measure, an area, a unit and a time."""
    if not mapping.values:
        raise keys.wrong("values", "is missing: declare where the figures stand.")
    if mapping.layout.header == 0 and not mapping.layout.names:
        raise keys.table("file").wrong("columns", "is missing: the file has no header.")
    if isinstance(mapping.layout.header, tuple) and mapping.layout.kind != "workbook":
        says = "of two rows can be read in workbooks only."
        raise keys.table("file").wrong("header", says, "Name the lower row.")
    for number, values in enumerate(mapping.values):
        given = _given(mapping, values)
        own = Keys({}, ("values",), keys.file, keys.text, number)
        if values.headers and (values.low or values.high):
            raise own.wrong("low", 'needs "column", not "headers".')
        for needed in ("measure", "area"):
            if needed not in given:
                raise keys.wrong(needed, "is missing: no column, value or group.")
        if not given & {"year", "period", "date", "start"}:
            raise keys.wrong("time", "is missing: declare year, period, date or start.")
        unknown = _groups(values.headers) - {*DIMENSIONS, *TIMES} - _breakdown(mapping)
        if unknown:
            raise own.wrong("headers", f"has an unknown group: {min(unknown)}.")


def _given(mapping: Mapping, values: Values) -> set[str]:
    declared = {
        name
        for name, dimension in mapping.dimensions.items()
        if dimension.column or dimension.value
    }
    times = {*mapping.times.columns, *mapping.times.values}
    groups = _groups(values.headers) | _groups(mapping.layout.sheets)
    return declared | times | groups | set(values.constants)


def _breakdown(mapping: Mapping) -> set[str]:
    return set(mapping.breakdowns)


def _groups(pattern: re.Pattern[str] | None) -> set[str]:
    return set(pattern.groupindex) if pattern else set()
