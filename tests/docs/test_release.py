"""Claims: the papers of a release name the version that is released."""

from __future__ import annotations

import re
from pathlib import Path

from migrascope import __version__


def test_the_citation_names_this_version(repository: Path) -> None:
    text = (repository / "CITATION.cff").read_text(encoding="utf-8")
    facts = dict(re.findall(r"^([\w-]+): (.+)$", text, re.MULTILINE))
    assert facts["cff-version"] == "1.2.0"
    assert facts["version"] == __version__
    assert facts["license"] == "Apache-2.0"
    assert {"message", "title", "abstract"} <= set(facts)
    assert re.search(r"^authors:\n  - name: ", text, re.MULTILINE)


def test_the_changelog_begins_with_this_version(repository: Path) -> None:
    text = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (\S+)", text, re.MULTILINE)
    assert headings[0] == __version__


def test_the_readme_shows_a_picture_that_loads_fast(repository: Path) -> None:
    text = (repository / "README.md").read_text(encoding="utf-8")
    (name,) = re.findall(r"!\[[^\]]+\]\((\S+)\)", text)
    picture = repository / name
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size <= 250_000


def test_every_benchmark_is_described(repository: Path) -> None:
    folder = repository / "benchmarks"
    page = (folder / "README.md").read_text(encoding="utf-8")
    there = {each.name for each in folder.glob("[!_]*.py")}
    assert set(re.findall(r"^\| `(\w+\.py)`", page, re.MULTILINE)) == there
