"""Which records and labels does this file of Stata or SPSS hold?

Read by pyreadstat (extra `stat`). Codes with labels stay codes, as texts; their labels
go into the codebook. What the file declares as missing (Stata's `.a` to `.z`, the
user-missing values of SPSS) is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from migrascope.errors import UnusableCases, UsageError
from migrascope.protect import codes
from migrascope.protect.cases import Labels

_Range = Mapping[str, Any]
"""The lowest and the highest of a range of missing codes: `lo` and `hi`."""


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
    try:
        frame, facts, missing = _opened(path, pyreadstat)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError):
        # The message of the reader may hold a text of the file.
        raise UnusableCases(
            "the file is damaged, or not of the kind that its ending says.",
            "Open it in its program and save it again.",
            where=path.name,
        ) from None
    if not isinstance(frame, pl.DataFrame):  # a file without records
        frame = pl.DataFrame(frame)
    book = {name: _labels(name, facts, missing.get(name, [])) for name in frame.columns}
    coded = [name for name in frame.columns if book[name].values]
    return (
        frame.with_columns(
            *(codes.texts(frame[name]) for name in coded),
            *(pl.col(name).replace("", None) for name in _plain(frame, coded)),
        ),
        book,
    )


def _opened(
    path: Path, reader: Any
) -> tuple[pl.DataFrame, Any, Mapping[str, Sequence[_Range]]]:
    """The records, what is said of the variables, and which codes are missing ones."""
    if path.suffix.lower() == ".dta":
        frame, facts = reader.read_dta(str(path), output_format="polars")
        return frame, facts, {}
    frame, facts = reader.read_sav(str(path), output_format="polars")
    # Which codes are user-missing is told only to those who ask for them.
    _, told = reader.read_sav(
        str(path), metadataonly=True, user_missing=True, output_format="polars"
    )
    return frame, facts, told.missing_ranges


def _plain(frame: pl.DataFrame, coded: list[str]) -> list[str]:
    """The columns of free texts, in which nothing is written as an empty text."""
    return [
        name
        for name, kind in frame.schema.items()
        if kind == pl.String and name not in coded
    ]


def _labels(name: str, facts: Any, missing: Sequence[_Range]) -> Labels:
    """The label of a variable, and of each of its codes that is not a missing one."""
    values = facts.variable_value_labels.get(name, {})
    return Labels(
        facts.column_names_to_labels.get(name) or "",
        {
            codes.text(code): label
            for code, label in values.items()
            if not any(_within(code, each) for each in missing)
        },
    )


def _within(code: Any, declared: _Range) -> bool:
    low, high = declared["lo"], declared["hi"]
    if isinstance(code, str) or isinstance(low, str):
        return bool(code == low)
    return bool(low <= code <= high)
