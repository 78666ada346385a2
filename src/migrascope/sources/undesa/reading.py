"""What does reading a file of the Population Division yield?"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Reading:
    """The edition that a file belongs to (`vintage`, a year) and its cells.

    `cells` is what `sources.frame.finish` makes observations of.
    """

    vintage: str
    cells: pl.DataFrame
