"""What does UNHCR count, and in which column does it stand?

One `Table` per table of the Refugee Population Statistics Database, whatever file
it comes in: a download, the interface's JSON, a feed or a Parquet copy. Columns
go by the names of the interface; `columns.csv` turns every other spelling of
a header into them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of counts: what it counts, and of whom.

    An empty `measure` means that another column says it row by row (the population
    type). A flow covers the year, a stock is of 31 December.
    """

    column: str
    measure: str = ""
    status: str = "_T"
    is_flow: bool = False
    sex: str = "_T"
    age: str = "_T"
    breakdown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the database.

    `dimensions` are the columns that go into the breakdown, each with its key
    there; `endpoint` is its name at the interface, '' when it has none.
    """

    name: str
    title: str
    figures: tuple[Figure, ...]
    endpoint: str = ""
    dimensions: Mapping[str, str] = field(default_factory=dict)


POPULATION_TYPES = {
    "REF": Figure("refugees", "refugees", "REF"),
    "ASY": Figure("asylum_seekers", "asylum_seekers", "ASY"),
    "RET": Figure("returned_refugees", "returned_refugees", "RET", is_flow=True),
    "IDP": Figure("idps", "idps", "IDP"),
    "RDP": Figure("returned_idps", "returned_idps", "RDP", is_flow=True),
    "STA": Figure("stateless", "stateless", "STA"),
    "OOC": Figure("ooc", "others_of_concern", "OOC"),
    "OIP": Figure("oip", "other_in_need_of_protection", "OIP"),
    "VDA": Figure("oip", "other_in_need_of_protection", "OIP"),
    "HST": Figure("hst", "host_community", "HST"),
}
"""The population groups by their UNHCR code; VDA is the older name of OIP."""

POPULATION_NAMES = {
    "Refugees": "REF",
    "Refugees (incl. refugee-like situations)": "REF",
    "Asylum-seekers": "ASY",
    "Returned refugees": "RET",
    "Returnees": "RET",
    "Internally displaced persons": "IDP",
    "Returned IDPs": "RDP",
    "Stateless": "STA",
    "Stateless persons": "STA",
    "Others of concern": "OOC",
}
"""The population groups as Popstats spells them."""

_AGES = {
    "0_4": "Y0T4",
    "5_11": "Y5T11",
    "12_17": "Y12T17",
    "18_59": "Y18T59",
    "60": "Y_GE60",
    "other": "_U",
    "total": "_T",
}

_STAGES = {"procedure_type": "procedure", "dec_level": "level"}

POPULATION = Table(
    "population",
    "People whom UNHCR counts, by country of asylum and of origin, at the end of the "
    "year",
    tuple(
        POPULATION_TYPES[code]
        for code in ("REF", "ASY", "RET", "IDP", "RDP", "STA", "OOC", "OIP", "HST")
    ),
    endpoint="population",
)
DEMOGRAPHICS = Table(
    "demographics",
    "People whom UNHCR counts, by sex, age and place",
    (
        *(
            Figure(f"{letter}_{band}", sex=letter.upper(), age=age)
            for letter in ("f", "m")
            for band, age in _AGES.items()
        ),
        Figure("total"),
    ),
    endpoint="demographics",
    dimensions={
        "location": "location",
        "loc_type": "settlement",
        "acc_type": "accommodation",
    },
)
APPLICATIONS = Table(
    "asylum-applications",
    "Requests for asylum during the year",
    (Figure("applied", "asylum_applications", "ASY", is_flow=True),),
    endpoint="asylum-applications",
    dimensions={"app_type": "application", **_STAGES},
)
DECISIONS = Table(
    "asylum-decisions",
    "Decisions on requests for asylum during the year",
    tuple(
        Figure(
            f"dec_{column}",
            "asylum_decisions",
            "ASY",
            is_flow=True,
            breakdown={"decision": decision},
        )
        for column, decision in (
            ("recognized", "recognised"),
            ("other", "other"),
            ("rejected", "rejected"),
            ("closed", "closed"),
            ("total", "total"),
        )
    ),
    endpoint="asylum-decisions",
    dimensions=_STAGES,
)
SOLUTIONS = Table(
    "solutions",
    "Returns, resettlement and naturalisation of refugees during the year",
    (
        POPULATION_TYPES["RET"],
        Figure("resettlement", "resettlement", "REF", is_flow=True),
        Figure("naturalisation", "naturalisation", "REF", is_flow=True),
        POPULATION_TYPES["RDP"],
    ),
    endpoint="solutions",
)
FLOWS = Table(
    "flows",
    "People newly displaced across borders during the year",
    (
        Figure("refugees", "refugee_arrivals", "REF", is_flow=True),
        Figure("asylum_seekers", "refugee_arrivals", "ASY", is_flow=True),
        Figure(
            "refugee_like",
            "refugee_arrivals",
            "REF",
            is_flow=True,
            breakdown={"situation": "refugee-like"},
        ),
        Figure("oip", "refugee_arrivals", "OIP", is_flow=True),
    ),
)
IDMC = Table(
    "idmc",
    "People displaced within their country by conflict, as estimated by IDMC",
    (Figure("total", "idps", "IDP"),),
    endpoint="idmc",
)
UNRWA = Table(
    "unrwa",
    "Palestine refugees registered with UNRWA",
    (Figure("total", "palestine_refugees", "REF"),),
    endpoint="unrwa",
)
POPSTATS = Table(
    "popstats",
    "People whom UNHCR counts, from the former Popstats database",
    (Figure("value"),),
)

TABLES = {
    table.name: table
    for table in (
        POPULATION,
        DEMOGRAPHICS,
        APPLICATIONS,
        DECISIONS,
        SOLUTIONS,
        FLOWS,
        IDMC,
        UNRWA,
        POPSTATS,
    )
}

_PLACES = ({"coo_name", "coo_iso", "coo"}, {"coa_name", "coa_iso", "coa"})


def named(headers: Iterable[str]) -> dict[str, str]:
    """Header as it stands in a file → column of the database, where one is known.

    >>> named(["Year", "Country of Asylum ISO", "Country of asylum (ISO)"])
    {'Year': 'year', 'Country of Asylum ISO': 'coa_iso', \
'Country of asylum (ISO)': 'coa_iso'}
    """
    known = _spellings()
    return {
        header: known[plain]
        for header in headers
        if (plain := " ".join(re.findall(r"[^\W_]+", header.lower()))) in known
    }


def table_of(columns: Iterable[str]) -> Table | None:
    """The table that has these columns, or None when it is none of UNHCR's.

    The tables of IDMC and UNRWA have the same columns; only the rows tell them
    apart, so that both are called IDMC here.
    """
    found = set(columns)
    if not all(found & place for place in _PLACES):
        return None
    marks = (
        ({"f_total", "m_total", "f_0_4"}, DEMOGRAPHICS),
        ({"applied"}, APPLICATIONS),
        ({"dec_total", "dec_recognized", "dec_rejected"}, DECISIONS),
        ({"refugee_like"}, FLOWS),
        ({"resettlement", "naturalisation"}, SOLUTIONS),
        ({figure.column for figure in POPULATION.figures}, POPULATION),
        ({"value"}, POPSTATS),
        ({"total"}, IDMC),
    )
    return next((table for columns, table in marks if found & columns), None)


@cache
def _spellings() -> Mapping[str, str]:
    text = files(__package__).joinpath("columns.csv").read_text(encoding="utf-8")
    return {row["spelling"]: row["column"] for row in csv.DictReader(text.splitlines())}
