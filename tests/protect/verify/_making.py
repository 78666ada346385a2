"""Plans and releases for the claims about proofs, and a slow second opinion."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import polars as pl

Row = tuple[str | None, ...]

PLAN = """
title = "A small file"
missing = "{missing}"
[promise]
k = {k}
most_suppressed = {most}
{promises}
[[column]]
name = "file_number"
role = "direct_identifier"
[[column]]
name = "sex"
role = "key"
[[column]]
name = "age"
role = "key"
missing_marks = ["-99"]
[[column]]
name = "country"
role = "key"
[[column]]
name = "harm"
role = "sensitive"
rare = "allow"
{steps}
"""
KEYS = ("sex", "age", "country")
COLUMNS = (*KEYS, "harm")


def plan(
    folder: Path,
    *,
    k: int = 2,
    missing: str = "wildcard",
    most: float = 1.0,
    promises: str = "",
    steps: str = "",
) -> Path:
    file = folder / "plan.toml"
    text = PLAN.format(k=k, missing=missing, most=most, promises=promises, steps=steps)
    file.write_text(text, encoding="utf-8")
    return file


def release(
    folder: Path, frame: pl.DataFrame, record: dict[str, object] | None = None
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    frame.write_csv(folder / "data.csv")
    frame.write_parquet(folder / "data.parquet")
    if record is not None:
        (folder / "release.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


def frame(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(
        list(rows), schema=dict.fromkeys(COLUMNS, pl.String), orient="row"
    )


def compatible(one: Row, other: Row, *, wildcard: bool) -> bool:
    """Whether two records agree on the keys, by the definition and nothing else."""
    pairs = zip(one[: len(KEYS)], other[: len(KEYS)], strict=True)
    if wildcard:
        return all(a is None or b is None or a == b for a, b in pairs)
    return all(a == b for a, b in pairs)


def classes(rows: Sequence[Row], *, wildcard: bool) -> list[list[Row]]:
    """The class of every record: everybody it could be."""
    return [
        [other for other in rows if compatible(one, other, wildcard=wildcard)]
        for one in rows
    ]


def diversity(group: Sequence[Row], kind: str, c: float) -> float | None:
    """What the sensitive values of a class are worth; None when none is known."""
    counts = sorted(
        Counter(row[3] for row in group if row[3] is not None).values(), reverse=True
    )
    if not counts:
        return None
    if kind == "distinct":
        return len(counts)
    if kind == "entropy":
        shares = [count / sum(counts) for count in counts]
        return math.exp(-sum(share * math.log(share) for share in shares))
    fits = [
        number
        for number in range(1, len(counts) + 1)
        if counts[0] < c * sum(counts[number - 1 :])
    ]
    return max(fits, default=0)


def distance(
    group: Sequence[Row], every: Sequence[Row], *, ordered: bool
) -> float | None:
    """How far a class is from the file: probability moved times how far."""
    known = sorted({row[3] for row in every if row[3] is not None})

    def shares(rows: Sequence[Row]) -> list[float]:
        counts = Counter(row[3] for row in rows if row[3] is not None)
        return [counts[value] / max(1, counts.total()) for value in known]

    if all(row[3] is None for row in group):
        return None
    gaps = [a - b for a, b in zip(shares(group), shares(every), strict=True)]
    if not ordered:
        return sum(abs(gap) for gap in gaps) / 2
    if len(known) == 1:
        return 0.0
    moved = [abs(sum(gaps[: stop + 1])) for stop in range(len(gaps) - 1)]
    return sum(moved) / (len(known) - 1)
