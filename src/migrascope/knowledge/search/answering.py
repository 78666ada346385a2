"""Does a passage answer the question, or is it only the least bad one?

It answers if it speaks of most of what was asked, by weight, and of every country that
was named; of one or two things that were asked, of both. What no passage of the
library speaks of weighs most: "diplomas in Peru" is not answered by a passage on Peru,
nor by one on schools. Likeness of meaning has no say in it: it is high for whatever is
near the topic. The limits were set on one half of our questions and tested on the
other.
"""

from __future__ import annotations

from collections.abc import Sequence

from migrascope.knowledge.search.question import Question
from migrascope.knowledge.search.ranking import NEIGHBOUR, Ranked

COVERED = 0.55
"""Share of the question's weight that an answer speaks of."""
ALSO = 0.4
"""The same for what is shown beside an answer."""
FEW = 2
"""Ideas of a question up to which an answer speaks of every one."""
FIRST = 3
"""One of so many first passages must answer; a later one is a chance hit."""


def answering(question: Question, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The passages that answer, or add to an answer; none when nothing answers."""
    if not any(_speaks(question, each, COVERED) for each in ranked[:FIRST]):
        return []
    return [each for each in ranked if _speaks(question, each, ALSO)]


def _speaks(question: Question, ranked: Ranked, share: float) -> bool:
    """Whether a passage speaks of so much that was asked, and leaves out no must."""
    spoken = {match.word for match in ranked.matches}
    own = {match.word for match in ranked.matches if match.place != NEIGHBOUR}
    if len(question.ideas) <= FEW and len(own) < len(question.ideas):
        return False
    named = all(idea.word in spoken for idea in question.ideas if idea.is_country)
    return named and ranked.coverage >= share
