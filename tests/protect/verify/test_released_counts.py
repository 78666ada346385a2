"""A twin is proven from the counts that were released with it, without the cases."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from tests.protect.verify import _making as making

from migrascope.protect import verify
from migrascope.protect.twin import aggregates, comparing, seeded

RESOLUTION = 5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A twin of 300 made people with its counts; what it says of itself."""
    people: list[making.Row] = [
        (("f", "m")[row % 2], f"{row % 4}0+", f"C{row % 3}", None) for row in range(300)
    ]
    frame = making.frame(people).select(making.KEYS)
    counts = aggregates.count(frame, frame.columns, resolution=RESOLUTION)
    twin = seeded.synthesise(counts, seed=1)
    place = making.release(tmp_path / "twin", twin)
    counts.table().write_csv(place / "aggregates.csv")
    error = comparing.against(counts, twin).overall.mean_error
    (place / "stated.json").write_text(json.dumps(error), "utf-8")
    making.plan(tmp_path)
    return place


def proven(folder: Path, error: float | None = None) -> dict[str, verify.Check]:
    stated = json.loads((folder / "stated.json").read_text("utf-8"))
    verdict = verify.twin(
        folder,
        folder.parent / "plan.toml",
        resolution=RESOLUTION,
        mean_error=stated if error is None else error,
    )
    assert "it needs the original" in verdict.left_out["combinations among the cases"]
    return {check.name: check for check in verdict.checks}


def change(folder: Path, twin: pl.DataFrame) -> None:
    twin.write_csv(folder / "data.csv")
    twin.write_parquet(folder / "data.parquet")


def test_a_twin_as_it_was_made_is_proven(folder: Path) -> None:
    found = proven(folder)
    assert all(check.passed for check in found.values())
    assert {"released counts", "released combinations", "agreement"} <= set(found)


def test_a_record_with_a_combination_that_was_not_released_is_found(
    folder: Path,
) -> None:
    # by hand: country C9 was never released, nor with either of its neighbours: one
    # single value, two pairs, one triple.
    twin = pl.read_csv(folder / "data.csv", infer_schema=False)
    first = twin.head(1).with_columns(
        sex=pl.lit("f"), age=pl.lit("00+"), country=pl.lit("C9")
    )
    change(folder, pl.concat([first, twin[1:]]))
    check = proven(folder)["released combinations"]
    assert (check.passed, check.figure) == (False, 4)


def test_counts_that_the_twin_does_not_add_up_to_are_found(folder: Path) -> None:
    twin = pl.read_csv(folder / "data.csv", infer_schema=False)
    change(folder, pl.concat([twin.head(1)] * twin.height))
    found = proven(folder)
    assert not found["agreement"].passed
    assert found["released combinations"].passed


@pytest.mark.parametrize("count", ["4", "7", "0", "-5", "many", ""])
def test_a_count_that_tells_too_much_is_found(folder: Path, count: str) -> None:
    file = folder / "aggregates.csv"
    header, first, *rest = file.read_text("utf-8").splitlines()
    changed = ",".join([count, *first.split(",")[1:]])
    file.write_text("\n".join([header, changed, *rest]) + "\n", "utf-8")
    assert not proven(folder)["released counts"].passed


def test_a_combination_that_is_told_twice_is_found(folder: Path) -> None:
    file = folder / "aggregates.csv"
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([*lines, lines[1]]) + "\n", "utf-8")
    assert not proven(folder)["released counts"].passed


def test_a_twin_without_its_counts_is_not_proven(folder: Path) -> None:
    (folder / "aggregates.csv").unlink()
    check = proven(folder)["released counts"]
    assert not check.passed
    assert "there is no aggregates.csv" in check.says


def test_the_error_is_that_over_all_released_counts(folder: Path) -> None:
    found = proven(folder)["agreement"]
    stated = json.loads((folder / "stated.json").read_text("utf-8"))
    assert found.figure == pytest.approx(stated)
