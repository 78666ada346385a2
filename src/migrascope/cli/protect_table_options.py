"""Which options say how a table is protected?

None has a default here: what was not typed is chosen by the plan, or as is safe, and
an option that does not go with the method is refused rather than passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

SUPPRESS, ROUND, CELL_KEY = "suppress", "round", "cell-key"

_PERCENT = click.FloatRange(0, 100, min_open=True)

_OPTIONS = (
    click.option(
        "--method",
        type=click.Choice((SUPPRESS, ROUND, CELL_KEY)),
        default=SUPPRESS,
        help="How to protect it (default: suppress).",
    ),
    click.option(
        "--threshold",
        type=click.IntRange(min=2),
        metavar="N",
        help="Cells of fewer cases are too small (default: k of the plan).",
    ),
    click.option(
        "--zeros",
        type=click.Choice(("hide", "publish")),
        help="suppress: hide empty cells that tell what a small group has or has not, "
        "or publish all, where they can only be empty (default: hide).",
    ),
    click.option(
        "--group",
        type=click.IntRange(min=2),
        metavar="N",
        help="suppress: of fewer than N cases nobody may learn that all share a value "
        "(default: twice the threshold).",
    ),
    click.option(
        "--width",
        type=click.FloatRange(min=1),
        metavar="N",
        help="suppress: the interval that can be inferred for a suppressed count must "
        "be N cases wide (default: the threshold).",
    ),
    click.option(
        "--range",
        "interval",
        type=_PERCENT,
        metavar="PERCENT",
        help="suppress --of: a sum of few cases must be uncertain by so much of it, "
        "to either side (default: 10).",
    ),
    click.option(
        "--p-percent",
        "percent",
        type=_PERCENT,
        metavar="P",
        help="suppress --of: nobody may estimate a contribution to within P per cent "
        "(default: 10).",
    ),
    click.option(
        "--dominant",
        type=click.IntRange(1, 3),
        metavar="N",
        help="suppress --of: also ask the (n,k) rule: the N largest contributions may "
        "not make more than --share of a sum.",
    ),
    click.option(
        "--share",
        type=click.FloatRange(0, 100, min_open=True, max_open=True),
        metavar="K",
        help="suppress --of: k of the (n,k) rule, in per cent (default: 75).",
    ),
    click.option(
        "--multiple",
        type=click.IntRange(min=2),
        metavar="N",
        help="round: to multiples of N, not below the threshold (default: 5, or the "
        "least that hides cells of few cases).",
    ),
    click.option(
        "--noise-variance",
        type=click.FloatRange(min=0, min_open=True),
        metavar="V",
        help="cell-key: the variance of the noise, in cases (default: 2).",
    ),
    click.option(
        "--noise-most",
        type=click.IntRange(2, 50),
        metavar="D",
        help="cell-key: no cell changes by more than D cases (default: 5).",
    ),
    click.option(
        "--secret",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="round, cell-key: the secret of your tables; made if it is not there.",
    ),
)


def method_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of the methods."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
