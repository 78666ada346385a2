"""Which code does this spelling mean?

Spellings that a mapping declares come first. Beyond them only what has one meaning
is understood (`Female`, `65+`, `KEN`); everything else is refused, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import polars as pl

from migrascope.errors import BadMapping, UnknownMeasure, Where
from migrascope.model import area, measure
from migrascope.model.breakdown import clean
from migrascope.sources import places
from migrascope.sources.batch import Residuals
from migrascope.sources.mapping import words
from migrascope.sources.mapping.declaration import Dimension

SEXES = {
    **dict.fromkeys(("f", "female", "females", "woman", "women", "girls"), "F"),
    **dict.fromkeys(("m", "male", "males", "man", "men", "boys"), "M"),
    **dict.fromkeys(
        ("_t", "t", "total", "both", "both sexes", "all", "bothsex", "mf", "btsx"), "_T"
    ),
    **dict.fromkeys(("_u", "unk", "unknown", "not stated", "unspecified", "u"), "_U"),
    **words.spellings("sex"),
}
STATUSES = frozenset(
    {"MIG", "REF", "ASY", "OIP", "IDP", "STA", "RET", "RDP", "OOC", "HST"}
    | {"_T", "_U", "_Z"}
)
_AGES = (
    (r"(?:Y|Y_)?(\d+)\s*(?:T|-|–|to|_)\s*Y?(\d+)(?:\s*(?:years|yrs|y))?", r"Y\1T\2"),
    (r"(?:Y_?GE\s*|>=|≥)(\d+)", r"Y_GE\1"),
    (r"(\d+)\s*(?:\+|years? and over|and over|and older|or more)", r"Y_GE\1"),
    (r"(?:Y_?LT\s*|<|under\s+|less than\s+)(\d+)", r"Y_LT\1"),
    (r"Y?(\d+)(?:\s*years?)?", r"Y\1"),
)
_WHOLE = {
    **dict.fromkeys(("_t", "total", "all ages", "all"), "_T"),
    **dict.fromkeys(("_u", "unk", "unknown", "not stated", "unspecified"), "_U"),
}
_EUROSTAT = {"EL": "GRC", "UK": "GBR"}


def encode(
    texts: pl.Series,
    dimension: Dimension,
    name: str,
    *,
    rows: pl.Series,
    where: Where,
    residuals: Residuals,
    remedy: str,
) -> pl.Series:
    """Spellings as codes; `remedy` is the mapping file, for messages.

    Raises:
        UnknownPlace: a place without an area, with the nearest three.
        BadMapping: any other spelling without a code, or an empty cell.
    """
    plain = texts.cast(pl.String).str.strip_chars()
    if dimension.blank:
        plain = plain.fill_null(dimension.blank)
    gap = plain.is_null().arg_true()
    if len(gap):
        if name.startswith("breakdown."):
            plain = plain.fill_null("")
        else:
            raise _empty(name, rows, int(gap[0]), where=where, remedy=remedy)
    if name in ("area", "origin"):
        table = _places(plain, dimension)
        return places.match(
            plain,
            table,
            where=where,
            rows=rows,
            residuals=residuals,
            remedy=f"[{name}.map] in {remedy}",
        )
    return _translated(plain, dimension, name, rows=rows, where=where, remedy=remedy)


def code(text: str, name: str) -> str | None:
    """What a spelling means without a declaration, or None.

    >>> code("Female", "sex"), code("65+", "age"), code("0-4", "age")
    ('F', 'Y_GE65', 'Y0T4')
    """
    known = _KNOWN.get(name, clean)
    return known(text)


def age(text: str) -> str | None:
    """An age group as the SDMX code, or None."""
    whole = _WHOLE.get(text.casefold())
    if whole:
        return whole
    for pattern, shape in _AGES:
        found = re.fullmatch(pattern, text, re.IGNORECASE)
        if found:
            return found.expand(shape)
    return None


def place_kinds(texts: Iterable[str]) -> dict[str, int]:
    """How many of the texts each way of spelling places would understand."""
    distinct = {text.strip() for text in texts}
    return {
        kind: sum(1 for text in distinct if place(text, kind) is not None)
        for kind in ("iso3", "iso2", "eurostat", "m49", "unhcr", "world_bank", "name")
    }


def place(text: str, kind: str) -> str | None:
    """The area that a text means in one way of spelling places, or None."""
    if kind in ("name", "any"):
        looks_like_code = re.fullmatch(r"[A-Z]{2,3}|\d+", text)
        if kind == "name" and looks_like_code:
            return None
        return area.lookup(text)
    found = _table(kind).get(text)
    if found is None and kind in ("m49", "unsd") and text.isdecimal():
        found = _table(kind).get(str(int(text)).zfill(3))
    return found


def _places(texts: pl.Series, dimension: Dimension) -> dict[str, str]:
    """Every spelling that can be understood, for the column and for the advice."""
    kind = dimension.kind
    table = dict(_table(kind) if kind not in ("name", "any") else _names())
    for text in texts.unique().to_list():
        found = place(text, kind)
        if found is not None:
            table[text] = found
    return table | dict(dimension.codes) | {"_T": "_T", "_Z": "_Z"}


@cache
def _table(kind: str) -> Mapping[str, str]:
    """Spelling → area id, for one system of codes."""
    match kind:
        case "iso3":
            return area.by_iso3
        case "m49":
            return area.by_m49
        case "unsd":
            return area.by_unsd
        case "unhcr":
            return area.by_unhcr
        case "world_bank":
            return area.by_world_bank
        case "id":
            return {each.id: each.id for each in area.table()}
    iso2 = {each.iso2: each.id for each in area.table() if each.iso2}
    return iso2 | _EUROSTAT if kind == "eurostat" else iso2


@cache
def _names() -> Mapping[str, str]:
    return {each.name: each.id for each in area.table()}


def _translated(
    texts: pl.Series,
    dimension: Dimension,
    name: str,
    *,
    rows: pl.Series,
    where: Where,
    remedy: str,
) -> pl.Series:
    distinct = texts.unique().to_list()
    known = {
        text: dimension.codes.get(text, None)
        if text in dimension.codes
        else code(text, name)
        for text in distinct
    }
    bad = [text for text, meaning in known.items() if meaning is None]
    if bad:
        position = int(texts.is_in(bad).arg_true()[0])
        others = f" ({len(bad) - 1} more like it)" if len(bad) > 1 else ""
        raise BadMapping(
            f'"{texts[position]}" is no {name} that is known{others}.',
            f"Declare it in {remedy}: [{name}.map], with the spelling and its code.",
            where=Where(where.file, where.sheet, int(rows[position]), where.column),
        )
    return texts.replace_strict(
        list(known), list(known.values()), return_dtype=pl.String
    )


def _sex(text: str) -> str | None:
    return SEXES.get(text.casefold())


def _status(text: str) -> str | None:
    return text if text in STATUSES else None


def _measure(text: str) -> str | None:

    try:
        return measure.get(text).code
    except UnknownMeasure:
        return None


_KNOWN: dict[str, Callable[[str], str | None]] = {
    "sex": _sex,
    "age": age,
    "status": _status,
    "measure": _measure,
}


def _empty(
    name: str, rows: pl.Series, position: int, *, where: Where, remedy: str
) -> BadMapping:
    return BadMapping(
        f"the {name} of this row is empty.",
        f"In {remedy}, leave the row out with [[skip]], end the table with "
        f'"last" or "until", declare [{name}] blank = "…", or fill = true '
        "when the cell above holds for it.",
        where=Where(where.file, where.sheet, int(rows[position]), where.column),
    )
