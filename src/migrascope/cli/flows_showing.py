"""Which tables of movements are shown, of which places, put together how?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from migrascope.cli import asking, flows_failing, flows_tables
from migrascope.cli.flows_tables import Place
from migrascope.errors import UsageError
from migrascope.flows import listing, methods
from migrascope.flows.measures import lumping
from migrascope.flows.side_by_side import (
    HEADLINE,
    SideBySide,
    not_in_tables,
    side_by_side,
)
from migrascope.store.own import licence_of

if TYPE_CHECKING:
    import polars as pl

    from migrascope.cli.context import Context
    from migrascope.cli.flows_asking import Asked
    from migrascope.flows.estimates import Estimates


@dataclass(frozen=True, slots=True)
class View:
    """What the user wants to see of the estimates.

    `places` are the areas asked for, `partner` the one on the other side; `by` is
    a grouping of the areas; `top` the lines of a list; with `is_banded` false, low
    and high are left out.
    """

    places: tuple[Place, ...]
    partner: Place | None
    by: str | None
    top: int
    is_banded: bool

    @property
    def has_groups(self) -> bool:
        """Whether areas are added up, in the rows or in the lists."""
        sides = (*self.places, *([self.partner] if self.partner else []))
        return self.by is not None or any(len(each.members) > 1 for each in sides)

    @property
    def members(self) -> tuple[str, ...] | None:
        """The areas asked for, groups taken apart; None for the world."""
        if not self.places:
            return None
        return tuple(each for place in self.places for each in place.members)


def place(text: str) -> Place:
    """The area or group that a code or a name means.

    Raises:
        UnknownArea: none; the nearest three are named.
    """
    from migrascope.model import area

    id_ = asking.origin_named(text)
    return Place(id_, tuple(dict.fromkeys((id_, *area.members(id_)))))


def places(areas: Sequence[str]) -> tuple[Place, ...]:
    """The places that were asked for; the world is all of them, and none."""
    from migrascope.model.area import WORLD

    return tuple(each for each in map(place, areas) if each.id != WORLD)


def partner_of(here: Place, text: str) -> Place:
    """The other side; what belongs to both sides is on the first.

    Raises:
        UsageError: nothing of it is elsewhere.
    """
    other = place(text)
    outside = tuple(each for each in other.members if each not in here.members)
    if not outside or other.id == here.id:
        raise UsageError(
            f"{other.name} lies within {here.name}: nobody moves between them.",
            "Name another area with --partner.",
        )
    return Place(other.id, outside)


def refuse_absent(made: Estimates, view: View) -> None:
    """Refuse a place of which no member has a row in the tables.

    Raises:
        UnknownArea: there is one; says why that can be.
    """
    for each in (*view.places, *([view.partner] if view.partner else [])):
        if set(each.members).isdisjoint(made.areas):
            raise not_in_tables([each.id], made.tables[0].areas)


def headline(asked: Sequence[str]) -> str:
    """The method in front: the first that was named, else the usual one."""
    return next((each for each in asked if each != asking.EVERY), HEADLINE)


def tables(
    context: Context, made: Estimates, asked: Asked, view: View, *, lead: str
) -> None:
    """Print what was asked for, sex by sex."""
    sheets = [
        flows_tables.Sheet(
            context,
            sides := _sides(made, sex, view, lead),
            view.is_banded,
            view.top,
            _failed(made, sides[-1]),
        )
        for sex in made.sexes
    ]
    for number, sheet in enumerate(sheets):
        if number:
            context.console.print()
        if view.partner is not None:
            flows_tables.corridor(sheet, view.places[0], view.partner)
        elif view.places:
            for spot, each in enumerate(view.places):
                if spot:
                    context.console.print()
                flows_tables.area(sheet, each)
        else:
            sex = sheet.newest.sex
            whole = _sides(made, sex, None, lead) if view.by else None
            flows_tables.world(sheet, whole=whole)
    seeding = asked.seeding(context.evidence)
    flows_tables.below(
        sheets[-1],
        made,
        weighed=seeding.says if seeding else "",
        wanted=headline(asked.methods),
    )


def rows(made: Estimates, view: View, *, lead: str) -> pl.DataFrame:
    """The movements that were asked for, as one long table."""
    sides = [side for sex in made.sexes for side in _sides(made, sex, view, lead)]
    found = listing.listed(
        sides,
        of=view.members,
        among=None if view.partner is None else view.partner.members,
        bands=made.bands,
    )
    return found if view.is_banded else found.drop("low", "high")


def about(
    context: Context, made: Estimates, asked: Asked, view: View, *, lead: str
) -> dict[str, Any]:
    """What must be known of the rows, for programs."""
    seeding = asked.seeding(context.evidence)
    names = (*made.editions, *(seeding.editions if seeding else ()))
    inputs = [context.evidence.edition(each) for each in names]
    return {
        "what": "movements of people between areas, estimated from stocks; not counts",
        "method_in_front": lead,
        "methods": {code: methods.get(code).title for code in made.methods},
        "editions": list(names),
        "licence": licence_of(inputs).id,
        "citation": " ".join(dict.fromkeys(each.citation for each in inputs)),
        "options": {
            "residuals": made.options.residuals.value,
            "refugees": made.options.refugees.value,
            "gaps": made.options.gaps.value,
            "net_totals": made.options.net_totals.value,
            "seed_by": asked.seed_by,
        },
        "low_and_high": _low_and_high(made) if view.is_banded else None,
        "fits": [
            {
                "method": table.method,
                "sex": table.sex,
                "start": table.interval.start.isoformat(),
                "end": table.interval.end.isoformat(),
                "rounds": table.fit.rounds,
                "largest_error": table.fit.largest_error,
                "converged": table.fit.converged,
            }
            for table in made.tables
        ],
        "failures": flows_failing.facts(made.failures),
        "not_resampled": flows_failing.facts(made.bands.failures if made.bands else ()),
    }


def _low_and_high(made: Estimates) -> str:
    if made.bands is not None:
        return made.bands.says
    return "the least and the most of the methods"


def _sides(made: Estimates, sex: str, view: View | None, lead: str) -> list[SideBySide]:
    """The tables of all methods, interval by interval; put together where asked.

    An interval for which all of them failed is left out.
    """
    found = []
    for interval in made.intervals:
        tables_ = list(made.made(sex, interval))
        if not tables_:
            continue
        front = made.front(lead, among=tables_)
        bands = made.bands
        if view is not None and view.by is not None:
            groups = _grouping(view.by, tables_[0].areas, view.members or ())
            tables_ = [lumping.lump(each, groups).table for each in tables_]
            bands = None
        found.append(side_by_side(tables_, headline=front, bands=bands))
    return found


def _failed(made: Estimates, side: SideBySide) -> tuple[str, ...]:
    """The methods that have no table beside the others."""
    return tuple(
        each.method
        for each in made.failures
        if (each.sex, each.interval) == (side.sex, side.interval)
    )


def _grouping(
    by: str, areas: tuple[str, ...], kept: Collection[str]
) -> lumping.Grouping:
    """The groups of all areas, but those that were asked for stay as they are."""
    groups = lumping.grouping(by, areas).groups
    return lumping.own(
        {each: each if each in kept else groups[each] for each in areas}, by=by
    )
