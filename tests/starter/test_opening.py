"""The figures that come with the program are an evidence base like any other."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from migrascope.model import area as areas
from migrascope.starter import opening
from migrascope.store.base import Base

LARGEST = 1_000_000
"""Bytes that the starter figures may take in the package."""

CLOSED = ("idmc", "emdat", "dtm", "ctdc", "knomad")
"""Sources whose licence does not allow to pass them on."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return opening.unpack(tmp_path_factory.mktemp("starter") / "base")


def test_the_figures_are_smaller_than_a_photograph() -> None:
    here = files("migrascope.starter")
    sizes = [
        len(here.joinpath(name).read_bytes())
        for name in (opening.FIGURES, opening.EDITIONS)
    ]
    assert sum(sizes) < LARGEST


def test_every_edition_has_a_licence_a_citation_and_hashes(base: Base) -> None:
    assert base.editions()
    for edition in base.editions():
        assert edition.licence.name, edition.id
        assert edition.citation, edition.id
        assert edition.files, edition.id
        assert all(len(file.sha256) == 64 for file in edition.files), edition.id


def test_no_source_is_in_it_that_may_not_be_passed_on(base: Base) -> None:
    for edition in base.editions():
        assert not any(word in edition.id for word in CLOSED), edition.id


def test_every_edition_says_whether_it_is_a_selection(base: Base) -> None:
    for edition in base.editions():
        warned = opening.SELECTION in {caveat.id for caveat in edition.caveats}
        told = [text.partition(":")[0] for text in edition.remarks]
        assert told[-1] == ("Selection" if warned else "Complete"), edition.id


def test_the_newest_stocks_by_origin_are_complete(base: Base) -> None:
    edition = base.edition("undesa-ims-bilateral@2024")
    assert edition.rows == 153_296
    assert opening.SELECTION not in {caveat.id for caveat in edition.caveats}


def test_every_figure_knows_its_cell(base: Base) -> None:
    known = {edition.id: len(edition.files) for edition in base.editions()}
    for figure in base.query(area="KEN"):
        assert figure.row >= 1
        assert figure.column >= 1
        assert figure.file < known[figure.edition]


def test_the_world_of_2024_adds_up_to_what_the_publisher_says(base: Base) -> None:
    countries = {area.id for area in areas.table() if not area.is_aggregate}
    told = base.query(
        measure="migrant_stock", since=2024, editions="undesa-ims-bilateral@2024"
    )
    total = sum(
        figure.value or 0.0
        for figure in told
        if figure.area in countries
        and figure.origin not in {"_T", "_Z"}
        and figure.sex in {"F", "M"}
        and (figure.origin in countries or figure.origin.startswith("X:"))
    )
    assert total == pytest.approx(304_021_813, rel=1e-6)


def test_unpacking_twice_gives_the_same_base(base: Base, tmp_path: Path) -> None:
    again = opening.unpack(tmp_path / "base")
    assert [each.id for each in again.editions()] == [
        each.id for each in base.editions()
    ]
    assert again.query(area="TUV") == base.query(area="TUV")


def test_the_folder_is_unpacked_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = opening.folder()
    marked = (first / "ready").stat().st_mtime_ns
    assert opening.folder() == first
    assert (first / "ready").stat().st_mtime_ns == marked


def test_a_cache_that_cannot_be_written_gives_way_to_another_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file, not a folder")
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setenv("TMPDIR", str(spare))
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", None)
    assert opening.folder().is_relative_to(spare)


def test_no_edition_is_named_twice() -> None:
    facts = json.loads(
        files("migrascope.starter").joinpath(opening.EDITIONS).read_text("utf-8")
    )
    names = [each["id"] for each in facts]
    assert len(names) == len(set(names))
