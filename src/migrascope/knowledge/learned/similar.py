"""Which target, and which objective of the Compact, does a passage speak of?

Two witnesses. The official wording: passages
that share rare words with it (TF-IDF of stems, cosine). Our own table of terms,
`tables/concepts.csv`, because people say "cost of sending money" where the Compact says
"transfer of remittances": each term names the objectives and targets that it speaks
for, most fitting first.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from migrascope.knowledge.learned import words

_TABLES = Path(__file__).with_name("tables")
# What the second, third and fourth code of a term count, beside the first.
_SHARES = (1.0, 0.55, 0.35, 0.25)
# Terms of this weight in all would have to speak before half of the doubt is gone.
_DOUBT = 2.0


@dataclass(frozen=True, slots=True)
class Match:
    """A term of our table in a text, as it stands there, and what it says.

    `says` are pairs of the number of a code and how much the term speaks for it.
    """

    shown: str
    says: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a text speaks of each code (0 to nearly 2), and which words do."""

    catalogue: Catalogue
    text: str
    of: np.ndarray
    matches: tuple[Match, ...]

    def reasons(self, code: int, *, most: int = 4) -> tuple[str, ...]:
        """The words of the text that spoke most for a code, strongest first."""
        strength = {each.shown: dict(each.says).get(code, 0) for each in self.matches}
        for stem, word in words.cut(self.text):
            strength.setdefault(word, self.catalogue.weight(stem, code))
        speaking = [shown for shown, value in strength.items() if value > 0]
        speaking.sort(key=lambda shown: -strength[shown])
        return words.without_repetition(speaking, most)


@dataclass(frozen=True)
class Catalogue:
    """Things that a passage may speak of: code → its official texts, and its terms."""

    column: str
    texts: Mapping[str, tuple[str, ...]]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All codes, in official order."""
        return tuple(self.texts)

    def likeness(self, text: str) -> Likeness:
        """What both witnesses say of each code."""
        matches = tuple(self._matches(text))
        said = np.zeros(len(self.codes))
        for match in matches:
            for code, value in match.says:
                said[code] += value
        of = self._by_wording(text) + said / (said.sum() + _DOUBT)
        return Likeness(self, text, of, matches)

    def weight(self, feature: str, code: int) -> float:
        """What a stem, or a pair of stems, weighs in the wording of a code."""
        row = self._wording.place.get(feature)
        return 0.0 if row is None else float(self._wording.table[row, code])

    def _by_wording(self, text: str) -> np.ndarray:
        """How like the official wording of each code: cosine, 0 to 1."""
        wording = self._wording
        known = Counter(
            row
            for feature in words.features(text)
            if (row := wording.place.get(feature)) is not None
        )
        if not known:
            return np.zeros(len(self.codes))
        rows = np.fromiter(known, np.int64, len(known))
        counts = np.fromiter(known.values(), np.float64, len(known))
        values = (1 + np.log(counts)) * wording.rarity[rows]
        return np.asarray(values @ wording.table[rows] / np.linalg.norm(values))

    def _matches(self, text: str) -> Iterator[Match]:
        """The terms in the text; each counts once."""
        cut = words.cut(text)
        stems = tuple(stem for stem, _ in cut)
        seen: set[tuple[str, ...]] = set()
        for place, stem in enumerate(stems):
            for term, says in self._terms.get(stem, ()):
                end = place + len(term)
                if term not in seen and stems[place:end] == term:
                    seen.add(term)
                    yield Match(" ".join(word for _, word in cut[place:end]), says)

    @cached_property
    def _terms(self) -> dict[str, list[_Term]]:
        """The terms of our table by their first stem."""
        number = {code: place for place, code in enumerate(self.codes)}
        found: dict[str, list[_Term]] = defaultdict(list)
        for row in concepts():
            says = tuple(
                (number[code], share * float(row["weight"]))
                for share, code in zip(_SHARES, row[self.column].split(), strict=False)
            )
            stems = tuple(words.stems(row["term"]))
            found[stems[0]].append((stems, says))
        return found

    @cached_property
    def _wording(self) -> _Wording:
        counted = [
            Counter(words.features(" ".join(texts))) for texts in self.texts.values()
        ]
        with_it = Counter(feature for each in counted for feature in each)
        place = {feature: row for row, feature in enumerate(with_it)}
        rarity = np.log((1 + len(counted)) / np.array([*with_it.values()]))
        table = np.zeros((len(place), len(counted)))
        for code, each in enumerate(counted):
            rows = [place[feature] for feature in each]
            table[rows, code] = (1 + np.log([*each.values()])) * rarity[rows]
        table /= np.linalg.norm(table, axis=0)
        return _Wording(place, rarity, table)


_Term = tuple[tuple[str, ...], tuple[tuple[int, float], ...]]


@dataclass(frozen=True, slots=True)
class _Wording:
    """Rows are features of the official texts; each column (code) has length one."""

    place: Mapping[str, int]
    rarity: np.ndarray
    table: np.ndarray


def objectives() -> Catalogue:
    """The 23 objectives of the Global Compact with commitment and actions."""
    from migrascope.model import compact

    texts = {str(each.number): [each.title] * 3 for each in compact.objectives()}
    for row in compact_texts():
        texts[row["objective"]].append(row["text"])
    return Catalogue("objectives", {code: tuple(each) for code, each in texts.items()})


def targets() -> Catalogue:
    """The 169 targets of the 2030 Agenda with their indicators."""
    from migrascope.model import goals

    return Catalogue(
        "targets",
        {
            each.code: (each.text, *(one.text for one in goals.indicators(each.code)))
            for each in goals.targets()
        },
    )


def compact_texts() -> list[dict[str, str]]:
    """Commitment and actions of each objective: columns objective, part, text."""
    return table("compact_texts.csv")


def concepts() -> list[dict[str, str]]:
    """Our table of terms."""
    return table("concepts.csv")


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table of the folder `tables`."""
    with (_TABLES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
