"""How are estimated movements shown to a person?

The world in a screen, or an area with those it exchanged people with. A figure of
the headline method never stands alone: low and high stand beside it. Below every
table: the method, the editions, and that nobody counted this.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from migrascope.cli import asking, flows_failing, printing
from migrascope.cli.context import Context
from migrascope.cli.flows_words import NOTE, SEXES, WIDTH, count, span
from migrascope.language.numbers import rounded

if TYPE_CHECKING:
    from migrascope.flows.estimates import Estimates
    from migrascope.flows.side_by_side import Balance, Said, SideBySide


@dataclass(frozen=True, slots=True)
class Place:
    """An area or a group that was asked for, and its members."""

    id: str
    members: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name for people."""
        return asking.area_name(self.id)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The tables of one sex, interval after interval, and how they are shown.

    `is_banded` is false when the user wants no low and high; `failed` are the methods
    without a table of the newest interval.
    """

    context: Context
    sides: Sequence[SideBySide]
    is_banded: bool
    top: int
    failed: tuple[str, ...]

    @property
    def newest(self) -> SideBySide:
        """The last interval, which is shown in full."""
        return self.sides[-1]

    @property
    def has_range(self) -> bool:
        """Whether a low and a high stand beside each figure."""
        several = self.newest.band is not None or len(self.newest.methods) > 1
        return self.is_banded and several

    @property
    def which(self) -> str:
        """The interval of a list, where there are several."""
        return f", {self.newest.interval}" if len(self.sides) > 1 else ""

    @property
    def opening(self) -> str:
        """How the sentence begins that speaks of the newest of several intervals."""
        return f"In {self.newest.interval}, " if len(self.sides) > 1 else ""

    def heads(self, name: str) -> list[str]:
        """The headers of one figure."""
        return [name, "low", "high"] if self.has_range else [name]

    def texts(self, said: Said, *, signed: bool = False) -> list[str]:
        """One figure, with its low and high."""
        several = (said.persons, said.low, said.high)
        figures = several if self.has_range else several[:1]
        return [count(each, signed=signed) for each in figures]


def world(sheet: Sheet, *, whole: Sequence[SideBySide] | None = None) -> None:
    """Totals, and the largest corridors of the newest interval; one sex.

    `whole` are the tables before areas were put together into groups.
    """
    newest = sheet.newest
    what = "areas" if whole is None else "groups of areas"
    _heading(f"Movements between {len(newest.areas)} {what}", sheet)
    said = newest.total()
    text = f"{sheet.opening}{rounded(said.persons)} people moved, by {newest.headline}"
    if sheet.has_range:
        text += f"; {_who_says(newest)} {rounded(said.low)} to {rounded(said.high)}"
    click.echo(f"{text}.")
    if whole is not None:
        inside = whole[-1].shown.total - newest.shown.total
        click.echo(f"{rounded(inside)} more moved within the groups.")
    click.echo()
    if len(sheet.sides) == 1:
        rows = [[each.method, count(each.total)] for each in newest.tables]
        rows += _without_figures(sheet, 1)
        printing.table(sheet.context, ("method", "moved"), rows, right={"moved"})
    else:
        _by_interval(sheet, [("moved", [side.total() for side in sheet.sides])])
    click.echo(f"\nThe largest corridors{sheet.which}:")
    rows = [
        [
            asking.area_name(each.origin),
            asking.area_name(each.destination),
            *sheet.texts(each.said),
        ]
        for each in newest.largest(top=sheet.top)
    ]
    headers = ["from", "to", *sheet.heads("moved")]
    printing.table(sheet.context, headers, rows, right=headers[2:])


def area(sheet: Sheet, place: Place) -> None:
    """Who came and who left, by method, and the most important partners; one sex."""
    newest = sheet.newest
    balance = newest.balance(place.members)
    _heading(place.name, sheet)
    click.echo(f"{_came_and_left(sheet, balance)}\n")
    if len(sheet.sides) == 1:
        _crossings(sheet, place)
    else:
        balances = [side.balance(place.members) for side in sheet.sides]
        _by_interval(
            sheet,
            [
                ("came", [each.arrivals for each in balances]),
                ("left", [each.departures for each in balances]),
            ],
        )
    partners = newest.partners(place.members, top=sheet.top)
    if not partners:
        return
    click.echo(f"\nFrom and to{sheet.which}:")
    rows = [
        [
            asking.area_name(each.area),
            *sheet.texts(each.arrivals),
            *sheet.texts(each.departures),
        ]
        for each in partners
    ]
    headers = ["area", *sheet.heads("came"), *sheet.heads("left")]
    printing.table(sheet.context, headers, rows, right=headers[1:])


def corridor(sheet: Sheet, place: Place, partner: Place) -> None:
    """What the methods say about two places, both ways; one sex."""
    newest = sheet.newest
    there, back = f"{place.id} to {partner.id}", f"{partner.id} to {place.id}"
    _heading(f"{place.name} and {partner.name}", sheet)
    click.echo()
    ways = (
        [side.between(place.members, partner.members) for side in sheet.sides],
        [side.between(partner.members, place.members) for side in sheet.sides],
    )
    if len(sheet.sides) > 1 or newest.band is not None:
        said = [[each for each, _ in way] for way in ways]
        _by_interval(sheet, list(zip((there, back), said, strict=True)))
    if len(sheet.sides) == 1:
        if newest.band is not None:
            click.echo()
        rows = [
            [method, count(out), count(home)]
            for method, out, home in zip(
                newest.methods, ways[0][0][1], ways[1][0][1], strict=True
            )
        ]
        rows += _without_figures(sheet, 2)
        printing.table(
            sheet.context, ("method", there, back), rows, right={there, back}
        )


def below(sheet: Sheet, made: Estimates, *, weighed: str, wanted: str) -> None:
    """Method, what failed, editions, weights of corridors, and what these figures are.

    `wanted` is the method that was to stand in front.
    """
    from migrascope.flows import methods

    newest = sheet.newest
    lead = methods.get(newest.headline)
    is_other = any(each.method == wanted for each in made.failures) and (
        newest.headline != wanted
    )
    why = f", because {wanted} failed" if is_other else ""
    click.echo()
    click.echo(textwrap.fill(f"In front: {lead.code}, {lead.title}{why}.", WIDTH))
    if sheet.has_range:
        told = (
            f"the least and the most of {len(newest.methods)} methods; what each "
            "assumes: migrascope flows methods"
            if made.bands is None
            else made.bands.says
        )
        click.echo(textwrap.fill(f"Low and high: {told}", WIDTH))
    flows_failing.below(made.failures)
    click.echo(textwrap.fill(f"From: {', '.join(made.editions)}", WIDTH))
    if weighed:
        click.echo(textwrap.fill(weighed, WIDTH))
    click.echo(NOTE)


def _heading(what: str, sheet: Sheet) -> None:
    first, last = sheet.sides[0], sheet.newest
    days = span(first.interval.start, last.interval.end)
    many = f"{len(sheet.sides)} intervals, " if len(sheet.sides) > 1 else ""
    click.echo(f"{what}, {many}{days}, {SEXES[last.sex]} (persons, estimated)")


def _who_says(side: SideBySide) -> str:
    if side.band is not None:
        return "by resampling,"
    return f"{len(side.methods)} methods say"


def _came_and_left(sheet: Sheet, balance: Balance) -> str:
    newest = sheet.newest
    came, left = balance.arrivals, balance.departures
    net = round(balance.net.persons)
    text = (
        f"{sheet.opening}{rounded(round(came.persons))} people came and "
        f"{rounded(round(left.persons))} left by {newest.headline}: "
        f"{rounded(abs(net))} {'more' if net >= 0 else 'fewer'}."
    )
    if sheet.has_range:
        text += (
            f"\n{_who_says(newest).capitalize()} {rounded(round(came.low))} to "
            f"{rounded(round(came.high))} came, {rounded(round(left.low))} to "
            f"{rounded(round(left.high))} left."
        )
    return text


def _crossings(sheet: Sheet, place: Place) -> None:
    """Came, left, net for each method; for a group also what moved inside."""
    crossings = sheet.newest.crossings(place.members)
    headers = ["method", "came", "left", "net"]
    is_group = any(each.inside for each in crossings)
    headers += ["inside"] if is_group else []
    rows = [
        [
            each.method,
            count(each.arrivals),
            count(each.departures),
            count(each.net, signed=True),
            *([count(each.inside)] if is_group else []),
        ]
        for each in crossings
    ]
    rows += _without_figures(sheet, len(headers) - 1)
    printing.table(sheet.context, headers, rows, right=headers[1:])


def _without_figures(sheet: Sheet, columns: int) -> list[list[str]]:
    """The methods that failed, with a mark in the place of each figure."""
    return [[method, *[count(None)] * columns] for method in sheet.failed]


def _by_interval(sheet: Sheet, columns: Sequence[tuple[str, Sequence[Said]]]) -> None:
    """A row for each interval; every figure with its low and high."""
    headers = ["", *(head for name, _ in columns for head in sheet.heads(name))]
    rows = [
        [
            _named(side, sheet),
            *(text for _, said in columns for text in sheet.texts(said[at])),
        ]
        for at, side in enumerate(sheet.sides)
    ]
    printing.table(sheet.context, headers, rows, right=headers[1:])
    if len({side.interval.years for side in sheet.sides}) > 1:
        click.echo("Mind: the intervals are not equally long.")


def _named(side: SideBySide, sheet: Sheet) -> str:
    """An interval; with its method, where the one in front failed."""
    is_other = side.headline != sheet.newest.headline
    return f"{side.interval}{f', by {side.headline}' if is_other else ''}"
