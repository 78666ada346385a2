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
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of all vectors of a library.

    `rows` are the passages; `bits` has a column for each, of whole numbers of 64 signs.
    """

    rows: np.ndarray
    bits: np.ndarray

    def alike(self, vector: np.ndarray, count: int) -> list[int]:
        """The rows of the passages whose signs differ least from those of a vector."""
        import numpy as np

        asked = np.packbits(vector > 0).view(np.uint64)
        differing = np.zeros(len(self.rows), np.uint16)
        for part, same in zip(self.bits, asked, strict=True):
            differing += np.bitwise_count(part ^ same)
        if count < len(differing):
            most = np.partition(differing, count - 1)[count - 1]
            few = np.flatnonzero(differing <= most)
        else:
            few = np.arange(len(differing))
        order = np.argsort(differing[few], kind="stable")[:count]
        found: list[int] = self.rows[few[order]].tolist()
        return found


def signs(connection: sqlite3.Connection) -> Signs | None:
    """The signs of all vectors; None while any document has none.

    Then all passages are compared by words: else those without would come last.
    """
    if next(without(connection), None) is not None:
        return None
    import numpy as np

    found = connection.execute("SELECT rows, bits FROM signs").fetchall()
    rows = np.frombuffer(b"".join(row[0] for row in found), np.int64)
    bits = np.frombuffer(b"".join(row[1] for row in found), np.uint64)
    if not len(rows):
        return None
    return Signs(rows, np.ascontiguousarray(bits.reshape(len(rows), -1).T))


def available() -> bool:
    """Whether a question can be made into a vector."""
    from migrascope.knowledge.learned import embeddings

    return embeddings.available()


def asked(question: str) -> np.ndarray:
    """The vector of a question."""
    import numpy as np

    from migrascope.knowledge.learned import embeddings

    return np.asarray(embeddings.embed([question])[0], np.float32)


def nearest(
    connection: sqlite3.Connection, held: Signs, vector: np.ndarray, *, count: int
) -> list[int]:
    """The rows of the passages nearest in meaning, nearest first."""
    near = likeness(connection, vector, held.alike(vector, SIFTED))
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
    from migrascope.knowledge.learned import embeddings

    found = connection.execute(
        "SELECT row, text, entry_name FROM passages "
        "WHERE document = ? AND language = ? ORDER BY number",
        (document, LANGUAGE),
    ).fetchall()
    texts = [f"{entry}: {text}" if entry else text for _, text, entry in found]
    keep(connection, document, [row for row, _, _ in found], embeddings.embed(texts))
    return len(found)


def keep(
    connection: sqlite3.Connection,
    document: str,
    rows: Sequence[int],
    vectors: np.ndarray,
) -> None:
    """Put the vectors of a document's passages by, in both forms."""
    import numpy as np

    numbers = np.rint(vectors * _STEP).astype(np.int8)
    connection.executemany(
        "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
        zip(rows, (each.tobytes() for each in numbers), strict=True),
    )
    bits = np.packbits(vectors > 0, axis=1)
    connection.execute(
        "INSERT OR REPLACE INTO signs VALUES (?, ?, ?)",
        (document, np.asarray(rows, np.int64).tobytes(), bits.tobytes()),
    )


def without(connection: sqlite3.Connection) -> Iterator[str]:
    """The documents that have no vectors yet."""
    found = connection.execute(
        "SELECT id FROM documents WHERE id NOT IN (SELECT document FROM signs) "
        "ORDER BY id"
    )
    yield from (id_ for (id_,) in found.fetchall())


def left_behind(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The documents without vectors in a library where others have them.

    Because of them words alone are compared.
    None where nobody ever asked for vectors, and none where they cannot be made.
    """
    some = connection.execute("SELECT 1 FROM signs LIMIT 1").fetchone()
    return tuple(without(connection)) if some and available() else ()
