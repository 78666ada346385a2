"""What a row of UNHCR means, layout by layout."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from migrascope.model.frames import SCHEMA
from migrascope.sources.batch import Batch

ReadOne = Callable[..., Batch]
Write = Callable[[dict[str, list[object]]], Path]


def figure(batch: Batch, **keys: object) -> dict[str, object]:
    """The one observation with these values."""
    found = batch.observations.filter(
        *(pl.col(name).cast(pl.String) == str(value) for name, value in keys.items())
    )
    assert found.height == 1, found
    return found.row(0, named=True)


def test_a_download_with_a_preamble_is_read_from_its_header_on(
    read_one: ReadOne,
) -> None:
    batch = read_one("finder_population_preamble.csv")
    somalis = figure(
        batch, measure="refugees", area="KEN", origin="SOM", end="2022-12-31"
    )
    assert somalis["value"] == 280_000
    assert (somalis["row"], somalis["column"]) == (7, 6)
    assert batch.observations.schema == SCHEMA


def test_the_day_of_the_download_is_the_vintage(read_one: ReadOne) -> None:
    batch = read_one("finder_population_preamble.csv")
    assert batch.edition == "unhcr-finder-population@2024-02-03"


def test_without_a_day_the_newest_year_is_the_vintage(read_one: ReadOne) -> None:
    assert read_one("hdx_population.csv").edition == "unhcr-hdx-population@2019"


def test_iso_codes_are_read_and_unhcr_codes_are_not(read_one: ReadOne) -> None:
    batch = read_one("finder_population_preamble.csv")
    assert figure(batch, measure="refugees", area="AUS", origin="AUT")["value"] == 5
    pages = read_one("api_population_page_001.json", "api_population_page_002.json")
    assert figure(pages, measure="refugees", area="AUS", origin="AUT")["value"] == 5


def test_a_blank_code_is_read_by_its_name(read_one: ReadOne) -> None:
    batch = read_one("finder_population_preamble.csv")
    assert figure(batch, measure="refugees", origin="X:unknown")["value"] == 12


def test_blank_cells_are_no_figures_and_zeros_are(read_one: ReadOne) -> None:
    seekers = read_one("finder_population_preamble.csv").observations.filter(
        pl.col("measure") == "asylum_seekers"
    )
    assert sorted(seekers["value"]) == [0, 0, 24_000]


def test_a_dash_instead_of_an_origin_means_all_origins(read_one: ReadOne) -> None:
    batch = read_one("finder_population_plain.csv")
    assert set(batch.observations["origin"]) == {"_T"}


def test_zeros_of_years_when_nothing_was_counted_lose_their_value(
    read_one: ReadOne,
) -> None:
    batch = read_one("finder_population_plain.csv")
    early = figure(batch, measure="stateless", end="2003-12-31")
    assert (early["value"], early["obs_status"]) == (None, "L")
    assert figure(batch, measure="stateless", end="2004-12-31")["value"] == 452_176
    late = figure(batch, measure="host_community", end="2019-12-31")
    assert (late["value"], late["obs_status"]) == (0, "A")


def test_stocks_are_of_31_december_and_flows_of_the_year(read_one: ReadOne) -> None:
    batch = read_one("api_population_page_001.json", "api_population_page_002.json")
    stock = figure(
        batch, measure="refugees", area="KEN", end="2023-12-31", origin="SOM"
    )
    assert stock["start"] == stock["end"] == date(2023, 12, 31)
    returns = figure(
        batch, measure="returned_refugees", area="KEN", origin="SOM", end="2022-12-31"
    )
    assert returns["start"] == date(2022, 1, 1)
    assert returns["value"] == 420


def test_pages_of_an_answer_are_one_edition(read_one: ReadOne) -> None:
    batch = read_one("api_population_page_002.json", "api_population_page_001.json")
    assert batch.edition == "unhcr-population@2023"
    assert [file.name for file in batch.files] == [
        "api_population_page_002.json",
        "api_population_page_001.json",
    ]
    stateless = figure(batch, measure="stateless", origin="X:stateless")
    assert (stateless["value"], stateless["sheet"]) == (9800, "items")
    assert (stateless["file"], stateless["row"], stateless["column"]) == (0, 1, 15)


def test_a_dash_for_a_figure_of_the_interface_is_no_figure(read_one: ReadOne) -> None:
    batch = read_one("api_population_page_001.json", "api_population_page_002.json")
    others = batch.observations.filter(
        pl.col("measure") == "other_in_need_of_protection"
    )
    assert others["value"].to_list() == [5]


def test_displaced_people_are_counted_where_they_come_from(read_one: ReadOne) -> None:
    batch = read_one("finder_idmc.csv")
    rows = batch.observations.select("area", "origin", "value").rows()
    assert set(rows) == {
        ("X:unknown", "X:unknown", 26_000_000.0),
        ("KEN", "KEN", 250_000.0),
        ("X:abyei", "X:abyei", 20_000.0),
    }


def test_what_comes_from_idmc_may_not_be_sold(read_one: ReadOne) -> None:
    assert not read_one("finder_idmc.csv").licence.commercial
    assert read_one("hdx_population.csv").licence.commercial


def test_palestine_refugees_are_told_from_idmc_by_their_origin(
    parquet: Write, read_one: ReadOne
) -> None:
    batch = read_one(
        parquet(
            {
                "year": [2024, 2024],
                "coo_iso": ["PSE", "PSE"],
                "coa_iso": ["JOR", "PSE"],
                "total": [2_400_000, 2_500_000],
            }
        )
    )
    assert batch.dataset == "unhcr-unrwa"
    assert set(batch.observations["measure"]) == {"palestine_refugees"}


def test_cases_and_persons_have_different_units(read_one: ReadOne) -> None:
    batch = read_one("api_asylum_applications.json")
    persons = figure(batch, area="KEN")
    cases = figure(batch, area="AUS")
    assert (persons["unit"], persons["value"]) == ("PS", 1200)
    assert (cases["unit"], cases["value"]) == ("CASES", 15)
    assert persons["breakdown"] == "application=N;level=FI;procedure=G"


def test_the_feed_to_hdx_writes_a_hundred_thousand_in_powers_of_ten(
    read_one: ReadOne,
) -> None:
    batch = read_one("hdx_applications.csv")
    assert figure(batch, area="IRN", origin="AFG")["value"] == 100_000
    cases = figure(batch, origin="X:unknown", unit="CASES")
    assert cases["note"] == "2.2 persons per case"


def test_a_decision_is_told_by_its_breakdown(read_one: ReadOne) -> None:
    batch = read_one("api_asylum_decisions.json")
    values = dict(batch.observations.select("breakdown", "value").rows())
    assert values == {
        "decision=recognised;level=FI;procedure=G": 800,
        "decision=other;level=FI;procedure=G": 10,
        "decision=rejected;level=FI;procedure=G": 40,
        "decision=closed;level=FI;procedure=G": 150,
        "decision=total;level=FI;procedure=G": 1000,
    }


def test_solutions_keep_their_own_measures(read_one: ReadOne) -> None:
    values = dict(
        read_one("api_solutions.json").observations.select("measure", "value").rows()
    )
    assert values == {"returned_refugees": 420, "resettlement": 0, "returned_idps": 0}


def test_the_older_name_of_people_in_need_of_protection_is_known(
    read_one: ReadOne,
) -> None:
    batch = read_one("hdx_population.csv")
    venezuelans = figure(
        batch, measure="other_in_need_of_protection", origin="VEN", status="OIP"
    )
    assert venezuelans["value"] == 40
    assert figure(batch, measure="idps", area="PAK", origin="PAK")["value"] == 106_000


def test_stars_are_suppressed_counts(read_one: ReadOne) -> None:
    batch = read_one("popstats.csv")
    star = figure(batch, measure="asylum_seekers", origin="IRQ")
    assert (star["value"], star["obs_status"]) == (None, "Q")
    assert figure(batch, measure="refugees", origin="PAK")["value"] == 300_385
    assert batch.observations.height == 3


def test_sex_age_and_place_become_dimensions(read_one: ReadOne) -> None:
    batch = read_one("finder_demographics.csv")
    girls = figure(batch, origin="SOM", sex="F", age="Y0T4")
    assert girls["value"] == 10
    assert girls["breakdown"] == (
        "accommodation=P;location=Dadaab, north : camp;settlement=R"
    )
    assert figure(batch, origin="SOM", sex="_T", age="_T")["value"] == 215
    assert figure(batch, origin="SOM", sex="M", age="Y_GE60")["value"] == 6


def test_zeros_by_age_are_left_out_where_only_the_sex_is_known(
    read_one: ReadOne,
) -> None:
    ethiopians = read_one("finder_demographics.csv").observations.filter(
        pl.col("origin") == "ETH"
    )
    rows = ethiopians.select("sex", "age", "value").rows()
    assert set(rows) == {
        ("F", "_U", 60.0),
        ("F", "_T", 60.0),
        ("M", "_U", 70.0),
        ("M", "_T", 70.0),
        ("_T", "_T", 130.0),
    }


def test_zeros_by_sex_are_left_out_where_only_the_total_is_known(
    read_one: ReadOne,
) -> None:
    batch = read_one("finder_demographics.csv")
    burundians = batch.observations.filter(pl.col("origin") == "BDI")
    assert burundians.select("measure", "sex", "age", "value").rows() == [
        ("asylum_seekers", "_T", "_T", 45.0)
    ]


def test_returns_by_sex_and_age_are_of_the_year(read_one: ReadOne) -> None:
    returned = figure(read_one("finder_demographics.csv"), measure="returned_refugees")
    assert (returned["start"], returned["status"]) == (date(2022, 1, 1), "RET")


def test_a_copy_of_the_database_gives_the_same_figures(
    parquet: Write, population: dict[str, list[object]], read_one: ReadOne
) -> None:
    batch = read_one(parquet(population))
    assert batch.edition == "unhcr-population@2018"
    refugees = figure(batch, measure="refugees", area="KEN", origin="SOM")
    assert (refugees["value"], refugees["row"], refugees["column"]) == (154_272, 1, 8)
    stateless = figure(batch, measure="stateless", area="AUT", origin="X:stateless")
    assert stateless["value"] == 1062
    assert "other_in_need_of_protection" not in set(batch.observations["measure"])


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_newest_year_is_provisional(
    parquet: Write,
    population: dict[str, list[object]],
    read_one: ReadOne,
    year: int,
) -> None:
    batch = read_one(parquet(population | {"year": [year, year]}))
    expected = "P" if year == 2025 else "A"
    assert set(batch.observations["obs_status"]) == {expected}


def test_only_caveats_that_bear_on_the_figures_travel_with_them(
    read_one: ReadOne,
) -> None:
    decisions = {caveat.id for caveat in read_one("api_asylum_decisions.json").caveats}
    assert "unhcr-decision-total" in decisions
    assert not decisions & {"unhcr-stateless-before-2004", "unhcr-interface-adds-up"}
    early = {caveat.id for caveat in read_one("finder_population_plain.csv").caveats}
    assert "unhcr-stateless-before-2004" in early


def test_the_title_says_which_part_of_the_database_a_file_holds(
    read_one: ReadOne,
) -> None:
    assert "Refugee Data Finder" in read_one("finder_population_plain.csv").title
    assert "Humanitarian Data Exchange" in read_one("hdx_population.csv").title
