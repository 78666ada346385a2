"""Claims: SDMX-CSV 1.0 and 2.0 say the same to us as to the reference library."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrascope.errors import ChangedHeader
from migrascope.sources.formats import sdmx
from migrascope.sources.formats.table import ROW


def _file(folder: Path, text: str) -> Path:
    path = folder / "data.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_version_1_with_codes(tmp_path: Path) -> None:
    text = "DATAFLOW,geo,TIME_PERIOD,OBS_VALUE\nESTAT:X(1.0),AT,2020,5\n"
    table = sdmx.read_csv(_file(tmp_path, text))
    assert table.frame.row(0, named=True)["geo"] == "AT"
    assert table.frame[ROW].to_list() == [2]


def test_codes_and_names_in_one_cell_are_parted(tmp_path: Path) -> None:
    text = (
        "DATAFLOW,geo: Country,sex: Sex,TIME_PERIOD: Time,OBS_VALUE: Value\n"
        'X:Y(1.0),AT: Austria,F: Females,2020,5\nX:Y(1.0),"CI: Ivory: Coast",M,2020,\n'
    )
    table = sdmx.read_csv(_file(tmp_path, text))
    assert table.frame["geo"].to_list() == ["AT", "CI"]
    assert table.frame["geo label"].to_list() == ["Austria", "Ivory: Coast"]
    assert table.frame["sex"].to_list() == ["F", "M"]
    assert table.columns["sex"] == table.columns["sex label"] == 3


def test_version_2_with_a_column_of_names_beside_each(tmp_path: Path) -> None:
    text = (
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,geo,Country,OBS_VALUE,Value\n"
        "dataflow,X:Y(1.0),A name,AT,Austria,5,\n"
    )
    table = sdmx.read_csv(_file(tmp_path, text))
    assert table.frame["geo label"].to_list() == ["Austria"]
    assert table.columns["OBS_VALUE"] == 6
    assert sdmx.labels(table, "geo").rows() == [("AT", "Austria")]


def test_version_2_with_an_action_and_several_values_in_a_cell(tmp_path: Path) -> None:
    text = (
        "STRUCTURE[;],STRUCTURE_ID,ACTION,geo,NOTE[],OBS_VALUE\n"
        "dataflow,X:Y(1.0),I,AT,a;b,5\n"
    )
    table = sdmx.read_csv(_file(tmp_path, text))
    assert list(table.columns)[4] == "NOTE"


def test_another_table_is_not_sdmx(tmp_path: Path) -> None:
    with pytest.raises(ChangedHeader):
        sdmx.read_csv(_file(tmp_path, "geo,year,value\nAT,2020,5\n"))


@pytest.mark.parametrize(
    "name",
    [
        "tps00170_permits_sdmx-csv1.csv",
        "migr_eirfs_refused_entry_sdmx-csv1.csv",
        "migr_eipre_sdmx-csv1_labels.csv",
    ],
)
def test_the_reference_library_reads_the_same_values(
    shared_data: Path, name: str
) -> None:
    io = pytest.importorskip("pysdmx.io.csv.sdmx10.reader")
    text = (shared_data / "eurostat" / name).read_text(encoding="utf-8")
    second = io.read(text)[0].data
    ours = sdmx.read_csv(shared_data / "eurostat" / name)
    values = ours.numbers("OBS_VALUE")
    theirs = second["OBS_VALUE"].astype(float)
    assert ours.frame.height == len(second)
    assert values.sum() == pytest.approx(theirs.sum())
    assert ours.frame["geo"].to_list() == second["geo"].tolist()


def test_a_published_file_of_version_2(shared_data: Path) -> None:
    name = "eurostat/migr_asyappctza_sdmx-csv2_labels.csv"
    table = sdmx.read_csv(shared_data / name)
    assert table.frame.height == 1080
    assert set(table.frame["freq label"]) == {"Annual"}
    assert table.columns["OBS_VALUE"] == 20
