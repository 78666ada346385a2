"""Which texts does a model never see, so that it can be judged by them?

Four sets, each telling something else. *Sentences*, a fifth held back at a time: texts
like those that are known. *Other source*: sentences of one project by models that know
only those of the other, as texts of strangers will be. *Papers*, a fifth at a time:
paragraphs, with all goals that a reader sees. *Metadata*, a fifth of the targets at a
time: paragraphs of official prose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from migrascope.knowledge.learned.corpus import Example, Sort

SENTENCES = "sentences"
OTHER_SOURCE = "other source"
PAPERS = "papers"
METADATA = "metadata"
ROUNDS = 5
_PROJECTS = ("qu_project", "trail22")

Fit = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True, slots=True)
class Round:
    """Numbers of texts to fit with, and of texts of one set that are asked about."""

    of: str
    known: np.ndarray
    held: np.ndarray


@dataclass(frozen=True, slots=True)
class Asked:
    """Numbers of the texts of one set, and log odds (texts × goals)."""

    of: str
    texts: np.ndarray
    scores: np.ndarray


def rounds(examples: Sequence[Example]) -> list[Round]:
    """All rounds of all sets."""
    everything = np.arange(len(examples))
    sentences = of_sort(examples, Sort.SENTENCE)
    made = [
        (of, _fifths([str(each) for each in numbers], numbers))
        for of, numbers in (
            (SENTENCES, sentences),
            (PAPERS, of_sort(examples, Sort.PAPER)),
        )
    ]
    pieces = of_sort(examples, Sort.METADATA)
    made.append((METADATA, _fifths([examples[each].group for each in pieces], pieces)))
    found = [
        Round(of, np.setdiff1d(everything, held), held)
        for of, parts in made
        for held in parts
    ]
    return [*found, *_other_source(examples, sentences)]


def ask(plan: Sequence[Round], fit: Fit) -> list[Asked]:
    """The scores of each set, in order of the texts; `fit` is told known and held."""
    asked = []
    for of in dict.fromkeys(each.of for each in plan):
        mine = [each for each in plan if each.of == of]
        scores = np.vstack([fit(each.known, each.held) for each in mine])
        texts = np.concatenate([each.held for each in mine])
        order = np.argsort(texts)
        asked.append(Asked(of, texts[order], scores[order]))
    return asked


def of_sort(examples: Sequence[Example], sort: Sort) -> np.ndarray:
    """The numbers of the examples of a sort."""
    return np.flatnonzero([each.sort is sort for each in examples])


def _fifths(groups: Sequence[str], numbers: np.ndarray) -> list[np.ndarray]:
    """Five parts, by chance but always the same; a group stays together."""
    names = sorted(set(groups))
    order = np.random.default_rng(0).permutation(len(names))
    part = {names[place]: turn % ROUNDS for turn, place in enumerate(order.tolist())}
    mine = np.array([part[each] for each in groups], np.int64)
    parts = [numbers[mine == turn] for turn in range(ROUNDS)]
    return [each for each in parts if len(each)]


def _other_source(examples: Sequence[Example], sentences: np.ndarray) -> list[Round]:
    """Sentences of one project only, by models that know those of the other only."""
    first, second = (
        np.array([project in examples[each].group for each in sentences], bool)
        for project in _PROJECTS
    )
    rest = np.setdiff1d(np.arange(len(examples)), sentences)
    return [
        Round(OTHER_SOURCE, np.concatenate([sentences[known], rest]), sentences[held])
        for known, held in (
            (first & ~second, second & ~first),
            (second & ~first, first & ~second),
        )
        if known.any() and held.any()
    ]
