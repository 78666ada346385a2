"""What stands in a page of the documentation?

Its code blocks, links and headings. A comment on the line above a block says what
the tests do with it:

    <!-- file: NAME -->        the block is a file of that name
    <!-- exit: CODE -->        its last command ends with this exit code
    <!-- not run: REASON -->   it is for reading only

`console` blocks hold commands behind `$ ` and what they print, `python` blocks are
run in order, `sh` blocks are read only. `…` stands for anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"<!-- ([a-z ]+): (.+?) -->\n*\Z")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A code block: its language, its text, its line, and the comment above it."""

    language: str
    text: str
    line: int
    mark: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a console block, and what the page says that it prints."""

    line: str
    printed: str


def pages() -> list[Path]:
    """Every page, and the README."""
    return [REPOSITORY / "README.md", *sorted(DOCS.rglob("*.md"))]


def name(page: Path) -> str:
    """The name of a page in the list of tests."""
    return page.relative_to(REPOSITORY).as_posix()


def blocks(page: Path) -> list[Block]:
    """The code blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for fence in _FENCE.finditer(text):
        before = text[: fence.start()]
        mark = _MARK.search(before)
        found.append(
            Block(
                language=fence[1],
                text=fence[2],
                line=before.count("\n") + 1,
                mark=mark[1] if mark else "",
                said=mark[2] if mark else "",
            )
        )
    return found


def commands(block: Block) -> Iterator[Command]:
    """The commands of a console block with what they print."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        line, _, printed = part.partition("\n")
        yield Command(line, printed)


def prose(page: Path) -> str:
    """A page without its code blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> list[str]:
    """The targets of the links of a page that stay in the repository."""
    return [each for each in _LINK.findall(prose(page)) if "://" not in each]


def headings(page: Path) -> list[str]:
    """The headings of a page."""
    return _HEADING.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """What a link can point at within a page."""
    plain = (re.sub(r"[^\w\- ]", "", each.lower()) for each in headings(page))
    return {each.strip().replace(" ", "-") for each in plain}
