"""What happens in a scenario is told in the order of the years."""

from __future__ import annotations

import pytest

from migrascope.foresight.scenarios import telling
from migrascope.foresight.scenarios.model import (
    Balance,
    Crisis,
    NetMigration,
    RemittanceCost,
    Scenario,
)

CRISIS = Crisis("SSD", 2028, 2e6, 0.1, Balance.REFUGEES)


def net(*places: str, factor: float | None = 2.0, persons: float | None = None,
        since: int = 2026, until: int = 2100) -> NetMigration:  # fmt: skip
    return NetMigration(places, factor, persons, since, until, Balance.OTHERS)


def test_a_crisis_is_told_with_its_returns_after_it() -> None:
    told = telling.events(Scenario("A", "B.", (CRISIS,)))
    assert [(each.year, each.says) for each in told] == [
        (2028, "2,000,000 people flee from South Sudan"),
        (
            2029,
            "10 per cent of those still abroad return to South Sudan, and so each year",
        ),
    ]


def test_what_comes_after_the_scenario_is_not_told() -> None:
    told = telling.events(Scenario("A", "B.", (CRISIS, net("KEN")), until=2028))
    assert [each.year for each in told] == [2026, 2028]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (net("all"), "every country begins to be 2 times that of the projection"),
        (net("KEN", factor=0.0), "Kenya begins to be nought"),
        (net("KEN", "UGA"), "Kenya and Uganda begins to be 2 times"),
        (net("KEN", "UGA", "SOM", "ETH"), "4 countries begins to be"),
        (net("KEN", factor=None, persons=-1e4), "begins to be -10,000 a year in each"),
    ],
)
def test_a_change_of_net_migration_says_whose_and_how(
    change: NetMigration, says: str
) -> None:
    (told,) = telling.events(Scenario("A", "B.", (change,)))
    assert says in told.says


def test_a_change_that_ends_says_so_and_money_is_no_event() -> None:
    changes = (net("KEN", until=2031), RemittanceCost(3.0, 2030))
    told = telling.events(Scenario("A", "B.", changes))
    assert [each.year for each in told] == [2026, 2031]
    assert told[1].says == "net migration of Kenya is so for the last time"
