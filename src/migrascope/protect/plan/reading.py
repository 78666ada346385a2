"""What does this plan file say, and can it be meant?

`plan.toml` becomes a `Plan`. Whatever cannot be meant (an unknown key, two decisions
about one column, a promise that is none) is refused with the key, its line and what
would be right, before any case is read.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from migrascope.errors import BadPlan, Where
from migrascope.protect.plan import checking, groupings, steps
from migrascope.protect.plan.lines import Place
from migrascope.protect.plan.model import (
    ClosenessPromise,
    Column,
    Distance,
    Diversity,
    DiversityPromise,
    Few,
    Kind,
    Missing,
    Plan,
    Promise,
    Role,
)

STEPS: Mapping[str, type[steps.Step]] = {
    "recode": steps.Recode,
    "search_recoding": steps.SearchRecoding,
    "top_code": steps.TopCode,
    "bottom_code": steps.BottomCode,
    "suppress": steps.Suppress,
    "microaggregate": steps.Microaggregate,
    "add_noise": steps.AddNoise,
    "pram": steps.Pram,
    "rank_swap": steps.RankSwap,
    "pseudonymise": steps.Pseudonymise,
    "group_rare": steps.GroupRare,
    "coarsen_date": steps.CoarsenDate,
    "shift_dates": steps.ShiftDates,
}
"""How a plan names the steps, in `do`."""

_TEXTS = ("title", "source", "purpose", "responsible", "missing")
_TABLES = ("promise", "column", "step")
_REFERENCE = (
    "The reference of plans lists every key; `migrascope protect plan` writes one."
)
_Meant = TypeVar("_Meant")


def load(path: Path) -> Plan:
    """Read a plan file; hierarchies in CSV files are looked for beside it.

    Raises:
        BadPlan: it cannot be read, or says the impossible; names key and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise BadPlan(
            "there is no such plan.",
            "Check its name; `migrascope protect plan CASES` proposes one.",
            where=str(path),
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadPlan(
            "the plan cannot be read.",
            "It must be a text file in UTF-8 that you may read.",
            where=str(path),
        ) from error
    return parse(text, file=path.name, folder=path.parent)


def parse(text: str, *, file: str = "plan.toml", folder: Path | None = None) -> Plan:
    """The plan that a text says; `folder` holds the CSV files of hierarchies.

    Raises:
        BadPlan: it says the impossible; names key and line.
    """
    entries = _entries(text, file)
    top = Place(file, text)
    _known(entries, (*_TEXTS, *_TABLES), top)
    columns = tuple(
        _column(each, Place(file, text, "column", number), folder)
        for number, each in enumerate(_tables(entries, "column", top))
    )
    plan = Plan(
        title=_text(entries, "title", top),
        columns=columns,
        promise=_promise(entries.get("promise", {}), top, columns),
        missing=_one_of(Missing, entries, "missing", top),
        steps=tuple(
            _step(each, Place(file, text, "step", number))
            for number, each in enumerate(_tables(entries, "step", top))
        ),
        purpose=_text(entries, "purpose", top),
        responsible=_text(entries, "responsible", top),
        source=_text(entries, "source", top),
    )
    checking.check(plan, file=file, text=text)
    return plan


def _entries(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise BadPlan(
            f"the plan is not valid TOML: {error}.",
            "Texts stand in quotes; a table of a column starts with [[column]].",
            where=Where(file, line=int(found[1]) if found else None),
        ) from error


def _column(raw: dict[str, Any], place: Place, folder: Path | None) -> Column:
    name = raw.get("name")
    place = dataclasses.replace(place, name=name if isinstance(name, str) else "")
    _known(raw, [key for key in _keys(Column) if key != "grouping"], place)
    if isinstance(raw.get("missing_marks"), list):
        # -99 and "-99" are the same mark: case files are read as texts.
        marks = [
            str(mark) if isinstance(mark, (int, float)) else mark
            for mark in raw["missing_marks"]
        ]
        raw = {**raw, "missing_marks": marks}
    raw = {
        **raw,
        "role": _one_of(Role, raw, "role", place, needed=True),
        "kind": _one_of(Kind, raw, "kind", place),
        "rare": _one_of(Few, raw, "rare", place),
    }
    column = _convert(raw, Column, place)
    if not column.name.strip():
        raise place.wrong("name", "is empty.", "Name a column of the file.")
    if not groupings.is_file(column.hierarchy):
        return column
    grouping = groupings.load(column, folder, place)
    return dataclasses.replace(column, grouping=grouping)


def _promise(raw: Any, top: Place, columns: Iterable[Column]) -> Promise:
    place = dataclasses.replace(top, heading="promise")
    if not isinstance(raw, dict):
        raise top.wrong("promise", "must be a table: [promise].", _REFERENCE)
    _known(raw, _keys(Promise), place)

    def within(key: str, number: int) -> Place:
        return dataclasses.replace(top, heading=f"promise.{key}", number=number)

    diversity = []
    for number, each in enumerate(_tables(raw, "diversity", place)):
        own = within("diversity", number)
        _known(each, _keys(DiversityPromise), own)
        kind = _one_of(Diversity, each, "kind", own)
        diversity.append(_convert({**each, "kind": kind}, DiversityPromise, own))
    closeness = []
    for number, each in enumerate(_tables(raw, "closeness", place)):
        own = within("closeness", number)
        _known(each, ("column", "t", "distance"), own)
        closeness.append(_closeness(each, own, columns))
    plain = {
        key: value
        for key, value in raw.items()
        if key not in {"diversity", "closeness"}
    }
    plain["households"] = _one_of(Few, raw, "households", place)
    return dataclasses.replace(
        _convert(plain, Promise, place),
        diversity=tuple(diversity),
        closeness=tuple(closeness),
    )


def _closeness(
    raw: dict[str, Any], place: Place, columns: Iterable[Column]
) -> ClosenessPromise:
    """A promise of closeness, with the distance that goes by the kind if none is said.

    The hierarchy of the column goes along, so that everybody measures by the same.
    """
    column = next((each for each in columns if each.name == raw.get("column")), None)
    distance = _one_of(Distance, raw, "distance", place)
    if "distance" not in raw and column and column.kind is not Kind.CATEGORY:
        distance = Distance.ORDERED
    promise = _convert({**raw, "distance": distance}, ClosenessPromise, place)
    if column is None or distance is not Distance.HIERARCHICAL:
        return promise
    return dataclasses.replace(promise, grouping=column.grouping)


def _step(raw: dict[str, Any], place: Place) -> steps.Step:
    do = raw.get("do")
    if not isinstance(do, str) or do not in STEPS:
        says = "is missing." if do is None else f"names no step{_offer(do, STEPS)}"
        raise place.wrong("do", says, f"Steps: {', '.join(STEPS)}.")
    meant = STEPS[do]
    place = dataclasses.replace(place, name=do)
    _known(raw, ("do", *_keys(meant)), place)
    return _convert({k: v for k, v in raw.items() if k != "do"}, meant, place)


def _convert(raw: dict[str, Any], meant: type[_Meant], place: Place) -> _Meant:
    """A value of the model; what msgspec finds wrong is said with key and line."""
    try:
        return msgspec.convert(raw, meant)
    except msgspec.ValidationError as error:
        told = str(error)
        missing = re.search(r"missing required field `(\w+)`", told)
        if missing:
            raise place.wrong(missing[1], "is missing.", _REFERENCE) from error
        found = re.search(r" - at `\$\.(\w+)", told)
        wanted = re.search(r"Expected `([^`]+)`", told)
        kind = _WORDS.get(wanted[1], wanted[1]) if wanted else "something else"
        raise place.wrong(
            found[1] if found else "table", f"must be {kind}.", _REFERENCE
        ) from error


_WORDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "array": "a list",
    "object": "a table",
}


def _keys(meant: type[Any]) -> tuple[str, ...]:
    return tuple(each.name for each in dataclasses.fields(meant))


def _known(raw: Mapping[str, Any], keys: Iterable[str], place: Place) -> None:
    """Refuse keys that nobody reads: they are misspelled."""
    known = tuple(keys)
    for key in raw:
        if key not in known:
            says = f"is unknown{_offer(key, known)}"
            raise place.wrong(key, says, f"Known keys: {', '.join(known)}.")


def _tables(raw: Mapping[str, Any], key: str, place: Place) -> list[dict[str, Any]]:
    value = raw.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        heading = f"{place.heading}.{key}" if place.heading else key
        raise place.wrong(key, f"must be tables: [[{heading}]].", _REFERENCE)
    return value


def _text(raw: Mapping[str, Any], key: str, place: Place) -> str:
    value = raw.get(key, "")
    if not isinstance(value, str):
        raise place.wrong(key, "must be a text.", "Put it in quotes.")
    return value


_Choice = TypeVar("_Choice", bound=StrEnum)


def _one_of(
    choices: type[_Choice],
    raw: Mapping[str, Any],
    key: str,
    place: Place,
    *,
    needed: bool = False,
) -> _Choice:
    """A word out of a list; the first of the list when it is not given."""
    words = [str(each) for each in choices]
    value = raw.get(key)
    if value is None and not needed:
        return next(iter(choices))
    if value is None:
        raise place.wrong(key, "is missing.", f"One of: {', '.join(words)}.")
    if value not in words:
        says = f"is unknown{_offer(value, words)}"
        raise place.wrong(key, says, f"One of: {', '.join(words)}.")
    return choices(value)


def _offer(word: Any, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(word), list(known), n=1)
    return f'; did you mean "{near[0]}"?' if near else "."
