"""Every evaluation is kept, and a changed one is found."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.foresight.frameworks import sample

from migrascope.errors import NoFigures, NotProven
from migrascope.foresight import chain
from migrascope.foresight.frameworks import record
from migrascope.foresight.frameworks.reading import Agreed
from migrascope.foresight.frameworks.standing import stand

NOW = datetime(2024, 5, 1, 12, 30, tzinfo=UTC)


def keep(path: Path, day: str) -> record.Entry:
    framework = sample.framework()
    series = sample.series({"2020-07-01": 130.0}, {}, [2020])
    found = stand(framework, series, sample.day(day))
    agreed = Agreed(framework, "framework.toml", "f" * 64)
    return record.keep(path, agreed, found, series, now=NOW)


def test_evaluations_are_kept_in_the_order_of_writing(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    kept = [keep(path, "2020-06-01"), keep(path, "2020-07-03")]
    assert record.entries(path) == tuple(kept)
    assert [(e.line, e.state, e.released) for e in kept] == [
        (1, "not yet", 0),
        (2, "activation", 6000),
    ]


def test_a_line_holds_what_the_state_was_made_from(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    keep(path, "2020-07-03")
    facts = chain.read(path)[0].record
    assert facts["framework"]["sha256"] == "f" * 64
    assert facts["figures"][1] == {
        "stage": "activation",
        "indicator": "flow",
        "period": "2020-07-03",
        "value": 10.0,
        "threshold": 100.0,
        "unit": "m3/s",
        "holds": False,
    }
    assert set(facts["sources"]) == {"flow", "homes"}


def test_a_changed_evaluation_is_found(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    for day in ("2020-06-01", "2020-07-03", "2020-07-04"):
        keep(path, day)
    lines = path.read_text().splitlines(keepends=True)
    lines[1] = lines[1].replace('"state":"activation"', '"state":"not yet"')
    path.write_text("".join(lines))
    with pytest.raises(NotProven, match="Line 2"):
        record.entries(path)
    with pytest.raises(NotProven, match="Line 2"):
        keep(path, "2020-07-05")


def test_without_a_log_the_first_evaluation_is_advised(tmp_path: Path) -> None:
    with pytest.raises(NoFigures, match="trigger evaluate"):
        record.entries(tmp_path / "none.jsonl")


def test_a_log_from_elsewhere_is_shown_as_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    keep(path, "2020-06-01")
    foreign = dict(chain.read(path)[0].record)
    foreign["framework"] = {**foreign["framework"], "title": "A\x1b[2Jriver"}
    chain.append(tmp_path / "foreign.jsonl", [foreign])
    (entry,) = record.entries(tmp_path / "foreign.jsonl")
    assert entry.title == "A?[2Jriver"
