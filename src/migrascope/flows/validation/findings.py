"""What has been found so far in a validation, and what could not be done?

A part for which the base has no figures is listed with what to add. So is a method
that fails for an interval: the others are validated without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import polars as pl

from migrascope.errors import (
    EstimationError,
    MigrascopeError,
    NoFigures,
    UnknownEdition,
)
from migrascope.flows import methods as registry
from migrascope.flows.account import Account, Interval
from migrascope.flows.options import Options
from migrascope.flows.preparing import preparing
from migrascope.flows.preparing.preparing import Material
from migrascope.flows.table import FlowTable
from migrascope.flows.validation.comparing import Row
from migrascope.flows.validation.validation import Missing, Sentence
from migrascope.store.base import Base

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is being done."""

BOTH = "_T"
SEXES = {BOTH: "both sexes", "F": "women", "M": "men"}
"""The sexes that are validated, and how a person calls them."""


@dataclass(slots=True)
class Findings:
    """What has been found so far, and how far the work is."""

    steps: int
    progress: Progress | None
    done: int = 0
    scores: list[Row] = field(default_factory=list)
    net: list[Row] = field(default_factory=list)
    reproduced: list[Row] = field(default_factory=list)
    differences: list[pl.DataFrame] = field(default_factory=list)
    says: list[Sentence] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    editions: dict[str, None] = field(default_factory=dict)
    materials: dict[str | None, Material] = field(default_factory=dict)

    def material(self, base: Base, options: Options) -> Material:
        """What an edition of the stocks needs from the base, read once."""
        if options.stocks not in self.materials:
            self.materials[options.stocks] = preparing.gather(base, options)
        return self.materials[options.stocks]

    def step(self, what: str) -> None:
        """Tell that the next step begins."""
        if self.progress is not None:
            self.progress(self.done, self.steps, what)
        self.done += 1

    @contextmanager
    def optional(self, part: str) -> Iterator[None]:
        """A part that is left out, and listed, when the base lacks its figures.

        Or when its figures cannot be used.
        """
        try:
            yield
        except (NoFigures, UnknownEdition, EstimationError) as error:
            self.lacks(part, error)

    def lacks(self, part: str, error: MigrascopeError) -> None:
        """List what is left out, once."""
        found = Missing(part, error.what, error.advice)
        if found not in self.missing:
            self.missing.append(found)

    def estimated(
        self,
        material: Material,
        interval: Interval,
        *,
        sex: str = BOTH,
        methods: Sequence[str],
    ) -> tuple[Account, list[FlowTable]]:
        """The tables of an interval; a method that fails is listed, unless all do.

        Raises:
            EstimationError: every method failed; the error is that of the first.
        """
        (ready,) = preparing.accounts(material, interval, (sex,))
        tables: list[FlowTable] = []
        errors: list[EstimationError] = []
        for code in methods:
            try:
                tables.append(registry.get(code).estimate(ready.account))
            except EstimationError as error:
                errors.append(error)
                if len(methods) > 1:
                    self.lacks(f"{code} for {interval}, {SEXES[sex]}", error)
        if errors and not tables:
            raise errors[0]
        return ready.account, tables
