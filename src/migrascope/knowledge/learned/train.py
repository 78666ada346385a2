"""How were the weights that come along made?

    python -m migrascope.knowledge.learned.train --data FOLDER

For developers: needs scikit-learn, and the installed weights of the language model for
the files by meaning. The same texts and versions give the same bytes. Prints what was
reached on texts that were held back; the public benchmark is not touched.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from migrascope.knowledge.learned import (
    choosing,
    corpus,
    embeddings,
    fitting,
    holding,
    linear,
    meaning,
    similar,
    weighing,
)
from migrascope.knowledge.learned.corpus import Example, Sort

HERE = Path(__file__).parent
_PAPER = 3.0  # what the answers of a paper count: it names all its goals
_UNSURE = 0.15  # a sentence with one goal may be about another that is so likely
_BY_MEANING = (Sort.SENTENCE, Sort.PAPER, Sort.WORDING, Sort.TERM)


@dataclass(frozen=True, slots=True)
class _Texts:
    """All texts with their answers, what each answer counts, and who is held back."""

    examples: list[Example]
    counts: fitting.Counts
    yes: np.ndarray
    trust: np.ndarray
    plan: list[holding.Round]

    def by_words(self, known: np.ndarray, held: np.ndarray) -> np.ndarray:
        """Log odds of texts by a model of the words of others."""
        return fitting.score_words(self.counts, self.yes, self.trust, held, known)

    def judged(self, asked: holding.Asked, scores: np.ndarray) -> choosing.Judged:
        """The texts that were asked about, with scores and the right answers."""
        return choosing.judged([self.examples[each] for each in asked.texts], scores)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, choose the thresholds, and write the files of weights."""
    parser = argparse.ArgumentParser(prog="migrascope.knowledge.learned.train")
    parser.add_argument("--data", type=Path, required=True, help="training texts")
    parser.add_argument("--output", type=Path, default=HERE, help="folder of weights")
    options = parser.parse_args(arguments)
    for line in train(options.data, options.output):
        print(line, flush=True)  # noqa: T201  # it is a command


def train(data: Path, output: Path) -> list[str]:
    """Write the weights; what to tell about them.

    Raises:
        UsageError: a file of training texts is not in the folder.
    """
    import sklearn.linear_model  # noqa: F401  # loaded first, so that the limit holds
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    # With one thread sums have one order, and these small fits are far quicker.
    with threadpool_limits(1):
        return _train(corpus.everything(data), output)


def _train(examples: list[Example], output: Path) -> list[str]:
    texts = _trusted(_texts(examples))
    of_words = holding.ask(texts.plan, texts.by_words)
    threshold, reached = choosing.best(
        [texts.judged(each, each.scores) for each in of_words]
    )
    model = fitting.fit_words(texts.counts, texts.yes, texts.trust, threshold=threshold)
    raw = linear.pack(model)
    (output / "goals.npz").write_bytes(raw)
    told = [
        f"{len(examples)} texts, {int((texts.trust == 0).sum())} answers left out",
        f"{len(model.vocabulary)} features, {len(raw)} bytes",
        _told("words", of_words, threshold, reached),
    ]
    if not embeddings.available():
        return [*told, embeddings.missing()]
    return [*told, *_by_meaning(texts, of_words, output, model.threshold)]


def _texts(examples: list[Example]) -> _Texts:
    trust = np.ones((len(examples), len(corpus.GOALS)))
    trust[holding.of_sort(examples, Sort.PAPER)] = _PAPER
    return _Texts(
        examples,
        fitting.count([each.text for each in examples]),
        fitting.answers(examples),
        trust,
        holding.rounds(examples),
    )


def _trusted(texts: _Texts) -> _Texts:
    """Without the noes of sentences that others' words find likely to be a yes."""
    plan = [each for each in texts.plan if each.of == holding.SENTENCES]
    trust = texts.trust.copy()
    for each in holding.ask(plan, texts.by_words):
        likely = linear.probability(each.scores) > _UNSURE
        trust[each.texts] *= ~(likely & ~texts.yes[each.texts])
    return replace(texts, trust=trust)


def _by_meaning(
    texts: _Texts, of_words: Sequence[holding.Asked], output: Path, common: float
) -> list[str]:
    """Write the files that need the language model.

    The log odds are moved so that their threshold is that of the words, `common`: a
    confidence then means much the same in both ways.
    """
    catalogues = {
        each.column: each for each in (similar.objectives(), similar.targets())
    }
    agreed = {
        name: embeddings.embed(meaning.texts(each)) for name, each in catalogues.items()
    }
    (output / meaning.FILE.name).write_bytes(meaning.pack(catalogues, agreed))
    used = holding.of_sort(texts.examples, *_BY_MEANING, Sort.METADATA)
    vectors = np.zeros((len(texts.examples), agreed["targets"].shape[1]), np.float32)
    vectors[used] = embeddings.embed([texts.examples[each].text for each in used])
    fitted = holding.of_sort(texts.examples, *_BY_MEANING)

    def fit(known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        mine = np.intersect1d(known, fitted)
        return fitting.fit_vectors(vectors[mine], texts.yes[mine], texts.trust[mine])

    def ask(known: np.ndarray, held: np.ndarray) -> np.ndarray:
        weights, bias = fit(known)
        return np.asarray(vectors[held] @ weights + bias)

    sets = []
    for words, vector in zip(of_words, holding.ask(texts.plan, ask), strict=True):
        near = weighing.nearness(
            catalogues["targets"],
            meaning.rounded(agreed["targets"]),
            vectors[words.texts],
        )
        said = [texts.examples[each].text for each in words.texts]
        features = weighing.features(said, words.scores, vector.scores, near)
        sets.append(texts.judged(words, features))
    threshold, reached = choosing.best(choosing.weigh_held_back(sets))
    weighed = choosing.weigh(sets)
    moved = linear.log_odds(common) - linear.log_odds(threshold)
    weights, bias = fit(np.arange(len(texts.examples)))
    file = io.BytesIO()
    np.savez_compressed(
        file,
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
        witnesses=weighed.weights.astype(np.float32),
        starts=(weighed.starts + moved).astype(np.float32),
        threshold=np.float32(common),
    )
    (output / "goals_by_meaning.npz").write_bytes(file.getvalue())
    named = zip(weighing.FEATURES, weighed.weights, strict=True)
    return [
        _told("with vectors", of_words, threshold, reached),
        ", ".join(f"{name} {weight:.3f}" for name, weight in named)
        + f", moved by {moved:.3f}",
        "starts " + " ".join(f"{each:.2f}" for each in weighed.starts),
    ]


def _told(
    way: str, asked: Sequence[holding.Asked], threshold: float, reached: Sequence[float]
) -> str:
    figures = ", ".join(
        f"{each.of} {figure:.4f}" for each, figure in zip(asked, reached, strict=True)
    )
    return (
        f"{way}: threshold {threshold:.3f}, mean F1 {np.mean(reached):.4f}: {figures}"
    )


if __name__ == "__main__":
    main()
