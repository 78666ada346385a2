"""How does a reader find one review among all of them?

A plain page that lists the countries and areas with links to each form.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from migrascope.review.writers.web import template

FORM_NAMES = {
    "html": "Page",
    "docx": "Word",
    "pdf": "PDF",
    "xlsx": "Workbook",
    "csv": "SDMX",
    "json": "JSON",
}


class Listed(Protocol):
    """A review that was written: its area, name, first finding and files."""

    @property
    def name(self) -> str:
        """The area's name."""

    @property
    def headline(self) -> str:
        """The first finding."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files."""


def write(reviews: Sequence[Listed], folder: Path) -> None:
    """Write `index.html` beside the reviews."""
    page = template("index.html").render(
        reviews=reviews,
        form_name=lambda path: FORM_NAMES[path.suffix.removeprefix(".")],
    )
    unfinished = folder / f".index-{os.getpid()}.html"
    unfinished.write_text(page, encoding="utf-8")
    unfinished.replace(folder / "index.html")
