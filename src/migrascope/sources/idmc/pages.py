"""Are all pages of an answer of IDMC's interface here?

The interface answers with so many rows at a time, and with the number of all of them;
a part of them would be a wrong sum.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from migrascope.errors import DuplicateKey, Truncated
from migrascope.sources.formats import guard, json

_OFFSET = re.compile(r"[?&]offset=(\d+)")


@dataclass(frozen=True, slots=True)
class Page:
    """What stands around the rows of a page: all rows, the first one, the update."""

    path: Path
    rows: int
    total: int
    first: int
    updated: str


def page_of(path: Path) -> Page | None:
    """The page that a file holds; None when the file is no page."""
    if not guard.head(path).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    tree = json.load(path)
    if not isinstance(tree, dict) or not isinstance(tree.get("results"), list):
        return None
    rows = len(tree["results"])
    total = tree.get("count")
    return Page(
        path,
        rows,
        total if isinstance(total, int) else rows,
        _first(tree, rows),
        _day(tree.get("last_updated")),
    )


def refuse_gaps(pages: Sequence[Page]) -> None:
    """Insist that the pages hold every row once.

    Raises:
        Truncated: rows are missing, or pages are of several updates.
        DuplicateKey: a page is given twice.
    """
    if not pages:
        return
    ordered = sorted(pages, key=lambda page: page.first)
    newest = ordered[0]
    held = 0
    for page in ordered:
        if (page.total, page.updated) != (newest.total, newest.updated):
            raise Truncated(
                "this page is of another update than the others.",
                "Download all pages again on one day.",
                where=page.path.name,
            )
        if page.first < held:
            raise DuplicateKey(
                "its rows stand in another page too.",
                "Give each page once.",
                where=page.path.name,
            )
        held += page.rows
    if held < newest.total:
        raise Truncated(
            f"the pages hold {held:,} of {newest.total:,} rows.",
            "Give all pages of the answer together, or the table as CSV.",
            where=ordered[-1].path.name,
        )


def _first(tree: dict[str, Any], rows: int) -> int:
    """How many rows stand before this page, by the addresses of its neighbours."""
    if found := _OFFSET.search(str(tree.get("next") or "")):
        return int(found[1]) - rows
    total = tree.get("count")
    is_last = bool(tree.get("previous"))
    return total - rows if is_last and isinstance(total, int) else 0


def _day(text: object) -> str:
    try:
        return date.fromisoformat(str(text)[:10]).isoformat()
    except ValueError:
        return ""
