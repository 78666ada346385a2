"""`migrascope trace`: from a figure to the publisher's cell."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Finished
from tests.store.published import publish

from migrascope.store.base import Base

Run = Callable[..., Finished]


@pytest.fixture(autouse=True)
def base(tmp_path: Path) -> Base:
    return publish(tmp_path)


def test_file_sheet_cell_hash_address_licence_and_caveats_are_told(
    run: Run, base: Base
) -> None:
    answer = run("trace", "migrant_stock", "KEN", 2020, "--edition", "test-stock")
    assert answer.code == 0
    sha256 = base.edition("test-stock").files[0].sha256
    for text in (
        "migrant_stock, Kenya, mid-2020: 1,050,147 persons",
        "stock.xlsx",
        'sheet "Table 1", cell D5',
        sha256,
        "https://example.org/stock",
        "Creative Commons Attribution 4.0",
        "Modelled for Kenya.",
        'the cell says the same: "1050147"',
    ):
        assert text in answer.out


def test_the_cell_is_marked_among_its_neighbours(run: Run) -> None:
    out = run("trace", "migrant_stock", "KEN", 2020, "--edition", "test-stock").out
    (line,) = [line for line in out.splitlines() if "→" in line]
    assert line.split() == ["5", "Kenya", "B", "R", "1126886", "→", "1050147", "←"]


def test_every_source_that_has_the_figure_is_traced(run: Run) -> None:
    out = run("trace", "migrant_stock", "KEN", 2020).out
    assert "546,837 persons, the sum of 4 figures of test-pairs@2020" in out
    assert "line 3, field 4" in out
    assert 'sheet "Table 1", cell D5' in out


def test_one_part_of_a_sum_is_traced_by_its_origin(run: Run) -> None:
    out = run(
        "trace", "migrant_stock", "Kenya", 2020, "--origin", "South Sudan", "--sex", "F"
    ).out
    assert "migrant_stock, Kenya, from South Sudan, women, mid-2020: 60,151" in out
    assert 'the cell says the same: "60,151"' in out


def test_a_figure_in_another_unit_than_the_file_says_so(run: Run) -> None:
    out = run("trace", "remittances_received", "KEN", 2019).out
    assert 'in another unit: "2838.5", times 1,000,000' in out


def test_programs_get_the_same_as_json(run: Run) -> None:
    answer = run(
        "trace", "migrant_stock", "KEN", 2020, "--edition", "test-stock",
        "--format", "json",
    )  # fmt: skip
    (told,) = json.loads(answer.out)
    assert told["verdict"] == "equal"
    assert told["place"] == 'sheet "Table 1", cell D5'
    assert told["caveats"] == ["Modelled for Kenya."]
    row, column = told["surroundings"]["marked"]
    assert told["surroundings"]["cells"][row][column] == "1050147"


def test_a_figure_that_is_not_there_is_said_to_be(run: Run) -> None:
    answer = run("trace", "migrant_stock", "KEN", 1900)
    assert (answer.code, answer.out) == (6, "")
    assert "holds nothing" in answer.err


def test_a_changed_snapshot_ends_the_trace(run: Run, base: Base) -> None:
    base.snapshot(base.edition("test-stock").files[0].sha256).write_bytes(b"forged")
    answer = run("trace", "migrant_stock", "KEN", 2015, "--edition", "test-stock")
    assert answer.code == 6
    assert "not the file that was received" in answer.err
