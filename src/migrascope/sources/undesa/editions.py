"""What is each edition called, under which terms does it stand, how is it cited?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from migrascope.model.caveat import Caveat
from migrascope.model.source import CC_BY_3_IGO, Licence
from migrascope.sources.undesa import recognition as layouts
from migrascope.sources.undesa.addresses import FLOWS, PROSPECTS, STOCKS

PUBLISHER = (
    "United Nations, Department of Economic and Social Affairs, Population Division"
)
RESERVED = Licence(
    "UN-all-rights-reserved",
    "United Nations: all rights reserved",
    "https://www.un.org/en/about-us/copyright",
    redistributable=False,
    commercial=False,
)
"""The terms that the flow workbook of 2015 states; the later ones are open."""


@dataclass(frozen=True, slots=True)
class Family:
    """The dataset that a layout belongs to; `{}` stands for the vintage."""

    dataset: str
    title: str
    work: str
    address: str
    licence: Licence = CC_BY_3_IGO
    remark: str = ""

    def citation(self, vintage: str) -> str:
        """The citation that the publisher suggests."""
        return f"{PUBLISHER} ({vintage}). {self.work.format(vintage)}."


_STOCK = "International Migrant Stock {}"
_PROSPECTS = "World Population Prospects {}"
_CONVERTED = "Read from a copy that others converted, not the publisher's own file."

FAMILIES = {
    layouts.STOCK_BY_DESTINATION: Family(
        "undesa-ims-totals", f"{_STOCK}: by sex and destination", _STOCK, STOCKS
    ),
    layouts.STOCK_BY_ORIGIN: Family(
        "undesa-ims-bilateral",
        f"{_STOCK}: by sex, destination and origin",
        _STOCK,
        STOCKS,
    ),
    layouts.BILATERAL_2024: Family(
        "undesa-ims-bilateral",
        f"{_STOCK}: by sex, destination and origin",
        _STOCK,
        STOCKS,
        remark=_CONVERTED,
    ),
    layouts.BILATERAL_2020: Family(
        "undesa-ims-bilateral",
        f"{_STOCK}: by sex, destination and origin",
        _STOCK,
        STOCKS,
        remark=_CONVERTED,
    ),
    layouts.BILATERAL_2019: Family(
        "undesa-ims-bilateral",
        f"{_STOCK}: by destination and origin",
        _STOCK,
        STOCKS,
        remark=_CONVERTED,
    ),
    layouts.ESTIMATES: Family(
        "undesa-wpp",
        f"{_PROSPECTS}: estimates",
        _PROSPECTS,
        PROSPECTS,
        remark=f"{_CONVERTED} The revision is the year after the last estimate.",
    ),
    layouts.PROJECTION: Family(
        "undesa-wpp-projection",
        f"{_PROSPECTS}: medium projection",
        _PROSPECTS,
        PROSPECTS,
        remark=f"{_CONVERTED} The revision is the first projected year.",
    ),
    layouts.INDICATORS: Family(
        "undesa-wpp-indicators",
        f"{_PROSPECTS}: demographic indicators",
        _PROSPECTS,
        PROSPECTS,
    ),
    layouts.COMPONENTS: Family(
        "undesa-wpp-components",
        f"{_PROSPECTS}: births, deaths, migration, change",
        _PROSPECTS,
        PROSPECTS,
        remark="The revision is the year after the last estimate.",
    ),
    layouts.FLOW_TOTALS: Family(
        "undesa-flow-totals",
        "International Migration Flows to and from Selected Countries: "
        "the {} Revision, totals",
        "International Migration Flows to and from Selected Countries: "
        "The {0} Revision. United Nations database, POP/DB/MIG/Flow/Rev.{0}",
        FLOWS,
        licence=RESERVED,
    ),
}


def caveats_of(
    caveats: Iterable[Caveat], layout: str, observations: pl.DataFrame
) -> tuple[Caveat, ...]:
    """The caveats that concern an edition read from a layout.

    A caveat concerns it when each column of its scope holds one of the values that
    it names. The scope "layout" tells copies from the publisher's own files; it is
    taken out, because no figure carries it.
    """

    def concerned(column: str, allowed: str) -> bool:
        if column == "layout":
            return layout in allowed.split("|")
        return not held[column].isdisjoint(allowed.split("|"))

    chosen = tuple(caveats)
    columns = {name for caveat in chosen for name in caveat.scope} - {"layout"}
    held = {
        name: set(observations[name].cast(pl.String).unique().to_list())
        for name in columns
    }
    return tuple(
        replace(
            caveat,
            scope={
                name: text for name, text in caveat.scope.items() if name != "layout"
            },
        )
        for caveat in chosen
        if all(concerned(name, text) for name, text in caveat.scope.items())
    )
