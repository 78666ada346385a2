"""Claims: one bad file keeps no other out, but no edition is added in part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pytest

from migrascope.errors import NotANumber, SourceError, UsageError, Where
from migrascope.model.source import UNKNOWN
from migrascope.sources.batch import Batch, source_file
from migrascope.sources.mapping import load
from migrascope.sources.plan import Group, batches, files_in, plan

MAPPING = """source = "kenya"
name = "NAME"
vintage = "2020"
title = "Stock"
publisher = "An office"
measure = "migrant_stock"
area = "KEN"
[origin]
column = "origin"
[time]
year = 2019
convention = "mid-year"
[[values]]
column = "n"
"""


def _batch(name: str, *paths: Path) -> Batch:
    files = tuple(source_file(path) for path in paths)
    return Batch(name, "1", "s", "t", "p", UNKNOWN, "c", files, pl.DataFrame())


def _group(layouts: dict[Path, str], bad: Path | None) -> Group:
    """A reader that makes one edition a layout and stumbles over one file."""

    def read(paths: Sequence[Path]) -> Iterator[Batch]:
        for layout in dict.fromkeys(layouts[path] for path in paths):
            mine = [path for path in paths if layouts[path] == layout]
            if bad in mine:
                raise NotANumber("x", where=Where(bad.name, row=3))
            yield _batch(layout, *mine)

    return Group("s", layouts, read)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{name}.csv" for name in "abcd"]
    for path in paths:
        path.write_text("a\n1\n")
    return paths


def test_a_bad_file_keeps_no_other_dataset_out(files: list[Path]) -> None:
    layouts = {path: path.stem for path in files}
    failures: list[SourceError] = []
    found = list(batches(_group(layouts, files[1]), failures, {}))
    assert [batch.dataset for batch in found] == ["a", "c", "d"]
    assert [str(error.where) for error in failures] == ["b.csv, row 3"]


def test_an_edition_of_several_files_is_not_added_without_one(
    files: list[Path],
) -> None:
    layouts = dict(zip(files, ["pages", "pages", "pages", "other"], strict=True))
    failures: list[SourceError] = []
    found = list(batches(_group(layouts, files[1]), failures, {}))
    assert [batch.dataset for batch in found] == ["other"]
    assert "pages@1 is not added" in str(failures[1])
    assert "b.csv" in str(failures[1])


def test_two_files_cannot_be_the_same_edition(files: list[Path]) -> None:
    failures: list[SourceError] = []
    taken: dict[str, str] = {}
    for path in files[:2]:
        group = _group({path: "same"}, None)
        list(batches(group, failures, taken))
    assert taken == {"same@1": "a.csv"}
    assert "same@1 comes from a.csv already" in str(failures[0])


def test_an_edition_by_one_mapping_is_whole_or_not_at_all(files: list[Path]) -> None:
    layouts = dict.fromkeys(files[:2], "m.toml")
    parts = _group(layouts, files[1])
    failures: list[SourceError] = []
    whole = Group(parts.source, parts.layouts, parts.read, whole=True)
    assert list(batches(whole, failures, {})) == []
    assert len(failures) == 1


def test_one_bad_mapping_keeps_no_other_file_out(tmp_path: Path) -> None:
    for name in ("good", "bad"):
        (tmp_path / f"{name}.csv").write_text("origin,n\nUganda,5\n")
        (tmp_path / f"{name}.toml").write_text(MAPPING.replace("NAME", name))
    (tmp_path / "bad.toml").write_text("source = 5 5")
    failures: list[SourceError] = []
    found = [
        batch.edition
        for group in plan([tmp_path]).groups
        for batch in batches(group, failures, {})
    ]
    assert found == ["kenya-good@2020"]
    assert "bad.toml" in str(failures[0])


def test_one_mapping_reads_the_files_of_a_folder_that_it_expects(
    tmp_path: Path,
) -> None:
    for name in ("stock-2019.csv", "stock-2020.csv", "other.csv"):
        (tmp_path / name).write_text("origin,n\nUganda,5\n")
    declared = tmp_path / "m.toml"
    declared.write_text(MAPPING.replace("NAME", "stock") + "[file]\nmatch = '^stock'\n")
    (group,) = plan([tmp_path], declared=load(declared)).groups
    assert [path.name for path in group.paths] == ["stock-2019.csv", "stock-2020.csv"]


def test_a_folder_is_read_whole_but_for_hidden_files(tmp_path: Path) -> None:
    for name in ("b.csv", "a/c.csv", ".git/d.csv", "~$e.xlsx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    names = [path.relative_to(tmp_path).as_posix() for path in files_in([tmp_path])]
    assert names == ["a/c.csv", "b.csv"]


def test_a_name_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        list(files_in([tmp_path / "nowhere"]))


def test_damaged_and_unknown_files_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "strange.csv").write_text("p,q\n1,2\n")
    (tmp_path / "paper.pdf").write_bytes(b"%PDF")
    found = plan([tmp_path])
    assert [str(error.where) for error in found.damaged] == ["empty.csv"]
    assert [path.name for path in found.unknown] == ["paper.pdf", "strange.csv"]
    assert found.groups == ()
