"""What are the key figures of the country?"""

from __future__ import annotations

from migrascope.language.numbers import MISSING, with_unit
from migrascope.model.estimate import Estimate
from migrascope.review.context import Context
from migrascope.review.model import Number, Section, Sentence, Tile

TITLE = "At a glance"

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
OLD = 6
"""Years after which a figure is marked as the newest that there is."""


def section(context: Context) -> Section:
    """Nine figures, each with its year; a dash where nobody publishes one."""
    tiles = tuple(
        _tile(context, code, label, context.latest(code)) for code, label in TILES
    )
    return Section("glance", TITLE, _lead(context, tiles), tiles=tiles)


def _tile(context: Context, code: str, label: str, figure: Estimate | None) -> Tile:
    if figure is None or figure.value is None:
        return Tile(label, MISSING, "no figure published")
    old = context.today.year - figure.period.year > OLD
    return Tile(
        label,
        with_unit(figure.value, figure.unit),
        f"{figure.period}, nothing newer" if old else str(figure.period),
        Number(code, context.area, figure),
    )


def _lead(context: Context, tiles: tuple[Tile, ...]) -> Sentence:
    known = [tile for tile in tiles if tile.number is not None]
    if not known:
        return Sentence(
            f"The sources used here publish none of the key figures for "
            f"{context.inside}. The chapter on gaps lists what is missing."
        )
    if len(known) == len(tiles):
        return Sentence(f"The key figures for {context.inside}, each with its year.")
    missing = len(tiles) - len(known)
    verb = "is" if missing == 1 else "are"
    return Sentence(
        f"The key figures for {context.inside}, each with its year; {missing} of "
        f"{len(tiles)} {verb} not published."
    )
