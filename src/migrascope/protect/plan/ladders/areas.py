"""In which part of the world is a country?

Codes (ISO alpha-2 and alpha-3, M49) and names in six languages become the regions of
the UN, from our table: intermediate regions, sub-regions, regions. A stateless person
or one of a country that is no more stays what the table calls them.
"""

from __future__ import annotations

from collections.abc import Collection

from migrascope.model import area
from migrascope.protect.plan.ladders import Level, Unplaced


def levels(values: Collection[str]) -> tuple[Level, ...]:
    """The regions of these countries, from fine to coarse.

    Raises:
        Unplaced: some are no country or area that the table knows.
    """
    found = {value: place(value) for value in values}
    unplaced = [value for value, own in found.items() if own is None]
    if unplaced:
        raise Unplaced(unplaced, "no code or name of a country")
    places = {value: own for value, own in found.items() if own is not None}
    return (
        (
            "intermediate_region",
            {
                value: _named(own.intermediate_region or own.sub_region, own)
                for value, own in places.items()
            },
        ),
        (
            "sub_region",
            {value: _named(own.sub_region, own) for value, own in places.items()},
        ),
        ("region", {value: _named(own.region, own) for value, own in places.items()}),
    )


def place(text: str) -> area.Area | None:
    """The country that a text names, or None.

    Numbers are M49 codes only with their three digits: 4 is more often a code of the
    file than Afghanistan.
    """
    if text.isdigit() and len(text) != 3:
        return None
    id_ = area.lookup(text)
    return None if id_ is None else area.get(id_)


def _named(region: str, own: area.Area) -> str:
    """The name of a region; of the area itself where it lies in none."""
    return area.get(region).name if region else own.name
