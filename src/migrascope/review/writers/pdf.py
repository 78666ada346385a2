"""How does a review become a PDF that everyone can read?

Typst sets it as a tagged PDF (PDF/UA-1): headings, tables and alternative texts
are there for screen readers. The fonts are those that Typst carries, so that every
machine makes the same pages.
"""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime, time
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from migrascope.language.numbers import day
from migrascope.language.printing import clean, hidden, not_in_the_fonts
from migrascope.review import drawing
from migrascope.review.model import Exhibit, Review
from migrascope.review.writers import footing
from migrascope.review.writers.cells import source_line
from migrascope.review.writers.grid import grid, under
from migrascope.review.writers.printable import printable

KEPT_BY_TYPST = 11
"""Documents after which Typst forgets the first."""


def write(review: Review, path: Path) -> None:
    """Write the PDF."""
    path.write_bytes(render(review))


def render(review: Review) -> bytes:
    """Set the pages; what no font can show is shown as a question mark."""
    import typst

    shown = printable(review, _with_blanks)
    unknown: set[str] = set()
    while True:
        try:
            return _set(shown)
        except typst.TypstError as error:
            new = not_in_the_fonts(str(error)) - unknown
            if not new:
                raise
            unknown |= new
            shown = printable(shown, partial(hidden, characters=frozenset(unknown)))


def _with_blanks(text: str) -> str:
    """A text that can be printed, with blanks for tabs, which no font shows."""
    return clean(text).replace("\t", " ")


def forget() -> None:
    """Let go of what Typst keeps of the last documents.

    Typst remembers each document until ten more are set. When hundreds of reviews
    are made in one process, that is 200 MB; ten empty pages take its place.
    """
    import typst

    for _ in range(KEPT_BY_TYPST):
        typst.compile(b" ", ignore_system_fonts=True)


def _set(review: Review) -> bytes:
    import typst

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = files("migrascope.review").joinpath("templates", "review.typ")
        (folder / "review.typ").write_text(template.read_text("utf-8"), "utf-8")
        content = _content(review, folder)
        (folder / "review.json").write_text(json.dumps(content), "utf-8")
        when = datetime.combine(review.made_on, time(), tzinfo=UTC)
        pages: bytes = typst.compile(
            folder / "review.typ",
            root=folder,
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            timestamp=when,
        )
    return pages


def _content(review: Review, folder: Path) -> dict[str, Any]:
    return {
        "title": review.title,
        "name": review.area_name,
        "language": review.language,
        "made": (
            f"Made on {day(review.made_on)} with Migrascope {review.version}. Every "
            "number can be traced to its source cell: see the workbook."
        ),
        "sections": [
            {
                "title": section.title,
                "lead": section.lead.text,
                "body": [sentence.text for sentence in section.body],
                "tiles": [
                    {"label": tile.label, "text": tile.text, "detail": tile.detail}
                    for tile in section.tiles
                ],
                "points": list(section.points),
                "exhibits": [
                    _exhibit(exhibit, review, folder) for exhibit in section.exhibits
                ],
            }
            for section in review.sections
        ],
        "caveats": [
            {"publisher": warned.publisher, "says": list(warned.says)}
            for warned in footing.caveats(review)
        ],
        "sources": [footing.citation(source) for source in review.sources],
        "disclaimers": list(review.disclaimers),
    }


def _exhibit(exhibit: Exhibit, review: Review, folder: Path) -> dict[str, Any]:
    table = exhibit.table
    laid = grid(table)
    picture = ""
    if exhibit.chart is not None:
        picture = f"{table.id}.svg"
        (folder / picture).write_text(drawing.svg(exhibit.chart.specification), "utf-8")
    return {
        "finding": exhibit.finding,
        "picture": picture,
        "alternative": exhibit.chart.alternative if exhibit.chart else "",
        "title": table.title,
        "headings": list(laid.headings),
        "widths": list(laid.widths),
        "align": ["right" if number else "left" for number in laid.is_number],
        "rows": [list(row) for row in laid.rows],
        "note": under(exhibit),
        "source": source_line(exhibit.editions, review),
    }
