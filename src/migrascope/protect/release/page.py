"""How does a report become a page and a PDF that everyone can read?

A report is sections of sentences and tables; page and PDF are written from the same
one. The page is one file without scripts; the PDF is tagged (PDF/UA-1). Both are made
in memory: nothing of a report lies in a temporary folder. Texts of the cases (labels,
names of columns) are escaped, and what cannot be printed is left out.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from migrascope.language.numbers import day
from migrascope.language.printing import clean, hidden, not_in_the_fonts


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts; `numbers` names the columns that are set to the right."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, sentences, points of a list, and tables."""

    title: str
    says: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; `series` stands above its title, `mark` on every page."""

    series: str
    title: str
    lead: str
    made_on: date
    version: str
    sections: tuple[Section, ...]
    mark: str = ""


def html(report: Report) -> str:
    """The report as one page."""
    environment = Environment(
        loader=PackageLoader("migrascope.protect.release", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html")
    return template.render(report=_cleaned(report), made=day(report.made_on))


def pdf(report: Report) -> bytes:
    """The report as a PDF; what no font can show is shown as a question mark."""
    import typst

    unknown: set[str] = set()
    while True:
        try:
            return _set(report, frozenset(unknown))
        except typst.TypstError as error:
            new = not_in_the_fonts(str(error)) - unknown
            if not new:
                raise
            unknown |= new


def _set(report: Report, unknown: frozenset[str]) -> bytes:
    import typst

    template = files("migrascope.protect.release").joinpath("templates", "report.typ")
    content = _cleaned(report)
    for section in content["sections"]:
        for table in section["tables"]:
            table["numbers"] = [
                spot in table["numbers"] for spot in range(len(table["headings"]))
            ]
    content["made"] = f"Made on {day(report.made_on)} with Migrascope {report.version}."
    content = _changed(content, partial(hidden, characters=unknown))
    pages: bytes = typst.compile(
        template.read_bytes(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        timestamp=datetime.combine(report.made_on, time(), tzinfo=UTC),
        sys_inputs={"report": json.dumps(content)},
    )
    return pages


def _cleaned(report: Report) -> dict[str, Any]:
    facts = asdict(report)
    del facts["made_on"]
    cleaned: dict[str, Any] = _changed(facts, clean)
    return cleaned


def _changed(thing: Any, change: Any) -> Any:
    """The same with every text changed."""
    if isinstance(thing, str):
        return change(thing)
    if isinstance(thing, dict):
        return {key: _changed(value, change) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [_changed(each, change) for each in thing]
    return thing
