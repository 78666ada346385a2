"""Which estimates of movements does the user ask for?

The options that `flows` and its sub-commands share, and how they become estimates:
which years, which methods, which stocks, and how these are prepared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from migrascope.cli import flows_failing
from migrascope.cli.asking import EVERY
from migrascope.cli.flows_words import SEXES as SEX_WORDS
from migrascope.errors import EstimationError, UsageError

if TYPE_CHECKING:
    from migrascope.cli.context import Advance, Context
    from migrascope.flows.estimates import Estimates
    from migrascope.flows.options import Options
    from migrascope.flows.preparing.adjustment import Adjustment
    from migrascope.flows.seeding import Seeding
    from migrascope.store.base import Base

SEXES = ("F", "M", "_T", EVERY)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed about the estimates; None where nothing was.

    `since` and `until` are the years of the first and the last stocks.
    """

    since: int | None
    until: int | None
    stocks: str | None
    residuals: str
    refugees: str
    gaps: str
    net_totals: str
    seed_by: str | None
    step: int | None = None
    methods: tuple[str, ...] = ()
    sex: str = "_T"

    @property
    def sexes(self) -> tuple[str, ...]:
        """The sexes to estimate, each from its own stocks."""
        return ("_T", "F", "M") if self.sex == EVERY else (self.sex,)

    def seeding(self, base: Base) -> Seeding | None:
        """The weights of corridors that were asked for."""
        if self.seed_by is None:
            return None
        from migrascope.flows import seeding

        return seeding.by_distance(base)

    @property
    def options(self) -> Options:
        """How the stocks are prepared."""
        from migrascope.flows.options import (
            Gaps,
            NetTotals,
            Options,
            Refugees,
            Residuals,
        )

        return Options(
            stocks=self.stocks,
            residuals=Residuals(self.residuals),
            refugees=Refugees(self.refugees),
            gaps=Gaps(self.gaps.replace("-", " ")),
            net_totals=NetTotals(self.net_totals.replace("-", " ")),
        )


def preparing_options(command: Callable[..., object]) -> Callable[..., object]:
    """The years, and how the stocks are prepared, handed over as one `asked`."""

    @wraps(command)
    def gathered(*places: object, **options: Any) -> object:
        asked = Asked(**{each: options.pop(each) for each in _NAMES})
        return command(*places, asked=asked, **options)

    wrapped: Callable[..., object] = gathered
    for option in reversed(_PREPARING):
        wrapped = option(wrapped)
    return wrapped


_NAMES = (
    "since",
    "until",
    "stocks",
    "residuals",
    "refugees",
    "gaps",
    "net_totals",
    "seed_by",
)
_PREPARING: tuple[Callable[[Callable[..., object]], Callable[..., object]], ...] = (
    click.option(
        "--from", "since", type=int, metavar="YEAR", help="Year of the first stocks."
    ),
    click.option(
        "--to", "until", type=int, metavar="YEAR", help="Year of the last stocks."
    ),
    click.option(
        "--stocks",
        metavar="EDITION",
        help="Edition of the stocks, such as 2020 (default: the newest).",
    ),
    click.option(
        "--residuals",
        type=click.Choice(("spread", "keep", "drop")),
        default="spread",
        show_default=True,
        help="People of unknown origin: over the known ones, apart, or left out.",
    ),
    click.option(
        "--refugees",
        type=click.Choice(("included", "excluded")),
        default="included",
        show_default=True,
        help="Refugees in the stocks, as UN DESA counts them, or taken out.",
    ),
    click.option(
        "--gaps",
        type=click.Choice(("leave-out", "carry")),
        default="leave-out",
        show_default=True,
        help="Stocks of one day only: left out, or estimated from other years.",
    ),
    click.option(
        "--net-totals",
        type=click.Choice(("as-published", "scaled")),
        default="as-published",
        show_default=True,
        help="Net migration that does not add up to zero: kept, or scaled.",
    ),
    click.option(
        "--seed-by",
        type=click.Choice(("distance",)),
        help="Weigh corridors beforehand: near ones more than far ones.",
    ),
)


