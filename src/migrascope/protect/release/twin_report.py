"""What can an analyst still do with a synthetic twin?

The page that goes out with it. A seeded twin is held against the counts that are
released beside it, never against the cases: what is told here can be computed by
whoever has the release. A private one says what noise each table carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from migrascope.language.numbers import exact, percent
from migrascope.protect.plan.model import Plan
from migrascope.protect.release.page import Report, Section, Table
from migrascope.protect.twin import coding
from migrascope.protect.twin.aggregates import Aggregates
from migrascope.protect.twin.measuring import Noisy

PAGE, PDF = "utility.html", "utility.pdf"
MOST_TABLES = 60


def report(
    plan: Plan,
    twin: pl.DataFrame,
    says: Sequence[str],
    tables: Sequence[Table],
    *,
    made_on: date,
    version: str,
) -> Report:
    """The report of a twin."""
    return Report(
        series="Utility of a synthetic twin",
        title=plan.title or "Twin of cases",
        lead=(
            f"{exact(twin.height)} synthetic records in {twin.width} columns: "
            f"{', '.join(twin.columns)}."
        ),
        made_on=made_on,
        version=version,
        sections=(
            Section("What it is", points=tuple(says)),
            Section("How it was made to add up", tables=tuple(tables)),
            Section(
                "How to read this",
                points=(
                    (
                        "A record of the twin is nobody. Figures of many records are "
                        "near those of the cases; what single ones say means nothing."
                    ),
                    (
                        "Relations of more columns than were counted together are not "
                        "in the twin, but for what follows from smaller ones."
                    ),
                ),
            ),
        ),
    )


def reproduced(counts: Aggregates, twin: pl.DataFrame) -> Table:
    """By how much the twin misses the released counts, by length of combination."""
    texts = coding.texts(twin, counts.columns)
    made = counts.cells.count(coding.encode(texts, counts.values))
    rows = []
    for length in range(1, counts.length + 1):
        chosen = [
            number
            for number, columns in enumerate(counts.cells.sets)
            if len(columns) == length
        ]
        if not chosen:
            continue
        wanted = _joined([counts.cells.part(counts.counts, one) for one in chosen])
        found = _joined([counts.cells.part(made, one) for one in chosen])[wanted > 0]
        wanted = wanted[wanted > 0]
        if not len(wanted):
            continue
        rows.append(
            (
                f"{length} {'value' if length == 1 else 'values'}",
                exact(len(wanted)),
                exact(float(wanted.mean()), decimals=1),
                exact(float(np.abs(found - wanted).mean()), decimals=1),
                percent(float((found == 0).mean()), decimals=1),
            )
        )
    return Table(
        "The twin beside the released counts",
        ("combinations of", "released", "mean count", "mean difference", "lost"),
        tuple(rows),
        numbers=frozenset({1, 2, 3, 4}),
        note=f"Released counts are rounded to {counts.resolution} themselves.",
    )


def budget(noisy: Noisy) -> Table:
    """What noise was added to each table, and what it took of the budget."""
    rows = tuple(
        (
            " and ".join(each.columns) or "number of records",
            f"{each.rho:.4g}",
            f"{each.delta:.2g}" if each.delta else "–",
            f"{each.deviation:.3g}",
        )
        for each in noisy.spending
    )
    more = len(rows) - MOST_TABLES
    return Table(
        "Budget of each table",
        ("table", "rho", "delta", "standard deviation of the noise"),
        rows[:MOST_TABLES],
        numbers=frozenset({1, 2, 3}),
        note=f"{more} further tables of pairs, alike." if more > 0 else "",
    )


def _joined(parts: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate([part.ravel() for part in parts])
