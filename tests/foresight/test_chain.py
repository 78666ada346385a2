"""A chain shows every change, and survives every stop."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrascope.errors import DamagedBase, NotProven
from migrascope.foresight import chain

RECORDS: list[chain.Record] = [
    {"area": "SSD", "value": 1.5},
    {"area": "SYR", "value": 2.0},
    {"n": None},
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A chain of three lines."""
    file = tmp_path / "ledger.jsonl"
    chain.append(file, RECORDS[:2])
    chain.append(file, RECORDS[2:])
    return file


def test_what_was_written_is_read(path: Path) -> None:
    assert [line.record for line in chain.read(path)] == RECORDS
    assert [line.number for line in chain.read(path)] == [1, 2, 3]


def test_the_hash_of_a_line_can_be_computed_by_anybody(path: Path) -> None:
    import hashlib

    first = json.loads(path.read_text("utf-8").splitlines()[0])
    said = first.pop("hash")
    text = json.dumps(first, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == said


@given(at=st.integers(0, 10_000), to=st.integers(0, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
def test_any_changed_byte_is_found_at_its_line(path: Path, at: int, to: int) -> None:
    before = path.read_bytes()
    spot = at % (len(before) - 1)  # the very last line end may be missing: not finished
    if before[spot] == to:
        return
    path.write_bytes(before[:spot] + bytes([to]) + before[spot + 1 :])
    line = before[:spot].count(b"\n") + 1
    with pytest.raises(NotProven, match=f"Line {line} "):
        chain.verify(path)
    path.write_bytes(before)


def test_a_line_that_is_taken_out_or_moved_is_found(path: Path) -> None:
    one, two, three = path.read_bytes().splitlines(keepends=True)
    for changed in (one + three, two + three, one + three + two, one + one + two):
        path.write_bytes(changed)
        with pytest.raises(NotProven):
            chain.verify(path)


def test_lines_taken_off_the_end_are_found_by_the_noted_hash(path: Path) -> None:
    head = chain.verify(path).head
    one, two, _ = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(one + two)
    assert chain.verify(path).lines == 2
    with pytest.raises(NotProven, match="noted"):
        chain.verify(path, head=head)


def test_a_stop_in_the_middle_of_a_line_loses_only_that_line(path: Path) -> None:
    whole = path.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    for kept in range(1, len(last)):
        path.write_bytes(whole[: len(whole) - kept])
        proof = chain.verify(path)
        assert (proof.lines, proof.unfinished) == (2, len(last) != kept)
    chain.append(path, RECORDS[2:])
    assert path.read_bytes() == whole


def test_nothing_is_written_behind_a_broken_line(path: Path) -> None:
    broken = path.read_bytes().replace(b"SSD", b"SDN")
    path.write_bytes(broken)
    with pytest.raises(NotProven):
        chain.append(path, RECORDS)
    assert path.read_bytes() == broken


def test_a_number_that_is_none_is_not_written(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(ValueError, match="not JSON compliant"):
        chain.append(path, [{"value": float("nan")}])
    assert path.read_bytes() == before


def test_no_file_is_no_proof(tmp_path: Path) -> None:
    with pytest.raises(DamagedBase, match="no ledger"):
        chain.verify(tmp_path / "none.jsonl")


def test_a_line_nested_too_deeply_to_be_read_is_a_changed_line(path: Path) -> None:
    before = path.read_bytes()
    path.write_bytes(before + b"[" * 200_000 + b"\n")
    with pytest.raises(NotProven, match="Line 4 "):
        chain.verify(path)


def test_nothing_to_write_makes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    assert chain.extend(path, lambda _: []) == ()
    assert not path.exists()
