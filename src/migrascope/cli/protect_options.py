"""Which options do several commands of `protect` share?"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import click

cases_argument = click.argument("cases", type=click.Path(path_type=Path))

codebook_option = click.option(
    "--codebook",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Labels of columns and codes, as CSV or workbook.",
)

engine_option = click.option(
    "--engine",
    type=click.Choice(("polars", "spark")),
    default="polars",
    help="Who counts the keys before protection (default: polars).",
)

plan_option = click.option(
    "--plan",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="The plan that says what each column is.",
)


def is_unsafe(cases: Path) -> bool:
    """Whether other users of the machine may read the cases."""
    if os.name == "nt" or not cases.is_file():
        return False
    return bool(cases.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
