"""How are estimates kept, so that `show`, `query`, `trace` and the review have them?

And how does a stored estimate say what it rests on?
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from migrascope.cli import flows_failing, storing
from migrascope.cli.context import Context

DATASET = "migrascope-flows"
"""The dataset of stored estimates (`flows.edition` is not imported to compare it)."""
WORDS = storing.Words(
    "estimates", "figures of all areas", beside="stocks", source="undesa"
)

if TYPE_CHECKING:
    from migrascope.flows.estimates import Estimates
    from migrascope.flows.estimates_file import Stock
    from migrascope.flows.seeding import Seeding
    from migrascope.sources.batch import Batch
    from migrascope.store.base import Base
    from migrascope.store.editions import Edition
    from migrascope.store.figure import Figure


def keep(context: Context, made: Estimates, seeding: Seeding | None) -> None:
    """Store all estimates as an edition, unless the newest one is the same."""
    from migrascope.flows import edition

    def make(folder: Path, today: date) -> Batch:
        return edition.batch(
            made, context.base, folder=folder, today=today, seeding=seeding
        )

    storing.keep(context, make, WORDS, show="migration_flows")
    flows_failing.tell_not_stored(context, made.failures)


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
