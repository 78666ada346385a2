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
from pathlib import Path

import numpy as np

from migrascope.knowledge.learned import choosing, corpus, embeddings, fitting, linear

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
    yes = fitting.answers(examples)
    no = choosing.near_misses(examples)
    of_words = choosing.held_back_words(examples, certain)
    threshold, reached = choosing.best(of_words, yes, no)
    model = fitting.fit_words([*examples, *certain], threshold=threshold)
    raw = linear.pack(model)
    (output / "goals.npz").write_bytes(raw)
    told = [
        f"{len(examples)} labelled sentences, {len(certain)} certain texts",
        f"{len(model.vocabulary)} features, {len(raw)} bytes",
        f"words: threshold {threshold:.3f}, mean F1 held back {reached:.4f}",
    ]
    if not embeddings.available():
        return [*told, embeddings.missing()]
    official = [*corpus.wording(), *corpus.terms()]
    vectors = embeddings.embed([each.text for each in examples])
    more = embeddings.embed([each.text for each in official])
    certain_yes = fitting.answers(official)
    of_vectors = choosing.held_back_vectors(vectors, yes, more, certain_yes)
    threshold, reached = choosing.best((of_words + of_vectors) / 2, yes, no)
    weights, bias = fitting.fit_vectors(
        np.vstack([vectors, more]), np.vstack([yes, certain_yes])
    )
    file = io.BytesIO()
    np.savez_compressed(
        file,
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
        threshold=np.float32(threshold),
    )
    (output / "goals_by_meaning.npz").write_bytes(file.getvalue())
    return [
        *told,
        f"with vectors: threshold {threshold:.3f}, mean F1 held back {reached:.4f}",
    ]


if __name__ == "__main__":
    main()
