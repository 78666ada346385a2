"""Which layout of the Population Division is this file?

Told from the first bytes: the opening of a workbook's texts (shared by all sheets,
or inside the first ones), the schema of a Parquet file, the header of a text table.
Nothing is unpacked beyond that, and rubbish is answered with None.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import polars as pl

from migrascope.sources.formats import guard
from migrascope.sources.undesa import components, flow_workbook, prospects

STOCK_BY_DESTINATION = "stock-by-destination"
STOCK_BY_ORIGIN = "stock-by-origin"
FLOW_TOTALS = "flow-totals"
ESTIMATES = "prospects-estimates"
PROJECTION = "prospects-projection"
INDICATORS = "prospects-indicators"
COMPONENTS = "prospects-components"
BILATERAL_2024 = "bilateral-2024"
BILATERAL_2020 = "bilateral-2020"
BILATERAL_2019 = "bilateral-2019"

_TEXTS = (
    "xl/sharedStrings.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
)
_PEEK = 1 << 18
_HEADERS = (
    (
        BILATERAL_2024,
        {"dest_iso3", "year", "orig_iso3", "sex", "migrants", "type_b", "type_i"},
    ),
    (
        BILATERAL_2020,
        {"year", "sex", "orig", "orig_name", "dest", "dest_name", "migrants"},
    ),
    (BILATERAL_2019, {"Year", "Dest", "Afghanistan", "Zimbabwe"}),
    (INDICATORS, set(prospects.INDICATORS_COLUMNS)),
)


def recognise(path: Path) -> str | None:
    """The name of the layout, None when the file is not one of them."""
    start = guard.head(path)
    if start.startswith(b"PK"):
        return _workbook(path)
    if start.startswith(b"PAR1"):
        return _parquet(path)
    return _text(path, start)


def _workbook(path: Path) -> str | None:
    texts = _opening(path)
    if all(f">{name.lower()}<" in texts for name in flow_workbook.HEADERS):
        return FLOW_TOTALS
    if "international migrant stock at mid-year" not in texts:
        return None
    if "location code of origin" in texts:
        return STOCK_BY_ORIGIN
    if "of destination" in texts and ("type of data" in texts or "data type" in texts):
        return STOCK_BY_DESTINATION
    return None


def _opening(path: Path) -> str:
    """The first texts of a workbook in lower case; '' when it cannot be read."""
    pieces = []
    try:
        with zipfile.ZipFile(path) as archive:
            for name in set(_TEXTS).intersection(archive.namelist()):
                with archive.open(name) as stream:
                    pieces.append(stream.read(_PEEK))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error):
        return ""
    except (NotImplementedError, RuntimeError):  # other packing, or a password
        return ""
    return b"".join(pieces).decode("utf-8", "replace").lower()


def _parquet(path: Path) -> str | None:
    try:
        names = set(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, OSError):
        return None
    if names.issuperset(prospects.ESTIMATES_COLUMNS):
        return ESTIMATES
    if names.issuperset(prospects.PROJECTION_COLUMNS):
        return PROJECTION
    return None


def _text(path: Path, start: bytes) -> str | None:
    first = start.decode("utf-8-sig", "replace").partition("\n")[0].rstrip("\r")
    named = path.name.split(".")[0].lower()
    if tuple(first.split("\t")[:2]) == components.HEADERS:
        return COMPONENTS if named in components.MEASURES else None
    header = {name.strip().strip('"') for name in first.split(",")}
    return next((layout for layout, needed in _HEADERS if needed <= header), None)
