"""What does the SDG API answer (Series/Data and Indicator/Data)?

Pages with `totalElements`, `totalPages`, `pageNumber` and the array `data`; one
object per data point, values as texts, years as numbers. All pages must be there:
the default page holds 25 points and nobody says that more exist.

The answer does not name the release of the database; the list of series
(`Series/List`) does, and gives the vintage when it is added to the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.errors import Truncated, UnknownLayout
from migrascope.sources.formats import json
from migrascope.sources.formats.json import Envelope
from migrascope.sources.formats.table import ROW, Table
from migrascope.sources.unsdg.dimensions import PREFIX, normal
from migrascope.sources.unsdg.points import Answer

HEAD = ('"totalElements"', '"totalPages"', '"pageNumber"')
"""What stands at the head of every page."""

NEEDED = ("series", "geoAreaCode", "timePeriodStart", "value")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer."""

    path: Path
    table: Table
    envelope: Envelope


def read(paths: Sequence[Path], *, vintages: Mapping[str, str]) -> Iterator[Answer]:
    """Read all pages; those of one answer belong together.

    Raises:
        Truncated: a page is missing, or there are fewer points than announced.
        ChangedHeader: the objects lack a key.
    """
    answers: dict[tuple[object, ...], list[Page]] = {}
    for path in paths:
        page = _page(path)
        answers.setdefault(_belongs(page), []).append(page)
    for pages in answers.values():
        ordered = sorted(pages, key=lambda page: page.envelope.page or 1)
        _refuse_gaps(ordered)
        raw = pl.concat(
            (_raw(page.table, index) for index, page in enumerate(ordered)),
            how="diagonal",
        )
        yield Answer(raw, [page.path for page in ordered], vintages)


def releases(paths: Sequence[Path]) -> dict[str, str]:
    """The release of each series, from lists of series.

    Raises:
        ChangedHeader: the list has no codes or no releases.
    """
    found: dict[str, str] = {}
    for path in paths:
        table = json.read(path)
        table.need("code", "release")
        found |= dict(table.frame.select("code", "release").drop_nulls().iter_rows())
    return found


def _page(path: Path) -> Page:
    table = json.read(path, at="data")
    if not table.frame.height:
        raise UnknownLayout(
            "the answer holds no data point.",
            "The series may have been renamed or withdrawn: look it up in the list of "
            "series (Series/List).",
            where=path.name,
        )
    table.need(*NEEDED)
    return Page(path, table, json.envelope(path))


def _belongs(page: Page) -> tuple[object, ...]:
    """What pages of one answer have in common; a single page stands alone."""
    if page.envelope.pages in {None, 0, 1}:
        return (page.path,)
    asked = page.table.frame.row(0, named=True)
    subject = asked.get("indicator") or asked["series"]
    return (subject, page.envelope.pages, page.envelope.total)


def _refuse_gaps(pages: Sequence[Page]) -> None:
    first = pages[0].envelope
    found = [page.envelope.page or 1 for page in pages]
    points = sum(page.table.frame.height for page in pages)
    wanted = list(range(1, (first.pages or 1) + 1))
    if found != wanted or (first.total is not None and points != first.total):
        raise Truncated(
            f"pages {found} with {points} points are here; the API announced "
            f"{first.pages} pages with {first.total} points.",
            "Download all pages (or ask for one with a larger pageSize), and add "
            "them together.",
            where=pages[0].path.name,
        )


def _raw(table: Table, index: int) -> pl.DataFrame:
    frame = table.frame

    def text(name: str) -> pl.Expr:
        return pl.col(name) if name in frame.columns else pl.lit(None, pl.String)

    return frame.select(
        "series",
        text("seriesDescription").alias("description"),
        pl.col("geoAreaCode").alias("geo"),
        pl.col("timePeriodStart").alias("year"),
        "value",
        text("lowerBound").alias("low"),
        text("upperBound").alias("high"),
        text("attributes.Nature").alias("nature"),
        text("attributes.Units").alias("units"),
        _footnotes(text("footnotes")).alias("note"),
        pl.lit(index, pl.UInt16).alias("file"),
        pl.lit(table.sheet).alias("sheet"),
        pl.col(ROW).alias("row"),
        pl.lit(table.columns["value"], pl.UInt32).alias("column"),
        *(
            pl.col(name).alias(PREFIX + normal(name.removeprefix("dimensions.")))
            for name in frame.columns
            if name.startswith("dimensions.")
        ),
    )


def _footnotes(written: pl.Expr) -> pl.Expr:
    """A list of footnotes as one text; empty ones are left out."""
    notes = written.fill_null("[]").str.json_decode(pl.List(pl.String))
    kept = notes.list.eval(pl.element().filter(pl.element().str.strip_chars() != ""))
    joined = kept.list.join("; ")
    return pl.when(joined == "").then(None).otherwise(joined)
