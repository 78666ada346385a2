"""Do we get the published estimates, and where not, why?

Abel and Cohen estimated the same movements from the same stocks. What rests on stocks
alone must come out to the person; what also rests on births, deaths and population
cannot, because they took another edition of the World Population Prospects. So the
explanation is put to the test: the estimates are made again with their areas and with
the net migration that their own tables imply.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from migrascope.errors import NoFigures
from migrascope.flows.account import Account, FloatArray, Interval, StockTable
from migrascope.flows.table import FlowTable
from migrascope.flows.validation.scores import correlation
from migrascope.model import breakdown
from migrascope.store.base import Base

DATASET = "abel-cohen-flows"
MEASURE = "migration_flows"

STOCKS = {"2022": "2020", "2025": "2024"}
"""The edition of the stocks that each release was made from."""

PROSPECTS = {"2022": "2022", "2025": "2024"}
"""The revision of the World Population Prospects that each release rests on."""

UNDIVIDED = "M49:736"
"""Sudan before 2011, which they call SDN in intervals that end by then."""

NET = "da_min_closed"
"""Its arrivals less departures are the net migration that the authors put in."""

ADVICE = (
    "Add the published estimates of Abel and Cohen with `migrascope add FILE`, or "
    "`migrascope fetch abel_cohen`."
)


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """The published tables of one sex and interval: persons, origin × destination."""

    edition: str
    sex: str
    interval: Interval
    areas: tuple[str, ...]
    persons: Mapping[str, FloatArray]

    @property
    def stocks(self) -> str | None:
        """The edition of the stocks that they were made from, where that is known."""
        return STOCKS.get(self._release)

    @property
    def prospects(self) -> str:
        """The population, births and deaths that they were made from, in words."""
        revision = PROSPECTS.get(self._release)
        return f"the revision of {revision}" if revision else "a revision not known"

    @property
    def _release(self) -> str:
        return self.edition.partition("@")[2].partition(".")[0]


@dataclass(frozen=True, slots=True, eq=False)
class Reproduction:
    """Ours against theirs, for one method, over the areas that both have.

    `equal` are corridors that differ by less than a person; `within_1` and `within_10`
    those that are equal or differ by at most one and ten per cent of theirs. A
    corridor counts when either has half a person there. `theirs_only` and `ours_only`
    are areas with movers in one of the two and no row in the other.
    """

    method: str
    sex: str
    interval: Interval
    corridors: int
    equal: float
    within_1: float
    within_10: float
    correlation: float | None
    ours: float
    theirs: float
    ours_only: tuple[str, ...]
    theirs_only: tuple[str, ...]
    factor: float
    spread: float

    @property
    def exact(self) -> bool:
        """Every corridor between the areas of both is the same to the person."""
        return self.equal == 1.0

    @property
    def proportional(self) -> bool:
        """Theirs are ours times one factor, but for rounding."""
        return self.spread < ONE_FACTOR


ONE_FACTOR = 0.001
"""A relative spread of the ratios below this is rounding."""

ROUNDED_AWAY = 1_000.0
"""Persons above which rounding to a person cannot move a ratio by a thousandth."""


def read(base: Base, interval: Interval, sex: str) -> Published:
    """The newest published tables of an interval and sex.

    Raises:
        NoFigures: the base has none.
    """
    held = [each.id for each in base.newest() if each.dataset == DATASET]
    if not held:
        raise NoFigures("The base holds no published estimates to compare.", ADVICE)
    found = base.frame(
        measure=MEASURE, editions=(held[0],), sex=sex, year=interval.end.year
    )
    found = found.filter(pl.col("start").dt.year() == interval.start.year).select(
        pl.col("area", "origin", "breakdown").cast(pl.String), pl.col("value")
    )
    if found.is_empty():
        raise NoFigures(f"{held[0]} has no movements of {interval} ({sex}).", ADVICE)
    if interval.end.year <= 2010:
        found = found.with_columns(pl.col("area", "origin").replace("SDN", UNDIVIDED))
    areas = tuple(sorted({*found["area"].unique(), *found["origin"].unique()}))
    spot = {area: each for each, area in enumerate(areas)}
    persons = {}
    for (text,), part in found.group_by("breakdown", maintain_order=True):
        table = np.zeros((len(areas), len(areas)))
        rows, columns = (
            part[each].replace_strict(spot, return_dtype=pl.Int64).to_numpy()
            for each in ("origin", "area")
        )
        table[rows, columns] = part["value"].to_numpy()
        persons[breakdown.split(str(text))["method"]] = table
    return Published(held[0], sex, interval, areas, persons)


def compare(ours: FlowTable, published: Published) -> Reproduction:
    """One of our tables against the published one of its method."""
    mine, theirs, _ = both(ours, published)
    here = (mine >= 0.5) | (theirs >= 0.5)
    one, other = mine[here], theirs[here]
    apart = np.abs(one - other)
    equal = apart < 1.0
    large = here & (np.minimum(mine, theirs) >= ROUNDED_AWAY)
    ratios = theirs[large] / mine[large]
    full = published.persons[ours.method]
    return Reproduction(
        method=ours.method,
        sex=ours.sex,
        interval=ours.interval,
        corridors=int(here.sum()),
        equal=_share(equal),
        within_1=_share(equal | (apart <= 0.01 * other)),
        within_10=_share(equal | (apart <= 0.10 * other)),
        correlation=correlation(one, other),
        ours=ours.total,
        theirs=float(full.sum()),
        ours_only=_strangers(ours.areas, ours.persons, published.areas),
        theirs_only=_strangers(published.areas, full, ours.areas),
        factor=float(np.median(ratios)) if ratios.size else float("nan"),
        spread=float(ratios.std() / ratios.mean()) if ratios.size > 1 else float("nan"),
    )


def both(
    ours: FlowTable, published: Published
) -> tuple[FloatArray, FloatArray, tuple[str, ...]]:
    """The two tables over the areas that both have, and these areas."""
    known = set(published.areas)
    areas = tuple(each for each in ours.areas if each in known)
    mine = [ours.areas.index(each) for each in areas]
    yours = [published.areas.index(each) for each in areas]
    theirs = published.persons[ours.method]
    return ours.persons[np.ix_(mine, mine)], theirs[np.ix_(yours, yours)], areas


def like_theirs(account: Account, published: Published) -> Account:
    """The account with their areas, and with the net migration of their tables.

    The residents after are those before, with births, deaths and their net migration;
    the natives are changed to fit, never below zero. Births and deaths stay ours.
    """
    net_of = dict(
        zip(
            published.areas,
            published.persons[NET].sum(axis=0) - published.persons[NET].sum(axis=1),
            strict=True,
        )
    )
    spots = [
        spot for spot, area in enumerate(account.areas) if area in set(published.areas)
    ]
    areas = tuple(account.areas[spot] for spot in spots)
    before = account.before.persons[np.ix_(spots, spots)]
    after = account.after.persons[np.ix_(spots, spots)].copy()
    births, deaths = account.births[spots], account.deaths[spots]
    net = np.array([net_of[area] for area in areas])
    residents = before.sum(axis=0) + births - deaths + net
    away = after.sum(axis=0) - np.diagonal(after)
    np.fill_diagonal(after, np.maximum(residents - away, 0.0))
    return replace(
        account,
        before=StockTable(areas, before, account.before.day),
        after=StockTable(areas, after, account.after.day),
        births=births,
        deaths=deaths,
        net_migration=net,
    )


def largest_differences(
    ours: FlowTable, published: Published, *, top: int = 5
) -> pl.DataFrame:
    """The corridors with the largest differences in persons."""
    mine, theirs, areas = both(ours, published)
    order = np.argsort(-np.abs(mine - theirs), axis=None, kind="stable")[:top]
    rows, columns = np.unravel_index(order, mine.shape)
    keep = np.abs(mine - theirs)[rows, columns] >= 1.0
    rows, columns = rows[keep], columns[keep]
    return pl.DataFrame(
        {
            "method": [ours.method] * rows.size,
            "sex": [ours.sex] * rows.size,
            "start": [ours.interval.start.year] * rows.size,
            "end": [ours.interval.end.year] * rows.size,
            "origin": [areas[each] for each in rows],
            "destination": [areas[each] for each in columns],
            "ours": mine[rows, columns],
            "theirs": theirs[rows, columns],
        },
        schema={
            "method": pl.String,
            "sex": pl.String,
            "start": pl.Int64,
            "end": pl.Int64,
            "origin": pl.String,
            "destination": pl.String,
            "ours": pl.Float64,
            "theirs": pl.Float64,
        },
    )


def _strangers(
    areas: tuple[str, ...], persons: FloatArray, others: tuple[str, ...]
) -> tuple[str, ...]:
    moving = persons.sum(axis=0) + persons.sum(axis=1) >= 0.5
    known = set(others)
    return tuple(
        area
        for area, some in zip(areas, moving, strict=True)
        if some and area not in known
    )


def _share(chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    return float(chosen.mean()) if chosen.size else 1.0
