"""What does the World Bank's API (version 2) answer?

A list of two: a page head with `lastupdated`, and one object per area and year.
Years without a figure come as null and are left out. The API cuts its answer into
pages without complaint, so all pages must be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from migrascope.errors import ChangedHeader, Truncated
from migrascope.sources import places
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.formats import json, numbers
from migrascope.sources.formats.table import ROW, Table
from migrascope.sources.worldbank import tables
from migrascope.sources.worldbank.publication import WDI, publish

_NEEDED = ("indicator.id", "country.id", "countryiso3code", "date", "value")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer, and how many there should be."""

    path: Path
    table: Table
    code: str
    title: str
    updated: str
    number: int
    pages: int
    total: int


def read(paths: Sequence[Path], *, residuals: Residuals) -> Iterator[Batch]:
    """Read all pages; the pages of one indicator and update make one batch.

    Raises:
        Truncated: a page is missing, or there are fewer figures than announced.
    """
    answers: dict[tuple[str, str], list[Page]] = {}
    for path in paths:
        page = _page(path)
        answers.setdefault((page.code, page.updated), []).append(page)
    for (code, updated), pages in answers.items():
        ordered = sorted(pages, key=lambda page: page.number)
        _refuse_gaps(ordered)
        known = tables.indicator(code, where=ordered[0].table.where())
        cells = pl.concat(
            _cells(page, index, residuals=residuals)
            for index, page in enumerate(ordered)
        )
        middle = pl.date(pl.col("year"), 7, 1)
        start = middle if known.mid_year else pl.date(pl.col("year"), 1, 1)
        end = middle if known.mid_year else pl.date(pl.col("year"), 12, 31)
        yield publish(
            cells.select(
                pl.lit(known.measure).alias("measure"),
                pl.lit(known.unit).alias("unit"),
                start.alias("start"),
                end.alias("end"),
                pl.exclude("year"),
            ),
            WDI,
            dataset=known.dataset,
            vintage=updated,
            title=ordered[0].title,
            paths=[page.path for page in ordered],
            caveats=tables.caveats("wdi", updated[:4]),
        )


def _page(path: Path) -> Page:
    table = json.read(path)
    head = _head(json.load(path), path)
    table.need(*_NEEDED)
    first = table.frame.row(0, named=True)
    return Page(
        path=path,
        table=table,
        code=str(first["indicator.id"]),
        title=str(first.get("indicator.value") or first["indicator.id"]),
        updated=str(head["lastupdated"]),
        number=int(head["page"]),
        pages=int(head["pages"]),
        total=int(head["total"]),
    )


def _head(tree: Any, path: Path) -> Mapping[str, Any]:
    match tree:
        case [{"page": _, "pages": _, "total": _, "lastupdated": _} as head, [_, *_]]:
            return dict(head)
    raise ChangedHeader(
        "the answer is not a page head with `lastupdated` and a list of figures.",
        "Ask again with format=json and an indicator that has figures.",
        where=path.name,
    )


def _refuse_gaps(pages: Sequence[Page]) -> None:
    first = pages[0]
    found = [page.number for page in pages]
    figures = sum(page.table.frame.height for page in pages)
    if found != list(range(1, first.pages + 1)) or figures != first.total:
        raise Truncated(
            f"{first.code}: pages {found} with {figures} rows are here; the API "
            f"announced {first.pages} pages with {first.total} rows.",
            "Download all pages (or one page with per_page=20000), and add them "
            "together.",
            where=first.path.name,
        )


def _cells(page: Page, index: int, *, residuals: Residuals) -> pl.DataFrame:
    table = page.table
    lines = table.rows(pl.col("value").is_not_null())
    frame = lines.frame
    code = frame["countryiso3code"].fill_null(frame["country.id"])
    area = places.match(
        code,
        tables.areas_by_code(),
        where=table.where(column="countryiso3code"),
        rows=frame[ROW],
        residuals=residuals,
        remedy=tables.REMEDY,
    )
    value = lines.numbers("value", missing=())
    year = numbers.parse(frame["date"], where=table.where(), rows=frame[ROW])
    status = (
        pl.col("obs_status").replace_strict({"E": "E", "F": "F"}, default="A")
        if "obs_status" in frame.columns
        else pl.lit("A")
    )
    return frame.select(
        area.alias("area"),
        year.cast(pl.Int32).alias("year"),
        value.alias("value"),
        status.alias("obs_status"),
        pl.lit(index).alias("file"),
        pl.lit(table.sheet).alias("sheet"),
        pl.col(ROW).alias("row"),
        pl.lit(table.columns["value"], pl.UInt32).alias("column"),
    )
