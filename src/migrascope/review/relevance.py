"""Which editions and caveats matter for what a review shows?

Only editions that a number rests on are listed as sources, and only caveats that
speak of a measure, an area and years that are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from migrascope.model.caveat import Caveat
from migrascope.review.model import Number, Section


@dataclass(frozen=True, slots=True)
class Use:
    """What a review takes from one edition: measures, and the first and last year."""

    edition: str
    measures: frozenset[str]
    first: int
    last: int


def numbers(sections: Sequence[Section]) -> Iterator[Number]:
    """Every number of sentences, tiles and tables."""
    for section in sections:
        for sentence in (section.lead, *section.body):
            yield from sentence.numbers
        for tile in section.tiles:
            if tile.number is not None:
                yield tile.number
        for exhibit in section.exhibits:
            for _, _, number in exhibit.table.numbers():
                yield number


def editions(sections: Sequence[Section]) -> tuple[str, ...]:
    """The editions that the numbers rest on, sorted."""
    return tuple(use.edition for use in uses(sections))


def uses(sections: Sequence[Section]) -> tuple[Use, ...]:
    """What is taken from each edition, sorted by edition."""
    measures: defaultdict[str, set[str]] = defaultdict(set)
    years: defaultdict[str, set[int]] = defaultdict(set)
    for number in numbers(sections):
        year = number.estimate.period.year
        for cell in number.estimate.cells:
            # a cell's label opens with the measure that was counted there
            measures[cell.edition].add(cell.label.partition(",")[0])
            years[cell.edition].add(year)
    return tuple(
        Use(name, frozenset(measures[name]), min(years[name]), max(years[name]))
        for name in sorted(measures)
    )


def concerns(caveat: Caveat, use: Use, places: Collection[str]) -> bool:
    """Tell whether a caveat speaks of what is shown of its edition."""
    if caveat.since is not None and caveat.since > use.last:
        return False
    if caveat.until is not None and caveat.until < use.first:
        return False
    scope = {
        column: set(allowed.split("|")) for column, allowed in caveat.scope.items()
    }
    if "measure" in scope and not scope["measure"] & use.measures:
        return False
    here = scope.get("area", set()) | scope.get("origin", set())
    named = {place for place in here if not place.startswith(("X:", "_"))}
    return not named or bool(named & set(places))
