"""Is every released value one that the plan lets out?

A column that no step changes may hold only values of the original. A recoded one may
hold only groups: any raw value left there is a stray. Groups of a hierarchy file are
looked up in it; those of ours (ages, areas, dates, numbers) are told by their form,
and, for areas, from the table of areas. Numbers that were averaged, disturbed or
shifted have no list to be held against, and are not counted as checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import polars as pl

from migrascope.model import area
from migrascope.protect.verify import written
from migrascope.protect.verify.promises import Promised, Told
from migrascope.protect.verify.verdict import Check

_FREE = ("microaggregate", "add_noise", "shift_dates")
_AGE = re.compile(r"(\d+)(?:-(\d+)|(\+))")
_OPEN = 10_000
_YEAR = r"\d{4}"
_DATES = {
    "month": rf"{_YEAR}(-(0[1-9]|1[0-2])|-Q[1-4])?",
    "quarter": rf"{_YEAR}(-Q[1-4])?",
    "year": _YEAR,
    "five_years": rf"{_YEAR}-{_YEAR}",
    "ten_years": rf"{_YEAR}-{_YEAR}",
}
_COARSE = {
    "year": _YEAR,
    "quarter": rf"{_YEAR}-Q[1-4]",
    "month": rf"{_YEAR}-(0[1-9]|1[0-2])",
    "week": rf"{_YEAR}-W[0-5]\d",
}
_ENDS = r"^\S+ and (over|under)$"
"""How the classes are written into which the ends of a scale are put."""

_SPANS = {"five_years": 5, "ten_years": 10}
_NUMBER = r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?"
_BANDS = rf"any|below {_NUMBER}|{_NUMBER} or more|{_NUMBER} to below {_NUMBER}"
_REGIONS = ("intermediate_region", "sub_region", "region")
_LEVELS = {
    "age": ("wider", "five_years", "ten_years", "broad", "majority"),
    "area": _REGIONS,
    "date": tuple(_DATES),
    "number": ("sixteenths", "eighths", "quarters", "halves"),
}
Strays = Callable[[Collection[str]], Collection[str]]


def allowed(
    release: pl.DataFrame, promised: Promised, original: pl.DataFrame | None
) -> tuple[Check | None, tuple[str, ...]]:
    """The check, and the columns for which there was nothing to hold them against."""
    strays, checked = 0, 0
    free: list[str] = []
    where: list[str] = []
    for name, told in promised.columns.items():
        if name not in release.columns:
            continue
        before = None
        if original is not None and name in original.columns:
            before = original[name]
        number = _strays(release[name], told, promised, before)
        if number is None:
            free.append(name)
            continue
        checked += 1
        strays += number
        if number:
            where.append(name)
    if not checked:
        return None, tuple(free)
    says = (
        f"all values of {checked} columns are groups or values that the plan lets out."
        if not strays
        else f"{strays:,} cells of {', '.join(where)} hold values that should be gone."
    )
    return Check("values", not strays, float(strays), 0.0, says), tuple(free)


def _strays(
    column: pl.Series, told: Told, promised: Promised, before: pl.Series | None
) -> int | None:
    """How many cells are strays; None where nothing can be said."""
    steps = promised.touching(told.name)
    does = {step["do"] for step in steps}
    if does & set(_FREE):
        return None
    if "pseudonymise" in does:
        return None if before is None else _shared(column, before)
    if does & {"top_code", "bottom_code"} and not does & {"recode"}:
        return _beyond(column, steps, before)
    numeric = told.kind == "number" and not does & {"recode", "search_recoding"}
    if numeric:
        if before is None:
            return None
        found = written.number(column)
        strange = written.text(column).is_not_null() & found.is_null()
        known = before.unique()
        made_up = found.is_not_null() & ~found.is_in(known.implode())
        return _number(strange) + _number(made_up)
    texts = _ungrouped(written.text(column), steps)
    as_numbers = written.number(column)
    if told.kind == "number" and as_numbers.null_count() == texts.null_count():
        texts = written.text(as_numbers)  # 34.0 is 34, as in the original
    counts = texts.drop_nulls().alias("value").value_counts()
    of: dict[str, int] = dict(counts.iter_rows())
    raw = None if before is None else set(written.text(before).unique().drop_nulls())
    choices = list(_choices(told, steps, raw))
    if not choices:
        return None
    # where the step chose a level itself, the one that fits best is the one it took
    counted = [sum(of[value] for value in stray(of)) for stray in choices]
    return min(counted)


def _ungrouped(texts: pl.Series, steps: list[Mapping[str, Any]]) -> pl.Series:
    """Without the classes into which rare values were put."""
    classes = [
        str(step.get("into", "Other")) for step in steps if step["do"] == "group_rare"
    ]
    return texts.filter(~texts.is_in(classes).fill_null(value=False))


def _choices(
    told: Told, steps: list[Mapping[str, Any]], raw: set[str] | None
) -> Iterable[Strays]:
    """What the values may be: one rule, or one for each level that may be taken."""
    named = [step["level"] for step in steps if step["do"] == "recode"]
    coarse = [step.get("to", "year") for step in steps if step["do"] == "coarsen_date"]
    searched = any(step["do"] == "search_recoding" for step in steps)
    if coarse and not named:
        yield _matching(_COARSE[str(coarse[-1])])
    if searched or not (named or coarse):
        if raw is not None:
            yield lambda values: [each for each in values if each not in raw]
        if not searched or raw is None:
            return
    levels = _levels(told) if searched else ([str(named[-1])] if named else [])
    for level in levels:
        yield _at(told, level, raw)


def _levels(told: Told) -> list[str]:
    if told.groups:
        return [*(name for name in told.groups[0] if name), "all"]
    return [*_LEVELS.get(told.hierarchy, ()), "all"]


def _at(told: Told, level: str, raw: set[str] | None) -> Strays:
    """What is a stray at a level of a hierarchy."""
    if level == "all":
        return lambda values: [each for each in values if each != "*"]
    if told.groups:
        groups = {line[level] for line in told.groups if level in line}
        return lambda values: [each for each in values if each not in groups]
    match told.hierarchy:
        case "area":
            regions = _regions(level, raw)
            return lambda values: [each for each in values if each not in regions]
        case "age":
            return lambda values: _not_bands(values, raw)
        case "date":
            return lambda values: _not_periods(values, level)
        case "number":
            return _matching(_BANDS)
    return list


def _matching(pattern: str) -> Strays:
    shape = re.compile(pattern)
    return lambda values: [each for each in values if not shape.fullmatch(each)]


def _regions(level: str, raw: set[str] | None) -> set[str]:
    """The names that areas have at a level; an area in no region keeps its own."""
    if raw is None:
        places: list[area.Area] = list(area.table())
    else:
        ids = [area.lookup(value) for value in raw]
        places = [area.get(id_) for id_ in ids if id_ is not None]
    names = set()
    for place in places:
        own = getattr(place, level) or (
            place.sub_region if level == "intermediate_region" else ""
        )
        names.add(area.get(own).name if own else place.name)
    return names


def _not_bands(values: Collection[str], raw: set[str] | None) -> list[str]:
    """Ages that are no bands, and ages of the original that lie within a new band.

    A value of the original may stay where it is wider than the bands of its level, as
    may a word without a number.
    """
    known = raw or set()
    made = [own for each in values if each not in known and (own := _band(each))]

    def is_stray(value: str) -> bool:
        own = _years(value) if value in known else _band(value)
        if own is None:
            return value not in known
        if value not in known:
            return False
        low, high = own
        within = any(
            first <= low and high <= last and (first, last) != own
            for first, last in made
        )
        return within or (low == high and made != [])

    return [value for value in values if is_stray(value)]


def _band(text: str) -> tuple[int, int] | None:
    """The years of a band as the protectors write it."""
    found = _AGE.fullmatch(text)
    if found is None:
        return None
    return int(found[1]), int(found[2]) if found[2] else _OPEN


def _years(text: str) -> tuple[int, int] | None:
    """The years that a value of the original speaks of, however it is written."""
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    if not numbers:
        return None
    plain = re.fullmatch(r"\D*\d+(\.0+)?", text) is not None
    return numbers[0], max(numbers) if plain or len(numbers) > 1 else _OPEN


def _not_periods(values: Collection[str], level: str) -> list[str]:
    shape = re.compile(_DATES.get(level, "(?!)"))
    span = _SPANS.get(level)
    strays = []
    for value in values:
        fits = shape.fullmatch(value) is not None
        if fits and span:
            first, last = (int(year) for year in value.split("-"))
            fits = last - first == span - 1 and first % span == 0
        if not fits:
            strays.append(value)
    return strays


def _beyond(
    column: pl.Series, steps: list[Mapping[str, Any]], before: pl.Series | None
) -> int:
    """Cells with a number that should be in a class, or that was never there."""
    found, texts = written.number(column), written.text(column)
    strays = texts.is_not_null() & found.is_null() & ~texts.str.contains(_ENDS)
    for step in steps:
        bound = float(step.get("at", 0))
        if step["do"] == "top_code":
            strays |= (found >= bound).fill_null(value=False)
        elif step["do"] == "bottom_code":
            strays |= (found <= bound).fill_null(value=False)
    if before is not None:
        known = before.drop_nulls().unique().implode()
        strays |= found.is_not_null() & ~found.is_in(known)
    return _number(strays)


def _number(cells: pl.Series) -> int:
    """How many cells are meant."""
    return int(cells.fill_null(value=False).sum())


def _shared(column: pl.Series, before: pl.Series) -> int:
    """Cells with a value of the original where only pseudonyms may stand."""
    known = written.text(before).drop_nulls().unique()
    return _number(written.text(column).is_in(known.implode()))
