"""Do the indicators reproduce what the UN has published?

    python benchmarks/published_values.py [BASE] [--rest]

Compares what is computed from the publishers' files with the SDG Global Database
of autumn 2020 and with UN DESA's own totals, and says why the rest differs;
`--rest` lists every country and year of it. For BASE, see `point_query.py`.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.indicators import registry
from migrascope.indicators.evidence import Evidence
from migrascope.model import area as areas
from migrascope.store.base import Base

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks._base import any_base

WITHIN = 0.02
"""The share by which a computed value may differ from the published one."""
ROUNDED_BELOW = 25
"""10.7.4 is published without decimals: below this, rounding alone is over 2 %."""
WORLD_2020 = 280_598_105
WORLD_2024 = 304_021_813
GOAL_COUNTRY_YEARS = 100

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Compared:
    """A published and a computed value, and why they differ; "" when they agree."""

    area: str
    year: int
    published: float
    computed: float
    reason: str = ""

    @property
    def apart(self) -> float:
        """By which share of the published value the computed one differs."""
        return abs(self.computed / self.published - 1) if self.published else 0.0


def main(arguments: list[str]) -> int:
    """Compare, and print the figures; 1 when a goal is missed."""
    named = [each for each in arguments if not each.startswith("--")]
    with tempfile.TemporaryDirectory() as scratch:
        base = Base.open(any_base(named, Path(scratch)))
        if "SM_POP_REFG_OR" not in base.measures():
            print("the publishers' files are not at hand: nothing to compare")
            return 0
        matching = refugees_with_the_same_population(base)
        everything = refugees(base)
        costs = costs_of_remittances(base)
        corridors = costs_by_corridor(base)
        shares = remittances_of_gdp(base)
        _print("10.7.4, population of the same revision", matching)
        _print("10.7.4, population of WPP 2024", everything)
        _print("10.c.1, the World Bank's mean", costs)
        _print("10.c.1, mean over corridors", corridors)
        _print("17.3.2, newer revisions of both inputs", shares)
        totals = world_migrant_stock(base)
        for (edition, year), people in totals.items():
            print(f"world migrant stock {year}, {edition}: {people:,.0f}")
    if "--rest" in arguments:
        for each in (*everything, *costs, *corridors, *shares):
            if each.reason:
                print(
                    f"{each.area} {each.year}: published {each.published:g}, "
                    f"computed {each.computed:g}: {each.reason}"
                )
    reached = (
        sum(not each.reason for each in matching) >= GOAL_COUNTRY_YEARS
        and totals["undesa-ims-totals@2020", 2020] == WORLD_2020
        and totals["undesa-ims-bilateral@2024", 2024] == WORLD_2024
    )
    return 0 if reached else 1


def refugees_with_the_same_population(base: Base) -> list[Compared]:
    """10.7.4 where UN DESA's tables of 2020 hold the population that UNSD used.

    The migrant stock tables of 2020 carry World Population Prospects 2019 for every
    fifth year. Only values that rounding cannot move by 2 % are compared.
    """
    people = base.frame(measure="population", editions="undesa-ims-totals")
    fled = base.frame(measure="refugees", editions="unhcr-population")
    computed = _computed("10.7.4", Evidence.of(pl.concat([people, fled])))
    return [
        Compared(*key, value, computed[key], _apart(value, computed[key]))
        for key, value in _published(base, "SM_POP_REFG_OR").items()
        if key in computed and value >= ROUNDED_BELOW
    ]


def refugees(base: Base) -> list[Compared]:
    """10.7.4 with the newest population, as the review shows it."""
    computed = _computed(
        "10.7.4", Evidence.load(base, measures=["refugees", "population"])
    )
    revised = _revision_of_population(base)
    found = []
    for key, value in _published(base, "SM_POP_REFG_OR").items():
        if key not in computed:
            continue
        before = _with_population(computed[key], revised.get(key, 1.0))
        reason = _apart(value, computed[key])
        if reason and abs(computed[key] - value) <= 0.5 * (1 + WITHIN):
            reason = "published without decimals"
        elif reason and not _apart(value, before):
            reason = "population revised: agrees with that of 2019"
        elif reason and abs(before - value) <= 0.5 * (1 + WITHIN):
            reason = "population revised, and published without decimals"
        elif reason:
            reason = "refugees revised since 2020"
        found.append(Compared(*key, value, computed[key], reason))
    return found


def _with_population(rate: float, ratio: float) -> float:
    """A rate of 10.7.4 when the population is `ratio` times what it was."""
    fled = rate / (100_000 - rate)
    return 100_000 * fled / (ratio + fled)


def _revision_of_population(base: Base) -> dict[Key, float]:
    """World Population Prospects 2019 ÷ 2024; between two fifth years, in between."""
    old = _table(base, "population", editions="undesa-ims-totals")
    new = _table(base, "population", editions="undesa-wpp")
    ratio = {key: old[key] / new[key] for key in old.keys() & new.keys() if new[key]}
    between = {}
    for (country, year), now in ratio.items():
        later = ratio.get((country, year + 5))
        if later is None:
            continue
        for step in range(1, 5):
            share = now * (5 - step) + later * step
            between[country, year + step] = share / 5
    return ratio | between


def costs_of_remittances(base: Base) -> list[Compared]:
    """10.c.1: the World Bank's own mean is what UNSD publishes, to one decimal."""
    means = _computed(
        "10.c.1-world-bank", Evidence.load(base, measures=["remittance_cost_received"])
    )
    found = []
    for (country, year), value in _published(base, "SI_RMT_COST").items():
        if (country, year) not in means:
            continue
        mean = means[country, year]
        reason = ""
        if abs(mean - value) > 0.0501:
            exchanged = any(
                when == year and abs(cost - value) <= 0.0501
                for (_, when), cost in means.items()
            )
            reason = (
                "the published value is that of another country"
                if exchanged
                else "another value is published"
            )
        found.append(Compared(country, year, value, mean, reason))
    return found


