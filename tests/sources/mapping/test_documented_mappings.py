"""Claims: every mapping in the documentation loads, and reads its publisher's file."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.sources import mapping
from migrascope.sources.batch import Batch

FILES = {
    "undesa-flows-2015": "undesa/undesa_pd_2015_migration_flow_totals.xlsx",
    "eurostat-immigration": (
        "eurostat/migr_imm1ctz_immigration_by_citizenship_processed.csv"
    ),
    "eurostat-asylum-applicants": "eurostat/migr_asyappctza_sdmx-csv2_labels.csv",
    "eurostat-asylum-decisions": (
        "eurostat/old_databrowser/migr_asydcfsta_2017-04-26.csv"
    ),
    "dtm-idps": "dtm/global-iom-dtm-from-api-admin-0-to-2_hxl.csv",
}
READERS = {
    "string",
    "needed",
    "strings",
    "integer",
    "real",
    "flag",
    "one_of",
    "pattern",
    "mapping",
    "table",
    "tables",
    "get",
}


def _read(repository: Path, shared_data: Path, name: str) -> Batch:
    declared = mapping.load(repository / f"docs/how-to/mappings/{name}.toml")
    path = shared_data / FILES[name]
    assert mapping.matches(declared, path)
    return mapping.apply(declared, path)


def _value(batch: Batch, **wanted: object) -> list[float]:
    rows = batch.observations.with_columns(pl.col(pl.Categorical).cast(pl.String))
    return rows.filter(**wanted)["value"].to_list()


def test_every_example_is_tried(repository: Path) -> None:
    written = {path.stem for path in (repository / "docs/how-to/mappings").iterdir()}
    assert written == set(FILES)


@pytest.mark.parametrize("name", sorted(FILES))
def test_an_example_reads_the_publishers_file(
    repository: Path, shared_data: Path, name: str
) -> None:
    batch = _read(repository, shared_data, name)
    assert batch.observations.height > 300
    assert batch.dataset.startswith(batch.source)


def test_immigration_to_germany_in_2022(repository: Path, shared_data: Path) -> None:
    batch = _read(repository, shared_data, "eurostat-immigration")
    found = _value(batch, area="DEU", origin="_T", end=date(2022, 12, 31))
    assert found == [1_943_445.0]


def test_emigration_from_australia_in_1980(repository: Path, shared_data: Path) -> None:
    batch = _read(repository, shared_data, "undesa-flows-2015")
    found = _value(batch, area="AUS", measure="emigration", end=date(1980, 12, 31))
    assert found == [90_860.0]


def test_decisions_in_the_union_in_2008(repository: Path, shared_data: Path) -> None:
    batch = _read(repository, shared_data, "eurostat-asylum-decisions")
    found = _value(
        batch,
        area="X:eurostat_eu28",
        origin="_T",
        breakdown="decision=total",
        end=date(2008, 12, 31),
    )
    assert found == [214_990.0]


def test_every_key_of_a_mapping_is_documented(repository: Path) -> None:
    reference = (repository / "docs/reference/mapping.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`([a-z_]+)`", reference))
    keys: set[str] = set()
    for module in ("toml", "sections"):
        path = repository / f"src/migrascope/sources/mapping/{module}.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in READERS
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                keys.add(str(node.args[0].value))
    assert len(keys) > 40
    assert keys - documented == set()


@pytest.mark.parametrize(
    "page", ["docs/how-to/add-your-own-file.md", "docs/reference/mapping.md"]
)
def test_the_mappings_printed_in_the_pages_load(
    repository: Path, tmp_path: Path, page: str
) -> None:
    text = (repository / page).read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    whole = [block for block in blocks if "[[values]]" in block and "source" in block]
    assert whole
    for number, block in enumerate(whole):
        path = tmp_path / f"{number}.toml"
        path.write_text(block, encoding="utf-8")
        assert mapping.load(path).values
