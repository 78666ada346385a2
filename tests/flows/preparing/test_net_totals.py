"""Net migration that does not add up is kept as published, or scaled on request."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.flows.preparing import bases
from tests.flows.preparing.explaining import assert_explained, moved
from tests.flows.preparing.small import AREAS, INTERVAL, SIMPLE

from migrascope.flows import methods
from migrascope.flows.options import NetTotals, Options
from migrascope.flows.preparing.preparing import Prepared, prepare

PUBLISHED = {"KEN": 30.0, "SOM": -12.0, "UGA": -8.0}
"""Persons a year: ten more are gained than lost."""


def prepared(folder: Path, net_totals: NetTotals) -> Prepared:
    rows = [
        each for each in bases.demography(AREAS) if each["measure"] != "net_migration"
    ]
    for area, net in PUBLISHED.items():
        years = range(2015, 2021)
        rows += bases.yearly("net_migration", area, dict.fromkeys(years, net))
    base = bases.base(
        folder,
        {
            bases.STOCKS: SIMPLE,
            "undesa-wpp@2024": rows,
            "undesa-ims-totals@2020": bases.by_sex(AREAS),
        },
    )
    found = prepare(base, INTERVAL, "_T", options=Options(net_totals=net_totals))
    assert_explained(found)
    return found


def test_published_net_migration_is_kept_and_nothing_is_listed(tmp_path: Path) -> None:
    found = prepared(tmp_path, NetTotals.AS_PUBLISHED)
    assert found.account.net_migration == pytest.approx([150, -60, -40])
    assert moved(found, "net scaled") == {}


def test_scaled_net_migration_adds_up_and_the_change_of_each_area_is_listed(
    tmp_path: Path,
) -> None:
    as_published = prepared(tmp_path / "kept", NetTotals.AS_PUBLISHED).account
    found = prepared(tmp_path / "scaled", NetTotals.SCALED)
    net, kept = found.account.net_migration, as_published.net_migration
    assert net is not None
    assert kept is not None
    assert net.sum() == pytest.approx(0, abs=1e-6)
    assert (np.sign(net) * np.sign(kept) >= 0).all()
    listed: dict[str, float] = {}
    for each in found.adjustments:
        if each.step == "net scaled":
            listed[each.area] = listed.get(each.area, 0.0) + each.persons
    assert listed == pytest.approx(
        dict(zip(found.account.areas, (net - kept).tolist(), strict=True))
    )
    for code in methods.EXTRA:
        assert methods.get(code).estimate(found.account).net == pytest.approx(
            net, abs=1e-6
        )
