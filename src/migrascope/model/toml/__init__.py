"""What does a TOML file that a person wrote say, and on which line is it wrong?

A file becomes a record (a msgspec struct or a dataclass) in two steps, and whatever
cannot be meant is refused with file, line and key:

    written = toml.read(path, toml.Kind("framework"))
    framework = written.record(Framework)
    raise written.wrong(("money", "amount"), "less is there than is released.", "…")
"""

from __future__ import annotations

from migrascope.model.toml.lines import Path, lines_of, nearest, spoken
from migrascope.model.toml.written import Kind, Written, parse, read

__all__ = [
    "Kind",
    "Path",
    "Written",
    "lines_of",
    "nearest",
    "parse",
    "read",
    "spoken",
]
