"""How were the weights that come along made?

    python -m migrascope.knowledge.learned.train --data FOLDER

For developers: needs scikit-learn, and the installed weights of the language model for
the second file. The same texts and versions give the same bytes. Prints what was
reached on sentences that were held back; the public benchmark is not touched.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from migrascope.knowledge.learned import (
    choosing,
    corpus,
    embeddings,
    fitting,
    linear,
    meaning,
    similar,
)
from migrascope.knowledge.learned.corpus import Example

HERE = Path(__file__).parent


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
    examples = corpus.labelled(data)
    certain = corpus.official(data)
    papers = corpus.several(data)
    of_words = choosing.held_back_words(examples, certain)
    model = fitting.fit_words([*examples, *certain], threshold=0.5)
    of_papers = model.scores([each.text for each in papers])
    threshold, reached = _threshold(examples, of_words, papers, of_papers)
    raw = linear.pack(replace(model, threshold=threshold))
    (output / "goals.npz").write_bytes(raw)
    told = [
        f"{len(examples)} labelled sentences, {len(certain)} certain texts",
        f"{len(papers)} papers for thresholds",
        f"{len(model.vocabulary)} features, {len(raw)} bytes",
        f"words: threshold {threshold:.3f}, {reached}",
    ]
    if not embeddings.available():
        return [*told, embeddings.missing()]
    official = [*corpus.wording(), *corpus.terms()]
    vectors = _embedded(examples)
    more = _embedded(official)
    yes = fitting.answers(examples)
    certain_yes = fitting.answers(official)
    of_vectors = choosing.held_back_vectors(vectors, yes, more, certain_yes)
    weights, bias = fitting.fit_vectors(
        np.vstack([vectors, more]), np.vstack([yes, certain_yes])
    )
    threshold, reached = _threshold(
        examples,
        (of_words + of_vectors) / 2,
        papers,
        (of_papers + _embedded(papers) @ weights + bias) / 2,
    )
    file = io.BytesIO()
    np.savez_compressed(
        file,
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
        threshold=np.float32(threshold),
    )
    (output / "goals_by_meaning.npz").write_bytes(file.getvalue())
    catalogues = {
        each.column: each for each in (similar.objectives(), similar.targets())
    }
    agreed = {
        name: embeddings.embed(meaning.texts(each)) for name, each in catalogues.items()
    }
    (output / meaning.FILE.name).write_bytes(meaning.pack(catalogues, agreed))
    return [*told, f"with vectors: threshold {threshold:.3f}, {reached}"]


def _threshold(
    examples: Sequence[Example],
    of_examples: np.ndarray,
    papers: Sequence[Example],
    of_papers: np.ndarray,
) -> tuple[float, str]:
    threshold, reached = choosing.best(
        [
            choosing.Judged(scores, fitting.answers(texts), choosing.near_misses(texts))
            for texts, scores in ((examples, of_examples), (papers, of_papers))
        ]
    )
    return threshold, "mean F1 held back {:.4f}, papers {:.4f}".format(*reached)


def _embedded(examples: Sequence[Example]) -> np.ndarray:
    return embeddings.embed([each.text for each in examples])


if __name__ == "__main__":
    main()
