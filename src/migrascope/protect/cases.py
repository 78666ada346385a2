"""What is a file of cases, once it has been read?

One record a row, with the labels of its codes. Columns are categories (text codes),
numbers or dates; a missing value is null whatever mark the file had for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Labels:
    """What a column and its codes mean: a label, and one for each value."""

    label: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cases:
    """Records of people as read: the frame, the codebook, the name of the file.

    It has no text form, so that a record can never slip into a log.
    """

    frame: pl.DataFrame
    codebook: Mapping[str, Labels] = field(default_factory=lambda: MappingProxyType({}))
    name: str = ""

    def __repr__(self) -> str:
        return f"Cases({self.frame.height} records, {self.frame.width} columns)"