def estimates(context: Context, asked: Asked) -> Estimates:
    """Make what was asked for; fits that fell short are told on stderr.

    Raises:
        UsageError: a year without stocks, an unknown method.
        NoFigures: the base lacks what is needed.
    """
    from migrascope.flows import estimating, methods

    base = context.evidence
    start, end = _years(base, asked)
    named = () if EVERY in asked.methods else asked.methods
    seeding = asked.seeding(base)
    with context.progress("Estimating") as advance:
        made = estimating.estimate(
            base,
            start=start,
            end=end,
            methods=named or methods.ALL,
            sexes=asked.sexes,
            options=asked.options,
            step=asked.step,
            seed=None if seeding is None else seeding.weights,
            progress=_steadily(advance),
        )
    _tell_short_fits(context, made)
    return made


def adjustments(context: Context, asked: Asked) -> tuple[Adjustment, ...]:
    """What the preparation alone changes; no method is run."""
    from migrascope.flows import estimating
    from migrascope.flows.preparing import preparing

    base = context.evidence
    start, end = _years(base, asked)
    material = preparing.gather(base, asked.options)
    steps = estimating.intervals(material.stocks, start, end, step=asked.step)
    return tuple(
        change
        for interval in steps
        for ready in preparing.accounts(material, interval, asked.sexes)
        for change in ready.adjustments
    )


def resampled(
    context: Context,
    made: Estimates,
    *,
    lead: str,
    asked: Asked,
    draws: int | None,
) -> Estimates:
    """The same with resampled intervals of the methods that were named or lead.

    Raises:
        NoFigures: the base holds one edition of the stocks only.
        UsageError: too few draws.
        EstimationError: a method in front failed in some draw.
    """
    from migrascope.flows.uncertainty import resampling

    in_front = {
        (sex, interval): made.front(lead, among=there)
        for interval in made.intervals
        for sex in made.sexes
        if (there := made.made(sex, interval))
    }
    named = {*in_front.values(), *asked.methods}
    chosen = replace(
        made, tables=tuple(each for each in made.tables if each.method in named)
    )
    seeding = asked.seeding(context.evidence)
    with context.progress("Resampling") as advance:
        bands = resampling.resample(
            context.evidence,
            chosen,
            weights=None if seeding is None else seeding.weights,
            draws=resampling.DRAWS if draws is None else draws,
            progress=_steadily(advance),
        )
    for each in bands.failures:
        if in_front[each.sex, each.interval] == each.method:
            raise EstimationError(
                f"In a draw of the stocks: {each.reason}", each.advice
            )
    flows_failing.tell_not_resampled(context, bands.failures)
    return replace(made, bands=bands)


def _steadily(advance: Advance) -> Callable[[int, int, str], None]:
    """One bar for all tables: a new label would begin it anew."""

    def forward(done: int, total: int, label: str) -> None:
        del label
        advance(done, total)

    return forward


def _years(base: Base, asked: Asked) -> tuple[int, int]:
    """The years that were named; else the newest two that go together."""
    if asked.since is not None and asked.until is not None:
        return asked.since, asked.until
    from migrascope.flows.preparing import stocks

    known = stocks.read(base, asked.stocks)
    if asked.since is not None:
        known.day(asked.since)  # or an error that lists the years
        later = [year for year in known.years if year > asked.since]
        if not later:
            raise UsageError(
                f"{known.edition} has no stocks after {asked.since}.",
                f"It has {', '.join(map(str, known.years))}: begin earlier.",
            )
        return asked.since, later[0]
    until = known.years[-1] if asked.until is None else asked.until
    known.day(until)
    earlier = [year for year in known.years if year < until]
    if not earlier:
        raise UsageError(
            f"{known.edition} has no stocks before {until}.",
            f"It has {', '.join(map(str, known.years))}: flows need two of them.",
        )
    return earlier[-1], until


def _tell_short_fits(context: Context, made: Estimates) -> None:
    """No fit falls short in silence; the worst is named."""
    short = [table for table in made.tables if not table.fit.converged]
    if not short:
        return
    worst = max(short, key=lambda table: table.fit.largest_error)
    count = "One table" if len(short) == 1 else f"{len(short)} tables"
    context.say(
        f"Mind: {count} did not meet all totals. The largest error is "
        f"{worst.fit.largest_error:.2g} persons ({worst.method}, "
        f"{SEX_WORDS[worst.sex]}, {worst.interval}, {worst.fit.rounds} rounds). "
        f"{worst.fit.says}".rstrip()
    )
