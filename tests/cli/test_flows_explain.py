"""`migrascope flows explain`: from an estimate back to the stocks, step by step."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished
from tests.flows import made_base

from migrascope.flows import methods
from migrascope.store.base import Base

Run = Callable[..., Finished]


@pytest.fixture(autouse=True)
def base(tmp_path: Path) -> Base:
    return made_base.publish(tmp_path)


def test_the_stocks_the_people_and_every_method_are_told(run: Run) -> None:
    answer = run("flows", "explain", "KEN", "SOM", 2015)
    assert answer.code == 0
    assert answer.out.startswith("Kenya (KEN) and Somalia (SOM), mid-2015 to mid-2020")
    for text in (
        "born in SOM, living in KEN      2020        150   150",
        "- SOM in KEN, 2020: 90, line ",
        "of undesa-ims-bilateral@2024.csv",
        "births",
        "What the preparation changed for these two",
        "  KEN to SOM: ",
        "  SOM to KEN: ",
        "The same account as da_min_closed.",
        "moved = lost by SOM × gained by KEN ÷ all movers",
        "Estimates, not counts",
    ):
        assert text in answer.out
    for method in methods.ALL:
        assert f"\n{method}\n" in answer.out


def test_without_a_year_the_newest_interval_is_explained(run: Run) -> None:
    assert "mid-2015 to mid-2020" in run("flows", "explain", "KEN", "SOM").out


def test_an_older_interval_is_explained_by_its_first_year(run: Run) -> None:
    assert "mid-2010 to mid-2015" in run("flows", "explain", "KEN", "SOM", 2010).out


def test_one_method_can_be_explained_alone(run: Run) -> None:
    out = run("flows", "explain", "SOM", "KEN", 2015, "--method", "sd_drop_neg").out
    assert "da_min_open" not in out
    assert "taken as movements (a fall counts as none)       50" in out


def test_women_are_explained_by_the_stocks_of_women(run: Run) -> None:
    out = run("flows", "explain", "SOM", "KEN", 2015, "--sex", "F").out
    assert "mid-2020, women" in out
    assert "born in SOM, living in KEN      2015         60    60" in out


def test_programs_get_the_same_as_json(run: Run) -> None:
    told = json.loads(
        run("flows", "explain", "KEN", "SOM", 2015, "--format", "json").out
    )
    assert told["interval"] == {"start": "2015-07-01", "end": "2020-07-01"}
    assert told["stocks"][3]["published"] == 150
    assert [cell["value"] for cell in told["stocks"][3]["cells"]] == [90, 60]
    workings = told["ways"][1]["workings"]
    assert [each["method"] for each in workings] == list(methods.ALL)
    assert workings[0]["persons"] == 50


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("KEN", "Kenya", 2015), "Kenya is named twice."),
        (("KEN", "SOM", 2016), "It has 2010, 2015, 2020"),
        (("KEN", "Africa", 2015), "is a group, and a corridor joins two areas"),
        (("KEN", "TUV", 2015), "Tuvalu (TUV) has no row"),
        (("KEN", "Atlantis", 2015), "Nearest:"),
        (("KEN",), "Missing argument 'DESTINATION'"),
        (("KEN", "SOM", 2015, "--from", 2010), "two beginnings"),
        (("KEN", "SOM", 2010, "--to", 2020), "there are 2 intervals"),
        (("KEN", "SOM", "--method", "guess"), "There is no method"),
    ],
)
def test_what_cannot_be_explained_is_refused_with_advice(
    run: Run, arguments: tuple[object, ...], said: str
) -> None:
    answer = run("flows", "explain", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in " ".join(answer.err.split())
