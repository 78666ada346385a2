"""How are estimates kept, so that `show`, `query`, `trace` and the review have them?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from migrascope.cli.context import Context
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.flows.estimates import Estimates
    from migrascope.flows.seeding import Seeding
    from migrascope.store.editions import Edition


def refuse_starter(context: Context) -> None:
    """Refuse to store what rests on figures that are not in the base.

    Raises:
        UsageError: the user's own base is empty.
    """
    if not context.base.index.entries:
        raise UsageError(
            "Estimates are stored beside the stocks that they rest on, and your base "
            "is empty.",
            "migrascope add --starter puts the figures that come with the program into "
            "it; migrascope fetch undesa gets the publisher's own.",
            where=str(context.base_folder),
        )


def keep(context: Context, made: Estimates, seeding: Seeding | None) -> None:
    """Store all estimates as an edition, unless the newest one is the same."""
    from migrascope.flows import edition

    base = context.base
    with TemporaryDirectory() as folder:
        batch = edition.batch(
            made,
            base,
            folder=Path(folder),
            today=datetime.now(UTC).date(),
            seeding=seeding,
        )
        known = edition.same_as(base, batch)
        if known is not None:
            context.say(f"The same estimates are stored already: {known.id}")
            return
        older = edition.newest(base)
        stored = base.accept(batch)
    context.say(
        f"Stored as {stored.id}: {stored.rows:,} figures of all areas. "
        f"migrascope show migration_flows AREA"
    )
    if older is not None:
        _tell_replaced(context, older, stored)


def _tell_replaced(context: Context, older: Edition, stored: Edition) -> None:
    """The newest edition answers; what only the older one has is hidden by it."""
    context.say(
        f"It answers in the place of {older.id} ({older.title}), which stays: "
        f"migrascope diff {older.id} {stored.id}"
    )