def costs_by_corridor(base: Base) -> list[Compared]:
    """10.c.1: each corridor alike, where the World Bank weighs the services in them."""
    computed = _computed("10.c.1", Evidence.load(base, measures=["remittance_cost"]))
    found = []
    for key, value in _published(base, "SI_RMT_COST").items():
        if key in computed:
            apart = abs(computed[key] - value)
            reason = "" if apart <= WITHIN * value else "within 1 percentage point"
            if reason and apart > 1:
                reason = "more than 1 percentage point apart"
            found.append(Compared(*key, value, computed[key], reason))
    return found


def remittances_of_gdp(base: Base) -> list[Compared]:
    """17.3.2: both inputs have been revised by the World Bank since 2020."""
    computed = _computed(
        "17.3.2", Evidence.load(base, measures=["remittances_received", "gdp"])
    )
    bank = _table(base, "remittances_received_gdp")
    found = []
    for key, value in _published(base, "BX_TRF_PWKR").items():
        if key not in computed:
            continue
        reason = _apart(value, computed[key])
        if reason and key in bank and _apart(value, bank[key]):
            reason = "the World Bank's own ratio has moved since 2020"
        elif reason:
            reason = "GDP revised between the editions of 2023 and 2024"
        found.append(Compared(*key, value, computed[key], reason))
    return found


def world_migrant_stock(base: Base) -> Mapping[tuple[str, int], float]:
    """Migrants of the world: as printed in 2020, and added up from pairs in 2024."""
    (printed,) = base.query(
        measure="migrant_stock",
        area=areas.WORLD,
        year=2020,
        sex="_T",
        editions="undesa-ims-totals@2020",
    )
    pairs = base.frame(measure="migrant_stock", editions="undesa-ims-bilateral@2024")
    world = registry.get("migrant-stock").series(Evidence.of(pairs), areas.WORLD)
    added = {each.period.year: each.value or 0.0 for each in world.estimates}
    return {
        ("undesa-ims-totals@2020", 2020): printed.value or 0.0,
        ("undesa-ims-bilateral@2024", 2020): added[2020],
        ("undesa-ims-bilateral@2024", 2024): added[2024],
    }


def _computed(code: str, evidence: Evidence) -> dict[Key, float]:
    """An indicator for every country and year."""
    meta = registry.get(code)
    return {
        (country.id, figure.period.year): figure.value
        for country in areas.countries()
        for figure in meta.series(evidence, country.id).estimates
        if figure.value is not None
    }


def _published(base: Base, series: str) -> dict[Key, float]:
    """What UNSD published for countries; zeros cannot be compared by share."""
    return {
        key: value
        for key, value in _table(base, series).items()
        if value and not areas.get(key[0]).is_aggregate
    }


def _table(
    base: Base, measure: str, *, editions: str | None = None
) -> dict[Key, float]:
    return {
        (figure.area, figure.year): figure.value
        for figure in base.figures(measure=measure, sex="_T", editions=editions)
        if figure.value is not None and not figure.breakdown
    }


def _apart(published: float, computed: float) -> str:
    share = abs(computed / published - 1)
    return "" if share <= WITHIN else f"{100 * share:.1f} % apart"


def _print(title: str, compared: list[Compared]) -> None:
    good = sum(not each.reason for each in compared)
    print(f"{title}: {good:,} of {len(compared):,} country-years within 2 %")
    for reason, count in Counter(each.reason for each in compared).most_common():
        if reason:
            print(f"    {count:6,}  {reason}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
