"""A number of a review is named well enough to be taken out and put elsewhere."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping

import pytest

from migrascope.review.model import Review
from migrascope.review.writers import sdmx

from .conftest import EASTERN_AFRICA, LDC

pytestmark = pytest.mark.xdist_group("every area")  # 250 reviews are built once

KEY = (
    "MEASURE",
    "REF_AREA",
    "COUNTERPART_AREA",
    "SEX",
    "AGE",
    "POPULATION_STATUS",
    "BREAKDOWN",
    "TIME_PERIOD",
)
COUNTS = ("PS", "USD", "NUMBER", "CASES")
AREAS = ("KEN", "DEU", "SYR", "TUV", LDC, EASTERN_AFRICA)


def rows(review: Review) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sdmx.render(review))))


@pytest.mark.parametrize("area", AREAS)
def test_one_key_has_one_value_and_one_unit_in_all_tables(
    reviews: Mapping[str, Review], area: str
) -> None:
    said: defaultdict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    for row in rows(reviews[area]):
        if row["TABLE"] != "disagreements":  # there, sources contradict each other
            key = tuple(row[name] for name in KEY)
            said[key].add((row["OBS_VALUE"], row["UNIT_MEASURE"]))
    assert said
    assert {key: values for key, values in said.items() if len(values) > 1} == {}


@pytest.mark.parametrize("area", AREAS)
def test_no_count_and_no_amount_is_below_zero(
    reviews: Mapping[str, Review], area: str
) -> None:
    below = [
        row
        for row in rows(reviews[area])
        if row["UNIT_MEASURE"] in COUNTS
        and row["MEASURE"] != "net-migration"
        and row["OBS_VALUE"]
        and float(row["OBS_VALUE"]) < 0
    ]
    assert below == []


@pytest.mark.parametrize("area", AREAS)
def test_stocks_have_a_day_and_the_newest_year_of_unhcr_is_provisional(
    reviews: Mapping[str, Review], area: str
) -> None:
    stocks = [row for row in rows(reviews[area]) if row["MEASURE"] == "refugees-hosted"]
    assert {row["TIME_PERIOD"][4:] for row in stocks} <= {"-12-31"}
    assert {
        row["OBS_STATUS"] for row in stocks if row["TIME_PERIOD"].startswith("2025")
    } <= {"P"}
