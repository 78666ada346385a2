"""Which measure does the user mean?

By its code, by its name in singular or plural, or by the number of the SDG
indicator that its series stand for. What the base holds under a code of its own
(from a mapping) counts too.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection

from migrascope.errors import UnknownMeasure
from migrascope.model import measure
from migrascope.model.area import fold

_INDICATOR = re.compile(r"\d{1,2}\.[0-9a-z]\.\d{1,2}", re.IGNORECASE)


def measures_named(text: str, *, held: Collection[str]) -> tuple[str, ...]:
    """The codes that a text means; an SDG indicator may have several series.

    `held` are the measures of the base: of an indicator's series only these are
    given, if there are any.

    Raises:
        UnknownMeasure: nothing is called so; the message names the nearest three.
    """
    wanted = text.strip()
    if wanted in held:
        return (wanted,)
    if _INDICATOR.fullmatch(wanted):
        series = tuple(each.code for each in measure.series_of(wanted.lower()))
        here = tuple(code for code in series if code in held)
        if series:
            return here or series
    spellings = _spellings(held)
    code = spellings.get(fold(wanted))
    if code is None:
        raise _unknown(text, spellings, held)
    return (code,)


def title(code: str) -> str:
    """The name of a measure as a heading; its code where it has no name.

    >>> title("migrant_stock")
    'International migrants'
    """
    try:
        name = measure.get(code).name_plural
    except UnknownMeasure:
        return code
    return name[:1].upper() + name[1:]


def _spellings(held: Collection[str]) -> dict[str, str]:
    """Folded spelling → code; the project's own measures win over the series."""
    found = {fold(code): code for code in held}
    for each in sorted(measure.all(), key=lambda one: not one.is_series):
        for spelling in (each.name, each.name_plural, each.code):
            found[fold(spelling)] = each.code
    return found


def _unknown(
    text: str, spellings: dict[str, str], held: Collection[str]
) -> UnknownMeasure:
    """What is held is offered first: a user asks about what there is."""
    here = [spelling for spelling, code in spellings.items() if code in held]
    close = difflib.get_close_matches(fold(text), here, n=6, cutoff=0.5)
    close += difflib.get_close_matches(fold(text), spellings, n=6, cutoff=0.3)
    codes = list(dict.fromkeys(spellings[spelling] for spelling in close))[:3]
    return UnknownMeasure(
        f'No measure, series or indicator is called "{text}".',
        f"Nearest: {', '.join(codes)}." if codes else "",
    )
