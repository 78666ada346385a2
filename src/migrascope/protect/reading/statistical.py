"""Which records and labels does this file of Stata or SPSS hold?

Read by pyreadstat (extra `stat`). Codes with labels stay codes, as texts; their labels
go into the codebook. What the file declares as missing (Stata's `.a` to `.z`, the
user-missing values of SPSS) is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from migrascope.errors import UnusableCases, UsageError
from migrascope.protect import codes
from migrascope.protect.cases import Labels


def read(path: Path) -> tuple[pl.DataFrame, Mapping[str, Labels]]:
    """The records of a `.dta`, `.sav` or `.zsav` file, and its codebook.

    Raises:
        UsageError: the extra `stat` is not installed.
        UnusableCases: the file is damaged, or of another kind.
    """
    try:
        import pyreadstat
    except ImportError as error:
        raise UsageError(
            "reading files of Stata and SPSS needs pyreadstat.",
            'Install it with pip install "migrascope[stat]", or export the cases as '
            "CSV with a codebook.",
            where=path.name,
        ) from error
    is_stata = path.suffix.lower() == ".dta"
    reader = pyreadstat.read_dta if is_stata else pyreadstat.read_sav
    try:
        frame, facts = reader(str(path), output_format="polars")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError):
        # The message of the reader may hold a text of the file.
        raise UnusableCases(
            "the file is damaged, or not of the kind that its ending says.",
            "Open it in its program and save it again.",
            where=path.name,
        ) from None
    if not isinstance(frame, pl.DataFrame):  # a file without records
        frame = pl.DataFrame(frame)
    book = {name: _labels(name, facts) for name in frame.columns}
    coded = [name for name in frame.columns if book[name].values]
    return (
        frame.with_columns(
            *(codes.texts(frame[name]) for name in coded),
            *(pl.col(name).replace("", None) for name in _plain(frame, coded)),
        ),
        book,
    )


def _plain(frame: pl.DataFrame, coded: list[str]) -> list[str]:
    """The columns of free texts, in which nothing is written as an empty text."""
    return [
        name
        for name, kind in frame.schema.items()
        if kind == pl.String and name not in coded
    ]


def _labels(name: str, facts: Any) -> Labels:
    """The label of a variable, and of each of its codes that is not a missing one."""
    values = facts.variable_value_labels.get(name, {})
    missing = facts.missing_ranges.get(name, [])
    return Labels(
        facts.column_names_to_labels.get(name) or "",
        {
            codes.text(code): label
            for code, label in values.items()
            if not any(_within(code, each) for each in missing)
        },
    )


def _within(code: Any, declared: Mapping[str, Any]) -> bool:
    low, high = declared["lo"], declared["hi"]
    if isinstance(code, str) or isinstance(low, str):
        return bool(code == low)
    return bool(low <= code <= high)
