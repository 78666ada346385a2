"""Remittances are those of the newest table, of countries alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from migrascope.errors import NoFigures
from migrascope.foresight.series import remittances
from migrascope.model import area as areas
from migrascope.starter import opening
from migrascope.store.base import Base


def test_they_are_in_dollars_and_of_countries_alone(real_base: Base) -> None:
    panel = remittances.by_country(real_base)
    assert (panel.unit, panel.floor) == ("USD", 1e6)
    assert len(panel.keys) > 150
    assert not any(areas.get(key).is_aggregate for key in panel.keys)


def test_the_table_with_the_newest_year_is_taken(real_base: Base) -> None:
    panel = remittances.by_country(real_base)
    held = {each.dataset for each in real_base.newest()} & {*remittances.DATASETS}
    newest = max(
        real_base.frame(measure=remittances.MEASURE, editions=each, origin="_T")["end"]
        .dt.year()
        .max()  # type: ignore[type-var]  # polars types a maximum as any literal
        for each in held
    )
    assert panel.times[-1] == newest
    india = panel.values[panel.times.index(2020), panel.keys.index("IND")]
    assert 80e9 < india < 86e9


def test_a_table_without_remittances_is_no_table_of_them(tmp_path: Path) -> None:
    base = Base.open(tmp_path / "base")
    starter = Base.open(opening.folder())
    known = starter.edition("unhcr-population")
    renamed = replace(known, dataset=remittances.DATASETS[1])
    base.restore(renamed, starter.frame(editions=known.id).head(10))
    with pytest.raises(NoFigures, match="no series of remittances"):
        remittances.by_country(base)
