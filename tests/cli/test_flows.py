"""`migrascope flows`: movements estimated from stocks, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest
from pyarrow import feather
from tests.conftest import Finished
from tests.flows import made_base

from migrascope.cli.flows_group import PARTS
from migrascope.cli.parted import Part
from migrascope.flows import methods
from migrascope.flows.estimating import estimate
from migrascope.store.base import Base

Run = Callable[..., Finished]


@pytest.fixture(autouse=True)
def base(tmp_path: Path) -> Base:
    return made_base.publish(tmp_path)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_world_of_the_newest_interval_is_shown_without_options(run: Run) -> None:
    answer = run("flows")
    assert answer.code == 0
    assert "Movements between 4 areas, mid-2015 to mid-2020, both sexes" in answer.out
    assert "In front: da_pb_closed" in answer.out
    assert "From: undesa-ims-bilateral@2024" in answer.out
    assert "Estimates, not counts" in answer.out
    for method in methods.ALL:
        assert f"\n{method} " in answer.out


def test_an_area_is_shown_by_method_with_its_partners(run: Run, base: Base) -> None:
    answer = run("flows", "--area", "Kenya")
    assert answer.out.startswith("Kenya, mid-2015 to mid-2020, both sexes")
    made = estimate(base, start=2015, end=2020)
    for table in made.tables:
        spot = table.areas.index("KEN")
        came, left = table.arrivals[spot], table.departures[spot]
        lines = [each.split() for each in answer.out.splitlines()]
        (line,) = [each for each in lines if each[:1] == [table.method]]
        assert line[1:3] == [f"{round(came):,}", f"{round(left):,}"]
    (somalia,) = [
        line for line in answer.out.splitlines() if line.startswith("Somalia")
    ]
    every = [table.corridor("SOM", "KEN") for table in made.tables]
    assert somalia.split()[2:4] == [f"{round(min(every))}", f"{round(max(every))}"]


def test_a_group_is_one_place_and_its_own_movements_stand_inside(run: Run) -> None:
    out = run("flows", "--area", "Eastern Africa", "--method", "sd_drop_neg").out
    assert "inside" in out
    assert out.splitlines()[4].split() == ["sd_drop_neg", "0", "5", "-5", "51"]
    assert "Somalia" not in out


def test_two_areas_are_shown_both_ways(run: Run) -> None:
    out = run("flows", "--area", "KEN", "--partner", "SOM").out
    assert "KEN to SOM  SOM to KEN" in out
    assert "sd_rev_neg" in out


def test_several_intervals_stand_below_each_other(run: Run) -> None:
    out = run("flows", "--from", 2010, "--to", 2020, "--area", "KEN").out
    assert "2010–2015" in out
    assert "2015–2020" in out
    assert "From and to, 2015–2020:" in out


def test_a_step_joins_intervals(run: Run) -> None:
    out = run("flows", "--from", 2010, "--to", 2020, "--step", 10).out
    assert "mid-2010 to mid-2020" in out


@pytest.mark.parametrize(
    ("options", "interval"),
    [
        (("--from", 2010), "mid-2010 to mid-2015"),
        (("--to", 2015), "mid-2010 to mid-2015"),
        (("--to", 2020), "mid-2015 to mid-2020"),
    ],
)
def test_one_year_is_completed_by_the_next_one(
    run: Run, options: tuple[str, int], interval: str
) -> None:
    assert interval in run("flows", *options).out


def test_women_and_men_are_shown_by_themselves(run: Run) -> None:
    out = run("flows", "--sex", "all").out
    for who in ("both sexes", "women", "men"):
        assert f"mid-2020, {who} (persons" in out


def test_the_first_method_that_is_named_leads(run: Run) -> None:
    out = run("flows", "--method", "sd_rev_neg", "--method", "all").out
    assert "In front: sd_rev_neg" in out
    assert "6 methods say" in out


def test_low_and_high_can_be_left_out(run: Run) -> None:
    assert "low" not in run("flows", "--interval", "none", "--area", "KEN").out
    header = run("flows", "--interval", "none", "--format", "csv").out.splitlines()[0]
    assert "low" not in header.split(",")


def test_areas_are_added_up_by_a_grouping(run: Run) -> None:
    out = run("flows", "--by", "region", "--method", "sd_drop_neg").out
    assert "Movements between 2 groups of areas" in out
    assert "51 more moved within the groups." in out
    assert "Africa  Americas      5" in out


def test_an_area_keeps_its_name_among_groups(run: Run) -> None:
    out = run("flows", "--by", "region", "--area", "KEN").out
    assert out.startswith("Kenya, mid-2015 to mid-2020")
    assert "\nAfrica " in out
    assert "Somalia" not in out


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "arrow"])
def test_every_form_says_method_editions_licence_and_that_it_is_estimated(
    run: Run, base: Base, tmp_path: Path, form: str
) -> None:
    target = tmp_path / f"kenya.{form}"
    answer = run("flows", "--area", "KEN", "--sex", "F", "-o", target)
    assert (answer.code, answer.out) == (0, "")
    assert f"written to {target}" in answer.err
    readers: dict[str, Callable[[], list[dict[str, object]]]] = {
        "csv": lambda: list(csv.DictReader(target.read_text().splitlines())),
        "json": lambda: json.loads(target.read_text())["flows"],
        "parquet": lambda: pl.read_parquet(target).to_dicts(),
        "arrow": lambda: feather.read_table(target).to_pylist(),
    }
    written = readers[form]()
    assert {row["sex"] for row in written} == {"F"}
    assert {row["obs_status"] for row in written} == {"E"}
    assert {row["licence"] for row in written} == {"CC-BY-4.0"}
    assert all("undesa-ims-bilateral@2024" in str(row["editions"]) for row in written)
    assert all("KEN" in {row["origin"], row["destination"]} for row in written)
    table = estimate(base, start=2015, end=2020, sexes=("F",)).table("mig_rate", "F")
    (found,) = [
        row
        for row in written
        if (row["origin"], row["destination"], row["method"])
        == ("SOM", "KEN", "da_pb_closed")
    ]
    assert float(str(found["low"])) <= table.corridor("SOM", "KEN")
    assert found["origin_name"] == "Somalia"


def test_json_says_what_it_is_before_the_rows(run: Run) -> None:
    told = json.loads(run("flows", "--format", "json").out)
    assert "not counts" in told["what"]
    assert list(told["methods"]) == list(methods.ALL)
    assert {each["converged"] for each in told["fits"]} == {True}
    assert told["options"]["residuals"] == "spread"


def test_only_movements_with_the_partner_are_written(run: Run) -> None:
    answer = run(
        "flows", "--area", "KEN", "--partner", "SOM", "--format", "csv",
        "--method", "da_pb_closed",
    )  # fmt: skip
    pairs = [(row["origin"], row["destination"]) for row in rows(answer.out)]
    assert pairs == [("KEN", "SOM"), ("SOM", "KEN")]


def test_weights_by_distance_are_honoured(run: Run) -> None:
    plain = run("flows", "--area", "KEN", "--format", "csv").out
    weighed = run("flows", "--area", "KEN", "--format", "csv", "--seed-by", "distance")
    assert weighed.code == 0
    assert rows(weighed.out) != rows(plain)
    told = run("flows", "--seed-by", "distance").out
    assert "Corridors were weighed beforehand by one over their distance" in told


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--from", 2012), 2, "It has 2010, 2015, 2020"),
        (("--from", 2020), 2, "has no stocks after 2020"),
        (("--to", 2010), 2, "has no stocks before 2010"),
        (("--from", 2020, "--to", 2010), 2, "no time goes by"),
        (("--method", "guess"), 2, "sd_drop_neg"),
        (("--area", "Atlantis"), 2, "Nearest:"),
        (("--area", "TUV"), 2, "Tuvalu (TUV) has no row"),
        (("--partner", "SOM"), 2, "goes with one --area"),
        (("--area", "KEN", "--partner", "Kenya"), 2, "Kenya lies within Kenya"),
        (("--area", "Africa", "--partner", "KEN"), 2, "Kenya lies within Africa"),
        (
            ("--chart", "map", "-o", "a.svg", "--area", "KEN", "--partner", "SOM"),
            2,
            "one --area",
        ),
        (("--draws", 50), 2, "Add --interval resampled"),
        (("--interval", "resampled"), 6, "another edition"),
        (("--interval", "resampled", "--area", "Africa"), 2, "of a group"),
        (("--stocks", "2019"), 2, "It has undesa-ims-bilateral@2024"),
        (("--chart", "chord"), 2, "A drawing needs a file"),
        (("--chart", "chord", "-o", "a.csv"), 2, "ends in .svg"),
        (("--chart", "chord", "--format", "csv"), 2, "Leave one of them out"),
        (("-o", "a.xlsx"), 2, "End the name in .csv"),
        (("--format", "table", "-o", "a.csv"), 2, "for the screen"),
        (("KEN",), 2, "migrascope flows --area KEN"),
        (("Kenya", "SOM"), 2, "migrascope flows explain Kenya SOM YEAR"),
        (("South Sudan",), 2, '--area "South Sudan"'),
        (("explian",), 2, "Did you mean: explain?"),
        (("nonsense",), 2, "an area is named with --area"),
        (("--from", 2015, "methods"), 2, "--from stands before 'methods'"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_advice(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[object, ...],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run("flows", *options)
    assert (answer.code, answer.out) == (code, "")
    assert said in " ".join(answer.err.split())
    assert not list(tmp_path.glob("a.*"))


def test_a_base_without_stocks_says_what_to_fetch(
    run: Run, tmp_path: Path, base: Base
) -> None:
    del base
    from tests.store.published import publish

    publish(tmp_path / "other")
    answer = run("flows", "--base", tmp_path / "other" / "base")
    assert answer.code == 6
    assert "migrascope fetch undesa" in answer.err


def test_a_drawing_says_what_it_shows(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "kenya.svg"
    answer = run("flows", "--area", "KEN", "--chart", "map", "-o", target)
    assert answer.code == 0, answer.err
    assert "Kenya" in answer.out
    assert target.read_text(encoding="utf-8").lstrip().startswith("<")
    assert "Office of Tests" in target.read_text(encoding="utf-8")


def test_the_methods_are_listed_and_explained(run: Run) -> None:
    listed = run("flows", "methods").out
    assert all(code in listed for code in (*methods.ALL, *methods.EXTRA))
    told = run("flows", "methods", "da_pb_closed").out
    for heading in ("It assumes:", "It cannot see:", "Its tables meet:", "Reference:"):
        assert heading in told
    assert {each["code"] for each in json.loads(run(
        "flows", "methods", "--format", "json").out)} == {
            *methods.ALL, *methods.EXTRA,
        }  # fmt: skip
    assert rows(run("flows", "methods", "mig_rate", "--format", "csv").out)[0][
        "takes_seed"
    ] == "False"  # fmt: skip
    assert run("flows", "methods", "guess").code == 2


def test_what_the_preparation_changed_is_listed(run: Run) -> None:
    out = run("flows", "adjustments", "--area", "USA").out
    assert "residual" in out
    assert "natives" in out
    assert "Kenya" not in out
    told = rows(run("flows", "adjustments", "--format", "csv").out)
    moved = [row for row in told if row["step"] == "residual" and row["area"] == "USA"]
    assert sum(float(row["persons"]) for row in moved) == pytest.approx(0)
    assert json.loads(run("flows", "adjustments", "--format", "json").out)


def test_a_group_on_the_other_side_leaves_the_area_out(run: Run) -> None:
    out = run(
        "flows", "--area", "SOM", "--partner", "Africa", "--method", "sd_drop_neg"
    ).out
    assert out.splitlines()[3].split() == ["sd_drop_neg", "50", "1"]


def test_the_world_may_be_named(run: Run) -> None:
    assert run("flows", "--area", "World").out == run("flows").out


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_sub_command_and_option_says_what_it_is_for(part: Part) -> None:
    command = import_module(part.module).command
    assert command.help
    assert all(each.help for each in command.params if each.param_type_name == "option")


def test_saying_hello_loads_nothing_heavy() -> None:
    finished = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "migrascope", "flows", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "adjustments" in finished.stdout
    loaded = {line.rpartition("|")[2].strip() for line in finished.stderr.splitlines()}
    assert not {name.partition(".")[0] for name in loaded} & {
        "numpy", "polars", "duckdb", "scipy", "rich",
    }  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_corridor_that_nobody_took_is_an_empty_table(run: Run, form: str) -> None:
    answer = run("flows", "--area", "SOM", "--partner", "USA", "--format", form)
    assert (answer.code, answer.err) == (0, "0 rows\n")
    found = json.loads(answer.out)["flows"] if form == "json" else rows(answer.out)
    assert found == []
