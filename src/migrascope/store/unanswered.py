"""Why has this question no answer?

One restriction at a time is left out: where that brings figures to light, the
message says which years, ages or editions there are instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from migrascope.errors import NoFigures
from migrascope.store import query
from migrascope.store.names import title
from migrascope.store.question import Filters, ask

if TYPE_CHECKING:
    from migrascope.store.base import Base

_YEARS = ("year", "since", "until")
_PLURALS = {
    "age": "ages",
    "sex": "sexes",
    "origin": "origins",
    "breakdown": "breakdowns",
    "status": "population groups",
    "editions": "editions",
}
_COLUMNS = {"editions": "edition"}
_MOST_NAMED = 10


def nothing_found(
    base: Base | None = None, filters: Filters | None = None
) -> NoFigures:
    """The error for a question without an answer, with what could be asked instead."""
    hints = _hints(base, filters) if base is not None and filters else []
    return NoFigures(
        "the evidence base holds nothing for this question.",
        "\n".join(hints)
        or "`migrascope catalog` lists what there is; `migrascope fetch` and "
        "`migrascope add` bring more.",
    )


def _hints(base: Base, filters: Filters) -> list[str]:
    return [
        hint
        for hint in (
            _years(base, filters),
            *(_others(base, filters, name) for name in _PLURALS),
            _akin(base, filters),
            _day(base, filters),
            _group(filters),
        )
        if hint
    ]


def _years(base: Base, filters: Filters) -> str:
    """The years of which there are figures."""
    if all(filters.get(name) is None for name in _YEARS):
        return ""
    found = _distinct(base, _without(filters, *_YEARS), 'year("end")')
    if not found:
        return ""
    first, last = min(found), max(found)
    return f"There are figures for {first if first == last else f'{first}–{last}'}."


def _others(base: Base, filters: Filters, name: str) -> str:
    """The ages, sexes, editions … of which there are figures."""
    if filters.get(name) is None:
        return ""
    column = _COLUMNS.get(name, name)
    found = sorted(map(str, _distinct(base, _without(filters, name), column)))
    named = [text or '"" (none)' for text in found[:_MOST_NAMED]]
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return (
        f"There are figures for other {_PLURALS[name]}: {', '.join(named)}{more}."
        if found
        else ""
    )


def _akin(base: Base, filters: Filters) -> str:
    """Other measures of the same: their codes begin with the code that was asked."""
    asked = filters.get("measure")
    codes = (asked,) if isinstance(asked, str) else tuple(asked or ())
    starts = tuple(f"{code}_" for code in codes)
    near = [
        each for each in base.measures(filters.get("as_of")) if each.startswith(starts)
    ]
    if not starts or not near:
        return ""
    found = sorted(_distinct(base, {**filters, "measure": near}, "measure"))
    return "\n".join(f"There are figures of {code} ({title(code)})." for code in found)


def _day(base: Base, filters: Filters) -> str:
    """Since when the base holds anything, for a question about an earlier day."""
    as_of = filters.get("as_of")
    if as_of is None or base.index.known(as_of) or not base.index.entries:
        return ""
    first = min(each.accepted for each in base.index.entries)
    return f"The base was empty on {as_of}: its first figures came on {first:%Y-%m-%d}."


def _group(filters: Filters) -> str:
    """What to do about a group of which only the countries have figures."""
    asked = filters.get("area")
    names = [asked] if isinstance(asked, str) else list(asked or ())
    if len(names) != 1:
        return ""
    from migrascope.errors import UnknownArea
    from migrascope.model import area

    try:
        found = area.get(names[0])
    except UnknownArea:
        return ""
    if not found.is_aggregate:
        return ""
    return (
        f'"{found.name}" is a group, and no publisher\'s figure of the whole is here.\n'
        f'Its countries: migrascope areas --members "{found.id}"\n'
        f'Sums and rates of them: migrascope review "{found.id}", '
        f'migrascope indicators CODE "{found.id}"'
    )


def _without(filters: Filters, *names: str) -> Filters:
    return cast(
        "Filters", {key: value for key, value in filters.items() if key not in names}
    )


def _distinct(base: Base, filters: Filters, column: str) -> list[Any]:
    """What stands in a column of the figures that answer a wider question."""
    question = ask(filters)
    files = query.observation_files(base.folder, question.entries(base.index))
    if not files:
        return []
    where, values = query.conditions(question)
    sql = f"SELECT DISTINCT {column} FROM read_parquet(?) WHERE {where}"  # noqa: S608 - names are ours
    with query.reading(files):
        answer = base.connection.cursor().execute(
            sql, [[str(file) for file in files], *values]
        )
        return [value for (value,) in answer.fetchall()]
