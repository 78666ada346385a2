"""Which records stand out, and by which of their keys?

A file is k-anonymous when every record shares its keys with at least k - 1 others
(Samarati and Sweeney 1998). An attacker need not know all keys, so the same is asked
of every set of keys up to a size: a small set that leaves records alone is worse than
a large one, and says which key to recode first. Whoever is alone in the file on these
keys is a sample unique.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from migrascope.errors import UnusableCases
from migrascope.protect.counting.codes import (
    Combinations,
    Whole,
    combinations,
    projected,
)
from migrascope.protect.counting.kernels import subsets
from migrascope.protect.plan.model import Missing
from migrascope.protect.risk.frequencies import of_combinations

KS = (2, 3, 5, 10)
"""The k that are asked about when nothing else is said."""


@dataclass(frozen=True, slots=True)
class Level:
    """How many of the `of` records share their keys with fewer than k, itself in."""

    k: int
    records: int
    of: int

    @property
    def share(self) -> float:
        """Their share of the file, from 0 to 1."""
        return self.records / self.of

    @property
    def says(self) -> str:
        """The level in a sentence."""
        found = f"{self.records:,} of {self.of:,} records ({100 * self.share:.1f} %)"
        one = self.records == 1
        if self.k == 2:
            if not self.records:
                return "No record is alone with its keys."
            alone = "is alone with its" if one else "are alone with their"
            return f"{found} {alone} keys."
        if not self.records:
            return f"Every record has keys that at least {self.k} records share."
        verb = "has" if one else "have"
        return f"{found} {verb} keys that fewer than {self.k} records share."


@dataclass(frozen=True, slots=True)
class KeySet:
    """What an attacker who knows just these keys can do.

    `smallest` is the fewest records that any record shares them with; `levels` are
    in the order of k.
    """

    keys: tuple[str, ...]
    smallest: int
    levels: tuple[Level, ...]

    def below(self, k: int) -> int:
        """How many records share these keys with fewer than k.

        Raises:
            KeyError: the profile was not asked about this k.
        """
        for level in self.levels:
            if level.k == k:
                return level.records
        raise KeyError(k)

    @property
    def says(self) -> str:
        """The set of keys in a sentence."""
        return f"{' + '.join(self.keys)}: {' '.join(each.says for each in self.levels)}"


@dataclass(frozen=True, slots=True)
class Profile:
    """The anonymity of a file: by all keys, and by each smaller set, worst first.

    `sample_uniques` are the records that nobody else agrees with on all keys.
    """

    records: int
    missing: Missing
    whole: KeySet
    sample_uniques: int
    subsets: tuple[KeySet, ...]

    @property
    def says(self) -> str:
        """The profile in a few sentences, for people who decide."""
        meant = (
            "A missing key agrees with every value."
            if self.missing is Missing.WILDCARD
            else "A missing key is a value of its own."
        )
        return f"{' '.join(level.says for level in self.whole.levels)} {meant}"


def profile(
    frame: pl.DataFrame,
    keys: Sequence[str],
    *,
    missing: Missing = Missing.WILDCARD,
    ks: Sequence[int] = KS,
    subset_size: int = 3,
) -> Profile:
    """How anonymous the records of a file are.

    Raises:
        BadPlan: no key, or a column that is not there.
        UnusableCases: there is no record.
    """
    found = combinations(frame, keys)
    return profile_of(found, keys, missing=missing, ks=ks, subset_size=subset_size)


def profile_of(
    found: Combinations,
    keys: Sequence[str],
    *,
    missing: Missing = Missing.WILDCARD,
    ks: Sequence[int] = KS,
    subset_size: int = 3,
) -> Profile:
    """The same from combinations that were counted already, as from a large file.

    Raises:
        UnusableCases: there is no record.
    """
    if not len(found):
        raise UnusableCases(
            "there is no record to measure", "See that the file holds cases."
        )
    place = {key: position for position, key in enumerate(keys)}
    sample, _ = of_combinations(found, missing=missing)
    smaller = []
    for subset in subsets(keys, min(subset_size, len(keys) - 1)):
        part = projected(found, [place[key] for key in subset])
        shared, _ = of_combinations(part, missing=missing)
        smaller.append(_key_set(subset, part.records, shared, ks))
    return Profile(
        records=int(found.records.sum()),
        missing=missing,
        whole=_key_set(keys, found.records, sample, ks),
        sample_uniques=int(found.records[sample == 1].sum()),
        subsets=tuple(sorted(smaller, key=_worst_first)),
    )


def _key_set(
    keys: Sequence[str], records: Whole, sample: Whole, ks: Sequence[int]
) -> KeySet:
    """What f_k of each combination, and how many records have it, say of the keys."""
    of = int(records.sum())
    levels = tuple(Level(k, int(records[sample < k].sum()), of) for k in sorted(ks))
    return KeySet(tuple(keys), int(sample.min()), levels)


def _worst_first(one: KeySet) -> tuple[tuple[int, ...], int, tuple[str, ...]]:
    """Most records alone first; between equals the set that takes less knowledge."""
    return tuple(-level.records for level in one.levels), len(one.keys), one.keys
