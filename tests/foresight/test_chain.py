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


def tampered(text: bytes) -> dict[str, tuple[bytes, int]]:
    """What somebody may do to a chain of three lines, and the first bad line."""
    one, two, three = text.splitlines(keepends=True)
    return {
        "a changed value": (one + two.replace(b"2.0", b"9.0") + three, 2),
        "a line taken out": (one + three, 2),
        "the first line taken out": (two + three, 1),
        "two lines exchanged": (one + three + two, 2),
        "a line twice": (one + two + two + three, 3),
        "the last line twice": (text + three, 4),
        "an empty line": (one + b"\n" + two + three, 2),
        "rubbish on a line": (text + b"rubbish\n", 4),
        "rubbish without an end": (text + b"rubbish", 4),
        "a record without an end": (text + b'{"area":"SSD"', 4),
        "a line that was not finished, of another place": (text + two[:-9], 4),
        "line ends of another system": (text.replace(b"\n", b"\r\n"), 1),
        "a mark of the byte order": (b"\xef\xbb\xbf" + text, 1),
        "another encoding": (text.decode().encode("utf-16"), 1),
        "spaces after commas": (text.replace(b",", b", "), 1),
        "no end between two lines": (one + two.rstrip() + three, 2),
    }


@pytest.mark.parametrize("how", tampered(b"1\n2\n3\n"))
def test_whatever_is_done_to_a_chain_is_found_at_the_first_bad_line(
    path: Path, how: str
) -> None:
    changed, line = tampered(path.read_bytes())[how]
    path.write_bytes(changed)
    with pytest.raises(NotProven, match=f"Line {line} was changed"):
        chain.verify(path)
    with pytest.raises(NotProven):
        chain.append(path, RECORDS)
    assert path.read_bytes() == changed


def test_room_that_a_stopped_machine_never_filled_counts_for_nothing(
    path: Path,
) -> None:
    whole = path.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    begun = last[: len(last) // 2]
    path.write_bytes(whole[: -len(last)] + begun + b"\0" * 40)
    assert (chain.verify(path).lines, chain.verify(path).unfinished) == (2, True)
    chain.append(path, RECORDS[2:])
    assert path.read_bytes() == whole


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
