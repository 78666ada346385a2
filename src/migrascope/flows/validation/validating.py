"""How good are the estimates of an interval? Everything that the base can tell.

Each part is done as far as the base has the figures for it. A part that cannot be
done is listed with what to add, and so is a method that fails for an interval; only
without stocks, births, deaths and population, or without any method that does not
fail, is there nothing to validate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import polars as pl

from migrascope.errors import EstimationError, MigrascopeError, NoFigures
from migrascope.flows import methods as registry
from migrascope.flows.account import Account, Interval
from migrascope.flows.estimating import intervals
from migrascope.flows.options import Options
from migrascope.flows.preparing.preparing import Material
from migrascope.flows.side_by_side import HEADLINE
from migrascope.flows.table import FlowTable
from migrascope.flows.uncertainty import coverage as covering
from migrascope.flows.uncertainty.across import across_methods
from migrascope.flows.uncertainty.coverage import Coverage
from migrascope.flows.uncertainty.resampling import measured
from migrascope.flows.validation import (
    baselines,
    comparing,
    published,
    reported,
    reproducing,
    sentences,
    totals,
)
from migrascope.flows.validation.comparing import BASELINE, METHOD, Candidate, Row
from migrascope.flows.validation.findings import BOTH, SEXES, Findings, Progress
from migrascope.flows.validation.reproducing import Reproduced
from migrascope.flows.validation.validation import Sentence, Validation
from migrascope.store.base import Base

DRAWS = 100
QUICK = ("sd_drop_neg", "sd_rev_neg", "mig_rate")
"""Methods whose intervals are held against the next edition: these take no time."""

SLOW = frozenset({"da_min_closed", "da_pb_closed"})
"""Methods that are left out for women and for men, unless everything is asked for."""

REVISIONS = "How editions revise the stocks"
COVERAGE = "Intervals held against the next edition"

_DEFAULTS = Options()


def validate(
    base: Base,
    *,
    start: int,
    end: int,
    methods: Sequence[str] = registry.ALL,
    options: Options = _DEFAULTS,
    progress: Progress | None = None,
) -> Validation:
    """Hold the estimates of every interval between two years against what is known.

    In a hurry: the published estimates of women and of men by the quick methods only,
    and the intervals of three methods against the next edition of the stocks.

    Raises:
        NoFigures: the base lacks stocks, population, births or deaths.
        UsageError: a year without stocks, or a method that is not known.
        EstimationError: every method fails for an interval.
    """
    asked = tuple(dict.fromkeys(methods))
    return _validate(
        base,
        (start, end),
        _Work(
            methods=asked,
            by_sex=tuple(code for code in asked if code not in SLOW),
            resampled=tuple(code for code in asked if code in QUICK),
        ),
        options,
        progress,
    )


def validate_all(
    base: Base,
    *,
    start: int,
    end: int,
    methods: Sequence[str] = registry.ALL,
    options: Options = _DEFAULTS,
    progress: Progress | None = None,
) -> Validation:
    """Like `validate`, with every method for women, men and the intervals: minutes.

    Raises:
        NoFigures: the base lacks stocks, population, births or deaths.
        UsageError: a year without stocks, or a method that is not known.
        EstimationError: every method fails for an interval.
    """
    asked = tuple(dict.fromkeys(methods))
    work = _Work(methods=asked, by_sex=asked, resampled=asked)
    return _validate(base, (start, end), work, options, progress)


@dataclass(frozen=True, slots=True)
class _Work:
    """Which methods are done: for both sexes, for each, and by resampling."""

    methods: tuple[str, ...]
    by_sex: tuple[str, ...]
    resampled: tuple[str, ...]


def _validate(
    base: Base,
    years: tuple[int, int],
    work: _Work,
    options: Options,
    progress: Progress | None,
) -> Validation:
    for code in work.methods:
        registry.get(code)
    found = Findings(steps=1, progress=progress)
    found.step("reading the stocks")
    material = found.material(base, options)
    asked = intervals(material.stocks, *years)
    found.steps = 3 * len(asked) + 3 + len(work.resampled)
    found.editions.update(dict.fromkeys(material.editions))
    for interval in asked:
        found.step(f"estimating {interval}")
        account, tables = found.estimated(material, interval, methods=work.methods)
        found.step(f"reported flows, {interval}")
        _against_reports(base, found, account, tables)
        found.step(f"published estimates, {interval}")
        _against_published(base, found, interval, work, options)
    everything = pl.DataFrame(found.scores, schema=comparing.SCHEMA)
    found.says.extend(sentences.in_general(everything))
    found.step("reported totals")
    _against_totals(base, found, material, work.methods)
    revised = _revised(base, found)
    covered = _covered(base, found, asked, work.resampled)
    if progress is not None:
        progress(found.steps, found.steps, "")
    return Validation(
        intervals=asked,
        methods=work.methods,
        editions=tuple(found.editions),
        scores=pl.DataFrame(found.scores, schema=comparing.SCHEMA),
        net=pl.DataFrame(found.net, schema=comparing.NET_SCHEMA),
        published=pl.DataFrame(found.reproduced, schema=reproducing.SCHEMA),
        differences=pl.concat(found.differences) if found.differences else _NO_ROWS,
        revisions=revised,
        coverage=covered,
        says=tuple(found.says),
        missing=tuple(found.missing),
    )


def _against_reports(
    base: Base, found: Findings, account: Account, tables: Sequence[FlowTable]
) -> None:
    """Both sides' reports, with naive baselines; and net migration."""
    candidates = [Candidate(METHOD, table) for table in tables]
    band = across_methods(tables)
    found.says.append(Sentence(sentences.ACROSS, str(account.interval), band.says))
    promises = {table.method: registry.get(table.method).promises for table in tables}
    net = list(comparing.against_net(account, candidates, promises))
    found.net.extend(net)
    found.says.extend(sentences.on_net(pl.DataFrame(net, schema=comparing.NET_SCHEMA)))
    candidates.append(Candidate(BASELINE, baselines.stock_share(account, tables)))
    with found.optional(f"baseline {baselines.AS_BEFORE}"):
        earlier = published.read(base, _before(account.interval), BOTH)
        candidates.append(
            Candidate(BASELINE, baselines.as_before(account, earlier, method=HEADLINE))
        )
    sides: dict[str, reported.Reports] = {}
    for side in reported.SIDES:
        with found.optional("reported flows"):
            sides[side] = reported.read(base, account.interval, side).only(
                account.areas
            )
    for side, reports in sides.items():
        other = next((each for name, each in sides.items() if name != side), None)
        rows = list(comparing.against_reports(reports, candidates, other=other))
        found.scores.extend(rows)
        found.editions[reports.edition] = None
        frame = pl.DataFrame(rows, schema=comparing.SCHEMA)
        found.says.extend(sentences.on_reports(frame, reports, account))


