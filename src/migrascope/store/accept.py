"""How does a batch become an edition?

Snapshots first, then a folder of its own, and the manifest last: whatever happens
on the way, the base is as it was before or holds the whole edition.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from migrascope.model.frames import SCHEMA
from migrascope.model.observation import SORTED_BY
from migrascope.sources import receipt
from migrascope.store import durable, editions, manifest, snapshots
from migrascope.store.editions import Edition, KeptFile, Outcome
from migrascope.store.layout import EDITIONS, FACTS, OBSERVATIONS
from migrascope.store.manifest import Entry, Manifest

if TYPE_CHECKING:
    from migrascope.sources.batch import Batch

ROW_GROUP = 16_384
"""Rows in a row group: small enough that a point query decodes one or two."""

_DESCRIBED_BY = ("title", "publisher", "licence", "citation", "address", "caveats")


def accept(base: Path, index: Manifest, batch: Batch, *, now: datetime) -> Edition:
    """Take a batch in; the caller holds the lock and has just read the index.

    The same files read in the same way are not kept twice. Another content under
    the same id becomes a revision. A damaged edition is written again.
    """
    editions.checked_id(batch.edition)
    table = _ordered(batch.observations)
    for known in _same_files(index, batch):
        if not is_whole(base, known):
            draft = _draft(batch, table, revision=known.revision, now=known.accepted)
            _keep_files(base, batch)
            return _write(
                base,
                index,
                table,
                replace(draft, outcome=Outcome.REPAIRED),
                accepted=known.accepted,
                kept=_hashes(batch),
            )
        edition = read_facts(base, known)
        if _says_the_same(base, known, edition, batch, table):
            _keep_files(base, batch)
            return replace(edition, outcome=Outcome.UNCHANGED)
    revision = _next_revision(index, batch)
    outcome = Outcome.ADDED if revision == 1 else Outcome.REVISED
    draft = replace(_draft(batch, table, revision=revision, now=now), outcome=outcome)
    _keep_files(base, batch)
    return _write(base, index, table, draft, accepted=now, kept=_hashes(batch))


def restore(
    base: Path, index: Manifest, edition: Edition, observations: pl.DataFrame
) -> Edition:
    """Take in an edition that was described elsewhere, without the files it rests on.

    The caller holds the lock and has just read the index. An edition that is there
    already is left alone.
    """
    known = index.get(edition.id)
    if known is not None and is_whole(base, known):
        return replace(edition, outcome=Outcome.UNCHANGED)
    return _write(
        base,
        index,
        _ordered(observations),
        replace(edition, outcome=Outcome.ADDED),
        accepted=edition.retrieved,
        kept=(),
    )


def is_whole(base: Path, entry: Entry) -> bool:
    """Whether the files of an edition are there with the content they should have."""
    folder = base / EDITIONS / entry.folder
    return all(
        (folder / name).is_file() and snapshots.digest(folder / name) == sha256
        for name, sha256 in entry.hashes.items()
    )


def read_facts(base: Path, entry: Entry) -> Edition:
    """Read what is written down about an edition.

    Raises:
        DamagedBase: `edition.json` is missing or cannot be understood.
    """
    return editions.read(base / EDITIONS / entry.folder / FACTS)


def _same_files(index: Manifest, batch: Batch) -> list[Entry]:
    """The revisions of this release that rest on the very same files."""
    hashes = _hashes(batch)
    return [
        each
        for each in index.entries
        if (each.dataset, each.vintage) == (batch.dataset, batch.vintage)
        and each.snapshots == hashes
    ]


def _hashes(batch: Batch) -> tuple[str, ...]:
    return tuple(each.sha256 for each in batch.files)


def _says_the_same(
    base: Path, entry: Entry, edition: Edition, batch: Batch, table: pl.DataFrame
) -> bool:
    """Whether a known edition has these figures and this description."""
    if entry.rows != table.height or any(
        getattr(edition, name) != getattr(batch, name) for name in _DESCRIBED_BY
    ):
        return False
    kept = pl.read_parquet(base / EDITIONS / entry.folder / OBSERVATIONS)
    return kept.drop("edition").equals(table.drop("edition"))


def _next_revision(index: Manifest, batch: Batch) -> int:
    revisions = [
        each.revision
        for each in index.entries
        if (each.dataset, each.vintage) == (batch.dataset, batch.vintage)
    ]
    revision = max(revisions, default=0) + 1
    taken = {each.folder for each in index.entries}
    while editions.folder_name(_revised(batch.edition, revision)) in taken:
        revision += 1
    return revision


def _revised(edition: str, revision: int) -> str:
    return edition if revision == 1 else f"{edition}.{revision}"


def _draft(
    batch: Batch, table: pl.DataFrame, *, revision: int, now: datetime
) -> Edition:
    """What will be written down about the edition."""
    years = table["end"].dt.year()
    first, last = years.min(), years.max()
    return Edition(
        id=_revised(batch.edition, revision),
        dataset=batch.dataset,
        vintage=batch.vintage,
        revision=revision,
        source=batch.source,
        title=batch.title,
        publisher=batch.publisher,
        licence=batch.licence,
        citation=batch.citation,
        address=batch.address,
        retrieved=_retrieved(batch) or now,
        files=tuple(
            KeptFile(each.name, each.sha256, each.size, each.address)
            for each in batch.files
        ),
        caveats=batch.caveats,
        remarks=batch.remarks,
        rows=table.height,
        measures=tuple(sorted(_distinct(table, "measure"))),
        first=first if isinstance(first, int) else None,
        last=last if isinstance(last, int) else None,
    )


def _retrieved(batch: Batch) -> datetime | None:
    """When its files were downloaded, by their receipts; None when one has none."""
    receipts = [receipt.find(each.path) for each in batch.files]
    moments = [_moment(each.retrieved) for each in receipts if each is not None]
    return max(moments) if moments and len(moments) == len(receipts) else None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _write(
    base: Path,
    index: Manifest,
    table: pl.DataFrame,
    edition: Edition,
    *,
    accepted: datetime,
    kept: tuple[str, ...],
) -> Edition:
    """Put the edition on the disk, in the order that a crash forgives.

    The publisher's files are there already.
    """
    folder = base / EDITIONS / edition.folder
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}{durable.PART}")
    durable.discard(unfinished)
    unfinished.mkdir(parents=True)
    labelled = table.with_columns(
        pl.lit(edition.id, SCHEMA["edition"]).alias("edition")
    )
    labelled.select(SCHEMA.names()).write_parquet(
        unfinished / OBSERVATIONS, compression="zstd", row_group_size=ROW_GROUP
    )
    (unfinished / FACTS).write_text(editions.to_json(edition), encoding="utf-8")
    areas = _distinct(table, "area")
    entry = _entry(edition, unfinished, areas=areas, accepted=accepted, kept=kept)
    durable.discard(folder)
    durable.publish_folder(unfinished, folder)
    manifest.write(base, index.with_entry(entry))
    return edition


def _keep_files(base: Path, batch: Batch) -> None:
    for each in batch.files:
        snapshots.keep(base, each.path, sha256=each.sha256)


def _entry(
    edition: Edition,
    folder: Path,
    *,
    areas: frozenset[str],
    accepted: datetime,
    kept: tuple[str, ...],
) -> Entry:
    files = [folder / OBSERVATIONS, folder / FACTS]
    return Entry(
        id=edition.id,
        dataset=edition.dataset,
        vintage=edition.vintage,
        revision=edition.revision,
        accepted=accepted,
        folder=edition.folder,
        rows=edition.rows,
        measures=frozenset(edition.measures),
        areas=areas,
        first=edition.first,
        last=edition.last,
        snapshots=kept,
        hashes={each.name: snapshots.digest(each) for each in files},
        sizes={each.name: each.stat().st_size for each in files},
    )


def _ordered(observations: pl.DataFrame) -> pl.DataFrame:
    """The table as it is kept: our columns, in order; cheap when sorted already."""
    return (
        observations.select(pl.col(name).cast(SCHEMA[name]) for name in SCHEMA)
        .sort(SORTED_BY, maintain_order=True)
        .rechunk()
    )


def _distinct(table: pl.DataFrame, column: str) -> frozenset[str]:
    return frozenset(table[column].unique().cast(pl.String).drop_nulls().to_list())
