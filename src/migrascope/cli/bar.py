"""How far is it, and how long will it take?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

if TYPE_CHECKING:
    from migrascope.cli.context import Advance


@contextmanager
def bar(
    console: Console, label: str, *, total: int | None, unit: str
) -> Iterator[Advance]:
    """A bar that is moved by calling what this yields: `advance(done, total)`."""
    amount = (
        (DownloadColumn(), TransferSpeedColumn())
        if unit == "bytes"
        else (MofNCompleteColumn(),)
    )
    columns = (TextColumn("{task.description}"), BarColumn(), *amount)
    with Progress(*columns, TimeRemainingColumn(), console=console) as progress:
        task = progress.add_task(label, total=total)

        def advance(
            done: int, total: int | None = None, label: str | None = None
        ) -> None:
            if label is not None and label != progress.tasks[0].description:
                progress.reset(task, total=None, description=label)
            if total is None:
                progress.update(task, completed=done)
            else:
                progress.update(task, completed=done, total=total)

        yield advance
