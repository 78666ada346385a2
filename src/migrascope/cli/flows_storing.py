"""How are estimates kept, so that `show`, `query`, `trace` and the review have them?

And how does a stored estimate say what it rests on?
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from migrascope.cli.context import Context
from migrascope.errors import UsageError

DATASET = "migrascope-flows"
"""The dataset of stored estimates (`flows.edition` is not imported to compare it)."""

if TYPE_CHECKING:
    from migrascope.flows.estimates import Estimates
    from migrascope.flows.estimates_file import Stock
    from migrascope.flows.seeding import Seeding
    from migrascope.store.base import Base
    from migrascope.store.editions import Edition
    from migrascope.store.figure import Figure


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
    from migrascope.store import own

    base = context.base
    with TemporaryDirectory() as folder:
        batch = edition.batch(
            made,
            base,
            folder=Path(folder),
            today=datetime.now(UTC).date(),
            seeding=seeding,
        )
        known = own.same_as(base, batch)
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


def rests_on(base: Base, figure: Figure) -> list[str]:
    """The stocks behind a stored estimate, with their cells; none for other figures."""
    if figure.dataset != DATASET:
        return []
    from migrascope.flows import estimates_file  # loads polars

    return [_stock(base, each) for each in estimates_file.stocks_of(base, figure)]


def explained_by(edition: Edition, figure: Figure) -> str:
    """The command that explains a stored estimate; empty for other figures."""
    if figure.dataset != DATASET:
        return ""
    from migrascope.flows.edition import how_to_explain

    return how_to_explain(edition, figure)


def _stock(base: Base, stock: Stock) -> str:
    """A stock with its cells in words."""
    from migrascope.cli.printing import number
    from migrascope.store.surroundings import place

    cells = []
    for cell in stock.cells:
        file = base.edition(cell.edition).files[cell.file].name
        where = place(file, sheet=cell.sheet, row=cell.row, column=cell.column)
        cells.append(f"{number(cell.value)} ({cell.edition}, {file}, {where})")
    told = " + ".join(cells) or "no figure"
    return (
        f"born in {stock.birthplace}, living in {stock.residence}, "
        f"mid-{stock.day.year}: {told}"
    )
