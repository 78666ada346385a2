"""Claims: the estimates that Abel and Cohen published can be measured whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.flows.measures.tables import flow_table

from migrascope.flows.measures import lumping
from migrascope.flows.measures.profile import profile, system
from migrascope.flows.table import FlowTable

FILE = "flows/abel_cohen_bilateral_flows_both_1990_2020.csv.gz"


@pytest.fixture(scope="module")
def table(shared_data: Path) -> FlowTable:
    """Both sexes, 2015 to 2020, pseudo-Bayesian closed."""
    found = pl.read_csv(shared_data / FILE).filter(
        (pl.col("year0") == 2015) & (pl.col("orig") != pl.col("dest"))
    )
    areas = tuple(sorted({*found["orig"], *found["dest"]}))
    place = {area: spot for spot, area in enumerate(areas)}
    persons = np.zeros((len(areas), len(areas)))
    for row in found.select("orig", "dest", "da_pb_closed").iter_rows():
        persons[place[row[0]], place[row[1]]] = row[2]
    return flow_table(persons, areas=areas)


def test_the_world_is_measured(table: FlowTable) -> None:
    found = {each.code: each.value for each in system(table, None)}
    missing = {code for code, value in found.items() if value is None}
    needs_population = {"cmi", "cmi_yearly", "courgeau_k", "anmr"}
    needs_birthplaces = {"emigrant_share", "return_share", "transit_share"}
    assert missing == needs_population | needs_birthplaces
    assert found["movers"] == pytest.approx(101.18e6, rel=1e-4)
    assert -2 < (found["distance_decay"] or 0) < -1
    assert found["distance_known"] == 100


def test_kenya_is_measured(table: FlowTable) -> None:
    persons = dict(zip(table.areas, table.arrivals, strict=True))
    found = {each.code: each.value for each in profile(table, None, "KEN")}
    assert found["in"] == persons["KEN"] > 0
    assert found["net"] == pytest.approx((found["in"] or 0) - (found["out"] or 0))


@pytest.mark.parametrize("by", lumping.GROUPINGS)
def test_every_grouping_conserves_everybody(table: FlowTable, by: str) -> None:
    lumped = lumping.lump(table, lumping.grouping(by, table.areas))
    assert lumped.total == pytest.approx(table.total)
    assert 0 < lumped.table.total < table.total
