"""Which passages mean what was asked, though their words differ?

Where embeddings are installed, `fill` gives each English passage a vector, once, on
demand (`migrascope library embed`): a language model takes a thousand times longer to
read a passage than the index does. Two forms are kept in the library: the signs of the
numbers, by which all passages are sifted in milliseconds, and one byte a number, by
which those that are left are compared.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

TABLES = """
CREATE TABLE signs (
    document TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    rows BLOB NOT NULL,
    bits BLOB NOT NULL
);
CREATE TABLE vectors (
    passage INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE,
    numbers BLOB NOT NULL
);
"""
LANGUAGE = "en"
"""The language that the model was trained on; others are compared by words only."""
SIFTED = 200
"""Passages that are left after sifting by signs."""
_STEP = 127
_BATCH = 64


def ready(connection: sqlite3.Connection) -> bool:
    """Whether every document has its vectors, and a question can be made into one.

    While some have none, all are compared by words: else those would come last.
    """
    (held, lacking) = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM signs), EXISTS "
        "(SELECT 1 FROM documents WHERE id NOT IN (SELECT document FROM signs))"
    ).fetchone()
    if lacking or not held:
        return False
    from migrascope.knowledge.learned import embeddings

    return embeddings.available()


def asked(question: str) -> np.ndarray:
    """The vector of a question."""
    import numpy as np

    from migrascope.knowledge.learned import embeddings

    return np.asarray(embeddings.embed([question])[0], np.float32)


def nearest(
    connection: sqlite3.Connection, vector: np.ndarray, *, count: int
) -> list[int]:
    """The rows of the passages nearest in meaning, nearest first."""
    import numpy as np

    rows, bits = _signs(connection)
    differing = np.bitwise_count(bits ^ np.packbits(vector > 0)).sum(1)
    sifted = rows[np.argsort(differing, kind="stable")[:SIFTED]]
    near = likeness(connection, vector, sifted.tolist())
    return sorted(near, key=lambda row: (-near[row], row))[:count]


def likeness(
    connection: sqlite3.Connection, vector: np.ndarray, rows: Sequence[int]
) -> dict[int, float]:
    """The cosine of the question to each of these passages that has a vector."""
    import numpy as np

    found = connection.execute(
        "SELECT passage, numbers FROM vectors "
        "WHERE passage IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rows)),),
    ).fetchall()
    if not found:
        return {}
    numbers = np.frombuffer(b"".join(row[1] for row in found), np.int8)
    vectors = numbers.reshape(len(found), -1).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = (vectors @ vector).tolist()
    return {row: cosine for (row, _), cosine in zip(found, cosines, strict=True)}


def fill(connection: sqlite3.Connection, document: str) -> int:
    """Give the passages of a document their vectors, in the open transaction.

    The number of passages that got one.
    """
    import numpy as np

    from migrascope.knowledge.learned import embeddings

    found = connection.execute(
        "SELECT row, text, entry_name FROM passages "
        "WHERE document = ? AND language = ? ORDER BY number",
        (document, LANGUAGE),
    ).fetchall()
    rows = [row for row, _, _ in found]
    texts = [f"{entry}: {text}" if entry else text for _, text, entry in found]
    bits = []
    for start in range(0, len(texts), _BATCH):
        vectors = embeddings.embed(texts[start : start + _BATCH])
        bits.append(np.packbits(vectors > 0, axis=1).tobytes())
        numbers = np.rint(vectors * _STEP).astype(np.int8)
        connection.executemany(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
            zip(
                rows[start : start + _BATCH],
                (each.tobytes() for each in numbers),
                strict=True,
            ),
        )
    connection.execute(
        "INSERT OR REPLACE INTO signs VALUES (?, ?, ?)",
        (document, np.asarray(rows, np.int64).tobytes(), b"".join(bits)),
    )
    return len(rows)


def without(connection: sqlite3.Connection) -> Iterator[str]:
    """The documents that have no vectors yet."""
    found = connection.execute(
        "SELECT id FROM documents WHERE id NOT IN (SELECT document FROM signs) "
        "ORDER BY id"
    )
    yield from (id_ for (id_,) in found.fetchall())


def _signs(connection: sqlite3.Connection) -> tuple[np.ndarray, np.ndarray]:
    """The rows of all passages with vectors, and the signs of their numbers."""
    import numpy as np

    found = connection.execute("SELECT rows, bits FROM signs").fetchall()
    rows = np.frombuffer(b"".join(row[0] for row in found), np.int64)
    bits = np.frombuffer(b"".join(row[1] for row in found), np.uint8)
    return rows, bits.reshape(len(rows), -1) if len(rows) else bits.reshape(0, 0)
