"""Which countries are in similar conditions?

What two countries share of: sub-region, region, income group, and being least
developed, landlocked or a small island. A crude likeness, but anyone can check it, and
it is said beside every practice.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrascope.errors import UsageError
from migrascope.model import area as areas
from migrascope.model.area import Area

_INCOMES = {
    "low": "low income",
    "lower_middle": "lower-middle income",
    "upper_middle": "upper-middle income",
    "high": "high income",
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two places are: `score` from 0, and the reasons in words."""

    score: int
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return "; ".join(self.reasons)


NOTHING = Likeness(0, ())
ITSELF = 100
"""The score of a place with itself, above any other."""


def inside(place: str) -> tuple[str, ...]:
    """What speaks of a place: itself, and of a group its members.

    Everything is in the world, and hardly anything that names a country is about it.
    """
    known = areas.get(place)
    if not known.is_aggregate or known.id == areas.WORLD:
        return (known.id,)
    return (known.id, *areas.members(known.id))


def likeness(place: str, other: str) -> Likeness:
    """What two areas share, by their ids; what is in a group speaks of the group.

    >>> str(likeness("KEN", "UGA"))
    'also in Eastern Africa'
    >>> likeness("KEN", "KEN").reasons
    ('the same country',)
    """
    one, two = areas.get(place), areas.get(other)
    if one.id == two.id:
        return Likeness(ITSELF, ("the same country",))
    if two.id in inside(one.id):
        return Likeness(ITSELF, (f"in {one.name}",))
    if one.is_aggregate or two.is_aggregate:
        group, member = (one, two) if one.is_aggregate else (two, one)
        score = 0 if member.is_aggregate else _belonging(member, group)
        return Likeness(score, (f"in {group.name}",)) if score else NOTHING
    shared = [*_region(one, two), *_group(one, two)]
    return Likeness(
        sum(score for score, _ in shared), tuple(told for _, told in shared)
    )


def nearest(place: str, others: tuple[str, ...]) -> tuple[str, Likeness]:
    """The most alike of some areas, and why; '' when there are none."""
    known = [other for other in others if areas.lookup(other)]
    compared = [(other, likeness(place, other)) for other in known]
    return max(compared, key=lambda each: each[1].score, default=("", NOTHING))


def _region(one: Area, two: Area) -> list[tuple[int, str]]:
    """The smallest region that both are in: a neighbour counts most."""
    finest = one.intermediate_region or one.sub_region
    if finest and finest == (two.intermediate_region or two.sub_region):
        return [(6, f"also in {areas.name(finest)}")]
    for score, attribute in ((3, "sub_region"), (1, "region")):
        group = getattr(one, attribute)
        if group and group == getattr(two, attribute):
            return [(score, f"also in {areas.name(group)}")]
    return []


def _group(one: Area, two: Area) -> list[tuple[int, str]]:
    shared = []
    if one.income and one.income == two.income:
        shared.append((2, f"also {_INCOMES[one.income]}"))
    if one.ldc and two.ldc:
        shared.append((2, "also least developed"))
    if one.lldc and two.lldc:
        shared.append((2, "also landlocked and developing"))
    if one.sids and two.sids:
        shared.append((2, "also a small island State"))
    return shared


def _belonging(member: Area, group: Area) -> int:
    """What it counts that a group has a country: a region more than another group.

    Everything is in the world, and of some groups the tables name no members.
    """
    if group.id == areas.WORLD:
        return 0
    if group.id in {member.region, member.sub_region, member.intermediate_region}:
        return 3
    try:
        return 2 if member.id in areas.members(group.id) else 0
    except UsageError:
        return 0
