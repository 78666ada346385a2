"""How are the protected records written, for people and for programs?

As CSV, in which texts that a spreadsheet would take for a formula are defused by an
apostrophe, and as Parquet with types and labels. The order of records is drawn anew
by the secret of the run: their place in the file tells nothing.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.errors import BadPlan
from migrascope.protect.cases import Cases, Labels
from migrascope.protect.release import private

CSV, PARQUET = "data.csv", "data.parquet"
LABELS = "migrascope.labels"
"""Where a Parquet file keeps the labels of columns and codes, as JSON."""

_FORMULA = r"^[=+\-@\t\r]"
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def order(records: int, *, key: bytes) -> npt.NDArray[np.int64]:
    """Which record of the file each released one is; only the secret tells."""
    seed = np.random.SeedSequence(int.from_bytes(key, "big"))
    return np.random.default_rng(seed).permutation(records)


def check_names(names: list[str]) -> None:
    """Refuse names of columns that a spreadsheet would run.

    Raises:
        BadPlan: a name starts like a formula.
    """
    bad = pl.Series(names, dtype=pl.String).str.contains(_FORMULA).arg_true()
    if len(bad):
        raise BadPlan(
            f"the name of column {bad[0] + 1} starts like a formula of a spreadsheet.",
            "Rename it in the file and in the plan.",
        )


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """Write the CSV: UTF-8, comma, an empty field where nothing is told."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    with private.written(path) as stream:
        frame.with_columns(map(defused, texts)).write_csv(stream)


def defused(name: str) -> pl.Expr:
    """A column of texts that a spreadsheet will not run; numbers are no formulas."""
    text = pl.col(name)
    runs = text.str.contains(_FORMULA) & ~text.str.contains(_NUMBER)
    harmless = pl.concat_str(pl.lit("'"), text)
    return pl.when(runs).then(harmless).otherwise(text).alias(name)


def write_parquet(cases: Cases, path: Path) -> None:
    """Write the Parquet file with the labels of what it holds."""
    labels = {
        name: {"label": each.label, "values": dict(each.values)}
        for name in cases.frame.columns
        if (each := _released(cases, name)) != Labels()
    }
    with private.written(path) as stream:
        cases.frame.write_parquet(
            stream,
            compression="zstd",
            metadata={LABELS: json.dumps(labels, ensure_ascii=False)},
        )


def _released(cases: Cases, name: str) -> Labels:
    """Label and value labels of a column, of the codes that are released only."""
    labels = cases.codebook.get(name, Labels())
    if not labels.values:
        return labels
    there = set(cases.frame[name].cast(pl.String).unique().drop_nulls())
    kept = {code: text for code, text in labels.values.items() if code in there}
    return Labels(labels.label, kept)
