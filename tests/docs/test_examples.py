"""Claims: what the pages show is what happens, on the figures that come along."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from tests.docs import pages
from tests.docs.pages import Block

from migrascope.cli.main import main

RUN = ("console", "python")
SHOWN = [
    page
    for page in pages.pages()
    if any(
        each.language in RUN and each.mark != "not run" for each in pages.blocks(page)
    )
]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with an evidence base of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MIGRASCOPE_BASE", str(tmp_path / "base"))
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.mark.parametrize("page", SHOWN, ids=pages.name)
def test_a_page_shows_what_happens(
    page: Path, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, object] = {}
    for block in pages.blocks(page):
        if block.mark == "file":
            (desk / block.said).write_text(block.text, encoding="utf-8")
        if block.mark == "not run":
            assert block.said
        elif block.language == "console":
            run(block, page, capsys)
        elif block.language == "python":
            code = compile(block.text, f"{pages.name(page)}:{block.line}", "exec")
            exec(code, names)
        elif block.mark == "prints":
            check(block.text, capsys.readouterr().out, f"{page.name}:{block.line}")


def test_the_examples_of_most_pages_are_run() -> None:
    assert len(SHOWN) >= 5


def test_a_page_that_says_something_else_is_found_out() -> None:
    check("Kenya\n…\n3 rows\n", "Kenya\nUganda\n3 rows\n", "here")
    with pytest.raises(AssertionError, match="4 rows"):
        check("Kenya\n…\n4 rows\n", "Kenya\nUganda\n3 rows\n", "here")


def run(block: Block, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run the commands of a block, and compare what they print."""
    every = list(pages.commands(block))
    assert every, f"{page.name}:{block.line} has no command"
    for number, command in enumerate(every):
        here = f"{page.name}:{block.line}: {command.line}"
        program, *arguments = shlex.split(command.line)
        assert program == "migrascope", f"{here}: use a sh block for other programs"
        is_last = number == len(every) - 1
        expected = int(block.said) if block.mark == "exit" and is_last else 0
        capsys.readouterr()
        code = main(arguments)
        written = capsys.readouterr()
        assert code == expected, f"{here}\n{written.err}"
        check(command.printed, written.err + written.out, here)


def check(shown: str, printed: str, here: str) -> None:
    """Insist that each part between two `…` was printed, in this order."""
    rest = plain(printed)
    for part in filter(None, map(plain, shown.split("…"))):
        before, found, rest = rest.partition(part)
        assert found, f"{here}\nnot printed: {part}\nbut: {before[:2000]}"


def plain(text: str) -> str:
    """A text with single spaces, whatever the width of the terminal."""
    return " ".join(text.split())
