"""How long does search take over 100,000 passages, and how long to index them?

    python benchmarks/knowledge_search.py [FOLDER]

The passages are the publishers' labelled sentences and the actions of the Compact,
again and again, each time with other words left out and another country named. The
questions are those of the tests and common words. A library of an earlier run in FOLDER
is used again, without measuring how long it took to build. The goals: built in 60 s,
the median of a question below 20 ms.

Where embeddings are installed, everything is asked a second time with vectors. Only the
texts themselves go through the language model; each of their variations gets the vector
of its text, changed a little by chance.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import numpy as np
from benchmarks._measuring import (
    REPOSITORY,
    inside,
    machine,
    publishers_files,
    show,
)

from migrascope.errors import UsageError
from migrascope.knowledge.learned import embeddings
from migrascope.knowledge.library import Filters, Library, database
from migrascope.knowledge.model import (
    Document,
    How,
    Judgement,
    Kind,
    Metadata,
    Passage,
    Scheme,
    Tag,
)
from migrascope.knowledge.search import meaning
from migrascope.knowledge.search.finding import find
from migrascope.model import area

PASSAGES = 100_000
IN_DOCUMENT = 500
BUILD_GOAL, MEDIAN_GOAL = 60.0, 0.020
NOISE = 0.01  # in each of 384 numbers: a cosine of 0.98
COMMON = (
    "migration",
    "migrants and development",
    "data on children",
    "health of women",
)


def main() -> int:
    """Build the library if need be, ask, print; 1 when a goal is missed."""
    files = publishers_files()
    if files is None:
        return 0
    print(machine())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else temporary)
        late = False
        with Library.open(folder) as library:
            if not library.documents():
                seconds = _build(library, _texts(files))
                late = seconds > BUILD_GOAL
                size = library.path.stat().st_size / 1e6
                show("built", f"{seconds:.1f} s, {size:.0f} MB", f"{BUILD_GOAL:.0f} s")
            median = _ask(library)
            if embeddings.available():
                if library.vocabulary().signs is None:
                    _embed(library, _texts(files))
                _ask(library, how=", vectors")
            return int(median > MEDIAN_GOAL or late)


def _build(library: Library, texts: list[str]) -> float:
    """Put all passages in; the seconds."""
    varied = _varied(texts)
    seconds = 0.0
    for number in range(PASSAGES // IN_DOCUMENT):
        document, passages, judgements, raw = _document(number, varied)
        started = time.perf_counter()
        library.put(document, passages, judgements, raw)
        seconds += time.perf_counter() - started
    return seconds


def _embed(library: Library, texts: list[str]) -> None:
    """Give all passages their vectors, and say how fast the model is."""
    embeddings.prepare(print)
    started = time.perf_counter()
    of_texts = embeddings.embed(texts)
    speed = len(texts) / (time.perf_counter() - started)
    show("passages embedded in a second", f"{speed:.0f}")
    chance = np.random.default_rng(1)
    for held in library.documents():
        first = int(held.id.removeprefix("document-")) * IN_DOCUMENT
        vectors = of_texts[(first + np.arange(IN_DOCUMENT)) % len(texts)]
        vectors = vectors + chance.normal(0, NOISE, vectors.shape).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        rows = library.connection.execute(
            "SELECT row FROM passages WHERE document = ? ORDER BY number", (held.id,)
        )
        with database.writing(library.connection, library.path):
            meaning.keep(library.connection, held.id, [row for (row,) in rows], vectors)


def _ask(library: Library, *, how: str = "") -> float:
    """Ask every question, with and without a filter; the median in seconds."""
    table = REPOSITORY / "tests" / "knowledge" / "questions.csv"
    with table.open(encoding="utf-8", newline="") as stream:
        questions = dict.fromkeys(row["question"] for row in csv.DictReader(stream))
    median = 0.0
    find(library, "warm")  # tables of words are read once in a process
    for name, filters in (
        ("question", Filters()),
        ("question, one kind", Filters(kinds=(Kind.PRACTICE,))),
        ("question, one country", Filters(areas=("KEN",))),
    ):
        taken, worked = [], []
        for question in (*questions, *COMMON):
            started, processor = time.perf_counter(), time.process_time()
            try:
                find(library, question, filters=filters)
            except UsageError:
                continue
            taken.append(time.perf_counter() - started)
            worked.append(time.process_time() - processor)
        taken.sort()
        middle = statistics.median(taken)
        median = max(median, middle)
        show(f"{name}{how}", f"{middle * 1e3:.1f} ms", f"{MEDIAN_GOAL * 1e3:.0f} ms")
        show("  95 in 100 within", f"{taken[int(len(taken) * 0.95)] * 1e3:.0f} ms")
        show("  processor time", f"{statistics.median(worked) * 1e3:.1f} ms")
    show("memory", f"{inside():.0f} MB")
    return median


def _texts(files: Path) -> list[str]:
    knowledge = files / "knowledge"
    with gzip.open(knowledge / "sdg_labelled.csv.gz", "rt", encoding="utf-8") as stream:
        texts = [row["text"] for row in csv.DictReader(stream)]
    compact = json.loads((knowledge / "gcm_objectives.json").read_text("utf-8"))
    return texts + sorted(_long_strings(compact))


def _long_strings(held: object) -> Iterator[str]:
    """Every sentence in a JSON file."""
    if isinstance(held, str) and len(held) > 80:
        yield held[:1500]
    elif isinstance(held, dict):
        for each in held.values():
            yield from _long_strings(each)
    elif isinstance(held, list):
        for each in held:
            yield from _long_strings(each)


def _varied(texts: list[str]) -> Iterator[tuple[str, str]]:
    """The texts without end, each time with other words left out; and a country."""
    countries = [each for each in area.table() if each.is_current]
    turn = 0
    while True:
        turn += 1
        for number, text in enumerate(texts):
            named = countries[(number * 7 + turn * 13) % len(countries)]
            words = text.split()
            left = [w for i, w in enumerate(words) if (i + number) % (turn + 4)]
            yield f"{' '.join(left)} In {named.name}, {1990 + turn}.", named.id


def _document(
    number: int, varied: Iterator[tuple[str, str]]
) -> tuple[Document, list[Passage], list[Judgement], bytes]:
    name = f"document-{number}"
    passages, judgements = [], []
    for place in range(1, IN_DOCUMENT + 1):
        text, country = next(varied)
        passages.append(
            Passage(
                name, place, text, 0, len(text), sections=(f"Chapter {place // 25}",)
            )
        )
        judgements.append(
            Judgement(
                list(Kind)[place % 8],
                "",
                0.5,
                (
                    Tag(Scheme.AREA, country, How.MENTIONED, 0.9, ""),
                    Tag(Scheme.GOAL, str(place % 17 + 1), How.LEARNED, 0.6, ""),
                ),
            )
        )
    text = "\n".join(passage.text for passage in passages)
    raw = text.encode()
    sha256 = hashlib.sha256(raw).hexdigest()
    document = Document(
        name, f"{name}.txt", "txt", sha256, Metadata(title=f"Report {number}"),
        text, (0,), (), text, ((0, 0),),
    )  # fmt: skip
    return document, passages, judgements, raw


if __name__ == "__main__":
    sys.exit(main())
