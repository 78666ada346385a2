"""`migrascope show`: figures for people, with what must be known about them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished
from tests.store.made import batch, stock
from tests.store.published import publish

from migrascope.store.base import Base

Run = Callable[..., Finished]


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return publish(tmp_path)


@pytest.mark.usefixtures("base")
def test_figures_stand_with_unit_source_edition_caveats_and_how_to_trace(
    run: Run,
) -> None:
    answer = run("show", "migrant_stock", "KEN", "--edition", "test-stock")
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[0] == "International migrants, Kenya (persons)"
    assert lines[1].split() == ["period", "persons", "source"]
    assert lines[2].split() == ["mid-2015", "1,126,886", "[1]"]
    assert lines[3].split() == ["mid-2020", "1,050,147", "[1]"]
    assert "[1] Office of Tests: Stocks made by hand." in answer.out
    assert "Edition test-stock@2020, retrieved 2026-01-01." in answer.out
    assert "Creative Commons Attribution 4.0." in answer.out
    assert "Mind: Modelled for Kenya." in answer.out
    assert lines[-1].endswith("migrascope trace migrant_stock KEN 2020")


@pytest.mark.usefixtures("base")
def test_what_is_printed_at_the_end_can_be_typed(run: Run) -> None:
    shown = run("show", "migrant_stock", "KEN", "--edition", "test-stock")
    reference = shown.out.splitlines()[-1].split("migrascope ")[1].split()
    assert "the cell says the same" in run(*reference).out


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("measure", "area"),
    [
        ("International migrants", "Kenya"),
        ("migrant_stock", "肯尼亚"),
        ("migrant stock", "404"),
        ("MIGRANT_STOCK", "ke"),
    ],
)
def test_names_and_codes_are_understood(run: Run, measure: str, area: str) -> None:
    assert "1,050,147" in run("show", measure, area).out


@pytest.mark.usefixtures("base")
def test_unknown_names_get_the_nearest_three(run: Run) -> None:
    answer = run("show", "migrant_stok", "KEN")
    assert (answer.code, answer.out) == (2, "")
    assert "Nearest: migrant_stock," in answer.err
    answer = run("show", "migrant_stock", "Kenja")
    assert answer.code == 2
    assert "Kenya (KEN)" in answer.err


@pytest.mark.usefixtures("base")
def test_an_unknown_edition_is_said_and_an_empty_answer_too(run: Run) -> None:
    answer = run("show", "migrant_stock", "KEN", "--edition", "nothing@2020")
    assert (answer.code, "no edition" in answer.err) == (2, True)
    answer = run("show", "refugees", "KEN")
    assert (answer.code, "holds nothing" in answer.err) == (6, True)


@pytest.mark.usefixtures("base")
def test_a_sum_says_that_it_is_one_and_the_parts_can_be_seen(run: Run) -> None:
    arguments = ("show", "migrant_stock", "KEN", "--edition", "test-pairs")
    assert "sum of 4 figures" in run(*arguments).out
    assert "546,837" in run(*arguments).out
    parts = run(*arguments, "--origin", "all", "--sex", "all").out
    assert [line.split()[1:4] for line in parts.splitlines()[2:4]] == [
        ["Somalia", "women", "205,263"],
        ["Somalia", "men", "220,021"],
    ]
    one = run(*arguments, "--origin", "Somalia", "--sex", "F").out
    assert one.splitlines()[2].split()[-2:] == ["205,263", "[1]"]


@pytest.mark.usefixtures("base")
def test_years_are_limited_with_both_ends_included(run: Run) -> None:
    out = run("show", "migrant_stock", "KEN", "--from", "2015", "--to", "2016").out
    assert "1,126,886" in out
    assert "1,050,147" not in out


@pytest.mark.usefixtures("base")
def test_a_missing_value_is_shown_with_its_status(run: Run) -> None:
    out = run("show", "remittances_received", "KEN").out
    (line,) = [line for line in out.splitlines() if line.startswith("2020")]
    assert line.split()[1:3] == ["..", "missing"]


def test_older_editions_and_older_days_are_shown_when_asked(
    run: Run, base: Base, tmp_path: Path
) -> None:
    newer = batch(tmp_path, [stock("KEN", 2020, 999)], vintage="2024")
    base.accept(newer)
    shown = ("show", "migrant_stock", "KEN", "--from", "2020")
    assert "1,050,147" not in run(*shown).out
    assert "1,050,147" in run(*shown, "--all-editions").out
    assert "1,050,147" in run(*shown, "--as-of", "2026-01-01").out
    assert run(*shown, "--as-of", "2025-12-31").code == 6
    assert run(*shown, "--as-of", "yesterday").code == 2


@pytest.mark.usefixtures("base")
def test_other_forms_carry_the_same_figures(run: Run) -> None:
    shown = ("show", "migrant_stock", "KEN", "--format")
    rows = list(csv.DictReader(io.StringIO(run(*shown, "csv").out)))
    assert [row["value"] for row in rows] == ["1126886", "546837", "1050147"]
    assert [row["note"] for row in rows] == ["", "sum of 4 figures", ""]
    assert {row["licence"] for row in rows} == {"CC-BY-4.0"}
    items = json.loads(run(*shown, "json").out)
    assert [item["value"] for item in items] == [1126886, 546837, 1050147]
    sdmx = list(csv.DictReader(io.StringIO(run(*shown, "sdmx-csv").out)))
    assert [row["OBS_VALUE"] for row in sdmx] == ["1126886", "546837", "1050147"]


def test_a_point_query_loads_no_frames(base: Base) -> None:
    script = (
        "import sys; from migrascope.cli.main import main; "
        f"main(['--base', {str(base.folder)!r}, 'show', 'migrant_stock', 'KEN']); "
        "print({'polars', 'pyarrow', 'numpy', 'scipy', 'rich', 'msgspec'}"
        " & set(sys.modules))"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert finished.stdout.splitlines()[-1] == "set()"


def test_an_indicator_is_answered_with_formula_and_published_figures(run: Run) -> None:
    told = run("show", "10.c.1", "KEN").out
    assert "computed here" in told
    assert "Formula: mean over the corridors" in told
    assert told.index("computed here") < told.index("Cost of remittances, Kenya")


def test_a_supporting_indicator_needs_no_published_series(run: Run) -> None:
    told = run("show", "migrant-share", "KEN", "--from", "2020").out
    assert "international migrants ÷ resident population × 100" in told
    assert "mid-1990" not in told
