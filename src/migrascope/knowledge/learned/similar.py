"""Which target, and which objective of the Compact, does a passage speak of?

Two witnesses. The official wording: passages
that share rare words with it (TF-IDF of stems, cosine). Our own table of terms,
`tables/concepts.csv`, because people say "cost of sending money" where the Compact says
"transfer of remittances": each term names the objectives and targets that it speaks
for, most fitting first.
"""

from __future__ import annotations

import csv
import math
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


@dataclass(frozen=True)
class Catalogue:
    """Things that a passage may speak of: code → its official texts, and its terms."""

    column: str
    texts: Mapping[str, tuple[str, ...]]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All codes, in official order."""
        return tuple(self.texts)

    @cached_property
    def terms(self) -> dict[str, list[tuple[tuple[str, ...], np.ndarray]]]:
        """Terms by their first stem: all stems, and what they say of each code."""
        number = {code: place for place, code in enumerate(self.codes)}
        found: dict[str, list[tuple[tuple[str, ...], np.ndarray]]] = defaultdict(list)
        for row in concepts():
            says = np.zeros(len(self.codes))
            for share, code in zip(_SHARES, row[self.column].split(), strict=False):
                says[number[code]] = share * float(row["weight"])
            stems = tuple(words.stems(row["term"]))
            found[stems[0]].append((stems, says))
        return found

    @cached_property
    def _rarity(self) -> dict[str, float]:
        documents = [
            set(words.features(" ".join(texts))) for texts in self.texts.values()
        ]
        with_it = Counter(feature for each in documents for feature in each)
        return {
            feature: math.log((1 + len(documents)) / count)
            for feature, count in with_it.items()
        }

    @cached_property
    def _wording(self) -> dict[str, np.ndarray]:
        """Feature → its weight in the wording of each code; each code of length one."""
        table = {feature: np.zeros(len(self.codes)) for feature in self._rarity}
        for place, texts in enumerate(self.texts.values()):
            counted = Counter(words.features(" ".join(texts)))
            row = {
                feature: (1 + math.log(count)) * self._rarity[feature]
                for feature, count in counted.items()
            }
            length = math.sqrt(sum(value * value for value in row.values())) or 1
            for feature, value in row.items():
                table[feature][place] = value / length
        return table

    def likeness(self, text: str) -> np.ndarray:
        """What both witnesses say of each code: 0 to nearly 2."""
        said = self.by_terms(text)
        return np.asarray(self.by_wording(text) + said / (said.sum() + _DOUBT))

    def reasons(self, text: str, code: int, *, most: int = 4) -> tuple[str, ...]:
        """The words of the text that spoke most for a code, strongest first."""
        strength = {term: float(says[code]) for term, says in self.matches(text)}
        for stem, word in words.cut(text):
            if stem in self._rarity:
                strength.setdefault(word, float(self._wording[stem][code]))
        strongest = sorted(strength, key=lambda shown: -strength[shown])
        return words.without_repetition(
            [shown for shown in strongest if strength[shown] > 0], most
        )

    def by_wording(self, text: str) -> np.ndarray:
        """How like the official wording of each code: cosine, 0 to 1."""
        counted = Counter(words.features(text))
        total = np.zeros(len(self.codes))
        square = 0.0
        for feature, count in counted.items():
            rare = self._rarity.get(feature)
            if rare is not None:
                value = (1 + math.log(count)) * rare
                square += value * value
                total += value * self._wording[feature]
        return total / (math.sqrt(square) or 1)

    def by_terms(self, text: str) -> np.ndarray:
        """How much the terms in the text speak for each code; each term counts once."""
        total = np.zeros(len(self.codes))
        for _, says in self.matches(text):
            total += says
        return total

    def matches(self, text: str) -> Iterator[tuple[str, np.ndarray]]:
        """The terms in the text, as they stand there, with what they say."""
        cut = words.cut(text)
        stems = [stem for stem, _ in cut]
        seen: set[tuple[str, ...]] = set()
        for place, stem in enumerate(stems):
            for term, says in self.terms.get(stem, ()):
                end = place + len(term)
                if term not in seen and tuple(stems[place:end]) == term:
                    seen.add(term)
                    yield " ".join(word for _, word in cut[place:end]), says


def objectives() -> Catalogue:
    """The 23 objectives of the Global Compact with commitment and actions."""
    from migrascope.model import compact

    texts = {str(each.number): [each.title] * 3 for each in compact.objectives()}
    with (_TABLES / "compact_texts.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
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


def concepts() -> list[dict[str, str]]:
    """Our table of terms."""
    with (_TABLES / "concepts.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
