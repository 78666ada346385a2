"""`migrascope indicators` and `migrascope gaps` print what the rooms compute."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished
from tests.indicators.observed import frame, seen

from migrascope.indicators import registry
from migrascope.model.source import UNKNOWN
from migrascope.sources.batch import Batch, source_file
from migrascope.store.base import Base

Run = Callable[..., Finished]
PRICES = (13.1, 12.2, 12.4, 10.4, 8.8, 9.0, 7.9, 8.4, 7.7, 8.4)


@pytest.fixture
def filled(tmp_path: Path) -> None:
    file = tmp_path / "made_up.csv"
    file.write_text("made up", encoding="utf-8")
    rows = frame(
        *(
            seen(
                "remittance_cost_received",
                "KEN",
                year,
                percent,
                edition="made-up@2020",
                unit="PT",
            )
            for year, percent in enumerate(PRICES, start=2011)
        ),
        seen("migrant_stock", "KEN", 2020, 30, edition="made-up@2020", sex="F"),
        seen("migrant_stock", "KEN", 2020, 20, edition="made-up@2020", sex="M"),
        seen("migrant_stock", "UGA", 2020, 70, edition="made-up@2020"),
    )
    Base.open(tmp_path / "base").accept(
        Batch(
            "made-up",
            "2020",
            "nobody",
            "Made up",
            "Nobody",
            UNKNOWN,
            "Made up",
            (source_file(file),),
            rows,
        )
    )


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_list_has_every_indicator_with_its_unit_and_target(run: Run) -> None:
    rows = table(run("indicators", "--format", "csv").out)
    assert [row["code"] for row in rows] == [e.code for e in registry.everything()]
    cost = next(row for row in rows if row["code"] == "10.c.1")
    assert (cost["unit"], cost["target"], cost["target_year"]) == ("PT", "3", "2030")


def test_the_table_for_people_names_codes_and_targets(run: Run) -> None:
    printed = run("indicators").out
    assert "10.7.4" in printed
    assert "3 by 2030" in printed


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_one_indicator_is_explained(run: Run, form: str) -> None:
    printed = run("indicators", "10.7.4", "--format", form).out
    assert "resident population" in printed
    assert "UNHCR" in printed


@pytest.mark.usefixtures("filled")
def test_a_series_is_printed_with_its_strands_and_editions(run: Run) -> None:
    rows = table(run("indicators", "migrant-stock", "KEN", "--format", "csv").out)
    assert [(row["sex"], row["value"]) for row in rows] == [
        ("_T", "50.0"),
        ("F", "30.0"),
        ("M", "20.0"),
    ]
    assert {row["editions"] for row in rows} == {"made-up@2020"}
    assert rows[0]["cells"] == "2"


@pytest.mark.usefixtures("filled")
def test_the_area_may_be_a_name_or_a_region(run: Run) -> None:
    rows = table(
        run("indicators", "migrant-stock", "Eastern Africa", "--format", "csv").out
    )
    assert rows[0]["value"] == "120.0"
    assert (rows[0]["members_with_data"], rows[0]["members"]) == ("2", "22")


@pytest.mark.usefixtures("filled")
def test_progress_shows_the_four_methods_and_the_conclusion(run: Run) -> None:
    printed = run("indicators", "10.c.1-world-bank", "KEN", "--progress").out
    for name in ("Ratio of growth rates", "Growth without a target", "Anticipated"):
        assert name in printed
    assert "methods" in printed
    answer = json.loads(
        run(
            "indicators", "10.c.1-world-bank", "KEN", "--progress", "--format", "json"
        ).out
    )
    verdicts = answer["progress"]["verdicts"]
    assert [v["method"] for v in verdicts] == [
        "growth-ratio",
        "growth",
        "anticipated",
        "probability",
    ]
    assert all(v["reference"] for v in verdicts)


def test_no_figures_are_said_in_words(run: Run) -> None:
    finished = run("indicators", "10.7.4", "PCN")
    assert finished.code == 0
    assert "no figures for Pitcairn" in finished.out


def test_progress_without_an_area_is_refused_with_an_example(run: Run) -> None:
    finished = run("indicators", "10.c.1", "--progress")
    assert finished.code == 2
    assert "migrascope indicators 10.c.1 KEN --progress" in finished.err


@pytest.mark.parametrize(
    "arguments", [("indicators", "10.7.44"), ("indicators", "10.7.4", "Atlantis")]
)
def test_unknown_codes_and_areas_end_with_exit_code_2(
    run: Run, arguments: tuple[str, ...]
) -> None:
    finished = run(*arguments)
    assert finished.code == 2
    assert "Nearest" in finished.err


@pytest.mark.usefixtures("filled")
def test_the_gaps_of_a_country_list_years_and_breakdowns(run: Run) -> None:
    printed = run("gaps", "KEN").out
    assert "Kenya, 2015–2020" in printed
    rows = table(run("gaps", "KEN", "--format", "csv").out)
    stock = next(row for row in rows if row["indicator"] == "migrant-stock")
    assert stock["years"] == stock["by_sex"] == "2020"
    assert stock["missing"] == "2015 2016 2017 2018 2019"
    assert stock["by_age"] == ""


@pytest.mark.usefixtures("filled")
def test_the_gaps_of_a_region_count_its_countries(run: Run) -> None:
    printed = run("gaps", "Eastern Africa").out
    assert "of 22" in printed
    answer = json.loads(run("gaps", "Eastern Africa", "--format", "json").out)
    assert len({gap["area"] for gap in answer["gaps"]}) == 22
    assert (answer["since"], answer["until"]) == (2015, 2020)


@pytest.mark.usefixtures("filled")
def test_the_gaps_of_the_world_have_one_row_for_each_country(run: Run) -> None:
    rows = table(run("gaps", "--format", "csv", "--since", "2019").out)
    assert {row["area"] for row in rows} >= {"KEN", "UGA", "TUV", "VAT"}
    assert len(rows) % len(registry.everything()) == 0


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "arguments", [("gaps", "KEN"), ("indicators", "10.c.1-world-bank", "KEN")]
)
def test_in_a_pipe_no_line_is_folded_and_the_title_stands_alone(
    run: Run, arguments: tuple[str, ...]
) -> None:
    lines = run(*arguments).out.splitlines()
    assert "Kenya" in lines[0]
    assert lines[1].split()[0] in {"indicator", "period"}
    assert not any(line.startswith(" ") for line in lines)


@pytest.mark.usefixtures("filled")
def test_a_year_beyond_all_figures_is_a_gap_and_no_span_runs_backwards(
    run: Run,
) -> None:
    assert run("gaps", "KEN", "--since", "2050").out.startswith("Kenya, 2050–2050")
    assert run("gaps", "KEN", "--since", "-1").code == 2
