"""`migrascope foresight arrivals` says where people may arrive, and how sure it is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.conftest import Finished

from migrascope.foresight.arrivals import reading
from migrascope.foresight.arrivals.validating import difference

Run = Callable[..., Finished]


@pytest.fixture
def network(repository: Path) -> Path:
    return repository / "tests/specimens/foresight/tiny-flee"


def test_a_table_has_a_line_for_each_camp_and_says_what_it_is(
    run: Run, network: Path
) -> None:
    done = run("foresight", "arrivals", network, "--people", 500)
    assert done.code == 0, done.err
    assert done.out.startswith("tiny-flee: 500 people flee between 2020-01-30 and ")
    assert "not a forecast by itself" in done.out
    lines = [line.split()[0] for line in done.out.splitlines()[2:5]]
    assert lines == ["camp", "Edal", "Fane"]
    assert "On the way or waiting at the end: " in done.out


def test_csv_and_json_hold_the_same_quantiles_of_every_day(
    run: Run, network: Path
) -> None:
    asked = ("foresight", "arrivals", network, "--people", 500, "--format")
    lines = list(csv.DictReader(io.StringIO(run(*asked, "csv").out)))
    facts = json.loads(run(*asked, "json").out)
    assert len(lines) == len(facts["rows"]) == 12 * 2 * 2
    for line, row in zip(lines, facts["rows"], strict=True):
        assert (line["date"], line["place"]) == (row["date"], row["place"])
        told = [float(line[f"q{level:g}"]) for level in facts["levels"]]
        assert told == row["quantiles"] == sorted(told)
        assert float(line["mean"]) == row["mean"]
        assert told[0] <= row["mean"] <= told[-1]
    assert {line["measure"] for line in lines} == {"arrivals", "present"}


def test_the_same_seed_prints_the_same(run: Run, network: Path) -> None:
    asked = ("foresight", "arrivals", network, "--people", 500, "--format", "csv")
    assert run(*asked, "--seed", 3).out == run(*asked, "--seed", 3).out
    assert run(*asked, "--seed", 3).out != run(*asked, "--seed", 4).out


def test_registrations_say_how_many_fled_and_how_near_it_came(
    run: Run, network: Path
) -> None:
    done = run("foresight", "arrivals", network, "--validate", "--capacities")
    assert done.code == 0, done.err
    assert "760 people flee" in done.out
    assert "Average relative difference from registrations: 0." in done.out
    assert "A split of each day's total by capacity: 0.548." in done.out
    assert "capacities may have been written down after the crisis" in done.out


def test_what_is_printed_can_be_scored_anew(run: Run, network: Path) -> None:
    asked = ("foresight", "arrivals", network, "--validate", "--format", "json")
    facts = json.loads(run(*asked).out)
    counted = reading.registered(network, reading.network(network))
    assert counted is not None
    means = {
        (row["date"], row["place"]): row["mean"]
        for row in facts["rows"]
        if row["measure"] == "present"
    }
    days = sorted({day for day, _ in means})
    people = np.array([[means[day, camp] for camp in counted.camps] for day in days])
    again = difference(people, counted)
    assert again == pytest.approx(facts["score"]["difference"], abs=1e-3)


def test_capacities_change_what_is_simulated(run: Run, network: Path) -> None:
    asked = ("foresight", "arrivals", network, "--people", 2000, "--format", "csv")
    assert run(*asked).out != run(*asked, "--capacities").out


def test_a_file_of_totals_says_how_many_are_there_already(
    run: Run, network: Path, tmp_path: Path
) -> None:
    total = tmp_path / "total.csv"
    total.write_text("2020-01-30,300\n2020-02-10,300\n", encoding="utf-8")
    asked = ("foresight", "arrivals", network, "--total", total, "--format", "json")
    done = run(*asked)
    assert done.code == 0, done.err
    first = [row for row in json.loads(done.out)["rows"] if row["date"] == "2020-01-30"]
    present = [row["quantiles"][3] for row in first if row["measure"] == "present"]
    assert present == [300, 0]  # the border to Fane is closed


def test_one_way_to_say_how_many_is_enough(run: Run, repository: Path) -> None:
    network = repository / "tests/specimens/foresight/tiny-places"
    total = network / "registrations.csv"
    done = run("foresight", "arrivals", network, "--people", 9, "--total", total)
    assert done.code == 2
    assert "Take --people or --total" in done.err


def test_without_registrations_there_is_nothing_to_compare(
    run: Run, network: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "bare"
    folder.mkdir()
    for file in (network / "input_csv").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    for asked in (("--people", 9, "--validate"), ()):
        done = run("foresight", "arrivals", folder, *asked)
        assert done.code == 2
        assert "registrations" in done.err


def test_more_people_than_live_there_are_refused(run: Run, network: Path) -> None:
    done = run("foresight", "arrivals", network, "--people", 5001)
    assert done.code == 7
    assert "5,000 live in places that see fighting" in done.err


def test_an_unknown_place_cannot_be_accepted_as_unreachable(
    run: Run, network: Path
) -> None:
    done = run("foresight", "arrivals", network, "--people", 5, "--unreachable", "Xyz")
    assert done.code == 3
    assert "Xyz" in done.err


def test_a_place_named_like_a_formula_is_text_in_csv(
    run: Run, network: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "network"
    folder.mkdir()
    for file in (network / "input_csv").glob("*.csv"):
        text = file.read_text(encoding="utf-8").replace("Edal", "=Edal")
        (folder / file.name).write_text(text, encoding="utf-8")
    done = run("foresight", "arrivals", folder, "--people", 500, "--format", "csv")
    assert done.code == 0, done.err
    assert {line.split(",")[1] for line in done.out.splitlines()[1:]} == {
        "'=Edal",
        "Fane",
    }
