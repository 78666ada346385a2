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

from migrascope.knowledge.judging import SURE
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
    words,
)
from migrascope.knowledge.learned.corpus import Example, Sort

HERE = Path(__file__).parent
_PAPER = 3.0  # what the answers of a paper count: it names all its goals
_ABROAD = 0.19  # best for the sentences of tests/knowledge/labelled (half `tune`)


@dataclass(frozen=True, slots=True)
class _Texts:
    """All texts with their answers, what each text counts, and who is held back."""

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
        return [
            *_train(corpus.everything(data), output),
            _train_abroad(corpus.abroad(data), output),
        ]


def _train_abroad(examples: list[Example], output: Path) -> str:
    """Write the file of the other languages.

    They have no texts that a model could be judged by. Log odds are moved so that a
    passage gets a goal from the same confidence as in English.
    """
    model = fitting.fit_words(
        _counted(examples, fewest=1),
        fitting.answers(examples),
        np.ones(len(examples)),
        threshold=SURE,
        fewest=1,
    )
    moved = linear.log_odds(SURE) - linear.log_odds(_ABROAD)
    raw = linear.pack(replace(model, bias=model.bias + moved))
    (output / "goals_abroad.npz").write_bytes(raw)
    return f"{len(examples)} texts in other languages, {len(raw)} bytes"


def _train(examples: list[Example], output: Path) -> list[str]:
    texts = _texts(examples)
    of_words = holding.ask(texts.plan, texts.by_words)
    threshold, reached = choosing.best(
        [texts.judged(each, each.scores) for each in of_words]
    )
    model = fitting.fit_words(texts.counts, texts.yes, texts.trust, threshold=threshold)
    raw = linear.pack(model)
    (output / "goals.npz").write_bytes(raw)
    told = [
        f"{len(examples)} texts",
        f"{len(model.vocabulary)} features, {len(raw)} bytes",
        _told("words", of_words, threshold, reached),
    ]
    if not embeddings.available():
        return [*told, embeddings.missing()]
    return [*told, *_by_meaning(texts, of_words, output, model.threshold)]


def _counted(
    examples: Sequence[Example], *, fewest: int = fitting.FEWEST_TEXTS
) -> fitting.Counts:
    told = [words.features(each.text, each.language) for each in examples]
    return fitting.count(told, fewest=fewest)


def _texts(examples: list[Example]) -> _Texts:
    trust = np.ones(len(examples))
    trust[holding.of_sort(examples, Sort.PAPER)] = _PAPER
    return _Texts(
        examples,
        _counted(examples),
        fitting.answers(examples),
        trust,
        holding.rounds(examples),
    )


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
    vectors = embeddings.embed([each.text for each in texts.examples])

    def ask(known: np.ndarray, held: np.ndarray) -> np.ndarray:
        weights, bias = fitting.fit_vectors(
            vectors[known], texts.yes[known], texts.trust[known]
        )
        return np.asarray(vectors[held] @ weights + bias)

    sets = []
    for told, vector in zip(of_words, holding.ask(texts.plan, ask), strict=True):
        near = weighing.nearness(
            catalogues["targets"],
            meaning.rounded(agreed["targets"]),
            vectors[told.texts],
        )
        said = [texts.examples[each].text for each in told.texts]
        features = weighing.features(said, told.scores, vector.scores, near)
        sets.append(texts.judged(told, features))
    threshold, reached = choosing.best(choosing.weigh_held_back(sets))
    weighed = choosing.weigh(sets)
    moved = linear.log_odds(common) - linear.log_odds(threshold)
    weights, bias = fitting.fit_vectors(vectors, texts.yes, texts.trust)
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
