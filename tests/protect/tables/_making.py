"""Small tables for the claims, and a slow second opinion on what can be inferred."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
from hypothesis import strategies as st

from migrascope.protect.tables import tabulation
from migrascope.protect.tables.model import Released, Table

SECRET = b"sixteen bytes at least, for tests"


def records(inner: object) -> pl.DataFrame:
    """As many records as an array of counts says, in columns a, b, c …"""
    counts = np.asarray(inner)
    rows = [
        tuple(f"{name}{at}" for name, at in zip("abcd", place, strict=False))
        for place in product(*(range(size) for size in counts.shape))
        for _ in range(int(counts[place]))
    ]
    names = list("abcd"[: counts.ndim])
    return pl.DataFrame(rows, schema=names, orient="row")


def table(inner: object) -> Table:
    """The table of an array of counts that leaves no row or column empty."""
    frame = records(inner)
    counted = tabulation.tabulate(frame, frame.columns)
    whole = np.asarray(inner)
    assert counted.records.shape == tuple(size + 1 for size in whole.shape)
    return counted


def hidden(counted: Table, *places: tuple[int, ...], least: float = 1.0) -> Released:
    """The table without some cells."""
    suppressed = np.zeros(counted.values.shape, dtype=bool)
    for place in places:
        suppressed[place] = True
    return Released(
        counted.axes,
        counted.measure,
        np.where(suppressed, np.nan, counted.values),
        suppressed,
        "by hand",
        (),
        within=np.zeros(suppressed.shape),
        least=least,
        whole=True,
    )


def counts(*sizes: int, most: int = 12) -> st.SearchStrategy[np.ndarray]:
    """Arrays of counts in which no row, column or layer is empty."""
    cells = int(np.prod(sizes))
    return (
        st.lists(st.integers(0, most), min_size=cells, max_size=cells)
        .map(lambda values: np.array(values).reshape(sizes))
        .filter(_is_full)
    )


def _is_full(inner: np.ndarray) -> bool:
    axes = range(inner.ndim)
    return all(
        (inner.sum(axis=tuple(other for other in axes if other != axis)) > 0).all()
        for axis in axes
    )


def possible(released: Released) -> np.ndarray:
    """Every table of whole numbers that fits what is told, one after the other.

    The totals must be told: they end the search.
    """
    shape = released.values.shape
    inner = tuple(size - 1 for size in shape)
    choices = [np.arange(*_between(released, place)) for place in np.ndindex(*inner)]
    every = np.stack(np.meshgrid(*choices, indexing="ij"), axis=-1)
    tables = every.reshape(-1, *inner)
    for axis in range(1, tables.ndim):
        total = tables.sum(axis=axis, keepdims=True)
        tables = np.concatenate([tables, total], axis=axis)
    told = ~released.suppressed
    near = np.abs(tables - released.values)[:, told] <= released.within[told]
    fits = near.all(axis=1)
    for axis in range(len(inner)):
        # A category that is listed has somebody in it.
        totals: list[slice | int] = [slice(None), *(-1 for _ in inner)]
        totals[axis + 1] = slice(0, -1)
        fits &= (tables[tuple(totals)] > 0).all(axis=1)
    found: np.ndarray = tables[fits]
    return found


def _between(released: Released, place: tuple[int, ...]) -> tuple[int, int]:
    if not released.suppressed[place]:
        value, within = released.values[place], released.within[place]
        least = released.least if value > 0 else 0
        return int(max(value - within, least)), int(value + within) + 1
    totals = [
        released.values[(*place[:axis], -1, *place[axis + 1 :])]
        for axis in range(len(place))
    ]
    return int(released.least), int(min(totals)) + 1
