"""What stands at the end of a review: what to know, and the sources?

Caveats are grouped by the publisher of whose figures they speak, under the name
that a reader knows; one wording that holds for several is said once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from migrascope.review.model import Review, SourceNote

SEVERAL = "All of these sources"


@dataclass(frozen=True, slots=True)
class Warned:
    """What to know before using the figures of one publisher."""

    publisher: str
    says: tuple[str, ...]


def caveats(review: Review) -> tuple[Warned, ...]:
    """The caveats by publisher, in the order of the names; common ones first."""
    names = {source.source: source.publisher for source in review.sources}
    speakers: defaultdict[str, set[str]] = defaultdict(set)
    for caveat in review.caveats:
        speakers[caveat.says].add(names.get(caveat.source, caveat.source))
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for says, publishers in speakers.items():
        groups[_together(publishers, len(set(names.values())))].append(says)
    ordered = sorted(groups, key=lambda name: (name != SEVERAL, name))
    return tuple(Warned(name, tuple(groups[name])) for name in ordered)


def citation(source: SourceNote) -> str:
    """A source as it is listed: title, publisher, edition, licence, citation."""
    return (
        f"{source.title}, {source.publisher} ({source.edition}). "
        f"Licence: {source.licence}. {source.citation}"
    )


def _together(publishers: set[str], of: int) -> str:
    if len(publishers) > 1 and len(publishers) == of:
        return SEVERAL
    return "; ".join(sorted(publishers))
