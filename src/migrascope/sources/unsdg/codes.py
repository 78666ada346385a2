"""What do the codes of the SDG database mean in the project's (SDMX) codes?

The database writes `BOTHSEX`, `<18Y`, `NONMIG`; copies of it write them in lower
case and without signs (`bothsex`, `lt18y`, `18` for 18 and over). Both are read.
A code that is not known is an error, never a new category.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

import polars as pl

from migrascope.errors import ChangedHeader, Where

HERE = files("migrascope.sources.unsdg")

NOT_A_MIGRANT = "NMIG"
"""Status of people who are no migrants; the SDMX lists have no code for them."""

_TOTALS = frozenset({"", "_t", "t", "notspec", "allage", "bothsex", "total"})
_SEXES = {
    **dict.fromkeys(_TOTALS, "_T"),
    **dict.fromkeys(("female", "f"), "F"),
    **dict.fromkeys(("male", "m"), "M"),
    **dict.fromkeys(("u", "_u", "x", "_x"), "_U"),
}
_STATUSES = {
    **dict.fromkeys(_TOTALS, "_T"),
    **dict.fromkeys(("migper", "mig", "migrant", "eumig", "noneumig"), "MIG"),
    **dict.fromkeys(("nonmig", "nmig", "non_migrant"), NOT_A_MIGRANT),
}
_FROM = {"eumig": "EU", "noneumig": "non-EU"}
_AGES: tuple[tuple[str, str], ...] = (
    (r"(\d+)[_-](\d+)", "Y{0}T{1}"),
    (r"(\d+)\+?", "Y_GE{0}"),
    (r"(?:lt|<)(\d+)y", "Y_LT{0}"),
    (r"(?:lt_|<=)(\d+)y", "Y_LE{0}"),
    (r"(?:lt|<)(\d+)m", "M_LT{0}"),
    (r"m(\d+)t(\d+)", "M{0}T{1}"),
    (r"y(\d+)t(\d+)", "Y{0}T{1}"),
    (r"y_?ge(\d+)", "Y_GE{0}"),
    (r"y_?lt(\d+)", "Y_LT{0}"),
)


def sex(code: str) -> str | None:
    """The sex that a code means, None when it is not known.

    >>> sex("BOTHSEX"), sex("female")
    ('_T', 'F')
    """
    return _SEXES.get(code.lower())


def age(code: str) -> str | None:
    """The age group that a code means, None when it is not known.

    >>> age("ALLAGE"), age("<18Y"), age("lt18y"), age("15-19"), age("18")
    ('_T', 'Y_LT18', 'Y_LT18', 'Y15T19', 'Y_GE18')
    """
    plain = code.lower()
    if plain in _TOTALS:
        return "_T"
    if plain in {"u", "_u", "x", "_x"}:
        return "_U"
    for pattern, group in _AGES:
        if found := re.fullmatch(pattern, plain):
            return group.format(*found.groups())
    return None


def status(code: str) -> str | None:
    """The migratory status that a code means, None when it is not known.

    >>> status("NONMIG"), status("eumig")
    ('NMIG', 'MIG')
    """
    return _STATUSES.get(code.lower())


def status_pairs(code: str) -> dict[str, str]:
    """What a migratory status says beyond the status: migrants from where.

    >>> status_pairs("NONEUMIG"), status_pairs("MIGPER")
    ({'migrants_from': 'non-EU'}, {})
    """
    return {"migrants_from": origin} if (origin := _FROM.get(code.lower())) else {}


def translate(
    codes: pl.Series, meaning: Callable[[str], str | None], *, where: Where, what: str
) -> pl.Series:
    """Replace codes by what they mean.

    Raises:
        ChangedHeader: a code that is not known.
    """
    plain = codes.fill_null("")
    known = {code: meaning(code) for code in plain.unique()}
    unknown = sorted(code for code, found in known.items() if found is None)
    if unknown:
        raise ChangedHeader(
            f'"{unknown[0]}" is not a known code of {what}.',
            "The code list has changed: add the code to sources/unsdg.",
            where=where,
        )
    return plain.replace_strict(
        list(known), list(known.values()), return_dtype=pl.String
    )


@cache
def natures() -> Mapping[str, tuple[str, str]]:
    """Nature of a figure → observation status and what to say about it."""
    return {row["code"]: (row["obs_status"], row["says"]) for row in _read("natures")}


@cache
def units() -> Mapping[str, tuple[tuple[str, ...], float]]:
    """Published unit → the units it can be here, and what to multiply by."""
    return {
        row["code"]: (tuple(row["units"].split("|")), float(row["factor"]))
        for row in _read("units")
    }


@cache
def dimensions() -> Mapping[str, tuple[str, frozenset[str]]]:
    """Further dimension → its key in breakdowns, and its codes for the total."""
    return {
        row["dimension"]: (row["key"], frozenset(row["totals"].split("|")) | _TOTALS)
        for row in _read("dimensions")
    }


def dimension(name: str) -> tuple[str, frozenset[str]]:
    """Key and total codes of a further dimension, known or not."""
    return dimensions().get(name, (name, _TOTALS | {"allarea", "_z"}))


@cache
def editions() -> Mapping[str, str]:
    """SHA-256 of a list of concepts → the edition of the database it belongs to."""
    return {row["concepts_sha256"]: row["edition"] for row in _read("editions")}


@cache
def series() -> tuple[str, ...]:
    """The series that `fetch` downloads."""
    return tuple(row["series"] for row in _read("series"))


def _read(name: str) -> csv.DictReader[str]:
    lines = (HERE / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return csv.DictReader(lines)
