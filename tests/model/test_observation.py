"""The observation table is the same everywhere."""

from __future__ import annotations

import polars as pl

from migrascope.model.frames import SCHEMA
from migrascope.model.observation import COLUMNS, KEY, SORTED_BY, WITHOUT_VALUE, Status


def test_the_polars_schema_has_the_columns_in_their_order() -> None:
    assert tuple(SCHEMA.names()) == COLUMNS


def test_a_key_and_the_order_on_disk_are_made_of_columns() -> None:
    assert set(KEY) < set(COLUMNS)
    assert set(SORTED_BY) < set(KEY)


def test_what_is_measured_is_no_part_of_the_key() -> None:
    assert not {"value", "low", "high", "obs_status", "note"} & set(KEY)


def test_text_is_a_dictionary_and_dates_are_dates() -> None:
    assert SCHEMA["measure"] == pl.Categorical()
    assert SCHEMA["start"] == SCHEMA["end"] == pl.Date()
    assert SCHEMA["value"] == pl.Float64()


def test_only_statuses_that_say_why_may_stand_without_a_value() -> None:
    assert Status.NORMAL not in WITHOUT_VALUE
    assert {status.value for status in WITHOUT_VALUE} == {"M", "L", "Q"}
