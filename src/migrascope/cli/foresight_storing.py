"""How are forecasts kept, so that `show`, `query` and `trace` have them?

And how does a stored forecast say what it rests on?
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from migrascope.cli.context import Context
from migrascope.errors import UsageError

PREFIX = "migrascope-foresight-"
"""How datasets of forecasts begin (`foresight.edition` is not imported to compare)."""

if TYPE_CHECKING:
    from migrascope.foresight.everywhere import Everywhere
    from migrascope.store.editions import Edition
    from migrascope.store.figure import Figure


def refuse_starter(context: Context) -> None:
    """Refuse to store what rests on figures that are not in the base.

    Raises:
        UsageError: the user's own base is empty.
    """
    if not context.base.index.entries:
        raise UsageError(
            "Forecasts are stored beside the figures that they rest on, and your base "
            "is empty.",
            "migrascope add --starter puts the figures that come with the program into "
            "it; migrascope fetch unhcr gets the publisher's own.",
            where=str(context.base_folder),
        )


def keep(context: Context, made: Everywhere) -> None:
    """Store all forecasts as an edition, unless the newest one is the same."""
    from migrascope.foresight import edition
    from migrascope.foresight.export import measure
    from migrascope.store import own

    base = context.base
    with TemporaryDirectory() as folder:
        today = datetime.now(UTC).date()
        batch = edition.batch(made, base, folder=Path(folder), today=today)
        known = own.same_as(base, batch)
        if known is not None:
            context.say(f"The same forecasts are stored already: {known.id}")
            return
        older = own.newest(base, batch.dataset)
        stored = base.accept(batch)
    context.say(
        f"Stored as {stored.id}: {stored.rows:,} forecasts. "
        f"migrascope show {measure(made.panel.what)} AREA"
    )
    if older is not None:
        context.say(
            f"It answers in the place of {older.id} ({older.title}), which stays: "
            f"migrascope diff {older.id} {stored.id}"
        )


def rests_on(edition: Edition, figure: Figure) -> list[str]:
    """The editions behind a stored forecast; none for other figures."""
    if not figure.dataset.startswith(PREFIX):
        return []
    from migrascope.foresight.edition import rests_on as inputs

    return list(inputs(edition, figure))


def explained_by(edition: Edition, figure: Figure) -> str:
    """The command that explains a stored forecast; empty for other figures."""
    if not figure.dataset.startswith(PREFIX):
        return ""
    from migrascope.foresight.edition import how_to_explain

    return how_to_explain(edition, figure)
