"""Which forms can a review take?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from migrascope.review.model import Review
from migrascope.review.writers import json, pdf, sdmx, web, word, workbook

WRITERS: Mapping[str, Callable[[Review, Path], None]] = {
    "html": web.write,
    "docx": word.write,
    "pdf": pdf.write,
    "xlsx": workbook.write,
    "csv": sdmx.write,
    "json": json.write,
}
"""File ending → writer. The csv is SDMX-CSV 2.0."""
