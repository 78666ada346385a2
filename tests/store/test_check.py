"""Every damage to the files of a base is found and named."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.store.published import publish

from migrascope.store.base import Base
from migrascope.store.check import check
from migrascope.store.snapshots import find


@pytest.fixture
def published(tmp_path: Path) -> Base:
    return publish(tmp_path)


def files(base: Base) -> list[Path]:
    return sorted(
        path
        for name in ("editions", "snapshots")
        for path in (base.folder / name).rglob("*")
        if path.is_file()
    )


def test_a_base_as_it_was_written_is_whole(published: Base) -> None:
    told: list[tuple[int, int]] = []
    assert (
        check(published, advance=lambda done, total: told.append((done, total))) == ()
    )
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("number", range(12))
@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_any_file_that_is_not_as_written_is_found(
    published: Base, number: int, damage: str
) -> None:
    path = files(published)[number]
    content = path.read_bytes()
    if damage == "remove":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(content[:-1])
    else:
        path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    (found,) = check(Base.open(published.folder))
    assert str(found.path).startswith(str(path.with_suffix(""))[:-5])
    assert "again" in found.advice


def test_there_is_nothing_more_in_the_base_than_what_is_checked(
    published: Base,
) -> None:
    assert len(files(published)) == 12


@pytest.mark.parametrize("hostile", ["../../etc/passwd", "*", "", "0" * 63, "g" * 64])
def test_only_a_hash_finds_a_snapshot(published: Base, hostile: str) -> None:
    assert find(published.folder, hostile) is None
