"""How is a table printed for a person, and how into a pipe?

In a terminal with rich, which fits it to the window; elsewhere as aligned text of
any width, so that `grep` and `less` see whole lines.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import click

from migrascope.cli.context import Context
from migrascope.errors import UsageError

TABLE = "table"
_BINARY = {"parquet": "Parquet", "arrow": "Arrow"}
"""Forms that only programs read."""


def table(
    context: Context,
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Collection[str] = (),
    whole: Collection[str] = (),
) -> None:
    """Print rows under headers; columns named in `right` hold numbers.

    Those named in `whole` are never cut or folded: what they say is typed again.
    """
    if not sys.stdout.isatty():
        _plain(headers, rows, right)
        return
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, header_style="bold", pad_edge=False)
    for spot, header in enumerate(headers):
        widest = max((len(row[spot]) for row in rows), default=0)
        grid.add_column(
            header,
            justify="right" if header in right else "left",
            no_wrap=header in right or header in whole,
            min_width=widest if header in whole else None,
        )
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    context.console.print(grid)


def number(value: float | None) -> str:
    """A figure for people: thousands apart, decimals only below a thousand.

    >>> number(1050147.0), number(2720366061.46), number(8.4), number(None)
    ('1,050,147', '2,720,366,061', '8.40', '..')
    """
    if value is None:
        return ".."
    if float(value).is_integer() or abs(value) >= 1000:
        return f"{value:,.0f}"
    if abs(value) < 0.01:
        return f"{value:.2g}"
    return f"{value:,.2f}"


def deliver(write: Callable[[Path], int], *, target: Path | None, form: str) -> int:
    """Let `write` fill a file: the one that was named, or one copied to stdout."""
    if target is not None:
        if target.is_dir():
            raise UsageError("this is a folder.", "Name a file.", where=str(target))
        return write(target)
    if form in _BINARY and sys.stdout.isatty():
        raise UsageError(
            f"{_BINARY[form]} is not for a terminal.", "Name a file with --output FILE."
        )
    sys.stdout.flush()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer"
        rows = write(path)
        with path.open("rb") as answer:
            shutil.copyfileobj(answer, sys.stdout.buffer)
    return rows


def _plain(
    headers: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[str]
) -> None:
    grid = [list(headers), *(list(row) for row in rows)]
    widths = [max(len(row[spot]) for row in grid) for spot in range(len(headers))]
    for row in grid:
        cells = (
            cell.rjust(width) if header in right else cell.ljust(width)
            for cell, width, header in zip(row, widths, headers, strict=True)
        )
        click.echo("  ".join(cells).rstrip())
