"""`migrascope foresight` says what may come, how sure that is, and who says it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.conftest import Finished

pytestmark = pytest.mark.xdist_group("foresight command")  # tries models once

Run = Callable[..., Finished]


def test_a_country_has_a_sentence_a_table_and_the_scores_beside(run: Run) -> None:
    done = run("foresight", "SSD")
    assert done.code == 0, done.err
    assert done.out.startswith("Forcibly displaced people from South Sudan: ")
    assert "with 80 % probability between" in done.out
    assert [line.split()[0] for line in done.out.splitlines()[3:6]] == [
        "2026",
        "2027",
        "2028",
    ]
    assert "1 year ahead" in done.out
    assert "Mind: figures of the newest year are provisional" in done.out


def test_csv_and_json_hold_the_same_quantiles_marked_as_forecasts(run: Run) -> None:
    lines = list(
        csv.DictReader(io.StringIO(run("foresight", "SSD", "--format", "csv").out))
    )
    facts = json.loads(run("foresight", "SSD", "--format", "json").out)
    assert {line["obs_status"] for line in lines} == {"F"}
    for line, row in zip(lines, facts["rows"], strict=True):
        told = [float(line[f"q{level:g}"]) for level in facts["levels"]]
        assert told == pytest.approx(row["quantiles"], abs=0.06)
        assert told == sorted(told)


def test_a_fan_is_drawn_and_names_its_source(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "fan.svg"
    done = run("foresight", "SSD", "--draw", target)
    assert done.code == 0, done.err
    text = " ".join(ET.fromstring(target.read_text("utf-8")).itertext())
    assert "Source: UNHCR" in text
    assert "80 %" in text


def test_a_fan_of_another_kind_is_refused(run: Run, tmp_path: Path) -> None:
    done = run("foresight", "SSD", "--draw", tmp_path / "fan.docx")
    assert done.code == 2
    assert "ends in .svg or .png" in done.err


def test_an_area_without_a_series_is_named(run: Run) -> None:
    done = run("foresight", "Pitcairn")
    assert done.code == 6
    assert "UNHCR counts nobody for Pitcairn" in done.err


def test_of_a_short_series_the_last_value_speaks_and_it_is_said(run: Run) -> None:
    says = "No model has been shown to beat the last value on series of fewer than 15"
    told = run("foresight", "TUV").out
    assert f"The series has 3 figures. {says}" in told
    assert "forecasts made at 2015–2024, of longer series: last value. Median" in told
    facts = json.loads(run("foresight", "TUV", "--format", "json").out)
    assert set(facts["models"]) == {"last_value"}
    last = facts["past"][max(facts["past"])]
    middle = [row["quantiles"][3] for row in facts["rows"]]
    assert middle == pytest.approx([last] * 3)
    assert says in facts["earned"][0]
    assert says not in run("foresight", "SOM").out


def test_a_group_is_the_sum_of_its_countries(run: Run) -> None:
    done = run("foresight", "Eastern Africa")
    assert done.code == 0, done.err
    assert done.out.startswith("Forcibly displaced people from Eastern Africa: ")
    assert "forecasts of single countries made at" in done.out
    assert "Mind: medians of the countries are added up" in done.out


def test_the_world_says_who_comes_from_no_country(run: Run) -> None:
    done = run("foresight", "World")
    assert done.out.startswith(
        "Forcibly displaced people whose country of origin is known: "
    )
    assert "stateless people and people of unknown origin (end of 2025)" in done.out
    assert "stateless people" not in run("foresight", "SSD").out


def test_corridors_of_a_country_add_up_to_it(run: Run) -> None:
    done = run("foresight", "SSD", "--by", "corridor", "--format", "csv")
    assert done.code == 0, done.err
    lines = list(csv.DictReader(io.StringIO(done.out)))
    year = lines[0]["time"]
    medians = {row["key"]: float(row["q0.5"]) for row in lines if row["time"] == year}
    whole = medians.pop("SSD")
    assert "SSD>UGA" in medians
    assert sum(medians.values()) == pytest.approx(whole, abs=0.1 * len(medians))
    shown = run("foresight", "SSD", "--by", "corridor")
    assert "inside the country" in shown.out


def test_every_model_is_scored_beside_the_last_value(run: Run) -> None:
    done = run("foresight", "evaluate", "--origins", 3, "--horizon", 1)
    assert done.code == 0, done.err
    assert "1 year ahead" in done.out
    for model in ("last_value", "momentum", "regression", "analogues", "combination"):
        assert f"\n{model}" in done.out
    assert "peaks" in done.out


def test_scores_are_shown_apart_by_size(run: Run) -> None:
    done = run(
        "foresight", "evaluate", "--origins", 3, "--horizon", 1, "--detail", "size"
    )
    assert done.code == 0, done.err
    assert "1,000,000 and more" in done.out
    assert "last_value" in done.out


def test_boosted_trees_are_tried_when_asked_for(run: Run) -> None:
    pytest.importorskip("sklearn")
    done = run(
        *("foresight", "evaluate", "--origins", 3),
        *("--horizon", 1, "--boosting"),
    )
    assert done.code == 0, done.err
    assert "\nboosted" in done.out
    assert "Speaks: boosted" not in done.out


def test_the_regression_on_all_drivers_is_tried_when_asked_for(run: Run) -> None:
    done = run("foresight", "evaluate", "--origins", 3, "--horizon", 1, "--drivers")
    assert done.code == 0, done.err
    assert "\nregression_drivers" in done.out
    assert "Speaks: regression_drivers" not in done.out


def test_drivers_of_countries_are_none_of_corridors(run: Run) -> None:
    done = run("foresight", "evaluate", "--by", "corridor", "--drivers")
    assert done.code == 2
    assert "Drivers are of countries" in done.err


def test_the_end_of_a_corridor_needs_corridors(run: Run) -> None:
    done = run("foresight", "SSD", "--to", "UGA")
    assert done.code == 2
    assert "--by corridor" in done.err


def test_help_says_what_it_does_and_names_the_parts(run: Run) -> None:
    done = run("foresight", "--help")
    assert "evaluate" in done.out
    assert "last value" in done.out


def test_forecasts_are_locked_once_proven_and_scored_later(
    run: Run, tmp_path: Path
) -> None:
    book = tmp_path / "ledger.jsonl"
    first = run("foresight", "publish", "SSD", "KEN", "--ledger", book)
    assert first.code == 0, first.err
    assert "6 forecasts of 2 series written" in first.out
    again = run("foresight", "publish", "SSD", "--ledger", book)
    assert "0 forecasts of 0 series written" in again.out
    head = first.out.rsplit("hash ", 1)[1].strip()
    proof = run("foresight", "verify", "--ledger", book, "--hash", head)
    assert (proof.code, "6 lines, none changed" in proof.out) == (0, True)
    scored = run("foresight", "score", "--ledger", book)
    assert "no outcome is known yet" in scored.out


def test_published_forecasts_of_an_area_stand_under_the_new_one(run: Run) -> None:
    assert "what came" not in run("foresight", "KEN").out
    run("foresight", "publish", "KEN")
    lines = run("foresight", "KEN").out.splitlines()
    (head,) = [place for place, line in enumerate(lines) if "what came" in line]
    assert [line.split()[1] for line in lines[head + 1 : head + 4]] == [
        "2026",
        "2027",
        "2028",
    ]
    assert lines[head + 1].endswith("..")


def test_a_tampered_ledger_fails_at_its_first_bad_line(
    run: Run, tmp_path: Path
) -> None:
    book = tmp_path / "ledger.jsonl"
    run("foresight", "publish", "SSD", "--ledger", book)
    book.write_bytes(book.read_bytes().replace(b'"time":2027', b'"time":2029'))
    proof = run("foresight", "verify", "--ledger", book)
    assert proof.code == 4
    assert "line 2" in proof.err


def test_scenarios_that_come_along_are_listed(run: Run) -> None:
    done = run("foresight", "scenario")
    assert [line.split()[0] for line in done.out.splitlines()] == [
        "cheaper-remittances",
        "double-migration",
        "zero-migration",
    ]


def test_a_scenario_without_the_projection_says_what_to_fetch(run: Run) -> None:
    done = run("foresight", "scenario", "zero-migration", "--area", "KEN")
    assert done.code == 6
    assert "migrascope fetch undesa" in done.err


def test_cheaper_remittances_ask_for_a_country(run: Run) -> None:
    done = run("foresight", "scenario", "cheaper-remittances")
    assert done.code == 2
    assert "--area KEN" in done.err


def test_cheaper_remittances_are_no_csv(run: Run) -> None:
    done = run(
        "foresight",
        "scenario",
        "cheaper-remittances",
        "--area",
        "KEN",
        "--format",
        "csv",
    )
    assert (done.code, done.out) == (2, "")
    assert "--format" in done.err
