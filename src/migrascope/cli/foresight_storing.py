"""How are forecasts kept, so that `show`, `query` and `trace` have them?

And how does a stored forecast say what it rests on?
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from migrascope.cli import storing
from migrascope.cli.context import Context

PREFIX = "migrascope-foresight-"
"""How datasets of forecasts begin (`foresight.edition` is not imported to compare)."""
WORDS = storing.Words("forecasts", "forecasts", beside="figures", source="unhcr")

if TYPE_CHECKING:
    from migrascope.foresight.everywhere import Everywhere
    from migrascope.sources.batch import Batch
    from migrascope.store.editions import Edition
    from migrascope.store.figure import Figure


def keep(context: Context, made: Everywhere) -> None:
    """Store all forecasts as an edition, unless the newest one is the same."""
    from migrascope.foresight import edition
    from migrascope.foresight.export import measure

    def make(folder: Path, today: date) -> Batch:
        return edition.batch(made, context.base, folder=folder, today=today)

    storing.keep(context, make, WORDS, show=measure(made.panel.what))


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
