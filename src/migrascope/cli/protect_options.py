"""Which options do several commands of `protect` share?"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import click

from migrascope.errors import UsageError

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


output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="A new folder for it; DIR-inside is made beside it.",
)

who_option = click.option(
    "--who", default="", metavar="TEXT", help="Who answers for the release."
)

why_option = click.option(
    "--why", default="", metavar="TEXT", help="What the release is for."
)


def check_account(who: str, why: str) -> None:
    """A release that nobody answers for is none.

    Raises:
        UsageError: nobody is named, or no purpose.
    """
    for value, option, key in (
        (who, "--who", "responsible"),
        (why, "--why", "purpose"),
    ):
        if not value.strip():
            raise UsageError(
                f"a release needs {option} TEXT.",
                f"Say it there, or as {key} in the plan; it goes into release.json.",
            )


def is_unsafe(cases: Path) -> bool:
    """Whether other users of the machine may read the cases."""
    if os.name == "nt" or not cases.is_file():
        return False
    return bool(cases.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
