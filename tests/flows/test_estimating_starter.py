"""Flows can be estimated from the figures that come with the program."""

from __future__ import annotations

import numpy as np
import pytest

from migrascope.errors import NoFigures
from migrascope.flows.estimating import estimate
from migrascope.flows.options import Options, Refugees
from migrascope.starter import opening
from migrascope.store.base import Base


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return opening.unpack(tmp_path_factory.mktemp("starter") / "base")


def test_the_newest_interval_is_estimated_for_every_area(starter: Base) -> None:
    found = estimate(
        starter, start=2020, end=2024, methods=["sd_drop_neg", "da_min_open"]
    )
    assert len(found.areas) == 233
    assert all(np.isfinite(table.persons).all() for table in found.tables)
    assert found.account().after.residents.sum() == pytest.approx(8_161.9e6, rel=1e-4)


def test_what_the_selection_lacks_is_named_with_what_to_fetch(starter: Base) -> None:
    options = Options(refugees=Refugees.EXCLUDED)
    with pytest.raises(NoFigures, match="no refugees of") as error:
        estimate(starter, start=1990, end=2000, options=options)
    assert "migrascope fetch unhcr" in error.value.advice
