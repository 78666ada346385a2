"""Are values replaced by their groups, and is what that loses measured rightly?"""

from __future__ import annotations

from math import log2
from types import MappingProxyType

import polars as pl
import pytest

from migrascope.errors import BadPlan
from migrascope.protect.methods.recode import losses, recode
from migrascope.protect.plan.hierarchy import Hierarchy

PLACES = Hierarchy(
    "place",
    ("region", "all"),
    MappingProxyType(
        {
            "region": {"KE": "Africa", "UG": "Africa", "NP": "Asia"},
            "all": {"KE": "*", "UG": "*", "NP": "*"},
        }
    ),
)


def test_every_value_becomes_its_group_and_missing_stays_missing() -> None:
    frame = pl.DataFrame({"place": ["KE", "UG", None, "NP"], "age": [1, 2, 3, 4]})
    recoded, done = recode(frame, PLACES, "region")
    assert recoded["place"].to_list() == ["Africa", "Africa", None, "Asia"]
    assert recoded["age"].to_list() == [1, 2, 3, 4]
    assert done.cells_changed == 3
    assert done.facts["values"] == 3
    assert done.facts["groups"] == 2


def test_the_loss_is_the_bits_needed_to_tell_values_apart_again() -> None:
    # Of 4 in Africa, 3 are KE and 1 UG; of 8 in all, 4 are NP.
    texts = pl.Series("place", ["KE"] * 3 + ["UG"] + ["NP"] * 4 + [None])
    in_africa = 3 * log2(4 / 3) + log2(4)
    in_all = 3 * log2(8 / 3) + log2(8) + 4 * log2(2)
    assert losses(texts, PLACES) == pytest.approx((0.0, in_africa / in_all, 1.0))


def test_joining_rare_values_loses_less_than_joining_frequent_ones() -> None:
    rare = pl.Series("place", ["KE", "UG"] + ["NP"] * 10)
    frequent = pl.Series("place", ["KE"] * 5 + ["UG"] * 5 + ["NP"] * 2)
    assert losses(rare, PLACES)[1] < losses(frequent, PLACES)[1]


def test_a_column_of_one_value_loses_nothing() -> None:
    assert losses(pl.Series("place", ["KE", "KE"]), PLACES) == (0.0, 0.0, 0.0)
    assert losses(pl.Series("place", [None], dtype=pl.String), PLACES) == (0, 0, 0)


def test_a_level_that_is_not_there_is_refused_and_the_levels_named() -> None:
    with pytest.raises(BadPlan, match="region, all"):
        recode(pl.DataFrame({"place": ["KE"]}), PLACES, "planet")


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadPlan, match='no column "place"'):
        recode(pl.DataFrame({"age": [1]}), PLACES, "region")
