"""Claims: a file comes into the library as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.knowledge.papers import LOREM, text

from migrascope.errors import UnreadableDocument
from migrascope.knowledge import judging, taking
from migrascope.knowledge.library import Library
from migrascope.knowledge.model import Metadata


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "knowledge") as opened:
        yield opened


def test_a_file_is_read_cut_judged_and_kept_with_its_bytes(
    library: Library, tmp_path: Path
) -> None:
    path = text(tmp_path / "minutes.txt", LOREM)
    taken = taking.take(library, path, given=Metadata(event="Dialogue"))
    assert taken.passages == len(library.passages()) > 0
    assert library.held("minutes").metadata.event == "Dialogue"
    assert library.original("minutes").read_bytes() == path.read_bytes()


def test_what_fails_on_the_way_leaves_nothing_behind(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(judging, "judge", fail)
    with pytest.raises(MemoryError):
        taking.take(library, text(tmp_path / "minutes.txt", LOREM))
    assert library.documents() == ()


def test_another_file_of_the_same_name_does_not_replace_the_first(
    library: Library, tmp_path: Path
) -> None:
    taking.take(library, text(tmp_path / "minutes.txt", LOREM))
    with pytest.raises(UnreadableDocument, match=r"read from minutes\.txt"):
        taking.take(library, text(tmp_path / "minutes.md", LOREM))
