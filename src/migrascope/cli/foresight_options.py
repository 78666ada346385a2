"""Which options do the verbs of `foresight` share?

Each stands here once, so that it means the same, and is told in the same words,
wherever it is typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from migrascope.cli import asking
from migrascope.cli.context import Context

if TYPE_CHECKING:
    from migrascope.store.base import Base

BY = (
    "origin",
    "asylum",
    "corridor",
    "applications",
    "applications-asylum",
    "remittances",
    "route",
)
WHAT = (
    "Displaced people by origin, asylum or corridor; asylum applications by origin or "
    "asylum; remittances received; monthly arrivals by route."
)
TRYING = "trying models at past origins"
"""What a progress bar says while that is found out."""
Command = TypeVar("Command", bound=Callable[..., object])

BY_OPTION = click.option(
    "--by", type=click.Choice(BY), default="origin", show_default=True, help=WHAT
)
HORIZON = click.option(
    "--horizon",
    type=click.IntRange(1, 5),
    default=3,
    show_default=True,
    help="How many years ahead, or months.",
)
LEDGER = click.option(
    "--ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The ledger (default: foresight/ledger.jsonl beside the evidence base).",
)
AS_OF = asking.as_of_option


def form_option(
    *forms: str, says: str = "How to print it."
) -> Callable[[Command], Command]:
    """`--format FORM`: a table for people, or one of the `forms`."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(("table", *forms)),
        default="table",
        show_default=True,
        help=says,
    )


def ledger_of(context: Context, named: Path | None) -> Path:
    """The ledger that was named, or the one of the base."""
    return named or context.base_folder / "foresight" / "ledger.jsonl"


def evidence(context: Context, as_of: date | None) -> Base:
    """The base to ask, as it stood on a day if one is named.

    Raises:
        NoFigures: it held nothing on that day.
    """
    if as_of is None:
        return context.evidence
    known = context.evidence.as_known(as_of)
    if not known.index.entries:
        from migrascope.errors import NoFigures

        raise NoFigures(
            f"the evidence base was empty on {as_of}.",
            "`migrascope catalog` says when its editions were taken in.",
            where=str(context.evidence_folder),
        )
    return known
