"""How is the library's one file opened, and what is told when it cannot be?

SQLite with a rollback journal: one file that can lie on a stick, on a network drive,
or be copied; a process that dies leaves the former state, which the next one finds
again by itself. A write-ahead log would let people search while another process
writes, but needs two more files, and shared memory that network drives do not have.
The large cache keeps a writer from shutting readers out before it is done.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from migrascope.errors import BusyBase, DamagedBase, StoreError
from migrascope.knowledge.search import index, meaning

FILE = "knowledge.sqlite"
VERSION = 2
"""Of the tables below; written into the file."""

_APPLICATION = 0x4D494752  # "MIGR": another program's database is not ours to change
_CACHE = -64_000  # kibibytes

_TABLES = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    format TEXT NOT NULL,
    language TEXT NOT NULL,
    date TEXT NOT NULL,
    metadata TEXT NOT NULL,
    pages INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    notes TEXT NOT NULL,
    added TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX documents_sha256 ON documents (sha256);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    start INTEGER NOT NULL,
    finish INTEGER NOT NULL,
    page INTEGER NOT NULL,
    last_page INTEGER NOT NULL,
    sections TEXT NOT NULL,
    panel TEXT NOT NULL,
    label TEXT NOT NULL,
    entry INTEGER NOT NULL,
    entry_name TEXT NOT NULL,
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    cue TEXT NOT NULL,
    confidence REAL NOT NULL,
    extracted BLOB,
    UNIQUE (document, number)
);
CREATE INDEX passages_kind ON passages (kind);
CREATE TABLE tags (
    passage INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
    position INTEGER NOT NULL,
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    how TEXT NOT NULL,
    confidence REAL NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (passage, position)
) WITHOUT ROWID;
CREATE INDEX tags_code ON tags (scheme, code, passage);
"""


def connect(path: Path, *, patience: float) -> sqlite3.Connection:
    """Open the file, or begin it; `patience` is how long to wait for others (s).

    Raises:
        DamagedBase: it is no database of this program, or is damaged.
        StoreError: another version of the program wrote it.
        BusyBase: another process is writing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with explained(path):
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Everything inside happens, or nothing of it.

    Raises:
        BusyBase: another process is writing.
        DamagedBase: the file is damaged.
    """
    with explained(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say what SQLite's errors mean, and what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _operational(error, path) from error
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Check whose file it is, and begin an empty one."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = {_CACHE}")
    connection.execute("PRAGMA cache_spill = OFF")
    if _version(connection, path):
        return
    connection.execute("BEGIN IMMEDIATE")
    if not _version(connection, path):  # another process may have been faster
        for statement in (_TABLES + index.TABLES + meaning.TABLES).split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the tables in the file; 0 when there are none yet."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != _APPLICATION and (application or version or tables):
        raise _damaged(path, "it is another program's database")
    if version > VERSION:
        raise StoreError(
            f"the library was written by a newer version (tables {version}, this "
            f"program knows {VERSION}).",
            "Update migrascope, or name another folder with --base DIR.",
            where=str(path),
        )
    if 0 < version < VERSION:
        raise StoreError(
            "the library was written by an older version of the program.",
            f"Move {path.name} away, then `migrascope library rebuild`: the files that "
            "were read are kept beside it.",
            where=str(path),
        )
    return int(version)


def _operational(error: sqlite3.OperationalError, path: Path) -> StoreError:
    """Busy, read-only, full: what stands in the way, and what helps."""
    code = (error.sqlite_errorcode or 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return BusyBase(
            "another process is writing to the library of documents.",
            "Wait until it has finished, or end it, and try again.",
            where=str(path),
        )
    if code == sqlite3.SQLITE_FULL:
        return StoreError(
            "there is no room left on the disk; nothing was changed.",
            "Free some space and try again.",
            where=str(path),
        )
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return StoreError(
            f"the library of documents cannot be written to or opened ({error}).",
            "Check the rights to the folder, or name another one with --base DIR.",
            where=str(path),
        )
    return _damaged(path, str(error))


def _damaged(path: Path, why: str) -> DamagedBase:
    return DamagedBase(
        f"the library of documents is damaged or is not one ({why}).",
        f"Move {path.name} away, then `migrascope library rebuild`: the files that "
        "were read are kept beside it.",
        where=str(path),
    )
