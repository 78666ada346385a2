"""`migrascope fetch` brings files over the network or from a folder."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from tests.conftest import Finished
from tests.sources.publisher import FILE, Publisher, Reply, open_for_business, ranged

from migrascope.sources import registry
from migrascope.sources.batch import Remote
from migrascope.sources.door import Door
from migrascope.sources.missing_migrants import adapter as missing_migrants

Run = Callable[..., Finished]
SPECIMENS = Path(__file__).parent.parent / "specimens" / "missing_migrants"


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """A publisher on this machine that is the source `specimen`: a.csv and b.csv."""
    with open_for_business() as opened:
        offered = (
            opened.offers("/a.csv", ranged(FILE, '"one"')),
            opened.offers("/b.csv", ranged(FILE, '"one"')),
        )

        def locate(*, only: str | None = None) -> tuple[Remote, ...]:
            return tuple(each for each in offered if only is None or only in each.name)

        def fetch(
            door: Door, folder: Path, *, only: str | None = None
        ) -> Iterator[Path]:
            for remote in locate(only=only):
                yield door.download(remote, folder)

        adapter = ModuleType("adapter of the specimen")
        vars(adapter).update(SOURCE="specimen", locate=locate, fetch=fetch)
        name = "migrascope.sources.specimen.adapter"
        monkeypatch.setitem(sys.modules, name, adapter)
        monkeypatch.setattr(registry, "NAMES", (*registry.NAMES, "specimen"))
        yield opened


@pytest.mark.usefixtures("publisher")
def test_files_are_downloaded_into_a_folder(run: Run, tmp_path: Path) -> None:
    answer = run("fetch", "specimen", "--to", tmp_path / "files", "--no-add")
    assert answer.code == 0, answer.err
    assert (tmp_path / "files" / "a.csv").read_bytes() == FILE
    assert (tmp_path / "files" / "b.csv").read_bytes() == FILE
    assert "2 files" in answer.err


def test_a_second_fetch_sends_nothing_again(
    run: Run, publisher: Publisher, tmp_path: Path
) -> None:
    for _ in range(2):
        assert run("fetch", "specimen", "--to", tmp_path, "--no-add").code == 0
    assert [headers.get("if-none-match") for _, headers in publisher.asked] == [
        None,
        None,
        '"one"',
        '"one"',
    ]


def test_only_one_file_is_fetched_when_asked(
    run: Run, publisher: Publisher, tmp_path: Path
) -> None:
    run("fetch", "specimen", "--only", "b", "--to", tmp_path, "--no-add")
    assert [path for path, _ in publisher.asked] == ["/b.csv"]


@pytest.mark.usefixtures("publisher")
def test_only_what_is_not_offered_is_an_error_that_lists_what_is(run: Run) -> None:
    answer = run("fetch", "specimen", "--only", "z")
    assert answer.code == 2
    assert "a.csv" in answer.err
    assert "b.csv" in answer.err


def test_a_refusal_has_its_exit_code_and_keeps_what_came_before(
    run: Run, publisher: Publisher, tmp_path: Path
) -> None:
    publisher.offers("/b.csv", Reply(b"<html>Log in</html>"))
    answer = run("fetch", "specimen", "--to", tmp_path, "--no-add")
    assert answer.code == 5
    assert "web page" in answer.err
    assert "1 file" in answer.err
    assert (tmp_path / "a.csv").read_bytes() == FILE


def test_the_list_names_files_and_addresses_and_fetches_nothing(
    run: Run, publisher: Publisher
) -> None:
    answer = run("fetch", "specimen", "--list")
    assert answer.code == 0
    assert publisher.address + "/a.csv" in answer.out
    assert publisher.asked == []


def test_a_folder_filled_elsewhere_is_read_by_its_names_and_added(
    run: Run, tmp_path: Path
) -> None:
    only = "2023"
    (remote,) = missing_migrants.locate(only=only)
    shelf = tmp_path / "stick"
    shelf.mkdir()
    shutil.copy(SPECIMENS / "2023-json.json", shelf / remote.name)
    answer = run("fetch", "missing_migrants", "--only", only, "--from", shelf)
    assert answer.code == 0, answer.err
    assert "missing-migrants@" in run("catalog").out
    assert [path.name for path in shelf.iterdir()] == [remote.name]


def test_any_folder_is_read_by_the_content_of_its_files(
    run: Run, tmp_path: Path
) -> None:
    shelf = tmp_path / "stick"
    shelf.mkdir()
    shutil.copy(SPECIMENS / "download.csv", shelf / "saved by hand (1).csv")
    (shelf / "notes.txt").write_text("not a source")
    answer = run("fetch", "missing_migrants", "--from", shelf)
    assert answer.code == 0, answer.err
    assert "missing-migrants" in run("catalog").out


def test_files_from_a_folder_are_kept_where_it_is_asked(
    run: Run, tmp_path: Path
) -> None:
    shelf, kept = tmp_path / "stick", tmp_path / "kept"
    shelf.mkdir()
    shutil.copy(SPECIMENS / "download.csv", shelf / "saved by hand (1).csv")
    asked = ("fetch", "missing_migrants", "--from", shelf, "--no-add")
    answer = run(*asked, "--to", kept)
    assert answer.code == 0, answer.err
    assert [path.name for path in kept.iterdir()] == ["saved by hand (1).csv"]
    assert f"1 file in {kept}" in answer.err
    nowhere = run(*asked)
    assert (nowhere.code, "nothing would be kept" in nowhere.err) == (2, True)


def test_a_folder_without_files_of_the_source_is_an_error(
    run: Run, tmp_path: Path
) -> None:
    answer = run("fetch", "missing_migrants", "--from", tmp_path)
    assert answer.code == 3
    assert "--list" in answer.err


def test_a_source_without_addresses_says_how_to_add_files(run: Run) -> None:
    answer = run("fetch", "national")
    assert answer.code == 2
    assert "migrascope add" in answer.err
