"""How does a protected table leave the program?

As CSV with one row for each cell (codes, what they mean where somebody said so, value,
mark), as JSON, and as rows for the screen. A suppressed cell has the mark Q and no
value. People that weights stand for are told as whole people: the decimals of a sum of
weights could tell whose they are. What the auditor proves of the unrounded figures
holds of these all the more. Texts that a spreadsheet would take for a formula are
defused by an apostrophe.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from migrascope.language.printing import clean
from migrascope.protect.tables.model import UNKNOWN, Axis, Measure, Released

_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are the wide forms of the first, which some programs take for them."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table for the screen; the first `labels` columns say what a row is of."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: int


def csv_text(tables: Sequence[Released]) -> str:
    """Tables of the same cases as one CSV, in which each cell stands once.

    It has all their columns; one that a table does not have is at its total there.
    """
    every = _columns(tables)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    header: list[str] = []
    for axis in every:
        header.append(defused(axis.name))
        if axis.labels:
            header.append(defused(f"{axis.name}_label"))
    writer.writerow([*header, "value", "obs_status"])
    for table, place, codes in _cells(tables):
        cells: list[str] = []
        for axis in every:
            at = codes.get(axis.name, len(axis.codes))
            cells.append(defused(axis.code(at)))
            if axis.labels:
                cells.append(defused(axis.label(at)))
        writer.writerow([*cells, _exact(table, place), table.status(place).value])
    return stream.getvalue()


def json_text(tables: Sequence[Released], *, says: Sequence[str]) -> str:
    """Tables of the same cases as JSON, with what was done; each cell stands once."""
    every = _columns(tables)
    cells = []
    for table, place, codes in _cells(tables):
        cell: dict[str, object] = {
            axis.name: axis.code(codes.get(axis.name, len(axis.codes)))
            for axis in every
        }
        value = _figure(table, place)
        if value is not None:
            value = int(value) if value.is_integer() else round(value, 6)
        status = table.status(place).value
        cells.append({"of": cell, "value": value, "obs_status": status})
    content = {
        "measure": tables[0].measure.value,
        "method": tables[0].method,
        "tables": [[axis.name for axis in table.axes] for table in tables],
        "labels": {
            axis.name: dict(zip(axis.codes, axis.labels, strict=True))
            for axis in every
            if axis.labels
        },
        "says": list(says),
        "cells": cells,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def grid(released: Released) -> Grid:
    """The table for the screen; the shortest dimension runs across."""
    axes = released.axes
    sizes = [len(axis.codes) for axis in axes]
    across = len(axes) - 1 - int(np.argmin(sizes[::-1])) if len(axes) > 1 else None
    down = [number for number in range(len(axes)) if number != across]
    header = [clean(axes[number].name) for number in down]
    if across is None:
        header.append(released.measure.value)
        columns = [0]
    else:
        columns = list(range(sizes[across] + 1))
        header += [shown(axes[across], at) for at in columns]
    rows = []
    for spot in product(*(range(sizes[number] + 1) for number in down)):
        cells = [shown(axes[n], at) for n, at in zip(down, spot, strict=True)]
        for at in columns:
            place = list(spot)
            if across is not None:
                place.insert(across, at)
            cells.append(_short(released, tuple(place)))
        rows.append(tuple(cells))
    return Grid(tuple(header), tuple(rows), len(down))


def shown(axis: Axis, place: int) -> str:
    """A category for the screen: what it means, or its code."""
    text = axis.label(place) or axis.code(place)
    return " ".join(clean("Not known" if text == UNKNOWN else text).split())


def defused(text: str) -> str:
    """A text that can be printed and that no spreadsheet will run.

    >>> defused("=1+1"), defused("-99"), defused("KE")
    ("'=1+1", '-99', 'KE')
    """
    text = clean(text)
    starts = text.lstrip().startswith(_SIGNS)
    return f"'{text}" if starts and not _is_number(text) else text


def _columns(tables: Sequence[Released]) -> list[Axis]:
    """Every column of some tables, once."""
    return list({axis.name: axis for t in tables for axis in t.axes}.values())


def _cells(
    tables: Sequence[Released],
) -> Iterator[tuple[Released, tuple[int, ...], dict[str, int]]]:
    """Every cell once: a table that shows it, where, and its places along columns."""
    seen = set()
    for table in tables:
        for place in table.places():
            codes = {
                axis.name: at
                for axis, at in zip(table.axes, place, strict=True)
                if at < len(axis.codes)
            }
            group = frozenset(codes.items())
            if group not in seen:
                seen.add(group)
                yield table, place, codes


def _figure(released: Released, place: tuple[int, ...]) -> float | None:
    """What a cell says; None where it is suppressed."""
    if released.suppressed[place]:
        return None
    value = float(released.values[place])
    return value if released.measure is Measure.SUM else float(round(value))


def _exact(released: Released, place: tuple[int, ...]) -> str:
    value = _figure(released, place)
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() else f"{value:.6f}"


def _short(released: Released, place: tuple[int, ...]) -> str:
    value = _figure(released, place)
    if value is None:
        return released.status(place).value
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
