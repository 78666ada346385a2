"""What does a column look like: places, years, ages, figures?

Looks at the texts first and at the header second. What could be two things is
called neither, and left to the person who knows the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from migrascope.sources.formats import numbers
from migrascope.sources.formats.table import Table
from migrascope.sources.mapping import codes, times

ENOUGH = 0.8
"""The share of distinct texts that must be understood."""

_ENOUGH_NAMES = 0.5
"""The share of names, below a header that speaks of places: totals, remainders and
footnotes stand among the countries of a printed table."""

_SAMPLE = 400
_PLACES = (
    r"iso|m49|area|country|pays|pa[ií]s|geo|location|region|nation|citizen|origin|"
    r"dest|asylum|birth|residence|coo|coa|admin0|state|from|to\b|nat\b|code|"
    r"nacional|naissance|nacimiento|procedencia|provenance|stra?na|стран|граждан|"
    r"بلد|دولة|جنسي|国|國"
)
_ORIGIN = re.compile(
    r"orig|coo\b|citizen|birth|\bfrom|national|\bnat\b|sending|source|naissance|"
    r"nacimiento|\bcob\b|nacional|procedencia|provenance|граждан|происхожд|"
    r"جنسي|منشأ|国籍|原籍|出生",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"year|time|ann[eé]e|a[nñ]o|\bt\b|period|jahr|date|год|سنة|年", re.IGNORECASE
)
_SEX = re.compile(r"sex|gender|genre|g[eé]nero", re.IGNORECASE)
_AGE = re.compile(r"\bage|âge|edad|alter", re.IGNORECASE)
_FLAG = re.compile(r"flag|obs_status|footnote|symbol", re.IGNORECASE)
_NOTE = re.compile(r"^notes?$|comment|remark", re.IGNORECASE)


@dataclass(frozen=True, slots=False)
class Profile:
    """A column: its header, its place in the file, and its distinct texts."""

    header: str
    column: int
    texts: tuple[str, ...]
    filled: float
    distinct: int

    @cached_property
    def role(self) -> str:
        """What the column seems to be; '' when nothing is sure."""
        tests = (
            ("empty", not self.texts),
            ("year", self._is_year()),
            ("sex", self._is_sex()),
            ("age", self._is_age()),
            ("date", self._is_date()),
            ("period", self._is_period()),
            ("place", bool(self.place_kind)),
            ("flag", self._is_flag()),
            ("figure", self._is_figure()),
            ("note", bool(_NOTE.search(self.header))),
        )
        return next((name for name, holds in tests if holds), "")

    @cached_property
    def place_kind(self) -> str:
        """How the places are spelled; '' when these are no places."""
        hinted = bool(re.search(_PLACES, self.header, re.IGNORECASE))
        figures = all(text.replace(".", "").isdecimal() for text in self.texts)
        if not self.texts or (figures and not hinted):
            return ""
        kinds = codes.place_kinds(self.texts)
        if figures:
            kinds = {"m49": kinds["m49"]}
        if not hinted and len(self.texts) < 3:
            return ""
        needed = ENOUGH if hinted or len(self.texts) > 3 else 1.0
        best = max(kinds, key=lambda kind: kinds[kind])
        share = kinds[best] / len(self.texts)
        if hinted and best == "name" and kinds[best] > 2:
            needed = _ENOUGH_NAMES
        return best if share >= needed else ""

    @property
    def is_origin(self) -> bool:
        """Whether the header speaks of where people come from."""
        return bool(_ORIGIN.search(self.header))

    def unknown_places(self) -> list[str]:
        """Texts that are no place in this spelling."""
        kind = self.place_kind
        return [text for text in self.texts if codes.place(text, kind) is None]

    def _share(self, understood: Sequence[object]) -> float:
        return sum(1 for each in understood if each) / max(1, len(understood))

    def _is_year(self) -> bool:
        years = [is_year(text) for text in self.texts]
        return self._share(years) >= 0.95 and (
            bool(_YEAR.search(self.header)) or len(self.texts) <= 150
        )

    def _is_sex(self) -> bool:
        known = [codes.code(text, "sex") for text in self.texts]
        hinted = bool(_SEX.search(self.header))
        return (
            len(known) <= 8
            and (self._share(known) == 1.0 or (hinted and self._share(known) >= 0.5))
            and (hinted or {"F", "M"} <= set(known))
        )

    def _is_age(self) -> bool:
        hinted = bool(_AGE.search(self.header))
        known = [
            codes.age(text) and (hinted or not text.replace(".", "").isdecimal())
            for text in self.texts
        ]
        groups = [
            text for text in self.texts if (codes.age(text) or "").startswith("Y")
        ]
        return self._share(known) >= ENOUGH and bool(groups)

    def _is_date(self) -> bool:
        shape = r"\d{4}-\d\d-\d\d([T ].*)?"
        return self._share([re.fullmatch(shape, text) for text in self.texts]) >= 0.95

    def _is_period(self) -> bool:
        known = [times.parse(text, "whole-year") for text in self.texts]
        return self._share(known) >= 0.95

    def _is_flag(self) -> bool:
        return bool(_FLAG.search(self.header)) and all(
            len(text) <= 4 for text in self.texts
        )

    def _is_figure(self) -> bool:
        read = [
            numbers.number(text) is not None
            or numbers.number(text, ",", ".") is not None
            for text in self.texts
            if text not in numbers.MISSING
        ]
        marks = len(read) < len(self.texts)
        return self._share(read) >= 0.95 if read else marks


def profiles(table: Table) -> list[Profile]:
    """A profile for every column of a table."""
    found = []
    for header, column in table.columns.items():
        texts = table.frame[header].drop_nulls()
        distinct = texts.unique(maintain_order=True)
        found.append(
            Profile(
                header=header,
                column=column,
                texts=tuple(distinct.head(_SAMPLE).to_list()),
                filled=len(texts) / max(1, table.frame.height),
                distinct=len(distinct),
            )
        )
    return found


def same_places(one: Profile, other: Profile) -> bool:
    """Whether two columns spell the same places in two ways."""
    pairs = zip(one.texts[:40], other.texts[:40], strict=False)
    alike = [
        codes.place(left, one.place_kind) == codes.place(right, other.place_kind)
        for left, right in pairs
    ]
    return bool(alike) and sum(alike) / len(alike) >= ENOUGH


def is_year(text: str) -> bool:
    """Whether a text is a year in which people were counted."""
    return bool(re.fullmatch(r"(1[89]\d\d|20\d\d|21\d\d)(\.0)?", text))


def decimal_comma(profile: Profile) -> bool:
    """Whether the figures of a column are written with a decimal comma."""

    def count(decimal: str, thousands: str) -> int:
        read = (numbers.number(text, decimal, thousands) for text in profile.texts)
        return sum(1 for value in read if value is not None)

    dotted = [text for text in profile.texts if "." in text]
    grouped = [text for text in dotted if re.fullmatch(r"\d{1,3}(\.\d{3})+", text)]
    if len(grouped) > 2 and len(grouped) == len(dotted):
        return True  # 1.200 and 1.201: thousands, not parts of a person
    return count(",", ".") > count(".", ",")
