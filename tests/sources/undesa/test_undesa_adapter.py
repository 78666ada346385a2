"""What does the adapter offer besides reading?"""

from __future__ import annotations

import csv
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from migrascope.errors import Refused, UsageError
from migrascope.model import area
from migrascope.model.observation import COLUMNS, Status
from migrascope.sources import places
from migrascope.sources.door import Door
from migrascope.sources.transport import FolderTransport
from migrascope.sources.undesa import adapter, editions

HERE = files("migrascope.sources.undesa")


def test_the_files_are_at_the_addresses_of_the_population_division() -> None:
    offered = adapter.locate()
    assert len(offered) == 6
    for remote in offered:
        host = remote.address.split("/")[2]
        assert host in {"www.un.org", "population.un.org"}
        assert remote.address.endswith(remote.name)
        assert remote.says


def test_a_part_of_a_name_chooses_files() -> None:
    names = [remote.name for remote in adapter.locate(only="WPP")]
    assert names == ["WPP2024_Demographic_Indicators_Medium.csv.gz"]
    with pytest.raises(UsageError, match="flowers"):
        adapter.locate(only="flowers")


def test_a_fetched_file_is_read_and_knows_its_address(
    specimens: Path, tmp_path: Path
) -> None:
    offered, received = tmp_path / "offered", tmp_path / "received"
    offered.mkdir()
    [remote] = adapter.locate(only="WPP2024")
    plain = specimens / "WPP2024_Demographic_Indicators_Medium.csv"
    shutil.copy(plain, offered / remote.name)
    door = Door(FolderTransport(offered))
    [path] = adapter.fetch(door, received, only="WPP2024")
    [batch] = adapter.read([path])
    assert path.parent == received
    assert batch.files[0].address == remote.address
    with pytest.raises(Refused):
        list(adapter.fetch(door, received, only="2015"))


def test_the_description_names_every_dataset_once() -> None:
    described = adapter.describe()
    assert len(set(described.datasets)) == len(described.datasets)
    assert {family.dataset for family in editions.FAMILIES.values()} == set(
        described.datasets
    )
    assert described.licence.id == "CC-BY-3.0-IGO"


def test_rubbish_is_not_recognised(tmp_path: Path) -> None:
    for number, content in enumerate(
        (b"", b"PK\x03\x04 torn", b"PAR1 torn PAR1", b"\x1f\x8b torn", b"\xff\xfe\x00")
    ):
        path = tmp_path / f"rubbish{number}"
        path.write_bytes(content)
        assert adapter.recognise(path) is None
    assert adapter.recognise(tmp_path) is None
    assert adapter.recognise(tmp_path / "nowhere.xlsx") is None


def test_every_place_is_spelled_once_in_order_and_known() -> None:
    lines = (HERE / "places.csv").read_text(encoding="utf-8").splitlines()
    names = [row["name"] for row in csv.DictReader(lines)]
    assert names == sorted(set(names))
    for name, area_id in places.load(HERE / "places.csv").items():
        assert area.get(area_id).id == area_id, name


def test_codes_of_places_agree_with_the_table_of_areas() -> None:
    table = places.load(HERE / "places.csv")
    residuals = {"2001", "2002", "2003"}
    codes = {name for name in table if name.isdigit()} - residuals
    assert len(codes) > 290
    for code in codes:
        assert table[code] == area.by_m49[code.zfill(3)], code


def test_every_caveat_says_its_evidence_and_points_at_columns() -> None:
    caveats = adapter.describe().caveats
    assert len({caveat.id for caveat in caveats}) == len(caveats) > 15
    for caveat in caveats:
        assert caveat.source == "undesa"
        assert caveat.evidence
        assert caveat.says.endswith(".")
        assert set(caveat.scope) <= {*COLUMNS, "layout"}, caveat.id
        for status in caveat.scope.get("obs_status", "A").split("|"):
            assert status in set(Status)
        if "layout" in caveat.scope:
            assert set(caveat.scope["layout"].split("|")) <= set(editions.FAMILIES)


def test_every_caveat_dataset_and_layout_is_in_the_reference(repository: Path) -> None:
    page = repository / "docs" / "reference" / "sources" / "undesa.md"
    text = page.read_text(encoding="utf-8")
    described = adapter.describe()
    for name in (
        *described.datasets,
        *(caveat.id for caveat in described.caveats),
        *editions.FAMILIES,
    ):
        assert f"`{name}`" in text, name
