"""A measure is found by code, name or indicator."""

from __future__ import annotations

import pytest

from migrascope.errors import UnknownMeasure
from migrascope.store.names import measures_named, title

HELD = ("migrant_stock", "refugees", "SI_RMT_COST", "our_own_count")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("migrant_stock", ("migrant_stock",)),
        ("International Migrants", ("migrant_stock",)),
        ("international migrant", ("migrant_stock",)),
        (" refugee ", ("refugees",)),
        ("Migrant-Stock", ("migrant_stock",)),
        ("si_rmt_cost", ("SI_RMT_COST",)),
        ("10.c.1", ("SI_RMT_COST",)),
        ("10.C.1", ("SI_RMT_COST",)),
        ("our_own_count", ("our_own_count",)),
        ("our own count", ("our_own_count",)),
        ("idps", ("idps",)),
    ],
)
def test_a_measure_is_found_as_people_write_it(
    text: str, codes: tuple[str, ...]
) -> None:
    assert measures_named(text, held=HELD) == codes


def test_an_unknown_measure_gets_the_nearest_three_held_ones_first() -> None:
    with pytest.raises(UnknownMeasure, match="Nearest: refugees,") as caught:
        measures_named("refugess", held=HELD)
    assert caught.value.advice.count(",") == 2


def test_a_measure_without_a_name_goes_by_its_code() -> None:
    assert title("our_own_count") == "our_own_count"
    assert title("refugees") == "Refugees"