def _against_published(
    base: Base,
    found: Findings,
    interval: Interval,
    work: _Work,
    options: Options,
) -> None:
    """The published estimates, from the stocks that they were made from."""
    for sex in SEXES:
        methods = work.methods if sex == BOTH else work.by_sex
        if not methods:
            continue
        with found.optional("published estimates"):
            theirs = published.read(base, interval, sex)
            same = replace(options, stocks=theirs.stocks or options.stocks)
            material = found.material(base, same)
            account, tables = found.estimated(
                material, interval, sex=sex, methods=methods
            )
            made: list[Reproduced] = list(
                reproducing.reproduce(account, tables, theirs)
            )
            found.reproduced.extend(reproducing.rows(made))
            found.differences.extend(reproducing.differences(tables, theirs))
            found.editions.update({theirs.edition: None, material.stocks.edition: None})
            ours = material.demography.editions[0]
            found.says.extend(reproducing.sentences(made, theirs, ours=ours))


def _against_totals(
    base: Base, found: Findings, material: Material, methods: Sequence[str]
) -> None:
    """Every interval of the stocks with enough known arrivals or departures."""
    days = material.stocks.days
    rows: list[Row] = []
    why: NoFigures | None = None
    for interval in (Interval(first, last) for first, last in pairwise(days)):
        known = []
        for way in totals.MEASURES:
            try:
                known.append(totals.read(base, interval, way))
            except NoFigures as error:
                why = error
        if not known:
            continue
        account, tables = found.estimated(material, interval, methods=methods)
        candidates = [
            *(Candidate(METHOD, table) for table in tables),
            Candidate(BASELINE, baselines.stock_share(account, tables)),
        ]
        for each in known:
            found.editions[each.edition] = None
            rows.extend(comparing.against_totals(each.only(account.areas), candidates))
    with found.optional("reported totals of arrivals and departures"):
        if not rows and why is not None:
            raise why
    found.scores.extend(rows)
    frame = pl.DataFrame(rows, schema=comparing.SCHEMA)
    found.says.extend(sentences.on_totals(frame))


def _revised(base: Base, found: Findings) -> pl.DataFrame:
    """How the two newest editions of the stocks differ."""
    with found.optional(REVISIONS):
        known = measured(base)
        about = " and ".join(known.editions)
        found.says.extend(Sentence(REVISIONS, about, text) for text in known.says)
        return known.by_size()
    return pl.DataFrame()


def _covered(
    base: Base,
    found: Findings,
    asked: Sequence[Interval],
    methods: Sequence[str],
) -> Coverage | None:
    """The newest interval that two editions know, if any does."""
    found.step("intervals against the next edition")
    if not methods:
        return None
    begun = found.done

    def advance(done: int, total: int, label: str) -> None:
        if found.progress is not None:
            share = done * len(methods) // max(total, 1)
            found.progress(begun + share, found.steps, label)

    failed: MigrascopeError | None = None
    for interval in reversed(asked):
        try:
            made = covering.coverage(
                base, interval, methods=methods, draws=DRAWS, progress=advance
            )
        except NoFigures as error:
            failed = error
            continue
        except EstimationError as error:
            failed = error
            break
        found.says.extend(Sentence(COVERAGE, str(interval), text) for text in made.says)
        found.editions.update({made.inputs: None, made.outcome: None})
        return made
    with found.optional(COVERAGE):
        if failed is not None:
            raise failed
    return None


def _before(interval: Interval) -> Interval:
    """The five years before an interval, as they are published."""
    start = date(interval.start.year - 5, interval.start.month, interval.start.day)
    return Interval(start, interval.start)


_NO_ROWS = pl.DataFrame(
    schema={
        "method": pl.String,
        "sex": pl.String,
        "start": pl.Int64,
        "end": pl.Int64,
        "origin": pl.String,
        "destination": pl.String,
        "ours": pl.Float64,
        "theirs": pl.Float64,
    }
)
