"""How do figures that the program worked out become an edition, and what is said?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from migrascope.cli.context import Context
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.sources.batch import Batch


@dataclass(frozen=True, slots=True)
class Words:
    """What they are called: `estimates`, kept beside the `stocks` of `undesa`."""

    what: str
    counted: str
    beside: str
    source: str


def refuse_starter(context: Context, words: Words) -> None:
    """Refuse to store what rests on figures that are not in the base.

    Raises:
        UsageError: the user's own base is empty.
    """
    if not context.base.index.entries:
        raise UsageError(
            f"{words.what.capitalize()} are stored beside the {words.beside} that they "
            "rest on, and your base is empty.",
            "migrascope add --starter puts the figures that come with the program into "
            f"it; migrascope fetch {words.source} gets the publisher's own.",
            where=str(context.base_folder),
        )


def keep(
    context: Context, make: Callable[[Path, date], Batch], words: Words, *, show: str
) -> None:
    """Store an edition, unless the newest one is the same.

    `make` gets a folder for its file, and the day; `show` is the measure to ask for.
    """
    from migrascope.store import own

    base = context.base
    with TemporaryDirectory() as folder:
        batch = make(Path(folder), datetime.now(UTC).date())
        known = own.same_as(base, batch)
        if known is not None:
            context.say(f"The same {words.what} are stored already: {known.id}")
            return
        older = own.newest(base, batch.dataset)
        stored = base.accept(batch)
    context.say(
        f"Stored as {stored.id}: {stored.rows:,} {words.counted}. "
        f"migrascope show {show} AREA"
    )
    if older is not None:
        context.say(
            f"It answers in the place of {older.id} ({older.title}), which stays: "
            f"migrascope diff {older.id} {stored.id}"
        )
