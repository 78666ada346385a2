"""Where does the Population Division offer its files?"""

from __future__ import annotations

from migrascope.sources.batch import Remote

STOCKS = "https://www.un.org/development/desa/pd/content/international-migrant-stock"
PROSPECTS = "https://population.un.org/wpp/"
FLOWS = "https://www.un.org/development/desa/pd/data/international-migration-flows"
"""The pages on which the publisher describes its works."""

_FILES = (
    "https://www.un.org/development/desa/pd/sites/www.un.org.development.desa.pd/files/"
)
_TABLES = (
    "https://population.un.org/wpp/assets/Excel%20Files/1_Indicator%20(Standard)/"
    "CSV_FILES/"
)


def _remote(base: str, name: str, says: str) -> Remote:
    return Remote(name, base + name, says)


REMOTES = (
    _remote(
        _FILES,
        "undesa_pd_2024_ims_stock_by_sex_and_destination.xlsx",
        "International Migrant Stock 2024, by sex and destination",
    ),
    _remote(
        _FILES,
        "undesa_pd_2024_ims_stock_by_sex_destination_and_origin.xlsx",
        "International Migrant Stock 2024, by sex, destination and origin",
    ),
    _remote(
        _FILES,
        "undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx",
        "International Migrant Stock 2020, by sex and destination",
    ),
    _remote(
        _FILES,
        "undesa_pd_2020_ims_stock_by_sex_destination_and_origin.xlsx",
        "International Migrant Stock 2020, by sex, destination and origin",
    ),
    _remote(
        _TABLES,
        "WPP2024_Demographic_Indicators_Medium.csv.gz",
        "World Population Prospects 2024, estimates and medium projection",
    ),
    _remote(
        _FILES,
        "undesa_pd_2015_migration_flow_totals.xlsx",
        "International Migration Flows, the 2015 Revision, totals",
    ),
)


def of(name: str) -> str:
    """The address of a file as the publisher names it; '' when it is not one."""
    return next((remote.address for remote in REMOTES if remote.name == name), "")
