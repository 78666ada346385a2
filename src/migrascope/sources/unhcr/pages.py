"""Which pages does the interface offer, and are all of them here?

`api.unhcr.org/population/v1` answers in pages of at most `limit` rows, says how many
there are (`maxPages`), and adds up all countries unless it is asked for each one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from migrascope.errors import Truncated, UsageError
from migrascope.sources.batch import Remote
from migrascope.sources.formats import json
from migrascope.sources.unhcr.extract import Extract
from migrascope.sources.unhcr.tables import TABLES, Table

if TYPE_CHECKING:
    from migrascope.sources.door import Door

ADDRESS = "https://api.unhcr.org/population/v1"
FIRST_YEAR = 1951
ROWS_PER_PAGE = 10_000


def remotes(*, only: str | None = None, until: int | None = None) -> tuple[Remote, ...]:
    """The first page of every table (or of one), for all pairs of countries.

    Raises:
        UsageError: no such table at the interface.
    """
    offered = [table for table in TABLES.values() if table.endpoint]
    chosen = [table for table in offered if only in {None, table.name}]
    if not chosen:
        raise UsageError(
            f'UNHCR\'s interface has no table "{only}".',
            f"Tables: {', '.join(table.name for table in offered)}.",
        )
    last = until or date.today().year  # noqa: DTZ011  a year needs no time zone
    return tuple(_first_page(table, last) for table in chosen)


def download(door: Door, folder: Path, remote: Remote) -> Iterator[Path]:
    """All pages of a table, one at a time.

    A page that answers with another number of pages than the first is left for
    `refuse_gaps` to report when the files are read.
    """
    first = door.download(remote, folder)
    yield first
    for page in range(2, (json.envelope(first).pages or 1) + 1):
        yield door.download(_page(remote, page), folder)


def refuse_gaps(answers: Sequence[Extract]) -> None:
    """Insist that every page of an answer is here.

    Raises:
        Truncated: a page is missing.
    """
    have = Counter((answer.pages, answer.page) for answer in answers)
    for answer in answers:
        rounds = max(
            count for (pages, _), count in have.items() if pages == answer.pages
        )
        missing = [
            page
            for page in range(1, answer.pages + 1)
            if have[answer.pages, page] < rounds
        ]
        if missing:
            lost = ", ".join(str(page) for page in missing[:5])
            more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
            raise Truncated(
                f"this is page {answer.page} of {answer.pages} of "
                f"{answer.layout.table.name}; missing among the files: page {lost}"
                f"{more}.",
                "Give all pages of the table together, or fetch it again "
                f"(migrascope fetch unhcr --only {answer.layout.table.name}).",
                where=answer.path.name,
            )


def _first_page(table: Table, last: int) -> Remote:
    by_type = (("ptype_show", "true"),) if table.name == "demographics" else ()
    return Remote(
        name=_name(table.name, 1),
        address=f"{ADDRESS}/{table.endpoint}/",
        says=table.title,
        parameters=(
            ("limit", str(ROWS_PER_PAGE)),
            ("page", "1"),
            ("yearFrom", str(FIRST_YEAR)),
            ("yearTo", str(last)),
            ("coo_all", "true"),
            ("coa_all", "true"),
            *by_type,
        ),
    )


def _page(remote: Remote, page: int) -> Remote:
    parameters = dict(remote.parameters) | {"page": str(page)}
    name = remote.name.removesuffix("-page-001.json")
    return replace(
        remote,
        name=f"{name}-page-{page:03}.json",
        parameters=tuple(parameters.items()),
    )


def _name(table: str, page: int) -> str:
    return f"unhcr-{table}-page-{page:03}.json"
