"""How does a review become data for another program?

The whole object as JSON: every number with its dimensions, bounds, status and
lineage. The formulas of a lineage stand as a tree; the cells that a formula was
applied to are named as ranges, because the figures of a region rest on many
thousands of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import msgspec

from migrascope.model.lineage import Cell, Lineage
from migrascope.review.model import Review
from migrascope.review.writers.ranges import by_sheet


def write(review: Review, path: Path) -> None:
    """Write the review as indented JSON in UTF-8."""
    path.write_bytes(render(review))


def render(review: Review) -> bytes:
    """The review as JSON."""
    return msgspec.json.format(msgspec.json.encode(_plain(review)), indent=1)


def _plain(value: Any) -> Any:
    """Dataclasses as objects, tuples as arrays; what JSON knows stays as it is."""
    if isinstance(value, Lineage | Cell):
        return _lineage(value)
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name)) for field in fields(value)
        }
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def _lineage(value: Lineage | Cell) -> dict[str, Any]:
    if isinstance(value, Cell):
        return {"formula": "as published", "cells": _ranges([value])}
    told: dict[str, Any] = {"formula": value.formula}
    leaves = [part for part in value.inputs if isinstance(part, Cell)]
    if leaves:
        told["cells"] = _ranges(leaves)
    inner = [_lineage(part) for part in value.inputs if isinstance(part, Lineage)]
    if inner:
        told["inputs"] = inner
    return told


def _ranges(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    return [
        {
            "edition": place.edition,
            "file": place.file,
            "sheet": place.sheet,
            "ranges": told,
        }
        for place, told in by_sheet(cells).items()
    ]
