"""A library of invented documents that claims about corrections start from."""

from __future__ import annotations

from pathlib import Path

from tests.knowledge import summaries

from migrascope.knowledge.corrections import applying, files
from migrascope.knowledge.corrections.model import Said
from migrascope.knowledge.library import Library
from migrascope.knowledge.registers import building
from migrascope.knowledge.registers.record import Record, Register, Registers
from migrascope.knowledge.taking import take

SAID = Said("Amina Yusuf", "2026-03-01T10:00:00+00:00")


def corrected(library: Library) -> Registers:
    """The registers with what people said laid over."""
    extracted = building.of_library(library)
    return applying.apply(extracted, files.load(library.folder))


def record(registers: Registers, words: str) -> Record:
    """The record with these words in a field."""
    (found,) = [
        each
        for each in registers
        if any(words in value.text for value in each.values.values())
        and each.register in {Register.PRACTICES, Register.RECOMMENDATIONS}
    ]
    return found


def read_again(library: Library, folder: Path, old: str, new: str) -> None:
    """Read the first dialogue again, with other words in it."""
    assert old in summaries.FIRST
    path = folder / "lakeside-2019.md"
    path.write_text(summaries.FIRST.replace(old, new), encoding="utf-8")
    take(library, path)
