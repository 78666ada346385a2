"""How likely is a text about each goal, and which words say so?

Logistic regression over TF-IDF of stems and pairs of stems, one yes-or-no for each
goal. The arithmetic is scikit-learn's (sublinear counts, smoothed idf, length one), in
numpy alone: a user needs no scikit-learn. Weights are kept as one byte each.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from migrascope.knowledge.learned import words

_AT_ONCE = 500  # texts: memory stays flat however many there are


@dataclass(frozen=True)
class Linear:
    """A fitted model: what it counts, and what each count says about each label.

    `weights` are features × labels, `bias` one per label, `rarity` the idf of each
    feature. A label is given from `threshold` (a probability) on.
    """

    labels: tuple[str, ...]
    vocabulary: tuple[str, ...]
    rarity: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    threshold: float

    @cached_property
    def place(self) -> dict[str, int]:
        """The number of each feature."""
        return {feature: number for number, feature in enumerate(self.vocabulary)}

    def scores(
        self, texts: Sequence[str], *, language: str = words.ENGLISH
    ) -> np.ndarray:
        """Log odds, texts × labels; the bias alone where no word is known."""
        scores = np.tile(self.bias, (len(texts), 1))
        for start in range(0, len(texts), _AT_ONCE):
            numbers, values, ends = self._counted(
                texts[start : start + _AT_ONCE], language
            )
            rows = self.weights[numbers] * values[:, None]
            total = np.vstack([np.zeros(rows.shape[1]), rows.cumsum(0)])
            scores[start : start + _AT_ONCE] += total[ends] - total[[0, *ends[:-1]]]
        return scores

    def reasons(
        self,
        text: str,
        labels: Sequence[int],
        *,
        language: str = words.ENGLISH,
        most: int = 4,
    ) -> list[tuple[str, ...]]:
        """For each label the words that spoke most for it, strongest first."""
        seen = self._seen(text, language)
        if not seen:
            return [()] * len(labels)
        shown = [*seen.values()]
        numbers = [*seen]
        strength = self.weights[numbers][:, labels] * self.rarity[numbers][:, None]
        return [
            words.without_repetition(
                (shown[each] for each in np.argsort(-column) if column[each] > 0), most
            )
            for column in strength.T
        ]

    def _seen(self, text: str, language: str) -> dict[int, str]:
        """The known features of a text, each as it stands there first."""
        seen: dict[int, str] = {}
        before, first = "", ""
        for stem, word in words.cut(text, language):
            for feature, shown in (
                (stem, word),
                (f"{before} {stem}", words.beside(first, word)),
            ):
                number = self.place.get(feature)
                if number is not None:
                    seen.setdefault(number, shown)
            before, first = stem, word
        return seen

    def _counted(
        self, texts: Sequence[str], language: str
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Numbers and TF-IDF of the known features; where each text ends."""
        numbers: list[int] = []
        values: list[float] = []
        ends: list[int] = []
        for text in texts:
            known = Counter(
                number
                for feature in words.features(text, language)
                if (number := self.place.get(feature)) is not None
            )
            row = [
                (1 + math.log(count)) * float(self.rarity[number])
                for number, count in known.items()
            ]
            length = math.sqrt(sum(value * value for value in row)) or 1
            numbers.extend(known)
            values.extend(value / length for value in row)
            ends.append(len(numbers))
        return (
            np.array(numbers, np.int64),
            np.array(values, np.float64),
            np.array(ends, np.int64),
        )


def pack(model: Linear) -> bytes:
    """A model as the bytes of a file: the same model gives the same bytes."""
    scale = np.abs(model.weights).max(0) / 127
    scale[scale == 0] = 1
    file = io.BytesIO()
    np.savez_compressed(
        file,
        labels=np.frombuffer("\n".join(model.labels).encode(), np.uint8),
        vocabulary=np.frombuffer("\n".join(model.vocabulary).encode(), np.uint8),
        rarity=model.rarity.astype(np.float16),
        # by label, so that like numbers stand together and compress
        weights=np.ascontiguousarray(np.rint(model.weights / scale).astype(np.int8).T),
        scale=scale.astype(np.float32),
        bias=model.bias.astype(np.float32),
        threshold=np.float32(model.threshold),
    )
    return file.getvalue()


def unpack(raw: bytes) -> Linear:
    """The model of a file."""
    with np.load(io.BytesIO(raw), allow_pickle=False) as file:
        return Linear(
            labels=_lines(file["labels"]),
            vocabulary=_lines(file["vocabulary"]),
            rarity=file["rarity"].astype(np.float32),
            weights=file["weights"].T * file["scale"],
            bias=file["bias"].astype(np.float64),
            threshold=float(file["threshold"]),
        )


def probability(scores: np.ndarray) -> np.ndarray:
    """Log odds as a probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -50, 50))))


def log_odds(probability: float) -> float:
    """A probability as log odds."""
    return math.log(probability / (1 - probability))


def _lines(raw: np.ndarray) -> tuple[str, ...]:
    return tuple(raw.tobytes().decode().split("\n"))
