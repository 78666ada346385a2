"""What does the World Bank publish on remittances, income and population?

Traps, each with its caveat in `caveats.toml`:

- One indicator comes in three shapes (Excel 97, CSV in an archive, API pages) that
  say the same; they are one dataset, and "Last Updated Date" is its vintage.
- Aggregates stand among the countries (AFE, ARB, WLD), under codes of the bank.
- The API answers in pages, and gives the first 50 rows when nobody asks for more.
- Remittance Prices Worldwide lists every possible corridor; ".." is "not surveyed".
- The KNOMAD workbooks print names only, in millions of US dollars; the matrices are
  models, and many zeros of the yearly tables mean "not known".
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from migrascope.errors import UnknownLayout
from migrascope.model.source import CC_BY_4
from migrascope.sources import offered
from migrascope.sources.batch import Batch, Description, Remote, Residuals
from migrascope.sources.formats import guard
from migrascope.sources.worldbank import (
    corridors,
    indicator,
    matrices,
    pages,
    selected,
    tables,
    yearly,
)

SOURCE = "worldbank"


class _Reader(Protocol):
    """Reads one file of one layout."""

    def __call__(self, path: Path, *, residuals: Residuals) -> Iterator[Batch]: ...


_API = "https://api.worldbank.org/v2"
_WORKBOOKS = {
    matrices.REMITTANCES: "knomad-remittance-matrix",
    matrices.MIGRATION: "knomad-migration-matrix",
    yearly.INFLOWS: "knomad-yearly",
    yearly.OUTFLOWS: "knomad-yearly",
}


_READERS: Mapping[str, _Reader] = {
    "indicator-workbook": indicator.read_workbook,
    "indicator-csv": indicator.read_csv,
    "indicator-archive": indicator.read_archive,
    "corridors": corridors.read,
    "knomad-remittance-matrix": matrices.read_remittances,
    "knomad-migration-matrix": matrices.read_migration,
    "knomad-yearly": yearly.read,
    "selected": selected.read,
}


def locate(*, only: str | None = None) -> tuple[Remote, ...]:
    """One API answer per indicator; `only` is an indicator code or a measure.

    The corridors and the KNOMAD workbooks have no lasting address: see the
    reference page for how to export them by hand.
    """
    return tuple(
        Remote(
            name=f"API_{known.code}.json",
            address=f"{_API}/country/all/indicator/{known.code}",
            says=f"{known.measure} ({known.code})",
            parameters=(("format", "json"), ("per_page", "20000")),
        )
        for known in tables.indicators().values()
        if only is None or only in {known.code, known.measure}
    )


fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """The layout of a file of the World Bank, or None."""
    start = guard.head(path, 8192)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _old_workbook(path)
    if start.startswith(b"PK"):
        return _archive(path)
    text = start.decode("utf-8", "replace").lstrip("\ufeff \r\n")
    if text.startswith("["):
        page = text[:4000]
        figures = '"countryiso3code"' in page and '"lastupdated"' in page
        # An answer that is an error is the bank's too, and says what was wrong.
        failure = all(key in page for key in ('"message"', '"id"', '"key"'))
        return "indicator-json" if figures or failure else None
    first = text[:2000]
    # One changed column must not hide whose file it is: two signs are enough.
    if "Last Updated Date" in first and "Indicator" in first:
        return "indicator-csv"
    if all(name in first for name in indicator.HEADER):
        return "indicator-csv"
    if "Sending Countries" in first and "Receiving Countries" in first:
        return "corridors"
    if selected.recognise(path):
        return "selected"
    return None


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """Turn files into batches; the pages of one API answer belong together.

    Raises:
        UnknownLayout: a file that is none of the bank's.
    """
    answers: list[Path] = []
    for path in paths:
        guard.check(path)
        layout = recognise(path)
        if layout is None:
            raise _unknown(path)
        if layout == "indicator-json":
            answers.append(path)
        else:
            yield from _READERS[layout](path, residuals=residuals)
    if answers:
        yield from pages.read(answers, residuals=residuals)


def describe() -> Description:
    """Say what the source is."""
    return Description(
        source=SOURCE,
        title="World Bank: remittances, their prices, income and population",
        publisher="World Bank, with KNOMAD for bilateral estimates",
        licence=CC_BY_4,
        address="https://data.worldbank.org",
        datasets=(
            *(known.dataset for known in tables.indicators().values()),
            "worldbank-rpw",
            "worldbank-knomad-remittances",
            "worldbank-knomad-migration",
            "worldbank-knomad-inflows",
            "worldbank-knomad-outflows",
            *selected.DATASETS,
        ),
        says=(
            "Remittances received and paid, as a share of GDP, their cost by country "
            "and by corridor; GDP, population, net migration; modelled bilateral "
            "remittances and migrants of 2017. KNOMAD workbooks ask for citation "
            "and are not redistributed."
        ),
        caveats=tables.caveats(),
    )


def _old_workbook(path: Path) -> str | None:
    """An Excel 97 file: sheet names stand in it as plain bytes."""
    content = path.read_bytes() if path.stat().st_size < 50_000_000 else b""
    known = b"Metadata - Countries" in content and b"Data" in content
    return "indicator-workbook" if known else None


def _archive(path: Path) -> str | None:
    """A zip: a newer workbook, known by its sheets, or CSV files in an archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
            if any(re.search(r"(^|/)API_[^/]*\.csv$", name) for name in members):
                return "indicator-archive"
            with archive.open("xl/workbook.xml") as book:
                listed = book.read(200_000).decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return None
    names = re.findall(r'<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"', listed)
    if "Data" in names and "Metadata - Countries" in names:
        return "indicator-workbook"
    return next(
        (
            layout
            for start, layout in _WORKBOOKS.items()
            if any(name.startswith(start) for name in names)
        ),
        None,
    )


def _unknown(path: Path) -> UnknownLayout:
    return UnknownLayout(
        "this is none of the World Bank's layouts: an indicator (xls, csv, zip or API "
        "json), the DataBank export of corridors, or a KNOMAD workbook.",
        "Look at the first lines of the file, and download it again; a table that "
        "was changed by hand can be read with a mapping "
        "(migrascope add FILE --suggest).",
        where=path.name,
    )
