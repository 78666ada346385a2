"""What is kept only saves time: it never changes an answer."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from migrascope.foresight import keeping
from migrascope.foresight.forecasting import Record, forecast, records
from migrascope.foresight.panel import FloatArray, Panel
from migrascope.foresight.remembering import recalled, remembered
from migrascope.foresight.summing import forecast_sum

TRIED = ("last_value", "momentum")


@pytest.fixture(scope="module")
def record(panel: Panel) -> tuple[Record, ...]:
    return records(panel, horizons=(1, 2), origins=4, tried=TRIED)


def counted(calls: list[int]) -> Callable[[], FloatArray]:
    """Work that notes how often it was done."""

    def work() -> FloatArray:
        calls.append(1)
        return np.array([0.1, np.nan, 1e300])

    return work


def test_work_is_done_once(tmp_path: Path) -> None:
    calls: list[int] = []
    said = [keeping.figures(tmp_path, "a", (1, "x"), counted(calls)) for _ in range(3)]
    assert len(calls) == 1
    assert {each.tobytes() for each in said} == {counted([])().tobytes()}


def test_other_facts_are_other_work(tmp_path: Path) -> None:
    calls: list[int] = []
    for facts in ((1,), (2,), ("1",)):
        keeping.figures(tmp_path, "a", facts, counted(calls))
    assert len(calls) == 3


def test_another_program_works_it_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    keeping.figures(tmp_path, "a", (), counted(calls))
    monkeypatch.setattr(keeping, "program", lambda: "with another line")
    keeping.figures(tmp_path, "a", (), counted(calls))
    assert len(calls) == 2


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"no archive at all", id="text"),
        pytest.param(lambda whole: whole[: len(whole) // 2], id="half"),
        pytest.param(lambda whole: whole[:70] + b"!" + whole[71:], id="one sign"),
    ],
)
def test_a_damaged_file_is_as_good_as_none(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    calls: list[int] = []
    keeping.figures(tmp_path, "a", (), counted(calls))
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    again = keeping.figures(tmp_path, "a", (), counted(calls))
    assert again.tobytes() == counted([])().tobytes()
    keeping.figures(tmp_path, "a", (), counted(calls))
    assert len(calls) == 2, "the damaged file is written again"


def test_a_file_that_holds_something_else_is_as_good_as_none(tmp_path: Path) -> None:
    calls: list[int] = []
    keeping.figures(tmp_path, "a", (), counted(calls))
    (path,) = tmp_path.iterdir()
    with path.open("wb") as file:
        np.savez(file, other=np.ones(3))
    keeping.figures(tmp_path, "a", (), counted(calls))
    assert len(calls) == 2


def test_where_nothing_can_be_written_work_is_done_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    calls: list[int] = []
    for _ in range(2):
        keeping.figures(tmp_path / "file" / "cache", "a", (), counted(calls))
    assert len(calls) == 2


def test_only_the_newest_of_a_kind_stay(tmp_path: Path) -> None:
    for number in range(keeping.MOST + 5):
        keeping.figures(tmp_path, "a", (number,), counted([]))
        for each in tmp_path.glob("a-*"):
            os.utime(each, (each.stat().st_atime, each.stat().st_mtime - 10))
        keeping.figures(tmp_path, "a-b", (number % 2,), counted([]))
    assert len(list(tmp_path.glob("a-b-*"))) == 2
    calls: list[int] = []
    for number in range(keeping.MOST + 5):
        keeping.figures(tmp_path, "a", (number,), counted(calls)) if number > 4 else 0
    assert not calls


def test_forecasts_are_the_same_kept_or_not(
    tmp_path: Path, panel: Panel, record: tuple[Record, ...]
) -> None:
    without = forecast(panel, panel.keys, record)
    for _ in range(2):
        kept = forecast(panel, panel.keys, record, cache=tmp_path)
        assert [e.quantiles.tobytes() for e in kept] == [
            e.quantiles.tobytes() for e in without
        ]


def test_sums_are_the_same_kept_or_not(
    tmp_path: Path, panel: Panel, record: tuple[Record, ...]
) -> None:
    for keys in (panel.keys, panel.keys[:4], panel.keys[3:9]):
        without = forecast_sum(panel, keys, "some", record)
        for _ in range(2):
            kept = forecast_sum(panel, keys, "some", record, cache=tmp_path)
            assert kept.quantiles.tobytes() == without.quantiles.tobytes()


def test_records_are_the_same_kept_or_not(
    tmp_path: Path, panel: Panel, record: tuple[Record, ...]
) -> None:
    for _ in range(2):
        kept = remembered(panel, tmp_path, horizons=(1, 2), origins=4, tried=TRIED)
        assert repr(kept) == repr(record)
    (path,) = tmp_path.iterdir()
    path.write_text(path.read_text()[:100])
    assert recalled(panel, tmp_path, horizons=(1, 2), origins=4, tried=TRIED) is None
