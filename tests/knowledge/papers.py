"""How do tests make the documents that they read? Small, invented, in every format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import typst

from migrascope.knowledge.model import Document

LOREM = (
    "Speakers agreed that local authorities host most newcomers and need their own "
    "budget lines. They asked the ministry to publish arrivals every month. "
)


def text(path: Path, words: str) -> Path:
    """A text file."""
    path.write_text(words, encoding="utf-8")
    return path


def pdf(path: Path, source: str) -> Path:
    """A PDF, set by typst from its source."""
    path.write_bytes(typst.compile(source.encode()))
    return path


def word(path: Path, write: Callable[[Any], None]) -> Path:
    """A Word document, written by a function."""
    document = docx.Document()
    write(document)
    document.save(str(path))
    return path


def repacked(
    path: Path,
    change: Callable[[str, bytes], bytes],
    extra: dict[str, bytes] | None = None,
) -> Path:
    """The same archive with its parts changed, and some added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(path) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
        for name, data in (extra or {}).items():
            after.writestr(name, data)
    path.write_bytes(made.getvalue())
    return path


def texts(document: Document) -> list[str]:
    """The words of each block."""
    return [document.text[block.start : block.end] for block in document.blocks]


def letters(words: str) -> str:
    """Letters and digits alone."""
    return "".join(each for each in words if each.isalnum())
