"""What was asked of a table, and does it go together?"""

from __future__ import annotations

import csv
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from migrascope.cli.protect_table_options import CELL_KEY, ROUND, SUPPRESS
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.protect.plan.model import Plan
    from migrascope.protect.tables.protecting import Method

_SUMS = {"interval": "--range", "percent": "--p-percent", "dominant": "--dominant"}
_OWN = {
    SUPPRESS: {"zeros": "--zeros", "group": "--group", "width": "--width"}
    | _SUMS
    | {"share": "--share"},
    ROUND: {"multiple": "--multiple"},
    CELL_KEY: {"noise_variance": "--noise-variance", "noise_most": "--noise-most"},
}
"""The options that go with one method only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The options of the methods as they were typed; none was not."""

    method: str
    threshold: int | None
    zeros: str | None
    group: int | None
    width: float | None
    interval: float | None
    percent: float | None
    dominant: int | None
    share: float | None
    multiple: int | None
    noise_variance: float | None
    noise_most: int | None
    secret: Path | None


def groups_of(by: Sequence[str], tables: Sequence[str]) -> list[tuple[str, ...]]:
    """The columns of each table that was asked for.

    Raises:
        UsageError: none was, or it was said in both ways.
    """
    if bool(by) == bool(tables):
        raise UsageError(
            "name the columns of one table with --by, or of several with --table.",
            "For example --by sex --by age, or --table sex,age --table sex,country.",
        )
    if by:
        return [tuple(by)]
    # As in CSV, so that a name with a comma can be quoted.
    return [
        tuple(name.strip() for name in next(csv.reader([text], skipinitialspace=True)))
        for text in tables
        if text.strip()
    ]


def check_columns(plan: Plan, groups: Sequence[Sequence[str]]) -> None:
    """Nobody is counted by what names them.

    Raises:
        UsageError: a column is not in the plan, or names people.
    """
    from migrascope.protect.plan.model import Role

    never = {*plan.in_role(Role.DIRECT_IDENTIFIER), *plan.in_role(Role.DROPPED)}
    open_ = [column.name for column in plan.columns if column.name not in never]
    for name in (name for group in groups for name in group):
        if name not in open_:
            raise UsageError(
                f'the plan does not let a table be counted by "{name}".',
                f"Columns for a table: {', '.join(open_)}.",
            )


def method_of(typed: Typed, plan: Plan, *, of: str | None) -> Method:
    """The method with all that was chosen for it.

    Raises:
        UsageError: an option does not go with the method, or a secret is missing.
    """
    from migrascope.protect.plan.model import Role
    from migrascope.protect.tables.protecting import (
        CellKeys,
        Rounding,
        Suppression,
        Zeros,
    )

    _check_together(typed, of)
    threshold = typed.threshold or plan.promise.k
    if typed.method == SUPPRESS:
        zeros = None if typed.zeros is None else Zeros(typed.zeros)
        return Suppression(
            threshold,
            **_chosen(
                width=typed.width,
                zeros=zeros,
                group=typed.group,
                interval=typed.interval,
                percent=typed.percent,
                largest=typed.dominant,
                share=typed.share,
            ),
        )
    key = _key(typed.secret)
    if typed.method == ROUND:
        return Rounding(key, threshold=threshold, base=typed.multiple)
    names = tuple(plan.in_role(Role.DIRECT_IDENTIFIER))
    noise = _chosen(variance=typed.noise_variance, largest=typed.noise_most)
    return CellKeys(key, threshold=threshold, names=names, **noise)


def _chosen(**options: Any) -> dict[str, Any]:
    """What was typed; the method itself knows what is safe for the rest."""
    return {key: value for key, value in options.items() if value is not None}


def _check_together(typed: Typed, of: str | None) -> None:
    for method, options in _OWN.items():
        for key, option in options.items():
            if method != typed.method and getattr(typed, key) is not None:
                raise UsageError(
                    f"{option} does not go with --method {typed.method}.",
                    f"It goes with --method {method}.",
                )
    for key, option in _SUMS.items():
        if of is None and getattr(typed, key) is not None:
            raise UsageError(
                f"{option} is about sums, and this table counts.",
                "Name the number to add up with --of COLUMN.",
            )
    if typed.share is not None and typed.dominant is None:
        raise UsageError(
            "--share is k of the (n,k) rule, whose n is missing.",
            "Say --dominant N too, e.g. --dominant 1 --share 75.",
        )
    if typed.zeros == "publish" and typed.group is not None:
        raise UsageError(
            "--group protects small groups from what empty cells tell.",
            "Leave it out, or --zeros publish.",
        )


def _key(secret: Path | None) -> bytes:
    """The secret of the tables: two tables with two secrets would tell more.

    Raises:
        UsageError: none was named.
    """
    from migrascope.protect.release import place, private, staging

    if secret is None:
        raise UsageError(
            "chance that changes from table to table can be averaged out.",
            "Name the secret of your tables with --secret FILE; it is made if it is "
            "not there. Keep it where the cases are.",
        )
    if not secret.exists():
        private.write(place.check_file(secret), secrets.token_bytes(32).hex())
    return staging.read_secret(secret)
