"""What a damaged or foreign manifest gets."""

from __future__ import annotations

import json

import pytest
from tests.store.made import MakeBatch, stock

from migrascope.errors import DamagedBase
from migrascope.store.base import Base


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"format": "something else"}', "null"]
)
def test_a_manifest_that_cannot_be_read_is_said_to_be_damaged(
    base: Base, content: str
) -> None:
    base.folder.mkdir()
    (base.folder / "manifest.json").write_text(content)
    with pytest.raises(DamagedBase, match="manifest is damaged") as caught:
        Base.open(base.folder)
    assert "Restore it" in str(caught.value)


def test_a_base_of_a_newer_version_is_not_touched(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 5)]))
    path = base.folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": 99}))
    with pytest.raises(DamagedBase, match="newer version"):
        base.accept(make_batch([stock("KEN", 2020, 6)]))


def test_a_base_that_lost_its_manifest_is_not_taken_for_an_empty_one(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 5)]))
    (base.folder / "manifest.json").unlink()
    with pytest.raises(DamagedBase, match="it is missing, and editions are there"):
        Base.open(base.folder)
    with pytest.raises(DamagedBase, match="it is missing"):
        base.accept(make_batch([stock("UGA", 2020, 6)], dataset="test-other"))
    assert (base.folder / "editions" / "test-stock@2020" / "edition.json").is_file()


def test_a_first_writer_that_was_killed_leaves_an_empty_base(
    base: Base, make_batch: MakeBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("migrascope.store.durable.publish_folder", killed)
    with pytest.raises(KeyboardInterrupt):
        base.accept(make_batch([stock("KEN", 2020, 5)]))
    assert Base.open(base.folder).editions() == ()


def test_a_damaged_description_is_named(base: Base, make_batch: MakeBatch) -> None:
    edition = base.accept(make_batch([stock("KEN", 2020, 5)]))
    path = base.folder / "editions" / edition.folder / "edition.json"
    path.write_text("{}")
    with pytest.raises(DamagedBase, match="description of an edition"):
        Base.open(base.folder).editions()
