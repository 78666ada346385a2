"""What the library does when a process dies, another one writes, a file is broken."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from migrascope.errors import BusyBase, DamagedBase, StoreError
from migrascope.knowledge.library import Library
from migrascope.knowledge.library.database import FILE

PUTTING = """
import hashlib, sys
from pathlib import Path
from migrascope.knowledge.library import Library
from migrascope.knowledge.model import *

def put(library, word, count):
    texts = [f"{word} number {i} of the passages." for i in range(count)]
    text = " ".join(texts)
    document = Document(
        "doc", "doc.txt", "txt", hashlib.sha256(text.encode()).hexdigest(),
        Metadata(), text, (0,), (), text, ((0, 0),),
    )
    passages = [Passage("doc", i + 1, t, 0, len(t)) for i, t in enumerate(texts)]
    judgements = [Judgement(Kind.STATEMENT, "", 0.5)] * count
    library.put(document, passages, judgements, text.encode())

library = Library.open(Path(sys.argv[1]))
put(library, "former", 2000)
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    put(library, f"turn{turn}", 2000)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a signal of POSIX systems")
@pytest.mark.parametrize("pause", [0.03, 0.1, 0.21, 0.37])
def test_a_process_that_is_killed_leaves_a_whole_document(
    tmp_path: Path, pause: float
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", PUTTING, str(tmp_path)], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    time.sleep(pause)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    with Library.open(tmp_path) as library:
        passages = library.passages()
        first_words = {each.passage.text.split()[0] for each in passages}
        assert len(passages) == 2000
        assert len(first_words) == 1
        assert library.document("doc").text.startswith(first_words.pop())
        assert library.original("doc").is_file()
        (state,) = library.connection.execute("PRAGMA integrity_check").fetchone()
        assert state == "ok"


def test_two_writers_do_not_mix_and_the_second_is_told(tmp_path: Path) -> None:
    with Library.open(tmp_path) as first, Library.open(tmp_path, patience=0) as second:
        first.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyBase, match="another process is writing") as refusal:
            second.remove("any")
        assert FILE in str(refusal.value)
        first.connection.execute("ROLLBACK")


def test_who_reads_is_not_shut_out_while_another_writes(tmp_path: Path) -> None:
    with Library.open(tmp_path) as first, Library.open(tmp_path, patience=0) as second:
        first.connection.execute("BEGIN IMMEDIATE")
        assert second.documents() == ()
        first.connection.execute("ROLLBACK")


@pytest.mark.parametrize(
    "content", [b"no database at all" * 100, b"SQLite format 3\0x"]
)
def test_a_damaged_file_is_named_with_what_to_do(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DamagedBase, match="migrascope library rebuild"):
        Library.open(tmp_path)


def test_damage_inside_the_file_is_named_when_it_is_met(tmp_path: Path) -> None:
    child = PUTTING.partition("print(")[0]
    subprocess.run([sys.executable, "-c", child, str(tmp_path)], check=True)
    path = tmp_path / FILE
    whole = path.read_bytes()
    half = len(whole) // 2
    path.write_bytes(whole[:4096] + b"\xff" * (half - 4096) + whole[half:])
    with (
        pytest.raises(DamagedBase, match="is damaged"),
        Library.open(tmp_path) as library,
    ):
        library.passages()


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / FILE
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(DamagedBase, match="another program"):
        Library.open(tmp_path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("version", "advice"),
    [(99, "Update migrascope"), (1, "migrascope library rebuild")],
)
def test_a_library_of_another_version_is_left_alone(
    tmp_path: Path, version: int, advice: str
) -> None:
    Library.open(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with pytest.raises(StoreError, match=advice):
        Library.open(tmp_path)


def test_a_missing_original_is_named(tmp_path: Path) -> None:
    child = PUTTING.partition("print(")[0]
    subprocess.run([sys.executable, "-c", child, str(tmp_path)], check=True)
    with Library.open(tmp_path) as library:
        library.original("doc").write_bytes(b"changed")
        with pytest.raises(DamagedBase, match="changed since"):
            library.original("doc")
        next((tmp_path / "documents").glob("*/*.txt")).unlink()
        with pytest.raises(DamagedBase, match="no longer beside"):
            library.original("doc")
