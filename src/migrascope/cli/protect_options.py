"""Which options do several commands of `protect` share?"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from migrascope.errors import UsageError

_Command = TypeVar("_Command", bound=Callable[..., Any])

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
    help="Who counts the keys for the risk report: spark reads CSV and Parquet that "
    "outgrow the memory (default: polars).",
)


def _plan(*, required: bool) -> Callable[[_Command], _Command]:
    """The plan; the release asks for it itself, with a word on how to get one."""
    return click.option(
        "--plan",
        type=click.Path(path_type=Path),
        metavar="FILE",
        required=required,
        help="The plan: what each column is, and what is promised.",
    )


def _output(*, required: bool) -> Callable[[_Command], _Command]:
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        metavar="DIR",
        required=required,
        help="A new folder for it; DIR-inside is made beside it.",
    )


plan_option, output_option = _plan(required=True), _output(required=True)

release_options = (_plan(required=False), _output(required=False))
"""The same for the release, which is typed without a name: its help is the group's."""

earlier_option = click.option(
    "--earlier",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="An earlier release of the same cases, to compare with; repeatable.",
)

control_option = click.option(
    "--control",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Cases that are not in the file, for attacks on what is released.",
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
