"""How are one or several tables of the same cases counted, protected and audited?

Each method is a value that says all there is to choose. What nobody chooses is safe:
cells of fewer cases than the threshold are never told nearly as they are, by no
method and also where weights stand for people, and empty cells that would tell what a
small group has are not published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod

import polars as pl

from migrascope.errors import BadPlan
from migrascope.protect.cases import Labels
from migrascope.protect.tables import (
    auditor,
    cell_key,
    inference,
    primary,
    rounding,
    secondary,
    tabulation,
)
from migrascope.protect.tables.auditor import Audit
from migrascope.protect.tables.model import Heard, Measure, Released, Table, quiet
from migrascope.protect.tables.primary import Unsafe


class Zeros(StrEnum):
    """What an empty cell is."""

    HIDE = "hide"
    """It may tell what a small group has or has not."""
    PUBLISH = "publish"
    """It can only be empty (a structural zero), or everybody may know that it is."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """Cells are suppressed: which, and what doubt must remain.

    `width` in cases and `group` are the threshold and twice the threshold where they
    are none. Of sums, `interval` is the doubt about one of few cases, in per cent of
    it; `percent` is p of the p % rule; `largest` and `share` are n and k of the (n, k)
    rule, which is only asked where `largest` is said.
    """

    threshold: int = 5
    width: float | None = None
    zeros: Zeros = Zeros.HIDE
    group: int | None = None
    interval: float = 10.0
    percent: float = 10.0
    largest: int | None = None
    share: float = 75.0


@dataclass(frozen=True, slots=True)
class Rounding:
    """Cells become multiples of a base; none: the least that is safe, 5 or more."""

    secret: bytes
    threshold: int = 5
    base: int | None = None


@dataclass(frozen=True, slots=True)
class CellKeys:
    """Cells get noise by the keys of their records, which `names` tell apart."""

    secret: bytes
    threshold: int = 5
    variance: float = 2.0
    largest: int = 5
    names: tuple[str, ...] = ()


Method = Suppression | Rounding | CellKeys


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Counted:
    """Tables as counted from the same records: secret. `behind` ties a ring of them."""

    frame: pl.DataFrame
    tables: tuple[Table, ...]
    behind: Table | None


@dataclass(frozen=True, slots=True, eq=False)
class Protected:
    """Tables that may be published if the audits passed, and what is said of them."""

    tables: tuple[Released, ...]
    audits: tuple[Audit, ...]

    @property
    def passed(self) -> bool:
        """Whether the auditor found nothing wrong."""
        return all(each.passed for each in self.audits)

    @property
    def finding(self) -> str:
        """What the auditor found."""
        return auditor.told(self.audits)

    @property
    def says(self) -> tuple[str, ...]:
        """What was done, each sentence once; of several tables with their columns."""
        if len(self.tables) == 1:
            return self.tables[0].says
        common = [
            each
            for each in self.tables[0].says
            if all(each in table.says for table in self.tables)
        ]
        own = [
            f"{' by '.join(axis.name for axis in table.axes)}: {each}"
            for table in self.tables
            for each in table.says
            if each not in common
        ]
        return (*own, *common)


def count(
    frame: pl.DataFrame,
    groups: Sequence[Sequence[str]],
    *,
    weight: str | None = None,
    of: str | None = None,
    codebook: Mapping[str, Labels] | None = None,
) -> Counted:
    """Count the same cases by several groups of columns.

    Raises:
        BadPlan: a group comes twice, a column is not there, or it is too much.
        UnusableCases: there is no record, or a weight or a number cannot be used.
    """
    if len({frozenset(group) for group in groups}) < len(groups):
        raise BadPlan("two tables have the same columns.", "Name each table once.")

    def counted(by: Sequence[str]) -> Table:
        if of is not None:
            return tabulation.tabulate_sum(frame, by, of=of, codebook=codebook)
        return tabulation.tabulate(frame, by, weight=weight, codebook=codebook)

    tables = tuple(counted(by) for by in groups)
    cells = sum(table.values.size for table in tables)
    if cells > tabulation.MOST_CELLS:
        raise BadPlan(
            f"these {len(tables)} tables have {cells:,} cells together; at most "
            f"{tabulation.MOST_CELLS:,} can be audited together.",
            "Take fewer tables or columns, or recode columns first. Tables that are "
            "protected one by one may give away together what none does alone.",
        )
    if not inference.is_ring(groups):
        return Counted(frame, tables, None)
    sizes = {axis.name: len(axis.codes) + 1 for t in tables for axis in t.axes}
    if prod(sizes.values()) > inference.MOST_BEHIND:
        raise BadPlan(
            f"these tables tie their columns in a ring, and the table behind them has "
            f"{prod(sizes.values()):,} cells; at most {inference.MOST_BEHIND:,} can be "
            "audited.",
            "Publish fewer of these tables, or recode the columns first.",
        )
    return Counted(frame, tables, counted(list(sizes)))


def protect(counted: Counted, method: Method, *, heard: Heard = quiet) -> Protected:
    """Protect the tables by a method, and audit them together.

    Raises:
        BadPlan: what was chosen does not go with these tables.
        NotProven: what is published contradicts itself.
    """
    if isinstance(method, Suppression):
        rules = [_unsafe(table, method) for table in counted.tables]
        return Protected(
            *secondary.suppress_together(
                counted.tables, rules, behind=counted.behind, heard=heard
            )
        )
    if isinstance(method, Rounding):
        base = rounding.base_for(
            counted.tables, threshold=method.threshold, asked=method.base
        )
        tables = rounding.round_together(
            counted.tables, base=base, secret=method.secret
        )
        doubts = [rounding.doubt(table, base=base) for table in tables]
    else:
        tables = _with_noise(counted, method)
        doubts = [cell_key.doubt(table) for table in counted.tables]
    return Protected(tables, auditor.prove_together(tables, doubts, heard=heard))


def _unsafe(table: Table, method: Suppression) -> Unsafe:
    """What the chosen rules forbid together."""
    rules = [
        primary.too_few(
            table,
            threshold=method.threshold,
            width=method.width,
            percent=method.interval,
        )
    ]
    if method.zeros is Zeros.HIDE:
        rules.append(
            primary.attributes(
                table,
                threshold=method.threshold,
                group=method.group,
                width=method.width,
            )
        )
    if table.measure is Measure.SUM:
        rules.append(primary.inferable(table, percent=method.percent))
        if method.largest is not None:
            rules.append(
                primary.dominated(table, largest=method.largest, share=method.share)
            )
    return primary.either(*rules)


def _with_noise(counted: Counted, method: CellKeys) -> tuple[Released, ...]:
    identity = cell_key.identity_of(counted.frame, method.names)
    keys = cell_key.record_keys(counted.frame, secret=method.secret, identity=identity)
    adding = cell_key.noise(variance=method.variance, largest=method.largest)
    return tuple(
        cell_key.perturb(
            table, counted.frame, keys=keys, adding=adding, threshold=method.threshold
        )
        for table in counted.tables
    )
