"""What may guess what a passage is about: words alone, or meaning as well?

Words are compared in a millisecond. The language model of the extra `embeddings` takes
a hundredth of a second for a passage, so that it is asked only when somebody wants it
(`read --meaning`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from migrascope.errors import UsageError
from migrascope.knowledge import learned
from migrascope.knowledge.judging import Guess, Learned


class _Words:
    """What was learned, by words alone."""

    def goals(
        self, texts: Sequence[str], *, language: str
    ) -> Sequence[Sequence[Guess]]:
        """For each text in this language the goals it may be about."""
        return learned.goals(texts, language=language, meaning=False)

    def targets(
        self, texts: Sequence[str], *, headings: Sequence[str]
    ) -> Sequence[Sequence[Guess]]:
        """For each text the targets it is like, most alike first."""
        return learned.targets(texts, headings=headings, meaning=False)

    def objectives(
        self, texts: Sequence[str], *, headings: Sequence[str]
    ) -> Sequence[Sequence[Guess]]:
        """For each text the objectives it is like, most alike first."""
        return learned.objectives(texts, headings=headings, meaning=False)


def by_words() -> Learned:
    """What guesses fast, and on every machine."""
    return _Words()


def by_meaning(say: Callable[[str], None]) -> Learned:
    """What guesses better, and takes its time; `say` is told what takes a while.

    Raises:
        UsageError: the extra `embeddings` is not installed.
        Truncated: the weights of the language model are damaged or were changed.
    """
    if not learned.embeddings.available():
        raise UsageError(
            "--meaning needs embeddings, and they are not installed.",
            learned.embeddings.missing(),
        )
    learned.embeddings.prepare(say)
    return learned
