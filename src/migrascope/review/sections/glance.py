"""What are the key figures of the country?"""

from __future__ import annotations

from collections.abc import Iterator

from migrascope.language.grammar import capital, listing, number_word
from migrascope.language.numbers import MISSING, with_unit
from migrascope.model.area import WORLD
from migrascope.model.estimate import Estimate
from migrascope.model.observation import Status
from migrascope.review import marks
from migrascope.review.context import Context
from migrascope.review.model import Number, Section, Sentence, Tile
from migrascope.review.wording import is_old, people

TITLE = "At a glance"

REMARKED = frozenset({Status.PROVISIONAL, Status.FORECAST})
COUNTED_WITH = {"XKX": "SRB"}
"""Areas whose people UN DESA and UNHCR count with those of another."""

TILES = (
    ("migrant-stock", "People who came"),
    ("migrant-share", "Their share of the population"),
    ("diaspora", "People who left"),
    ("refugees-hosted", "Refugees here"),
    ("refugees-by-origin", "Refugees from here"),
    ("idps", "Displaced inside"),
    ("remittances-received", "Remittances received"),
    ("17.3.2", "Remittances compared with GDP"),
    ("10.c.1", "Cost of sending 200 US dollars"),
)


def section(context: Context) -> Section:
    """Nine figures, each with its year; a dash where nobody publishes one."""
    tiles = tuple(
        _tile(context, code, label, context.latest(code)) for code, label in TILES
    )
    return Section(
        "glance", TITLE, _lead(context, tiles), body=_body(context), tiles=tiles
    )


def _tile(context: Context, code: str, label: str, figure: Estimate | None) -> Tile:
    if figure is None or figure.value is None:
        return Tile(label, MISSING, "no figure published")
    return Tile(
        label,
        with_unit(figure.value, figure.unit),
        ", ".join((str(figure.period), *_remarks(context, code, figure))),
        Number(code, context.area, figure),
    )


def _remarks(context: Context, code: str, figure: Estimate) -> Iterator[str]:
    if code == "idps" and figure.value == 0:
        yield "as far as anybody counted"
    elif figure.unit == "USD" and figure.value == 0:
        yield "perhaps not reported"
    if is_old(context, figure):
        yield "nothing newer"
    elif figure.status in REMARKED:
        yield marks.word(figure.status)


def _lead(context: Context, tiles: tuple[Tile, ...]) -> Sentence:
    known = [tile for tile in tiles if tile.number is not None]
    if not known:
        return Sentence(
            f"The sources used here publish none of the key figures for "
            f"{context.inside}. The chapter on gaps lists what is missing."
        )
    stock, diaspora = context.latest("migrant-stock"), context.latest("diaspora")
    if stock is None or diaspora is None or context.area == WORLD:
        return Sentence(f"{_known(context, tiles)}, each with its year.")
    here = people(stock.value or 0.0)
    from_here = people(diaspora.value or 0.0)
    return Sentence(
        f"By the newest figures, {here} who {_was(stock)} born elsewhere "
        f"{_live(stock)} in {context.inside}, and {from_here} from {context.inside} "
        f"{_live(diaspora)} elsewhere.",
        (
            Number("migrant-stock", context.area, stock),
            Number("diaspora", context.area, diaspora),
        ),
    )


def _known(context: Context, tiles: tuple[Tile, ...]) -> str:
    missing = sum(tile.number is None for tile in tiles)
    if not missing:
        return f"The key figures for {context.inside}"
    known = len(tiles) - missing
    verb = "is" if known == 1 else "are"
    return (
        f"{capital(number_word(known))} of {len(tiles)} key figures {verb} published "
        f"for {context.inside}"
    )


def _was(figure: Estimate) -> str:
    return "was" if figure.value == 1 else "were"


def _live(figure: Estimate) -> str:
    return "lives" if figure.value == 1 else "live"


def _body(context: Context) -> tuple[Sentence, ...]:
    """Whose figures these are, where that is not the country alone."""
    count = len(context.members)
    if context.facts.kind == "dissolved":
        names = listing([context.partner_inside(each) for each in context.members])
        return (
            Sentence(
                f"The figures are those of what is now {names}, and of the former "
                "state for years in which none of them has a figure."
            ),
        )
    if context.has_members:
        return (
            Sentence(
                f"Figures are added over those of the {count} members for which they "
                "are published."
            ),
        )
    if context.area in COUNTED_WITH:
        other = context.partner_inside(COUNTED_WITH[context.area])
        return (
            Sentence(
                f"Several sources count {context.inside} together with {other}, and "
                "publish no figure of its own."
            ),
        )
    return ()
