"""How does a protected table leave the program?

As CSV with one row for each cell (codes, what they mean where somebody said so, value,
mark), and as rows for the screen. A suppressed cell has the mark Q and no value.
Texts that a spreadsheet would take for a formula are defused by an apostrophe.
"""

from __future__ import annotations

import csv
import io
from itertools import product

import numpy as np

from migrascope.language.printing import clean
from migrascope.protect.tables.model import UNKNOWN, Axis, Measure, Released

_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(released: Released) -> str:
    """The table as CSV."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    header: list[str] = []
    for axis in released.axes:
        header.append(defused(axis.name))
        if axis.labels:
            header.append(defused(f"{axis.name}_label"))
    writer.writerow([*header, "value", "obs_status"])
    for place in released.places():
        cells: list[str] = []
        for axis, at in zip(released.axes, place, strict=True):
            cells.append(defused(axis.code(at)))
            if axis.labels:
                cells.append(defused(axis.label(at)))
        status = released.status(place)
        writer.writerow([*cells, _exact(released, place), status.value])
    return stream.getvalue()


def grid(released: Released) -> tuple[list[str], list[list[str]]]:
    """The table for the screen: header and rows; the shortest dimension runs across."""
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
        rows.append(cells)
    return header, rows


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
    return f"'{text}" if text.startswith(_SIGNS) and not _is_number(text) else text


def _exact(released: Released, place: tuple[int, ...]) -> str:
    if released.suppressed[place]:
        return ""
    value = float(released.values[place])
    return str(int(value)) if value.is_integer() else f"{value:.6f}"


def _short(released: Released, place: tuple[int, ...]) -> str:
    if released.suppressed[place]:
        return released.status(place).value
    value = float(released.values[place])
    whole = released.measure is not Measure.SUM or value.is_integer()
    return f"{value:,.0f}" if whole else f"{value:,.2f}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
