"""Imports go one way, files are short, errors are documented."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from migrascope.cli.verbs import VERBS, Verb
from migrascope.errors import MigrascopeError


def test_imports_go_one_way(repository: Path) -> None:
    finished = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        capture_output=True,
        text=True,
        check=False,
        cwd=repository,
    )
    assert finished.returncode == 0, finished.stdout


def test_no_source_file_is_longer_than_four_hundred_lines(repository: Path) -> None:
    long = [
        f"{path.relative_to(repository)}: {lines} lines"
        for folder in ("src", "tests", "benchmarks", "tools")
        for path in sorted((repository / folder).rglob("*.py"))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert long == []


def test_every_module_opens_with_what_it_answers(repository: Path) -> None:
    silent = [
        str(path.relative_to(repository))
        for path in sorted((repository / "src").rglob("*.py"))
        if not path.read_text(encoding="utf-8").startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_every_error_stands_in_the_exit_code_page_at_its_code(repository: Path) -> None:
    page = (repository / "docs/reference/exit-codes.md").read_text(encoding="utf-8")
    rows = {
        line.split("|")[1].strip(): line
        for line in page.splitlines()
        if line.startswith("| ")
    }
    classes = [MigrascopeError]
    for each in classes:
        classes.extend(each.__subclasses__())
        assert f"`{each.__name__}`" in rows[str(each.exit_code)]
    assert {"0", "130", "141"} < rows.keys()


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_of_the_table_is_there_and_explains_itself(verb: Verb) -> None:
    command = import_module(verb.module).command
    assert command.help
    assert all(
        parameter.help
        for parameter in command.params
        if parameter.param_type_name == "option"
    )
