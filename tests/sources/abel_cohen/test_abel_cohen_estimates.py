"""What a cell of the estimates means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.model import measure
from migrascope.model.frames import SCHEMA
from migrascope.sources.abel_cohen import adapter
from migrascope.sources.abel_cohen.estimates import METHODS
from migrascope.sources.batch import Batch

WholeFile = Callable[..., str]


@pytest.fixture
def batch(specimens: Path) -> Batch:
    """The three copies as one edition."""
    (found,) = adapter.read(sorted(specimens.glob("*.csv")))
    return found


def flow(batch: Batch, origin: str, area: str, sex: str = "_T") -> dict[str, float]:
    """The flow of a pair by every method."""
    rows = batch.observations.filter(
        pl.col("origin") == origin, pl.col("area") == area, pl.col("sex") == sex
    )
    named = rows["breakdown"].cast(pl.String).str.strip_prefix("method=")
    return dict(zip(named, rows["value"], strict=True))


def test_three_copies_are_one_edition(batch: Batch) -> None:
    assert batch.edition == "abel-cohen-flows@2022"
    assert [file.name.split("_")[1] for file in batch.files] == [
        "both",
        "female",
        "male",
    ]
    assert batch.observations.height == (4 + 2 + 2) * len(METHODS)
    assert batch.observations.schema == SCHEMA


def test_a_row_is_a_move_from_origin_to_destination_by_six_methods(
    batch: Batch,
) -> None:
    assert flow(batch, "SSD", "KEN") == {
        "sd_drop_neg": 500,
        "sd_rev_neg": 500,
        "mig_rate": 90,
        "da_min_open": 700,
        "da_min_closed": 650,
        "da_pb_closed": 800,
    }
    assert flow(batch, "KEN", "SSD") == {}


def test_the_sex_of_a_copy_stands_in_the_name_of_its_file(batch: Batch) -> None:
    assert flow(batch, "SSD", "KEN", "F")["da_pb_closed"] == 450
    assert flow(batch, "SSD", "KEN", "M")["da_pb_closed"] == 360


def test_a_flow_runs_from_the_middle_of_a_year_for_five_years(batch: Batch) -> None:
    days = batch.observations.select("start", "end").unique().sort("start").rows()
    assert days == [
        (date(2005, 7, 1), date(2010, 7, 1)),
        (date(2010, 7, 1), date(2015, 7, 1)),
    ]


def test_an_estimated_zero_is_kept_and_every_flow_is_an_estimate(batch: Batch) -> None:
    assert flow(batch, "KEN", "UGA")["sd_drop_neg"] == 0
    assert set(batch.observations["obs_status"]) == {"E"}
    assert set(batch.observations["unit"]) == {"PS"}


def test_a_flow_knows_its_cell(batch: Batch) -> None:
    line = batch.observations.filter(
        pl.col("origin") == "SCG", pl.col("breakdown") == "method=mig_rate"
    ).row(0, named=True)
    assert (line["file"], line["row"], line["column"]) == (0, 2, 8)


def test_codes_of_former_states_are_areas(batch: Batch) -> None:
    assert flow(batch, "SCG", "ALB")["da_pb_closed"] == 40
    assert flow(batch, "SDN", "KEN")["da_pb_closed"] == 150


def test_the_measure_is_described() -> None:
    assert measure.get("migration_flows").kind == "flow"


def test_a_copy_says_that_pairs_without_moves_are_left_out(batch: Batch) -> None:
    assert "every method says zero" in batch.remarks[0]


@pytest.mark.parametrize(("areas", "vintage"), [(225, "2022"), (228, "2025")])
def test_the_authors_release_is_told_from_the_number_of_areas(
    tmp_path: Path, whole_file: WholeFile, areas: int, vintage: str
) -> None:
    path = tmp_path / "bilat_mig.csv"
    path.write_text(whole_file(areas), encoding="utf-8")
    (batch,) = adapter.read([path])
    assert batch.vintage == vintage
    assert set(batch.observations["sex"]) == {"_T"}
    assert batch.observations.height == areas * len(METHODS)
    told = {caveat.id for caveat in batch.caveats if "inputs" in caveat.id}
    assert told == {f"abel_cohen-inputs-{vintage}"}
    assert batch.remarks == ()


def test_women_and_men_of_the_authors_stand_in_a_column(
    tmp_path: Path, whole_file: WholeFile
) -> None:
    header = ("year0", "sex", "orig", "dest", *METHODS)
    path = tmp_path / "bilat_mig_sex.csv"
    path.write_text(
        whole_file(228, "1995,male,KEN,UGA,7,7,7,7,7,7", header=header),
        encoding="utf-8",
    )
    (batch,) = adapter.read([path])
    assert flow(batch, "KEN", "UGA", "M")["mig_rate"] == 7
    assert set(batch.observations["sex"]) == {"F", "M"}


def test_total_and_sexes_of_one_release_are_one_edition(
    tmp_path: Path, whole_file: WholeFile
) -> None:
    header = ("year0", "sex", "orig", "dest", *METHODS)
    total, sexes = tmp_path / "bilat_mig.csv", tmp_path / "bilat_mig_sex.csv"
    total.write_text(whole_file(228), encoding="utf-8")
    sexes.write_text(whole_file(228, header=header), encoding="utf-8")
    (batch,) = adapter.read([total, sexes])
    assert batch.edition == "abel-cohen-flows@2025"
    assert set(batch.observations["sex"]) == {"F", "_T"}
    assert batch.files[0].address.startswith("https://figshare.com/")


def test_people_who_stayed_are_no_flow_and_an_empty_cell_is_no_figure(
    tmp_path: Path, whole_file: WholeFile
) -> None:
    path = tmp_path / "bilat_mig.csv"
    path.write_text(
        whole_file(
            225,
            "1995,KEN,KEN,9,9,9,9,9,9",
            "1995,KEN,UGA,1,,1,1,1,NA",
        ),
        encoding="utf-8",
    )
    (batch,) = adapter.read([path])
    later = batch.observations.filter(pl.col("start") == date(1995, 7, 1))
    assert set(later["area"]) == {"UGA"}
    assert later.height == 5
    missing = later.filter(pl.col("obs_status") == "M")
    assert missing["breakdown"].to_list() == ["method=da_pb_closed"]
    assert missing["value"].to_list() == [None]
