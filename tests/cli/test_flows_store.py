"""`migrascope flows --store`: estimates that can be asked like published figures."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished
from tests.flows import made_base

from migrascope.store.base import Base

Run = Callable[..., Finished]


@pytest.fixture(autouse=True)
def base(tmp_path: Path) -> Base:
    return made_base.publish(tmp_path)


@pytest.fixture
def stored(run: Run) -> str:
    """The id of the edition that was stored."""
    answer = run("flows", "--store")
    assert answer.code == 0, answer.err
    return answer.err.partition("Stored as ")[2].partition(":")[0]


def test_what_was_stored_stands_in_the_catalog(run: Run, stored: str) -> None:
    (found,) = json.loads(
        run("catalog", "--source", "migrascope", "--format", "json").out
    )
    assert found["edition"] == stored
    assert found["measures"] == ["migration_flows"]
    assert found["licence"] == "CC-BY-4.0"


def test_the_same_again_is_not_stored_twice(run: Run, stored: str) -> None:
    answer = run("flows", "--store")
    assert f"The same estimates are stored already: {stored}" in answer.err
    assert len(json.loads(
        run("catalog", "--source", "migrascope", "--format", "json").out
    )) == 1  # fmt: skip


def test_other_estimates_take_its_place_and_say_so(run: Run, stored: str) -> None:
    answer = run("flows", "--store", "--sex", "F")
    newer = answer.err.partition("Stored as ")[2].partition(":")[0]
    assert newer > stored
    assert f"in the place of {stored}" in " ".join(answer.err.split())
    assert run("diff", stored, newer).code == 0


def test_everything_is_stored_whatever_is_shown(run: Run) -> None:
    run("flows", "--store", "--area", "SOM", "--top", 1)
    answer = run("query", "--measure", "migration_flows", "--area", "USA")
    assert answer.code == 0
    origins = {row["origin"] for row in csv.DictReader(io.StringIO(answer.out))}
    assert "KEN" in origins


@pytest.mark.usefixtures("stored")
def test_stored_estimates_are_shown_by_method_with_their_caveats(run: Run) -> None:
    out = run("show", "migration_flows", "KEN", "--origin", "SOM").out
    assert "method=da_pb_closed" in out
    assert "nobody counted these movements" in out
    assert "estimated" in out


@pytest.mark.usefixtures("stored")
def test_a_stored_estimate_is_traced_to_the_stocks_and_on(run: Run) -> None:
    out = run(
        "trace", "migration_flows", "KEN", 2020, "--origin", "SOM",
        "--breakdown", "method=sd_drop_neg",
    ).out  # fmt: skip
    assert "2015–2020: 50 persons (estimated)" in out
    assert "rests on  born in SOM, living in KEN, mid-2015: 60 (undesa-ims" in out
    assert (
        "explain   migrascope flows explain SOM KEN 2015 --to 2020 "
        "--stocks undesa-ims-bilateral@2024" in out
    )
    assert 'the cell says the same: "50.0"' in out
    assert "born in SOM, living in KEN, mid-2020: 90 (undesa" in out


@pytest.mark.usefixtures("stored")
def test_the_command_that_trace_names_can_be_run(run: Run) -> None:
    (told,) = json.loads(run(
        "trace", "migration_flows", "KEN", 2020, "--origin", "SOM",
        "--breakdown", "method=sd_drop_neg", "--format", "json",
    ).out)  # fmt: skip
    assert len(told["rests_on"]) == 4
    command = told["explained_by"].split()[1:]
    assert "sd_drop_neg" in run(*command).out


def test_a_published_figure_rests_on_nothing_else(run: Run) -> None:
    (told, *_) = json.loads(
        run("trace", "migrant_stock", "KEN", 2020, "--format", "json").out
    )
    assert (told["rests_on"], told["explained_by"]) == ([], "")


def test_nothing_is_stored_beside_figures_that_are_not_in_the_base(
    run: Run, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    answer = run("flows", "--store", "--base", empty)
    assert (answer.code, answer.out) == (2, "")
    assert "migrascope add --starter" in answer.err
    assert not empty.exists()


def test_another_process_stores_the_same_bytes(run: Run, tmp_path: Path) -> None:
    """Thread by thread sums could differ: what is stored must not."""
    made_base.publish(tmp_path / "other")
    finished = subprocess.run(
        [
            sys.executable, "-m", "migrascope", "flows", "--store", "--sex", "all",
            "--base", str(tmp_path / "other" / "base"),
        ],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    assert "Stored as" in finished.stderr
    run("flows", "--store", "--sex", "all")
    here, there = (
        Base.open(folder / "base").edition("migrascope-flows").files[0].sha256
        for folder in (tmp_path, tmp_path / "other")
    )
    assert here == there
