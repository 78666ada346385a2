"""What do the sub-commands of `trigger` ask for alike?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli.context import Context

if TYPE_CHECKING:
    from migrascope.foresight.frameworks.reading import Agreed
    from migrascope.foresight.frameworks.series import Series

FRAMEWORK = click.argument("framework", type=click.Path(path_type=Path))
DATA = click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A CSV file with figures; may be given several times.",
)
FORM = click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    help="How to print it.",
)
LOG = click.option(
    "--log",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The log (default: foresight/triggers.jsonl in the evidence base).",
)


def log_of(context: Context, named: Path | None) -> Path:
    """The log that was named, or the one of the base."""
    return named or context.base_folder / "foresight" / "triggers.jsonl"


def read(
    context: Context, framework: Path, data: Sequence[Path]
) -> tuple[Agreed, Mapping[str, Series]]:
    """The framework and the figures of its indicators."""
    from migrascope.foresight.frameworks import gathering, reading

    agreed = reading.load(framework)
    asks = gathering.needs_base(agreed.framework)
    base = context.evidence if asks else None
    with agreed.at_fault():
        return agreed, gathering.gather(agreed.framework, data, base)
