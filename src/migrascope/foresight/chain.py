"""How is something written down so that nobody can change it later unseen?

A file of JSON lines. Each line holds a record, its number, the hash of the line before
and its own hash over all of that: a line that is changed, moved, added or taken out
breaks the chain there. What only the last hash can prove (that no line is missing at
the end) is proven by whoever noted that hash elsewhere.

A machine that stops in the middle of a write leaves a line without an end. It was never
confirmed to anybody: readers stop before it, and the next writer takes it off. Only
what could be the beginning of the next line is taken for one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migrascope.errors import DamagedBase, NotProven
from migrascope.store.lock import writing

START = "0" * 64
"""What stands for the hash of the line before the first."""
_BEFORE = b'{"hash":"'
"""How every line begins: its parts are sorted by name."""
_HEXADECIMAL = frozenset(b"0123456789abcdef")
PATIENCE = 30.0
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its number (from 1), its record and its hash."""

    number: int
    record: Record
    hash: str


@dataclass(frozen=True, slots=True)
class Proof:
    """That a chain is whole: how many lines, and the last hash to note elsewhere."""

    lines: int
    head: str
    unfinished: bool


def append(path: Path, records: Sequence[Record]) -> tuple[Line, ...]:
    """Write records behind the last line, all or (after a crash) a first part of them.

    Raises:
        NotProven: the chain is broken; nothing is written.
        BusyBase: another process is writing.
        ValueError: a record holds a number that JSON does not know (NaN, infinity).
    """
    return extend(path, lambda _: records)


def extend(
    path: Path, more: Callable[[Sequence[Line]], Sequence[Record]]
) -> tuple[Line, ...]:
    """Write what `more` makes of the lines that stand there, while nobody else writes.

    For records that must stand there once only: two processes that looked first and
    wrote afterwards would both find nothing, and both write. Without records the file
    is not touched.

    Raises:
        NotProven, BusyBase, ValueError: as for `append`.
    """
    with writing(path.parent, patience=PATIENCE):
        whole, lines = _proven(path)
        previous = lines[-1].hash if lines else START
        new = []
        for number, record in enumerate(more(lines), start=len(lines) + 1):
            text, previous = _text(number, record, previous)
            new.append((Line(number, record, previous), text))
        if new:
            _write(path, whole, "".join(text for _, text in new).encode())
    return tuple(line for line, _ in new)


def _write(path: Path, whole: int, text: bytes) -> None:
    """Put text behind the finished lines, in place of one that was not finished."""
    with path.open("r+b" if path.exists() else "wb") as file:
        file.truncate(whole)
        file.seek(whole)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> tuple[Line, ...]:
    """The lines of a chain that was checked on the way; none of a file that is not.

    Raises:
        NotProven: a line was changed; the first one is named.
    """
    return tuple(_proven(path)[1])


def verify(path: Path, *, head: str | None = None) -> Proof:
    """Prove that no line was changed since it was written.

    `head` is a hash that was noted before: it must be that of a line of the file.

    Raises:
        NotProven: a line was changed, or the noted hash is not there any more.
        DamagedBase: there is no such file.
    """
    if not path.is_file():
        raise DamagedBase(
            "There is no ledger here.",
            "`migrascope foresight publish` begins one.",
            where=str(path),
        )
    whole, lines = _proven(path)
    if head is not None and head not in {START, *(line.hash for line in lines)}:
        raise NotProven(
            f"No line has the hash {head[:12]}… that was noted.",
            "Lines were taken off the end, or this is another file: compare a copy.",
            where=str(path),
        )
    unfinished = path.stat().st_size > whole
    return Proof(len(lines), lines[-1].hash if lines else START, unfinished)


def _proven(path: Path) -> tuple[int, list[Line]]:
    """The length of the finished part in bytes, and its lines."""
    if not path.exists():
        return 0, []
    whole, lines, previous = 0, list[Line](), START
    for number, text in enumerate(_texts(path), start=1):
        if not text.endswith(b"\n"):
            if not _may_begin(text, number, previous):
                raise _changed(number, path)
            break
        line = _checked(text, number, previous, path)
        lines.append(line)
        previous = line.hash
        whole += len(text)
    return whole, lines


def _texts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _may_begin(text: bytes, number: int, previous: str) -> bool:
    """Whether a text without an end is what a stopped machine leaves of a line.

    Its first part, perhaps with room behind it that was never filled (zero bytes).
    """
    begun = text.rstrip(b"\0")
    hash_ = begun[len(_BEFORE) : len(_BEFORE) + len(START)]
    if any(sign not in _HEXADECIMAL for sign in hash_):
        return False
    shape = _BEFORE + hash_.ljust(len(START), b"0")
    shape += f'","number":{number},"previous":"{previous}","record":'.encode()
    return begun.startswith(shape) or shape.startswith(begun)


def _checked(text: bytes, number: int, previous: str, path: Path) -> Line:
    try:
        kept = json.loads(text)
        record, said = kept["record"], kept["hash"]
        expected, found = _text(number, record, previous)
    except (ValueError, KeyError, TypeError, RecursionError):
        said, found, expected, record = "", "unreadable", "", {}
    if said != found or expected.encode() != text:
        raise _changed(number, path)
    return Line(number, record, said)


def _changed(number: int, path: Path) -> NotProven:
    return NotProven(
        f"Line {number} was changed since it was written, or one before is gone.",
        "Put an older copy back: the lines above this one are unchanged.",
        where=f"{path}, line {number}",
    )


def _text(number: int, record: Record, previous: str) -> tuple[str, str]:
    """A line as it stands in the file, and its hash."""
    inside = {"number": number, "previous": previous, "record": record}
    canonical = _json(inside)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return _json({**inside, "hash": digest}) + "\n", digest


def _json(facts: Mapping[str, Any]) -> str:
    return json.dumps(
        facts,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )
