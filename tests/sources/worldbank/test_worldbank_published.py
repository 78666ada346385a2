"""Do the publishers' own files say what the World Bank has published?"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from migrascope.errors import Truncated
from migrascope.sources.batch import Batch
from migrascope.sources.worldbank import adapter

PAID_CSV = "API_BM.TRF.PWKR.CD.DT_DS2_en_csv_v2_3012027.csv"
PAID_XLS = "API_BM.TRF.PWKR.CD.DT_personal-remittances-paid.xls"
RECEIVED = "API_BX.TRF.PWKR.CD.DT_personal-remittances-received.xls"
COST_RECEIVED = "API_SI.RMT.COST.IB.ZS_sending-cost-to-country.xls"
MONEY = "WB_Bilateral_Remittance_Estimates_2017.xlsx"
PEOPLE = "WB_Bilateral_Estimates_Migrant_Stocks_2017.xlsx"
CORRIDORS = "rpw_databank_corridors_2011Q1_2020Q4.csv"
SELECTED = "wdi_selected_long.csv.gz"


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "worldbank"


@pytest.fixture(scope="module")
def batches(folder: Path) -> dict[str, Batch]:
    """Every file of the folder, by the name of the file (the last batch of each)."""
    return {
        path.name: batch
        for path in sorted(folder.iterdir())
        for batch in adapter.read([path])
    }


def plain(batch: Batch) -> pl.DataFrame:
    return batch.observations.with_columns(pl.col(pl.Categorical).cast(pl.String))


def figure(batch: Batch, area: str, year: int, *, origin: str = "_T") -> float:
    found = plain(batch).filter(
        (pl.col("area") == area)
        & (pl.col("origin") == origin)
        & (pl.col("end").dt.year() == year)
    )
    (value,) = found["value"]
    return float(value)


def test_what_is_said_of_one_years_update_does_not_travel_with_another(
    batches: dict[str, Batch],
) -> None:
    incomplete = "worldbank-2023-last-year"
    assert incomplete in {caveat.id for caveat in batches[RECEIVED].caveats}
    for name in (PAID_CSV, SELECTED):
        assert incomplete not in {caveat.id for caveat in batches[name].caveats}
    paid = batches[PAID_XLS]
    assert figure(paid, "M49:900", 2021) == pytest.approx(461.9e9, rel=1e-3)
    assert figure(paid, "M49:900", 2022) == pytest.approx(50.8e9, rel=1e-3)


def test_every_file_is_recognised_and_read(
    folder: Path, batches: dict[str, Batch]
) -> None:
    assert set(batches) == {path.name for path in folder.iterdir()}


def test_remittances_received_are_the_published_ones(
    batches: dict[str, Batch],
) -> None:
    received = batches[RECEIVED]
    assert received.vintage == "2023-05-10"
    assert figure(received, "IND", 2021) == pytest.approx(89_375_152_217.57, abs=0.01)
    assert figure(received, "IND", 2022) == 100_000_000_000
    assert figure(received, "KEN", 2021) == pytest.approx(3_770_089_638.55, abs=0.01)
    assert figure(received, "M49:900", 2021) == pytest.approx(735_210_523_343, abs=1)


def test_knomad_puts_india_above_the_indicator_in_2022(
    batches: dict[str, Batch],
) -> None:
    inflows = batches["knomad_remittance_inflows.xlsx"]
    assert inflows.edition == "worldbank-knomad-inflows@2023-06"
    assert figure(inflows, "IND", 2022) == pytest.approx(111_221_774_722.09, abs=0.01)
    assert figure(inflows, "KEN", 2022) == 4_091_000_000


def test_two_downloads_of_one_indicator_are_two_vintages_of_one_dataset(
    batches: dict[str, Batch],
) -> None:
    older, newer = batches[PAID_CSV], batches[PAID_XLS]
    assert older.dataset == newer.dataset == "worldbank-wdi-bm-trf-pwkr-cd-dt"
    assert (older.vintage, newer.vintage) == ("2021-09-15", "2023-05-10")


def test_in_the_remittance_matrix_india_receives_and_the_usa_send_most(
    batches: dict[str, Batch],
) -> None:
    countries = plain(batches[MONEY]).filter(pl.col("area").str.len_chars() == 3)
    received = countries.filter(pl.col("origin") == "_T").sort("value")
    assert received.row(-1, named=True)["area"] == "IND"
    assert received["value"][-1] == pytest.approx(68_968.1e6)
    sent = plain(batches[MONEY]).filter(
        (pl.col("area") == "M49:900") & (pl.col("origin") != "_T")
    )
    assert sent.sort("value").row(-1, named=True)["origin"] == "USA"
    assert sent["value"].max() == pytest.approx(148_488.65216e6)


def test_in_the_migration_matrix_the_usa_host_and_india_left_most(
    batches: dict[str, Batch],
) -> None:
    people = batches[PEOPLE]
    assert figure(people, "USA", 2017) == 47_493_736
    assert figure(people, "M49:900", 2017, origin="IND") == 16_444_830
    assert figure(people, "M49:900", 2017) == 266_143_792
    bilateral = plain(people).filter(
        (pl.col("area") != "M49:900") & (pl.col("origin") != "_T")
    )
    assert bilateral["value"].sum() == 266_143_792


def test_the_parts_of_the_remittance_matrix_add_up_to_its_world(
    batches: dict[str, Batch],
) -> None:
    money = plain(batches[MONEY]).filter(pl.col("area") != "M49:900")
    parts = money.filter(pl.col("origin") != "_T").group_by("area").agg(pl.sum("value"))
    whole = money.filter(pl.col("origin") == "_T").select("area", total="value")
    gaps = parts.join(whole, on="area").select(pl.col("value") - pl.col("total"))
    assert float(gaps.to_series().abs().to_numpy().max()) < 2e6


def test_corridors_say_what_the_caveats_say_of_them(
    batches: dict[str, Batch],
) -> None:
    costs = plain(batches[CORRIDORS])
    assert costs.height == 10_417
    assert costs.select("area", "origin").n_unique() == 377
    quarters = costs.group_by("end").len().sort("end")["len"]
    assert (quarters[0], quarters[-1]) == (199, 367)
    below = costs.filter(pl.col("value") < 0)
    assert sorted(
        f"{origin}-{area}" for origin, area in below.select("origin", "area").rows()
    ) == ["ESP-HND", "GBR-ERI", "GBR-SLE", "SAU-SDN", "USA-HND"]
    twice_a_year = costs.filter(pl.col("end") < date(2013, 1, 1))
    assert set(twice_a_year["start"].dt.month()) == {1, 7}


def test_zeros_of_knomad_stand_where_the_indicator_has_money(
    batches: dict[str, Batch],
) -> None:
    inflows = plain(batches["knomad_remittance_inflows.xlsx"])
    zeros = inflows.filter(pl.col("value") == 0).select("area", "end")
    money = plain(batches[RECEIVED]).filter(pl.col("value") > 0)
    assert zeros.height == 461
    assert zeros.join(money, on=["area", "end"]).height == 77


def test_the_selected_copy_has_the_units_of_the_indicators(
    folder: Path, batches: dict[str, Batch]
) -> None:
    yearly, _ = adapter.read([folder / SELECTED])
    copy = plain(yearly).filter(pl.col("measure") == "remittances_received")
    native = plain(batches[RECEIVED]).filter(pl.col("value") > 0)
    both = copy.join(native, on=["area", "end"], suffix="_native")
    ratio = both["value"] / both["value_native"]
    assert both.height > 5000
    assert ratio.median() == 1
    assert (ratio - 1).abs().quantile(0.9) < 0.01  # type: ignore[operator]  # no null
    kenya = copy.filter((pl.col("area") == "KEN") & (pl.col("end").dt.year() == 2021))
    assert kenya["value"].to_list() == [figure(batches[RECEIVED], "KEN", 2021)]


@pytest.mark.parametrize("name", [PAID_CSV, COST_RECEIVED, CORRIDORS, SELECTED, MONEY])
@pytest.mark.parametrize("left", [0.1, 0.5, 0.999])
def test_a_file_that_was_cut_off_is_refused_wherever_it_was_cut(
    folder: Path, tmp_path: Path, name: str, left: float
) -> None:
    content = (folder / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(content[: int(len(content) * left)])
    with pytest.raises(Truncated):
        list(adapter.read([path]))


@pytest.mark.parametrize("name", [PAID_XLS, RECEIVED, COST_RECEIVED])
def test_figures_of_old_workbooks_stand_in_the_cells_they_name(
    folder: Path, batches: dict[str, Batch], name: str
) -> None:
    xlrd = pytest.importorskip("xlrd", reason="xlrd reads xls a second time")
    sheet = xlrd.open_workbook(str(folder / name)).sheet_by_name("Data")
    for row, column, value in cells(batches[name]):
        assert sheet.cell_value(row - 1, column - 1) == value


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        (MONEY, 1_000_000),
        (PEOPLE, 1),
        ("knomad_remittance_inflows.xlsx", 1_000_000),
        ("knomad_remittance_outflows.xlsx", 1_000_000),
    ],
)
def test_figures_of_workbooks_stand_in_the_cells_they_name(
    folder: Path, batches: dict[str, Batch], name: str, factor: int
) -> None:
    book = openpyxl.load_workbook(folder / name, read_only=True, data_only=True)
    sheet = book[str(batches[name].observations["sheet"][0])]
    grid = [list(line) for line in sheet.iter_rows(values_only=True)]
    for row, column, value in cells(batches[name]):
        assert grid[row - 1][column - 1] * factor == value


@pytest.mark.parametrize("name", [PAID_CSV, CORRIDORS, SELECTED])
def test_figures_of_text_files_stand_on_the_lines_they_name(
    folder: Path, batches: dict[str, Batch], name: str
) -> None:
    content = (folder / name).read_bytes()
    content = gzip.decompress(content) if name.endswith(".gz") else content
    grid = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    for row, column, value in cells(batches[name]):
        assert float(grid[row - 1][column - 1]) == value


def cells(batch: Batch) -> Iterator[tuple[int, int, float]]:
    """Every seventh figure with its row and column."""
    yield from batch.observations.select("row", "column", "value")[::7].iter_rows()
