"""What do the figures of a validation say in words?

Every sentence is read off the tables; where the figures say otherwise, so does it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import polars as pl

from migrascope.flows.account import Account, Interval
from migrascope.flows.validation.baselines import SAYS
from migrascope.flows.validation.comparing import (
    ALL,
    BAND,
    BASELINE,
    METHOD,
    MISSED,
    REPORT,
)
from migrascope.flows.validation.reported import COVERED, BoolArray, Reports
from migrascope.flows.validation.validation import Sentence
from migrascope.language.grammar import capital, listing, number_word
from migrascope.language.numbers import percent, rounded

ACROSS = "How far apart the methods are"
REPORTED = "Against reported flows"
TOTALS = "Against reported arrivals and departures"
NET = "Against net migration"

WORTH_SAYING = 0.001
"""A smaller share of the reported moves is not spoken of."""

WEIGHED = "da_pb_closed"
"""The method with a weight that was found on reported flows."""

ALIKE = 0.005
"""Correlations that differ by less are the same: neither is called worse."""


def on_reports(
    scores: pl.DataFrame, reports: Reports, account: Account
) -> Iterator[Sentence]:
    """What the scores against one side's reports say."""
    against = f"reports of the {reports.side}"
    about = f"{reports.interval}, {against}"
    rows = _of(scores, against, reports.interval)
    whole = rows.filter(pl.col("split") == ALL)
    yield Sentence(REPORTED, about, _what_is_there(reports))
    yield from (Sentence(REPORTED, about, text) for text in _nearest(whole))
    unseen = reports.without_stocks(account)
    if reports.persons[unseen].sum() >= WORTH_SAYING * reports.persons.sum() > 0:
        yield Sentence(REPORTED, about, _unseen(reports, unseen))
    yield from (Sentence(REPORTED, about, text) for text in _band(whole))
    yield from (Sentence(REPORTED, about, text) for text in _ceiling(whole, reports))
    best = _best(whole)
    if best is not None:
        yield from (Sentence(REPORTED, about, text) for text in _undercount(rows, best))


def in_general(scores: pl.DataFrame) -> Iterator[Sentence]:
    """What holds for all comparisons with reported flows, said once."""
    rows = scores.filter(
        pl.col("against").str.starts_with("reports of"), pl.col("split") == ALL
    )
    for code in rows.filter(pl.col("kind") == BASELINE)["candidate"].unique(
        maintain_order=True
    ):
        yield Sentence(
            REPORTED, "In general", f"The naive baseline {code} is {SAYS[str(code)]}."
        )
    methods = rows.filter(pl.col("kind") == METHOD).drop_nulls("median_ratio")
    if methods.is_empty():
        return
    if WEIGHED in methods["candidate"].to_list():
        yield Sentence(
            REPORTED,
            "In general",
            f"The weight of {WEIGHED} (87 %) was chosen on reported flows between "
            "European countries by those who made it: that it is near to such reports "
            "is partly by choice.",
        )
    below = methods.filter(pl.col("median_ratio") < 1.0).height
    yield Sentence(
        REPORTED,
        "In general",
        f"In {below} of {methods.height} comparisons a method is below the reports in "
        f"the middle (ratios {_span(methods['median_ratio'])}). A report counts every "
        "move of every year, an estimate only people who lived elsewhere at the start "
        "and here at the end: who came and left again in between, or moved twice, is "
        "reported and cannot be estimated. The minimum methods also make as few moves "
        "as the stocks allow.",
    )


def on_totals(scores: pl.DataFrame) -> Iterator[Sentence]:
    """What the scores against reported arrivals and departures say."""
    rows = scores.filter(pl.col("against").str.starts_with("reported "))
    for against in rows["against"].unique(maintain_order=True):
        part = rows.filter(pl.col("against") == against)
        spans = part.select("start", "end").unique(maintain_order=True)
        for start, end in spans.iter_rows():
            here = part.filter(pl.col("start") == start, pl.col("end") == end)
            areas = int(here["pairs"][0])
            about = f"{start}–{end}, {against} of {areas} areas"
            yield from (Sentence(TOTALS, about, text) for text in _nearest(here))


def on_net(net: pl.DataFrame) -> Iterator[Sentence]:
    """What the comparison with net migration says, interval by interval."""
    for start, end in (
        net.select("start", "end").unique(maintain_order=True).iter_rows()
    ):
        rows = net.filter(pl.col("start") == start, pl.col("end") == end)
        about = f"{start}–{end}, {rows['areas'][0]} areas"
        free = rows.filter(~pl.col("by_construction")).drop_nulls("correlation")
        bound = rows.filter("by_construction").drop_nulls("correlation")
        if not bound.is_empty():
            named = listing(bound["candidate"].to_list())
            meets = "meets" if bound.height == 1 else "meet"
            yield Sentence(
                NET,
                about,
                f"{named} {meets} the population, births and deaths of each area, and "
                "with them its net migration, by construction (correlation "
                f"{_span(bound['correlation'])}): that is no test.",
            )
        if not free.is_empty():
            best = free.sort("correlation", descending=True).row(0, named=True)
            yield Sentence(
                NET,
                about,
                f"Of the others, which no area's net migration binds, "
                f"{best['candidate']} is nearest: "
                f"correlation {best['correlation']:.2f}, the right sign in "
                f"{percent(best['same_sign'])} of areas "
                f"(all of them: {_span(free['correlation'])}).",
            )


