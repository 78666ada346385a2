"""`migrascope foresight evaluate` prints every score, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import fields

import pytest
from tests.conftest import Finished

from migrascope.foresight.scores import Scores

pytestmark = pytest.mark.xdist_group("foresight command")  # tries models once

Run = Callable[..., Finished]
SHORT = ("foresight", "evaluate", "--origins", 3, "--horizon", 1)
NAMES = {field.name for field in fields(Scores)}


def test_people_see_how_near_and_how_sure(run: Run) -> None:
    done = run(*SHORT)
    assert done.code == 0, done.err
    heads = [line for line in done.out.splitlines() if line.startswith("model ")]
    near, sure = heads
    for name in ("MASE", "median %", "in 10 %", "in 20 %", "weighted %", "luck?"):
        assert name in near
    for name in ("pinball", "CRPS", "80 holds", "95 holds", "80 wide", "95 wide"):
        assert name in sure
    assert "Winkler" in sure
    assert "luck?: chance of such a gain" in done.out


@pytest.mark.parametrize("detail", ["size", "region", "year"])
def test_programs_get_every_score_of_every_group_with_the_test(
    run: Run, detail: str
) -> None:
    done = run(*SHORT, "--detail", detail, "--model", "drift", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert {*NAMES, detail, "horizon", "model", "gain", "chance"} == set(rows[0])
    drift = [row for row in rows if row["model"] == "drift"]
    naive = [row for row in rows if row["model"] == "last_value"]
    assert [row[detail] for row in drift] == [row[detail] for row in naive]
    assert all(0 <= float(row["chance"]) <= 1 for row in drift)
    assert all(row["gain"] == "" for row in naive)


def test_json_and_csv_of_a_detail_say_the_same(run: Run) -> None:
    asked = (*SHORT, "--detail", "year")
    told = json.loads(run(*asked, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").out)))
    for one, other in zip(told, rows, strict=True):
        assert one["model"] == other["model"]
        assert one["mase"] == pytest.approx(float(other["mase"]), rel=1e-4)


def test_what_a_reader_would_have_got_is_one_more_row(run: Run) -> None:
    done = run(*SHORT, "--as-shown", "--format", "csv")
    assert done.code == 0, done.err
    rows = {row["model"]: row for row in csv.DictReader(io.StringIO(done.out))}
    assert rows["as_shown"]["forecasts"] == rows["last_value"]["forecasts"]


def test_a_model_that_there_is_not_is_refused_with_those_that_there_are(
    run: Run,
) -> None:
    done = run(*SHORT, "--detail", "size", "--model", "prophet")
    assert done.code == 2
    assert "no model 'prophet'" in done.err
    assert "momentum" in done.err
