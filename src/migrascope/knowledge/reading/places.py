"""In which place and area was it, from the words of a title page?

Seats of meetings are known by their names in several languages (`seats.csv`, beside
this file); any other town is believed when its country stands behind it.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from migrascope.errors import UnknownArea
from migrascope.knowledge.reading import dates
from migrascope.model import area

_LONGEST = 60
"""Letters; what is longer is a sentence and no place."""


def of(words: str) -> tuple[str, str, str]:
    """A place, its area, and the words that name the area; empty for none."""
    for pattern, name, code in _seats():
        match = pattern.search(words)
        if match:
            return name, code, match.group()
    city, comma, country = words.rpartition(", ")
    if not comma or len(words) >= _LONGEST or dates.find(words):
        return "", "", ""
    try:
        code = area.find(country.strip()).id
    except UnknownArea:
        return "", "", ""
    return city.rpartition(", ")[2].strip(), code, country


@cache
def _seats() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """How each seat is written, its name and its area."""
    source = files("migrascope.knowledge.reading") / "seats.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return tuple(
        (_written(row["names"].split("|")), row["place"], row["area"]) for row in rows
    )


def _written(names: list[str]) -> re.Pattern[str]:
    """Any of the names as whole words; scripts without blanks know no words."""
    parts = [
        re.escape(name)
        if ord(name[0]) >= 0x3000
        else rf"(?<!\w){re.escape(name)}(?!\w)"
        for name in names
    ]
    return re.compile("|".join(parts))
