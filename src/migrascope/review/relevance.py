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
    """What a review takes from one edition: a measure, and its first and last year.

    `sexes` are those that are told apart, `statuses` the kinds of the figures.
    """

    edition: str
    measure: str
    first: int
    last: int
    sexes: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    by_age: bool = False


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


def uses(sections: Sequence[Section]) -> tuple[Use, ...]:
    """What is taken from each edition, sorted by edition and measure."""
    found: defaultdict[tuple[str, str], list[Number]] = defaultdict(list)
    for number in numbers(sections):
        labels = {(cell.edition, cell.label) for cell in number.estimate.cells}
        # a cell's label opens with the measure that was counted there
        for key in {(edition, label.partition(",")[0]) for edition, label in labels}:
            found[key].append(number)
    return tuple(_use(*key, found[key]) for key in sorted(found))


def _use(edition: str, measure: str, shown: Sequence[Number]) -> Use:
    years = [number.estimate.period.year for number in shown]
    return Use(
        edition,
        measure,
        min(years),
        max(years),
        frozenset(number.sex for number in shown) - {"_T"},
        frozenset(str(number.estimate.status) for number in shown),
        any(number.age != "_T" for number in shown),
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
    if "measure" in scope and use.measure not in scope["measure"]:
        return False
    if "sex" in scope and not scope["sex"] & use.sexes:
        return False
    if "obs_status" in scope and not scope["obs_status"] & use.statuses:
        return False
    if "age" in scope and not use.by_age:
        return False
    # a place that is no country, such as "unknown", is never a place under review
    here = scope.get("area", set()) | scope.get("origin", set())
    named = {place for place in here if not place.startswith("_")}
    return not named or bool(named & set(places))
