"""How does a review become data for another program?

The whole object as JSON, nothing left out: every number with its dimensions,
bounds, status and lineage down to the source cells.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from migrascope.review.model import Review


def write(review: Review, path: Path) -> None:
    """Write the review as indented JSON in UTF-8."""
    path.write_bytes(render(review))


def render(review: Review) -> bytes:
    """The review as JSON."""
    return msgspec.json.format(msgspec.json.encode(review), indent=1)
