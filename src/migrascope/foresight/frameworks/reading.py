"""What does this framework file say?

`framework.toml` becomes a `Framework`. Whatever cannot be meant is refused with file,
line and key before any figure is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from migrascope.errors import MigrascopeError
from migrascope.foresight.frameworks import checking
from migrascope.foresight.frameworks.model import Framework
from migrascope.model import toml

KIND = toml.Kind(
    "framework",
    reference="The reference of framework files lists every key and what it means.",
    hints={
        "unit": 'a threshold without a unit means nothing; write unit = "mm", say.',
        "rule": "money is released by a rule that was agreed before; write it out.",
        "money": "no framework without money: add [money] and [[money.release]].",
        "delivery": "no framework without a plan: add [[delivery.action]].",
        "activation": "the stage that releases the money; add [model.activation].",
        "lead_days": "say how many days ahead it warns, or how many days it takes.",
    },
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A framework with the file that it was read from and its fingerprint."""

    framework: Framework
    file: str
    sha256: str

    @contextmanager
    def at_fault(self) -> Iterator[None]:
        """Name this file in errors that name no place of their own."""
        try:
            yield
        except MigrascopeError as problem:
            problem.where = problem.where or self.file
            raise


def load(path: Path) -> Agreed:
    """Read a framework file.

    Raises:
        BadPlan: it cannot be read, or says the impossible; names file, line and key.
    """
    written = toml.read(path, KIND)
    return Agreed(_framework(written), written.file, written.sha256)


def parse(text: str, *, file: str = "framework.toml") -> Framework:
    """The framework that a text says.

    Raises:
        BadPlan: it says the impossible; names file, line and key.
    """
    return _framework(toml.parse(text, file, KIND))


def _framework(written: toml.Written) -> Framework:
    framework = written.record(Framework)
    checking.check(framework, written)
    return framework
