"""What does the evidence base know?

A folder with everything that publishers said, each figure with its edition and
cell. Opening it is cheap, reading needs no lock, writing one edition takes one.

    base = Base.open(folder)
    base.accept(batch)                                   # an edition
    base.query(measure="migrant_stock", area="KEN")      # figures (DuckDB)
    base.frame(measure="migrant_stock")                  # a Polars frame
    base.editions(as_of=date(2026, 1, 1))                # what was known then

A `Base` sees what the folder held when it was opened (and what it accepted
itself): the same question gives the same answer while others write. Open it again
to see more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from migrascope.errors import DamagedBase, NoFigures
from migrascope.model.lineage import Cell
from migrascope.store import durable, editions, lock, manifest, query, snapshots
from migrascope.store.editions import Edition
from migrascope.store.figure import Figure
from migrascope.store.layout import EDITIONS, FACTS, SNAPSHOTS
from migrascope.store.manifest import Entry, Manifest
from migrascope.store.question import Filters, Question, ask, unknown_edition

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from migrascope.sources.batch import Batch
    from migrascope.store.trace import Trace

PATIENCE = 30.0
"""Seconds that a writer waits for another one to finish."""


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


class Base:
    """The evidence base in a folder."""

    def __init__(
        self,
        folder: Path,
        index: Manifest,
        *,
        clock: Callable[[], datetime] = now,
        patience: float = PATIENCE,
    ) -> None:
        self.folder = folder
        self._index = index
        self._clock = clock
        self._patience = patience
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._editions: dict[str, Edition] = {}

    @classmethod
    def open(
        cls,
        folder: Path | str,
        *,
        clock: Callable[[], datetime] = now,
        patience: float = PATIENCE,
    ) -> Base:
        """Open the base in a folder; one that does not exist yet is empty.

        Raises:
            DamagedBase: the manifest cannot be understood.
        """
        place = Path(folder)
        return cls(place, manifest.read(place), clock=clock, patience=patience)

    def as_known(self, as_of: date | datetime) -> Base:
        """The base as it stood at that moment (a date: at its end), for reading."""
        known = Manifest(self._index.known(as_of))
        return Base(self.folder, known, clock=self._clock, patience=self._patience)

    def accept(self, batch: Batch) -> Edition:
        """Take a batch in as an edition; its `outcome` says what that meant.

        The same files read in the same way are left alone (`UNCHANGED`); another
        content under the same id becomes a revision, `id.2` (`REVISED`); a damaged
        edition is written again (`REPAIRED`).

        Raises:
            BusyBase: another process is writing.
            SourceError: a file changed after it was read.
            UsageError: the id cannot be kept.
        """
        from migrascope.store import accept  # loads polars

        with lock.writing(self.folder, patience=self._patience):
            self._index = manifest.read(self.folder)
            manifest.begin(self.folder)
            self._sweep()
            edition = accept.accept(self.folder, self._index, batch, now=self._clock())
            self._index = manifest.read(self.folder)
        self._editions.pop(edition.id, None)
        return edition

    def restore(self, edition: Edition, observations: pl.DataFrame) -> Edition:
        """Take in an edition that comes from elsewhere, without the files it rests on.

        Its figures can be asked; its cells can be named but not opened.

        Raises:
            BusyBase: another process is writing.
        """
        from migrascope.store import accept  # loads polars

        with lock.writing(self.folder, patience=self._patience):
            index = manifest.read(self.folder)
            manifest.begin(self.folder)
            kept = accept.restore(self.folder, index, edition, observations)
            self._index = manifest.read(self.folder)
        self._editions.pop(edition.id, None)
        return kept

    def editions(self, as_of: date | datetime | None = None) -> tuple[Edition, ...]:
        """Every edition that the base holds (or held), sorted by id."""
        known = self._index.known(as_of)
        return tuple(self._read(each) for each in sorted(known, key=lambda e: e.id))

    def newest(self, as_of: date | datetime | None = None) -> tuple[Edition, ...]:
        """The newest edition of every dataset: what a question asks by default."""
        return tuple(self._read(each) for each in self._index.newest(as_of))

    def edition(self, name: str, as_of: date | datetime | None = None) -> Edition:
        """One edition, by its id or by its dataset (then the newest).

        Raises:
            UnknownEdition: there is none; the message names the nearest three.
        """
        entry = next((e for e in self._index.known(as_of) if e.id == name), None)
        entry = entry or next(
            (e for e in self._index.newest(as_of) if e.dataset == name), None
        )
        if entry is None:
            raise unknown_edition(name, self._index)
        return self._read(entry)

    def query(self, **filters: Unpack[Filters]) -> tuple[Figure, ...]:
        """The figures that answer a question, in the order of the table."""
        return tuple(self.figures(**filters))

    def figures(self, **filters: Unpack[Filters]) -> Iterator[Figure]:
        """Like `query`, one at a time, for answers larger than the memory."""
        question = ask(filters)
        return query.figures(self.connection, self._files(question), question)

    def frame(self, **filters: Unpack[Filters]) -> pl.DataFrame:
        """The same as a Polars frame of `model.frames.SCHEMA`, for heavy work."""
        from migrascope.store import frames  # loads polars

        question = ask(filters)
        return frames.frame(self._files(question), question)

    def trace(self, figure: Figure | Cell) -> Trace:
        """Follow a figure (or a cell of a lineage) to the publisher's file.

        Raises:
            NoFigures: nothing was read from that cell.
            DamagedBase: the snapshot is gone or has changed.
        """
        from migrascope.store import trace

        if isinstance(figure, Cell):
            return trace.trace(self, self.figure_at(figure))
        return trace.trace(self, figure)

    def figure_at(self, cell: Cell) -> Figure:
        """The figure that was read from a cell.

        Raises:
            NoFigures: nothing was.
        """
        entry = self._index.get(cell.edition)
        if entry is None:
            raise unknown_edition(cell.edition, self._index)
        (file,) = query.observation_files(self.folder, (entry,))
        found = query.figure_at(self.connection, file, cell)
        if found is None:
            raise NoFigures(
                f"nothing was read from row {cell.row}, column {cell.column}.",
                "`migrascope show` prints how to trace what it shows.",
                where=cell.edition,
            )
        return found

    def measures(self, as_of: date | datetime | None = None) -> tuple[str, ...]:
        """Every measure of which the newest editions hold figures."""
        newest = self._index.newest(as_of)
        return tuple(sorted(frozenset().union(*(e.measures for e in newest))))

    def areas(self, as_of: date | datetime | None = None) -> tuple[str, ...]:
        """Every area of which the newest editions hold figures."""
        newest = self._index.newest(as_of)
        return tuple(sorted(frozenset().union(*(e.areas for e in newest))))

    def snapshot(self, sha256: str) -> Path:
        """The file with this hash, exactly as it was received.

        Raises:
            DamagedBase: it is not there.
        """
        found = snapshots.find(self.folder, sha256)
        if found is None:
            raise DamagedBase(
                "the publisher's file is no longer in the base.",
                "Restore it from a copy of the base, or add the file again.",
                where=str(self.folder / SNAPSHOTS / sha256[:2] / sha256),
            )
        return found

    @property
    def index(self) -> Manifest:
        """The editions as the manifest lists them."""
        return self._index

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The DuckDB connection of this base, opened when it is first needed."""
        if self._connection is None:
            import duckdb  # 150 ms, only when something is asked

            self._connection = duckdb.connect(
                config={
                    "autoinstall_known_extensions": False,
                    "parquet_metadata_cache": True,
                }
            )
        return self._connection

    def _files(self, question: Question) -> list[Path]:
        return query.observation_files(self.folder, question.entries(self._index))

    def _read(self, entry: Entry) -> Edition:
        if entry.id not in self._editions:
            path = self.folder / EDITIONS / entry.folder / FACTS
            self._editions[entry.id] = editions.read(path)
        return self._editions[entry.id]

    def _sweep(self) -> None:
        held = self.folder / SNAPSHOTS
        shelves = list(held.iterdir()) if held.is_dir() else []
        durable.sweep([self.folder, self.folder / EDITIONS, *shelves])
