"""What is one figure that a publisher counted?

One row of one long table. The columns are the same for every source, so that a
figure can be compared, traced and exported without knowing where it came from.
Here stand the names and codes; `frames.py` has the same as a Polars schema.
"""

from __future__ import annotations

from enum import StrEnum

COLUMNS = (
    "measure",
    "area",
    "origin",
    "sex",
    "age",
    "status",
    "breakdown",
    "start",
    "end",
    "value",
    "unit",
    "obs_status",
    "low",
    "high",
    "note",
    "edition",
    "file",
    "sheet",
    "row",
    "column",
)

KEY = (
    "measure",
    "area",
    "origin",
    "sex",
    "age",
    "status",
    "breakdown",
    "start",
    "end",
    "unit",
)
"""What makes two rows of one edition the same figure."""

SORTED_BY = ("measure", "area", "origin", "start")
"""The order of rows on disk, so that a point query reads a few pages."""

TOTAL = "_T"
NOT_APPLICABLE = "_Z"
UNKNOWN = "_U"


class Status(StrEnum):
    """Observation status, SDMX cross-domain code list CL_OBS_STATUS."""

    NORMAL = "A"
    BREAK = "B"
    ESTIMATED = "E"
    FORECAST = "F"
    IMPUTED = "I"
    MISSING = "M"
    NOT_COLLECTED = "L"
    PROVISIONAL = "P"
    SUPPRESSED = "Q"
    UNRELIABLE = "U"


WITHOUT_VALUE = frozenset({Status.MISSING, Status.NOT_COLLECTED, Status.SUPPRESSED})
"""The statuses that may stand beside an empty value."""
