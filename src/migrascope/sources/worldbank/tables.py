"""Which measure and which area do the World Bank's codes and names mean?

Indicator codes stand in `indicators.csv`. Places are found by the bank's own codes
(`model/area.py`), and where a file prints names, or codes of its own, by
`places.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from migrascope.errors import UnknownLayout, Where
from migrascope.model import area
from migrascope.model.caveat import Caveat
from migrascope.model.caveat import load as load_caveats
from migrascope.sources import places

REMEDY = "sources/worldbank/places.csv"
"""Where an unknown place is to be added, for messages."""

_HERE = files("migrascope.sources.worldbank")


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the World Bank and what it is called here.

    `mid_year` is True for a stock on 1 July, False for a figure of the whole year.
    `national_accounts` is True where the bank's notes on fiscal years and exchange
    rates bear on the figure.
    """

    code: str
    measure: str
    unit: str
    mid_year: bool
    national_accounts: bool

    @property
    def dataset(self) -> str:
        """The dataset that all downloads of this indicator belong to."""
        return "worldbank-wdi-" + self.code.lower().replace(".", "-")


@cache
def indicators() -> Mapping[str, Indicator]:
    """Every indicator that can be read, by its code."""
    lines = (_HERE / "indicators.csv").read_text(encoding="utf-8").splitlines()
    return {
        row["code"]: Indicator(
            row["code"],
            row["measure"],
            row["unit"],
            row["period"] == "mid-year",
            row["national_accounts"] == "yes",
        )
        for row in csv.DictReader(lines)
    }


def indicator(code: str, *, where: Where) -> Indicator:
    """The indicator with this code.

    Raises:
        UnknownLayout: an indicator without a measure of its own.
    """
    known = indicators()
    if code not in known:
        raise UnknownLayout(
            f'the indicator "{code}" has no measure here.',
            f"Known: {', '.join(known)}. To read another one, declare it in a "
            "mapping (migrascope add FILE --suggest), or add it to "
            "sources/worldbank/indicators.csv and model/tables/measures.csv.",
            where=where,
        )
    return known[code]


@cache
def areas_by_code() -> Mapping[str, str]:
    """Codes of the World Bank → area ids, the odd ones of some files included."""
    return {**area.by_world_bank, **areas_by_name()}


@cache
def areas_by_name() -> Mapping[str, str]:
    """Spellings of the KNOMAD workbooks → area ids."""
    return places.load(_HERE / "places.csv")


def caveats(*families: str) -> tuple[Caveat, ...]:
    """The caveats whose id starts with one of the families (`wdi`, `rpw` …)."""
    every = load_caveats(_HERE / "caveats.toml")
    return tuple(
        caveat
        for caveat in every
        if not families or caveat.id.split("-")[1] in (*families, "all")
    )
