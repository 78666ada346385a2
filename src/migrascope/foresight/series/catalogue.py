"""What can be forecast, and how is it called?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from migrascope.foresight.forecasting import Record
from migrascope.foresight.panel import Panel
from migrascope.foresight.remembering import remembered
from migrascope.foresight.series import applications, displaced, remittances, routes

if TYPE_CHECKING:
    from migrascope.store.base import Base


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity that is forecast, one series for each area, corridor or route.

    `what` is its code, that of its panel. `opening` begins the sentence, with {} for
    the name; a stock is counted at the end of a time, a flow during it. `origins` is
    how many past times models are tried at. `measures` are those of the base that add
    up to it; `keys_are` says which side of an observation a key names: "origin",
    "area", "corridor" or "route". `worldwide` begins the sentence about the world where
    `opening` would say something else.
    """

    read: Callable[[Base], Panel]
    what: str
    opening: str
    keys_are: str
    measures: tuple[str, ...]
    publisher: str = "UNHCR"
    is_stock: bool = True
    origins: int = 10
    nobody: str = "counts nobody for {}"
    worldwide: str = ""

    def subject(self, name: str, *, is_world: bool = False) -> str:
        """How the sentence begins; by origin, nobody comes "from the world"."""
        return (
            self.worldwide if is_world and self.worldwide else self.opening.format(name)
        )


def records(
    by: str,
    panel: Panel,
    cache: Path,
    *,
    horizon: int,
    advance: Callable[[int, int], None] | None = None,
) -> tuple[Record, ...]:
    """How models did on a quantity, one to `horizon` steps ahead; kept in `cache`."""
    quantity = SERIES[by]
    return remembered(
        panel,
        cache,
        horizons=tuple(range(1, horizon + 1)),
        origins=quantity.origins,
        advance=advance,
    )


SERIES: dict[str, Quantity] = {
    "origin": Quantity(
        displaced.by_origin,
        "displaced_by_origin",
        "Forcibly displaced people from {}",
        "origin",
        displaced.PARTS,
        worldwide="Forcibly displaced people whose country of origin is known",
    ),
    "asylum": Quantity(
        displaced.by_asylum,
        "refugees_by_asylum",
        "Refugees and asylum seekers in {}",
        "area",
        displaced.PARTS[:2],
    ),
    "corridor": Quantity(
        displaced.by_corridor,
        "displaced_by_corridor",
        "Forcibly displaced people, {}",
        "corridor",
        displaced.PARTS,
    ),
    "applications": Quantity(
        applications.by_origin,
        "applications_by_origin",
        "New asylum applications by people from {}",
        "origin",
        (applications.MEASURE,),
        is_stock=False,
        worldwide="New asylum applications by people of known country of origin",
    ),
    "applications-asylum": Quantity(
        applications.by_asylum,
        "applications_by_asylum",
        "New asylum applications in {}",
        "area",
        (applications.MEASURE,),
        is_stock=False,
    ),
    "remittances": Quantity(
        remittances.by_country,
        "remittances_received",
        "Remittances received, {}",
        "area",
        (remittances.MEASURE,),
        publisher="The World Bank",
        is_stock=False,
        nobody="has no remittances of {}",
    ),
    "route": Quantity(
        routes.by_route,
        "arrivals_by_route",
        "Irregular arrivals counted, {}",
        "route",
        tuple(each.measure for each in routes.COUNTED),
        publisher="The border authorities",
        is_stock=False,
        origins=12,
    ),
}
"""By the word that asks for it (`--by`)."""
