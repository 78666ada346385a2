"""What does a column hold, going by its values?

Counts and kinds for those who propose a plan: how many values, whether they are
numbers, dates, countries or ages, and what a missing value looks like. Values stay in
here; only missing marks are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from migrascope.protect import codes
from migrascope.protect.cases import Labels
from migrascope.protect.plan import concepts, marks
from migrascope.protect.plan.ladders import Unplaced, ages, areas, dates
from migrascope.protect.plan.model import Kind

_LOOKED_AT = 20_000
"""As many different values of a column as are looked at."""

_MANY = 20
"""More values than a list of codes usually has."""

_DAY = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ].*)?|\d{1,2}[./-]\d{1,2}[./-]\d{4}")
_CONTACT = re.compile(r"\S+@\S+\.\S+|\+[\d ()/-]{8,}|(?:[ ()/-]*\d){9,}")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Look:
    """A column as it was looked at.

    `counts` are those of its values (as texts; the most frequent, where there are very
    many), `known` the values without those that mean "not known"; `distinct` says how
    many values there are, `filled` how many records hold one.
    """

    name: str
    labels: Labels
    rows: int
    filled: int
    distinct: int
    counts: Mapping[str, int]
    known: Sequence[str]
    is_typed_date: bool

    def count(self, value: str) -> int:
        """How many records hold a value."""
        return self.counts.get(value, 0)

    def repeats(self) -> float:
        """How many records share a value, on average."""
        return self.filled / max(self.distinct, 1)

    def is_nearly_unique(self) -> bool:
        """Whether nearly every record has a value of its own."""
        return self.filled >= 20 and self.distinct > 0.9 * self.filled

    def marks(self, *, is_key: bool) -> tuple[marks.Mark, ...]:
        """The values that mean "not known", as far as they do in such a role."""
        return _marks(self.name, self.counts, self.labels, is_key=is_key)

    def concept(self) -> concepts.Concept | None:
        """What the column is about: by its name, else by its label."""
        named = concepts.named(self.name)
        if {"weight", "household"} <= {each.name for each in named}:
            # A weight of households is a weight.
            named = [each for each in named if each.name != "household"]
        if named and named[0].name == "area" and len(named) > 1 and not self._placed():
            named = named[1:]
        if named:
            return named[0]
        told = [
            each for each in concepts.named(self.labels.label) if each.name in _TOLD
        ]
        return told[0] if told else None

    def kind(self) -> Kind:
        """Category, number or date."""
        if self.is_typed_date or self._are(lambda value: bool(_DAY.fullmatch(value))):
            return Kind.DATE
        # Labels for marks only (-99: refused) do not make codes of numbers.
        is_coded = any(value in self.labels.values for value in self.known)
        if is_coded or not self._are(_is_number):
            return Kind.CATEGORY
        fractions = any("." in value for value in self.known)
        return Kind.NUMBER if fractions or len(self.known) > _MANY else Kind.CATEGORY

    def is_whole(self) -> bool:
        """Whether all numbers are whole, as running numbers are."""
        return self._are(str.isdigit)

    def is_weight(self) -> bool:
        """Whether every record has a number above 0."""
        return self.filled == self.rows and all(
            _is_number(value) and float(value) > 0 for value in self.counts
        )

    def is_contact(self) -> bool:
        """Whether the values are addresses of mail or telephone numbers."""
        long_ = [value for value in self.known if re.search(r"[@+()/ -]", value)]
        return len(long_) > 0.5 * self.distinct and all(
            _CONTACT.fullmatch(value) and not _DAY.fullmatch(value) for value in long_
        )

    def is_long_text(self) -> bool:
        """Whether the values are sentences."""
        known = self.known
        longest = sum(len(value) for value in known) / max(len(known), 1)
        return longest > 60

    def is_country(self) -> bool:
        """Whether the values are countries, though the name does not say so."""
        return len(self.known) >= 3 and self._placed()

    def hierarchy(self, concept: concepts.Concept) -> tuple[str, str]:
        """The hierarchy for a key, and the doubt that remains about it."""
        known = self.known
        if concept.name == "age" and _fits(ages.levels, known):
            return "age", ""
        if concept.name == "area" and self._placed():
            return "area", ""
        if concept.name in {"date", "age"} and _fits(dates.levels, known):
            return "date", ""
        if self.kind() is Kind.NUMBER:
            return "number", ""
        if concept.name in {"age", "area", "date"}:
            return "", (
                f" Not all its values can be read as {_READ[concept.name]}, so it has "
                "no hierarchy: please check."
            )
        return "", ""

    def _placed(self) -> bool:
        return self._are(lambda value: areas.place(value) is not None)

    def _are(self, test: Callable[[str], bool]) -> bool:
        return bool(self.known) and all(test(value) for value in self.known)


_READ = {"age": "ages", "area": "countries", "date": "dates"}
_TOLD = frozenset({"sex", "health", "harm", "exploitation", "money", "faith"})
"""Concepts that a label, which is a sentence, can tell surely enough."""


def at(values: pl.Series, labels: Labels) -> Look:
    """Look at a column."""
    texts = codes.texts(values).drop_nulls()
    counts = texts.value_counts(sort=True)
    most = dict(counts[:_LOOKED_AT].iter_rows())
    unknown = {mark.value for mark in _marks(values.name, most, labels, is_key=True)}
    return Look(
        name=values.name,
        labels=labels,
        rows=values.len(),
        filled=texts.len(),
        distinct=counts.height,
        counts=most,
        known=[value for value in most if value not in unknown],
        is_typed_date=values.dtype.is_temporal(),
    )


def _marks(
    name: str, values: Collection[str], labels: Labels, *, is_key: bool
) -> tuple[marks.Mark, ...]:
    is_country = any(each.name == "area" for each in concepts.named(name))
    return marks.found(values, labels.values, is_key=is_key, is_country=is_country)


def values(column: pl.Series, unknown: Collection[str]) -> pl.Series:
    """The values of a column as texts, without marks and missing ones."""
    texts = codes.texts(column)
    return texts.filter(~texts.is_in(list(unknown)).fill_null(value=True))


def has_rare(column: pl.Series, unknown: Collection[str], k: int) -> bool:
    """Whether fewer than k records have some value."""
    counts = values(column, unknown).value_counts(name="records of the value")
    return bool((counts["records of the value"] < k).any())


def numbers(column: pl.Series, unknown: Collection[str]) -> pl.Series:
    """The numbers of a column, without marks and missing ones."""
    return (
        values(column, unknown).cast(pl.Float64, strict=False).drop_nulls().drop_nans()
    )


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def _fits(levels: Callable[[Collection[str]], object], known: Sequence[str]) -> bool:
    """Whether every value has its place in a ladder."""
    try:
        return bool(known) and bool(levels(known))
    except Unplaced:
        return False
