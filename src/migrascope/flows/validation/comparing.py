"""How does each method, and each naive baseline, do against what was counted?

Makes the rows of the long table of scores: for everything together, by the size of
the counted flow, and by how much the report is thought to miss.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from migrascope.flows.account import Account, FloatArray, Interval
from migrascope.flows.estimators.method import BIRTHPLACES, NET
from migrascope.flows.table import FlowTable
from migrascope.flows.uncertainty.across import across_methods
from migrascope.flows.validation.reported import UNDERCOUNT, Reports
from migrascope.flows.validation.scores import (
    BoolArray,
    Score,
    by_size,
    correlation,
    score,
)
from migrascope.flows.validation.totals import Totals

METHOD, BASELINE, REPORT, BAND = "method", "baseline", "report", "band"
ALL, SIZE, MISSED = "all", "size", "undercount"

SCHEMA: dict[str, type[pl.DataType]] = {
    "against": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "candidate": pl.String,
    "kind": pl.String,
    "split": pl.String,
    "class": pl.String,
    "pairs": pl.Int64,
    "compared": pl.Int64,
    "correlation": pl.Float64,
    "log_correlation": pl.Float64,
    "within_two": pl.Float64,
    "median_ratio": pl.Float64,
    "sum_ratio": pl.Float64,
    "inside": pl.Float64,
    "above": pl.Float64,
}
"""The columns of the scores; `pairs` are areas where totals are compared.

`inside` and `above` are of the band across methods only: the share of the counted
figures that lie between the least and the most of the methods, and above the most.
"""

NET_SCHEMA: dict[str, type[pl.DataType]] = {
    "start": pl.Int64,
    "end": pl.Int64,
    "candidate": pl.String,
    "kind": pl.String,
    "by_construction": pl.Boolean,
    "areas": pl.Int64,
    "correlation": pl.Float64,
    "same_sign": pl.Float64,
    "mean_difference": pl.Float64,
}

Row = dict[str, object]


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A table that is held against counts: of a method, or a baseline."""

    kind: str
    table: FlowTable

    @property
    def name(self) -> str:
        """The code of the method or baseline."""
        return self.table.method


def against_reports(
    reports: Reports, candidates: Sequence[Candidate], *, other: Reports | None
) -> Iterator[Row]:
    """Scores against the reports of one side; `other` is what the other side said."""
    against = f"reports of the {reports.side}"
    for each in candidates:
        estimated = reports.of(each.table)
        yield from _rows(against, reports.interval, each, estimated, reports.persons)
        for name in UNDERCOUNT:
            here = np.array([text == name for text in reports.undercount])
            if here.any():
                found = score(estimated[here], reports.persons[here])
                yield _row(
                    against, reports.interval, each.name, each.kind, MISSED, name, found
                )
    yield _in_the_band(against, reports, candidates)
    if other is not None:
        yield from _other_side(against, reports, other)


def against_totals(totals: Totals, candidates: Sequence[Candidate]) -> Iterator[Row]:
    """Scores against the arrivals or departures that areas reported."""
    for each in candidates:
        found = score(totals.of(each.table), totals.persons)
        yield _row(
            f"reported {totals.way}",
            totals.interval,
            each.name,
            each.kind,
            ALL,
            ALL,
            found,
        )


def against_net(
    account: Account,
    candidates: Sequence[Candidate],
    promises: dict[str, frozenset[str]],
) -> Iterator[Row]:
    """How arrivals less departures agree with the published net migration.

    A method that promises the net migration of its account meets the population
    figures by construction: it agrees as far as the publisher's figures agree with
    each other, and that is no merit.
    """
    if account.net_migration is None:
        return
    published = account.net_migration
    for each in candidates:
        net = _net(each.table)
        yield {
            "start": account.interval.start.year,
            "end": account.interval.end.year,
            "candidate": each.name,
            "kind": each.kind,
            "by_construction": bool(
                promises.get(each.name, frozenset()) & {NET, BIRTHPLACES}
            ),
            "areas": published.size,
            "correlation": correlation(net, published),
            "same_sign": float((np.sign(net) == np.sign(published)).mean()),
            "mean_difference": float(np.abs(net - published).mean()),
        }


def _net(table: FlowTable) -> FloatArray:
    """Arrivals less departures, with those from and to outside the table."""
    net = table.net
    if table.from_outside is not None:
        net = net + table.from_outside
    if table.to_outside is not None:
        net = net - table.to_outside
    return np.asarray(net)


def _rows(
    against: str,
    interval: Interval,
    candidate: Candidate,
    estimated: FloatArray,
    counted: FloatArray,
) -> Iterator[Row]:
    classes: list[tuple[str, str, BoolArray]] = [
        (ALL, ALL, np.ones(counted.shape, dtype=bool)),
        *((SIZE, name, here) for name, here in by_size(counted)),
    ]
    for split, name, here in classes:
        yield _row(
            against,
            interval,
            candidate.name,
            candidate.kind,
            split,
            name,
            score(estimated[here], counted[here]),
        )


def _in_the_band(
    against: str, reports: Reports, candidates: Sequence[Candidate]
) -> Row:
    """How many reports lie between the least and the most that the methods say."""
    band = across_methods([each.table for each in candidates if each.kind == METHOD])
    spot = {area: each for each, area in enumerate(band.areas)}
    pairs = [band.persons.at(spot[o], spot[d]) for o, d in reports.pairs]
    low = np.array([each.low for each in pairs])
    high = np.array([each.high for each in pairs])
    counted = reports.persons
    return {
        "against": against,
        "start": reports.interval.start.year,
        "end": reports.interval.end.year,
        "candidate": "least to most of the methods",
        "kind": BAND,
        "split": ALL,
        "class": ALL,
        "pairs": counted.size,
        "inside": float(((counted >= low - 0.5) & (counted <= high + 0.5)).mean()),
        "above": float((counted > high + 0.5).mean()),
    }


def _other_side(against: str, reports: Reports, other: Reports) -> Iterator[Row]:
    """What the other side says of the same movements: as good as it can get."""
    said = dict(zip(other.pairs, other.persons, strict=True))
    here = np.array([pair in said for pair in reports.pairs])
    if not here.any():
        return
    theirs = np.array([said[pair] for pair in reports.pairs if pair in said])
    yield _row(
        against,
        reports.interval,
        f"reports of the {other.side}",
        REPORT,
        ALL,
        ALL,
        score(theirs, reports.persons[here]),
    )


def _row(
    against: str,
    interval: Interval,
    candidate: str,
    kind: str,
    split: str,
    name: str,
    found: Score,
) -> Row:
    return {
        "against": against,
        "start": interval.start.year,
        "end": interval.end.year,
        "candidate": candidate,
        "kind": kind,
        "split": split,
        "class": name,
        **asdict(found),
    }