def _of(scores: pl.DataFrame, against: str, interval: Interval) -> pl.DataFrame:
    return scores.filter(
        pl.col("against") == against,
        pl.col("start") == interval.start.year,
        pl.col("end") == interval.end.year,
    )


def _what_is_there(reports: Reports) -> str:
    least = float(reports.covered.min())
    filled = (
        f" They cover at least {percent(least)} of the interval and are filled up in "
        "proportion."
        if least < 1.0
        else " They cover the whole interval."
    )
    more = (
        f" {capital(number_word(reports.left_out))} more have reports for less than "
        f"{percent(COVERED)} of it and are left out."
        if reports.left_out
        else ""
    )
    return (
        f"{len(reports.persons):,} pairs of countries have reports "
        f"({reports.edition}).{filled}{more}"
    )


def _unseen(reports: Reports, unseen: BoolArray) -> str:
    count, moved = int(unseen.sum()), round(float(reports.persons[unseen].sum()))
    share = moved / float(reports.persons.sum())
    return (
        f"For {count:,} of these pairs neither stock table has anybody born in the one "
        f"and living in the other, although {rounded(moved)} moves are reported "
        f"({percent(share, decimals=1)} of all): sd_drop_neg and mig_rate can only say "
        "zero there. Another edition may print them (--stocks)."
    )


def _best(whole: pl.DataFrame) -> str | None:
    methods = whole.filter(pl.col("kind") == METHOD).drop_nulls("log_correlation")
    if methods.is_empty():
        return None
    return str(methods.sort("log_correlation", descending=True)["candidate"][0])


def _nearest(whole: pl.DataFrame) -> Iterator[str]:
    """The method that comes nearest, and those that a naive baseline beats."""
    methods = whole.filter(pl.col("kind") == METHOD).drop_nulls("log_correlation")
    if methods.is_empty():
        return
    methods = methods.sort("log_correlation", descending=True)
    best = methods.row(0, named=True)
    within = (
        f", {percent(best['within_two'])} of {best['compared']} within a factor of two"
        if best["within_two"] is not None
        else ""
    )
    yield (
        f"{best['candidate']} comes nearest (correlation of logarithms "
        f"{best['log_correlation']:.2f}{within}); {methods['candidate'][-1]} is "
        f"farthest ({methods['log_correlation'][-1]:.2f})."
    )
    for row in whole.filter(pl.col("kind") == BASELINE).iter_rows(named=True):
        if row["log_correlation"] is None:
            continue
        worse = methods.filter(
            pl.col("log_correlation") < row["log_correlation"] - ALIKE
        )
        named = [
            f"{code} ({value:.2f})"
            for code, value in worse.select("candidate", "log_correlation").iter_rows()
        ]
        naive = f"the naive baseline {row['candidate']}"
        yield (
            f"Worse than {naive} ({row['log_correlation']:.2f}): {listing(named)}."
            if named
            else f"No method does worse than {naive} ({row['log_correlation']:.2f})."
        )


def _band(whole: pl.DataFrame) -> Iterator[str]:
    for row in whole.filter(pl.col("kind") == BAND).iter_rows(named=True):
        yield (
            f"{percent(row['inside'])} of the {row['pairs']:,} reports lie between the "
            "least and the most that the methods say, "
            f"{percent(row['above'])} above the most."
        )


def _ceiling(whole: pl.DataFrame, reports: Reports) -> Iterator[str]:
    for row in whole.filter(pl.col("kind") == REPORT).iter_rows(named=True):
        if row["within_two"] is None:
            continue
        yield (
            f"The {row['candidate']} agree with those of the {reports.side} within a "
            f"factor of two in {percent(row['within_two'])} of the "
            f"{row['compared']} pairs that both report (sums {row['sum_ratio']:.2f}): "
            "no estimate can be expected to agree better with either."
        )


def _undercount(rows: pl.DataFrame, method: str) -> Iterator[str]:
    part = rows.filter(
        pl.col("split") == MISSED, pl.col("candidate") == method
    ).drop_nulls("median_ratio")
    if part.height < 2:
        return
    told = [
        f"{row['median_ratio']:.2f} where the report is thought to miss {amount} "
        f"({row['compared']} pairs)"
        for row in part.iter_rows(named=True)
        for amount in (_AMOUNT[row["class"]],)
    ]
    ratios = part["median_ratio"].to_list()
    rises = all(one <= other for one, other in pairwise(ratios))
    verdict = (
        "The more a report misses, the higher the ratio: a part of the disagreement "
        "is the reports'."
        if rises
        else "The ratio does not rise with what the reports miss."
    )
    yield f"Middle ratio of {method}: {listing(told)}. {verdict}"


_AMOUNT = {"low": "little", "medium": "more", "high": "much"}


def _span(values: pl.Series) -> str:
    low, high = float(values.min()), float(values.max())  # type: ignore[arg-type] # figures, none missing
    return f"{low:.2f}" if f"{low:.2f}" == f"{high:.2f}" else f"{low:.2f} to {high:.2f}"
