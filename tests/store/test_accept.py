"""What happens when a batch is offered to the base."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pyarrow.parquet as arrow
import pytest
from tests.store.made import Clock, MakeBatch, stock

from migrascope.errors import SourceError, UsageError
from migrascope.model.caveat import Caveat
from migrascope.sources import receipt
from migrascope.store.base import Base
from migrascope.store.check import check
from migrascope.store.editions import Outcome
from migrascope.store.snapshots import digest
from migrascope.store.trace import Verdict


def test_a_batch_becomes_an_edition_with_its_facts(
    base: Base, make_batch: MakeBatch
) -> None:
    caveat = Caveat("a", "test", "estimated", "Modelled.", {"area": "KEN"}, since=2010)
    batch = make_batch(
        [stock("KEN", 2015, 5), stock("UGA", 2020, 7)], caveats=(caveat,)
    )
    edition = base.accept(batch)
    assert edition.outcome is Outcome.ADDED
    assert edition.id == "test-stock@2020"
    assert (edition.rows, edition.first, edition.last) == (2, 2015, 2020)
    assert edition.measures == ("migrant_stock",)
    again = Base.open(base.folder).edition("test-stock@2020")
    assert again == edition
    assert again.caveats == (caveat,)
    assert again.licence == batch.licence
    assert again.files[0].address == "https://example.org/stock"


def test_the_snapshot_holds_the_bytes_as_received(
    base: Base, make_batch: MakeBatch
) -> None:
    content = "año,país\r\n2020,Kenia\r\n".encode("latin-1")
    batch = make_batch([stock("KEN", 2020, 5)], content=content)
    base.accept(batch)
    kept = base.snapshot(batch.files[0].sha256)
    assert kept.read_bytes() == content
    assert kept.parent.name == kept.name[:2]
    assert kept.name == f"{digest(kept)}.csv"


def test_figures_are_sorted_packed_and_labelled_on_disk(
    base: Base, make_batch: MakeBatch
) -> None:
    rows = [stock(area, year, 1) for area in ("UGA", "KEN") for year in (2020, 2015)]
    base.accept(make_batch(rows))
    path = base.folder / "editions" / "test-stock@2020" / "observations.parquet"
    table = pl.read_parquet(path)
    assert table["area"].to_list() == ["KEN", "KEN", "UGA", "UGA"]
    assert table["start"].dt.year().to_list() == [2015, 2020, 2015, 2020]
    assert set(table["edition"].to_list()) == {"test-stock@2020"}
    column = arrow.ParquetFile(path).metadata.row_group(0).column(1)
    assert column.compression == "ZSTD"
    assert "RLE_DICTIONARY" in column.encodings
    assert column.statistics.min == "KEN"


def test_the_same_files_offered_again_change_nothing(
    base: Base, make_batch: MakeBatch
) -> None:
    batch = make_batch([stock("KEN", 2020, 5)])
    first = base.accept(batch)
    manifest = (base.folder / "manifest.json").read_bytes()
    second = base.accept(batch)
    assert second.outcome is Outcome.UNCHANGED
    assert second == first
    assert (base.folder / "manifest.json").read_bytes() == manifest


def test_other_figures_under_the_same_id_become_a_revision(
    base: Base, make_batch: MakeBatch, clock: Clock
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 5)]))
    before = clock.moment
    revised = base.accept(make_batch([stock("KEN", 2020, 6)]))
    assert revised.outcome is Outcome.REVISED
    assert revised.id == "test-stock@2020.2"
    assert [each.value for each in base.query(area="KEN")] == [6]
    assert [each.value for each in base.query(area="KEN", as_of=before)] == [5]
    both = base.query(area="KEN", editions=["test-stock@2020", "test-stock@2020.2"])
    assert [each.value for each in both] == [5, 6]


def test_the_same_file_read_in_another_way_becomes_a_revision(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 5)], content="same"))
    corrected = make_batch([stock("KEN", 2020, 5000)], content="same")
    assert base.accept(corrected).outcome is Outcome.REVISED
    assert base.accept(corrected).outcome is Outcome.UNCHANGED


def test_a_new_caveat_alone_is_a_revision_too(
    base: Base, make_batch: MakeBatch
) -> None:
    batch = make_batch([stock("KEN", 2020, 5)])
    base.accept(batch)
    warned = replace(batch, caveats=(Caveat("a", "test", "none", "Mind."),))
    assert base.accept(warned).outcome is Outcome.REVISED


def test_a_damaged_edition_is_written_again_when_its_file_is_added(
    base: Base, make_batch: MakeBatch
) -> None:
    batch = make_batch([stock("KEN", 2020, 5)])
    edition = base.accept(batch)
    folder = base.folder / "editions" / edition.folder
    (folder / "observations.parquet").write_bytes(b"PAR1 rubbish PAR1")
    repaired = base.accept(batch)
    assert repaired.outcome is Outcome.REPAIRED
    assert repaired.retrieved == edition.retrieved
    assert [each.value for each in base.query(area="KEN")] == [5]


def test_a_damaged_snapshot_is_copied_again_when_its_file_is_added(
    base: Base, make_batch: MakeBatch
) -> None:
    batch = make_batch([stock("KEN", 2020, 5)])
    base.accept(batch)
    kept = base.snapshot(batch.files[0].sha256)
    kept.write_bytes(b"other")
    base.accept(batch)
    assert digest(kept) == batch.files[0].sha256


def test_a_file_that_changed_after_it_was_read_is_refused(
    base: Base, make_batch: MakeBatch
) -> None:
    batch = make_batch([stock("KEN", 2020, 5)])
    batch.files[0].path.write_text("changed meanwhile")
    with pytest.raises(SourceError, match="changed while it was read"):
        base.accept(batch)
    assert Base.open(base.folder).editions() == ()
    assert not list(base.folder.rglob("*.part"))


@pytest.mark.parametrize("dataset", ["../evil", "a/b", "", "a b", "ünï", "a@b@c"])
def test_an_id_that_cannot_be_a_folder_is_refused(
    base: Base, make_batch: MakeBatch, dataset: str
) -> None:
    with pytest.raises(UsageError, match="cannot be the id"):
        base.accept(make_batch([stock("KEN", 2020, 5)], dataset=dataset))
    assert not (base.folder / "editions").exists()


def test_ids_that_differ_in_case_only_do_not_share_a_folder(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 5)], vintage="2020-Q1"))
    base.accept(make_batch([stock("KEN", 2020, 6)], vintage="2020-q1"))
    folders = {path.name for path in (base.folder / "editions").iterdir()}
    assert folders == {"test-stock@2020-q1", "test-stock@2020-q1.2"}


def test_an_edition_can_be_empty(base: Base, make_batch: MakeBatch) -> None:
    batch = make_batch([stock("KEN", 2020, 5)])
    empty = replace(batch, observations=batch.observations.clear())
    edition = base.accept(empty)
    assert (edition.rows, edition.first, edition.last) == (0, None, None)
    assert base.query() == ()


def test_the_manifest_says_what_each_edition_speaks_of(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2015, 5), stock("UGA", 2020, None)]))
    (entry,) = json.loads((base.folder / "manifest.json").read_text())["editions"]
    assert entry["areas"] == ["KEN", "UGA"]
    assert entry["measures"] == ["migrant_stock"]
    assert (entry["first"], entry["last"]) == (2015, 2020)


def test_two_editions_share_the_snapshot_of_one_file(
    base: Base, make_batch: MakeBatch
) -> None:
    first = make_batch([stock("KEN", 2020, 5)], content="same")
    second = make_batch([stock("KEN", 2020, 5)], content="same", dataset="test-other")
    base.accept(first)
    base.accept(second)
    kept = [path for path in (base.folder / "snapshots").rglob("*") if path.is_file()]
    assert kept == [base.snapshot(first.files[0].sha256)]


def test_the_years_of_an_edition_are_those_in_which_periods_end(
    base: Base, make_batch: MakeBatch
) -> None:
    rate = stock("KEN", 1995, 1.5, start=date(1990, 7, 1), unit="PT")
    edition = base.accept(make_batch([rate]))
    assert (edition.first, edition.last) == (1995, 1995)
    assert len(base.query(year=1995)) == 1
    assert base.query(year=1990) == ()


def test_figures_can_come_without_the_files_that_they_rest_on(
    base: Base, make_batch: MakeBatch, tmp_path: Path
) -> None:
    edition = base.accept(make_batch([stock("KEN", 2020, 5)]))
    other = Base.open(tmp_path / "other")
    kept = other.restore(edition, base.frame())
    assert kept == edition
    assert other.query() == base.query()
    trace = other.trace(other.query()[0])
    assert (trace.snapshot, trace.verdict) == (None, Verdict.UNREADABLE)
    assert trace.file.sha256 == edition.files[0].sha256
    assert "fetch or add it" in trace.remark
    assert check(other) == ()
    assert other.restore(edition, base.frame()).outcome is Outcome.UNCHANGED


def test_a_download_keeps_the_moment_of_its_receipt(
    base: Base, make_batch: MakeBatch, clock: Clock
) -> None:
    batch = make_batch([stock("KEN", 2020, 5)])
    (file,) = batch.files
    moment = "2025-06-01T12:00:00+00:00"
    receipt.keep(
        receipt.Receipt("https://example.org", moment, file.sha256, file.size),
        file.path,
    )
    edition = base.accept(batch)
    assert edition.retrieved == datetime.fromisoformat(moment)
    assert base.editions(as_of=edition.retrieved) == ()
    assert base.editions(as_of=clock.moment) == (edition,)


def test_a_receipt_of_another_content_is_not_believed(
    base: Base, make_batch: MakeBatch, clock: Clock
) -> None:
    batch = make_batch([stock("KEN", 2020, 5)])
    (file,) = batch.files
    wrong = receipt.Receipt("", "2025-06-01T12:00:00", "0" * 64, file.size)
    receipt.keep(wrong, file.path)
    assert base.accept(batch).retrieved == clock.moment
