"""Deaths in conflict and displacement, from the file to the cell, as typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished

from migrascope.model.measure import get

Run = Callable[..., Finished]
SPECIMENS = Path(__file__).parents[1] / "specimens"
DEATHS = SPECIMENS / "ucdp" / "ged191_made.csv"
YEARS = SPECIMENS / "ucdp" / "country_years.csv"
CONFLICT = SPECIMENS / "idmc" / "conflict.csv"
DISASTERS = SPECIMENS / "idmc" / "disasters.csv"


@pytest.fixture
def asked(run: Run) -> Run:
    """The command line on a base that holds the four specimens."""
    added = run("add", DEATHS, YEARS, CONFLICT, DISASTERS)
    assert added.code == 0, added.err
    return run


def test_deaths_of_a_year_have_a_low_and_a_high_estimate(asked: Run) -> None:
    done = asked("show", "conflict_deaths", "KEN", "--from", 2015, "--to", 2015)
    assert done.code == 0, done.err
    row = next(line for line in done.out.splitlines() if line.startswith("2015"))
    assert row.split()[:4] == ["2015", "7", "6", "34"]
    assert "Uppsala Conflict Data Program" in done.out


def test_deaths_are_told_apart_by_violence(asked: Run) -> None:
    done = asked("show", "conflict_deaths", "KEN", "--breakdown", "all")
    assert "violence=one-sided" in done.out
    assert "violence=state-based" in done.out


def test_a_place_that_an_extract_does_not_name_has_no_nought(asked: Run) -> None:
    done = asked("show", "conflict_deaths", "UGA")
    assert done.code == 6
    assert "holds nothing" in done.err


def test_a_sum_is_traced_to_the_cells_of_its_events(asked: Run) -> None:
    edition = ("--edition", "ucdp-ged-ken-srb@19.1")
    done = asked("trace", "conflict_deaths", "KEN", 2015, *edition)
    assert done.code == 0, done.err
    assert "sum of 2 figures" in done.out
    assert "line 2, field 41" in done.out


def test_displacement_by_disasters_is_a_sum_of_events(asked: Run) -> None:
    done = asked("show", "disaster_displacements", "KEN")
    assert done.code == 0, done.err
    row = next(line for line in done.out.splitlines() if line.startswith("2023"))
    assert "650" in row.split()
    assert "NonCommercial" in done.out


def test_people_displaced_by_disasters_of_the_year_are_no_total(asked: Run) -> None:
    done = asked("show", "idps_disaster_year", "KEN")
    assert done.code == 0, done.err
    row = next(line for line in done.out.splitlines() if line.startswith("end of 2023"))
    assert "20" in row.split()
    assert "The whole number is idps_disaster" in done.out
    whole = asked("show", "idps_disaster", "KEN")
    assert whole.code == 6
    assert "There are figures of idps_disaster_year" in whole.err


def test_the_licence_of_idmc_is_in_the_catalogue(asked: Run) -> None:
    done = asked("catalog")
    told = [line for line in done.out.splitlines() if line.startswith("idmc-")]
    assert len(told) == 2
    assert all("CC-BY-NC-4.0" in line for line in told)


def test_both_sources_are_listed_with_their_terms(run: Run) -> None:
    listed = run("sources").out
    for name, licence in (("ucdp", "CC-BY-4.0"), ("idmc", "CC-BY-NC-4.0")):
        line = next(each for each in listed.splitlines() if each.startswith(name))
        assert licence in line
        assert run("sources", name).code == 0


def test_single_updates_are_refused_without_their_web_pages(run: Run) -> None:
    done = run("add", SPECIMENS / "idmc" / "updates.json")
    assert done.code == 3
    assert "not read" in done.err
    assert "<" not in done.err


def test_figures_can_be_taken_out_with_their_bounds(asked: Run) -> None:
    done = asked("show", "conflict_deaths", "KEN", "--format", "json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    rows = told if isinstance(told, list) else next(iter(told.values()))
    assert any((row["low"], row["high"]) == (6, 34) for row in rows)


@pytest.mark.parametrize(
    "code",
    ["conflict_deaths", "conflict_displacements", "disaster_displacements", "idps"],
)
def test_every_measure_is_described(code: str) -> None:
    assert get(code).unit == "PS"
    assert get(code).definition
