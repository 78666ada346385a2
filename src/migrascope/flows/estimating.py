"""How did people move between two years, by every method?

Reads the base once, prepares an account for each interval and sex, and lets each
method make its table. A method that fails is named, and takes no other one with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from migrascope.errors import EstimationError, UsageError
from migrascope.flows import methods as registry
from migrascope.flows.account import Account, FloatArray, Interval
from migrascope.flows.estimates import BOTH, Estimates
from migrascope.flows.failure import Failure, failure
from migrascope.flows.options import Options
from migrascope.flows.preparing import preparing
from migrascope.flows.preparing.preparing import Prepared
from migrascope.flows.preparing.stocks import Stocks
from migrascope.flows.table import FlowTable

if TYPE_CHECKING:
    from migrascope.store.base import Base

Progress = Callable[[int, int, str], None]
"""Called with tables made, tables in all, and what is being made."""

Seed = FloatArray | Callable[[tuple[str, ...]], FloatArray]
"""A weight for each corridor: an array for the areas of the tables in their order, or
a function that makes one for the areas that it is given."""

_DEFAULTS = Options()


def estimate(  # noqa: PLR0913 - each is an option of the command, by keyword only
    base: Base,
    *,
    start: int,
    end: int,
    methods: str | Sequence[str] = registry.ALL,
    sexes: str | Sequence[str] = (BOTH,),
    options: Options = _DEFAULTS,
    step: int | None = None,
    seed: Seed | None = None,
    progress: Progress | None = None,
) -> Estimates:
    """Estimate movements between two years that have stocks.

    Without `step`, an interval ends in every year between them that has stocks; with
    it, every so many years (30 for 1990 to 2020 at once). Where one of several
    methods fails, the others are kept, and it stands among the failures.

    Raises:
        UsageError: a year without stocks (the message lists the years), years in the
            wrong order, a method or a sex that is not known.
        NoFigures: the base lacks stocks, population, births or deaths; the message
            says what to fetch.
        EstimationError: the figures cannot be used, or the only method that was
            asked for, or every method, failed; the error is that of the first.
    """
    chosen = [registry.get(code) for code in _named(methods)]
    asked = _named(sexes)
    if not chosen or not asked:
        raise UsageError("Nothing was asked for.", "Name a method and a sex.")
    material = preparing.gather(base, options)
    steps = intervals(material.stocks, start, end, step=step)
    ready = [
        account
        for interval in steps
        for account in preparing.accounts(material, interval, asked)
    ]
    tables, failures = _tables(ready, chosen, seed, progress)
    return Estimates(
        tuple(method.code for method in chosen),
        tuple(tables),
        tuple(each.account for each in ready),
        tuple(change for each in ready for change in each.adjustments),
        _cells(ready),
        material.editions,
        options,
        tuple(failures),
    )


def _tables(
    ready: Sequence[Prepared],
    chosen: Sequence[registry.Method],
    seed: Seed | None,
    progress: Progress | None,
) -> tuple[list[FlowTable], list[Failure]]:
    """Every table that can be made, and the methods that could not make theirs."""
    total = len(ready) * len(chosen)
    tables: list[FlowTable] = []
    failures: list[Failure] = []
    first: EstimationError | None = None
    for each in ready:
        weights = _weights(seed, each.account)
        for method in chosen:
            if progress is not None:
                what = f"{method.code}, {each.account.sex}, {each.account.interval}"
                progress(len(tables) + len(failures), total, what)
            try:
                tables.append(method.estimate(each.account, seed=weights))
            except EstimationError as error:
                if len(chosen) == 1:
                    raise
                first = first or error
                failures.append(failure(method.code, each.account, error))
    if first is not None and not tables:
        raise first
    if progress is not None:
        progress(total, total, "")
    return tables, failures


def _named(codes: str | Sequence[str]) -> tuple[str, ...]:
    """Each code once; a single one may come as it is."""
    return (codes,) if isinstance(codes, str) else tuple(dict.fromkeys(codes))


def intervals(
    stocks: Stocks, start: int, end: int, *, step: int | None = None
) -> tuple[Interval, ...]:
    """The intervals between two years, from one table of stocks to the next.

    Raises:
        UsageError: a year without stocks, or the last is not after the first.
    """
    if end <= start:
        raise UsageError(
            f"From {start} to {end} no time goes by.",
            "Flows need two different years: the earlier one first.",
        )
    if step is not None and step < 1:
        raise UsageError(f"A step of {step} years is none.", "Choose 1 or more.")
    first, last = stocks.day(start), stocks.day(end)
    if step is None:
        days = [day for day in stocks.days if first <= day <= last]
    else:
        years = [*range(start, end, step), end]
        days = [stocks.day(year) for year in years]
    return tuple(Interval(before, after) for before, after in pairwise(days))


def _weights(seed: Seed | None, account: Account) -> FloatArray | None:
    return seed(account.areas) if callable(seed) else seed


def _cells(ready: Sequence[Prepared]) -> pl.DataFrame:
    """Every cell once, though two intervals and both sexes share it."""
    return pl.concat([each.stocks for each in ready]).unique(maintain_order=True)
