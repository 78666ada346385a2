"""What comes back from one dialogue to the next, what is new, what was dropped?

Twice over. By theme: the targets of the 2030 Agenda and the objectives of the Compact
that each dialogue speaks of. By conclusion: statements of different dialogues that say
much the same. "Dropped" means that the last dialogue says nothing like it: the words
that follow are a question to people, not a verdict. Only what is in one language can
be alike: a conclusion is "new" or "dropped" when statements in its language stand on
the other side, and none of them is like it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from migrascope.knowledge.dialogue import similarity
from migrascope.knowledge.dialogue.similarity import Compared
from migrascope.knowledge.model import Document, JudgedPassage, Kind, Scheme
from migrascope.knowledge.search.terms import is_chinese, stems

ALIKE = 0.21
"""The likeness from which two statements are taken to say much the same; chosen by
reading pairs of the four summaries that the project started from."""
UNLIKE = 0.10
"""The likeness below which nothing in a dialogue is like a statement."""
SHARED = 0.12
"""What a rare target or objective that both are about adds to the cosine."""
LEAST_WORDS = 8
CONFIDENT = 0.5
CONCLUDING = frozenset({Kind.RECOMMENDATION, Kind.COMMITMENT})
COMPARED = CONCLUDING | {Kind.CHALLENGE, Kind.PRACTICE}


class Fate(StrEnum):
    """What became of a theme or a conclusion."""

    RECURS = "recurs"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Theme:
    """A target or an objective: in which dialogues, and where it is said there.

    `passages` has an entry per dialogue, in their order; an empty one says nothing.
    """

    scheme: Scheme
    code: str
    fate: Fate
    passages: tuple[tuple[JudgedPassage, ...], ...]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A statement, and those of other dialogues that say much the same.

    `passages` has at most one of each dialogue, the oldest first; `words` are the stems
    that they share, `likeness` the least cosine between neighbours.
    """

    fate: Fate
    passages: tuple[JudgedPassage, ...]
    words: tuple[str, ...] = ()
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The dialogues in their order, with what comes back and what does not."""

    documents: tuple[str, ...]
    themes: tuple[Theme, ...]
    conclusions: tuple[Conclusion, ...]


def over(
    documents: Sequence[Document], passages: Iterable[JudgedPassage]
) -> Recurrence:
    """Compare two dialogues or more; they are put into the order of their days."""
    ordered = sorted(
        documents, key=lambda each: (str(each.metadata.date or ""), each.id)
    )
    ids = tuple(each.id for each in ordered)
    own: defaultdict[str, list[JudgedPassage]] = defaultdict(list)
    for judged in passages:
        own[judged.passage.document].append(judged)
    return Recurrence(ids, _themes(ids, own), _conclusions(ids, own))


def _themes(
    ids: Sequence[str], own: Mapping[str, Sequence[JudgedPassage]]
) -> tuple[Theme, ...]:
    found: defaultdict[tuple[Scheme, str], list[list[JudgedPassage]]] = defaultdict(
        lambda: [[] for _ in ids]
    )
    for place, id_ in enumerate(ids):
        for judged in own.get(id_, ()):
            for tag in judged.judgement.tags:
                if (
                    tag.scheme in {Scheme.TARGET, Scheme.OBJECTIVE}
                    and tag.confidence >= CONFIDENT
                ):
                    found[tag.scheme, tag.code][place].append(judged)
    themes = (
        Theme(scheme, code, fate, tuple(tuple(each) for each in told))
        for (scheme, code), told in found.items()
        if (fate := _fate([bool(each) for each in told])) is not None
    )
    return tuple(sorted(themes, key=_order))


def _order(theme: Theme) -> tuple[object, ...]:
    """By fate, the most spoken of first."""
    fates = list(Fate)
    dialogues = sum(bool(each) for each in theme.passages)
    passages = sum(map(len, theme.passages))
    return (fates.index(theme.fate), -dialogues, -passages, theme.scheme, theme.code)


def _fate(there: Sequence[bool]) -> Fate | None:
    """What the last dialogue did with something that some of them speak of."""
    if there[-1]:
        return Fate.RECURS if any(there[:-1]) else Fate.NEW
    return Fate.DROPPED if any(there) else None


def _conclusions(
    ids: Sequence[str], own: Mapping[str, Sequence[JudgedPassage]]
) -> tuple[Conclusion, ...]:
    statements = [
        judged for id_ in ids for judged in own.get(id_, ()) if _is_statement(judged)
    ]
    if len({each.passage.document for each in statements}) < 2:
        return ()
    compared = similarity.compare(
        [each.passage.text for each in statements],
        [each.passage.language for each in statements],
        [_about(each) for each in statements],
        bonus=SHARED,
    )
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, judged in enumerate(statements):
        rows[judged.passage.document].append(row)
    return (
        *_recurring(statements, compared, rows, ids),
        *_alone(statements, compared, rows, ids),
    )


def _about(judged: JudgedPassage) -> frozenset[str]:
    """The targets and objectives that a statement is about."""
    return frozenset(
        f"{tag.scheme.value} {tag.code}"
        for tag in judged.judgement.tags
        if tag.scheme in {Scheme.TARGET, Scheme.OBJECTIVE}
        and tag.confidence >= CONFIDENT
    )


def _is_statement(judged: JudgedPassage) -> bool:
    passage = judged.passage
    words = len(passage.text.split())
    if words < LEAST_WORDS and is_chinese(passage.text):  # it has no blanks
        words = len(stems(passage.text, passage.language))
    return judged.judgement.kind in COMPARED and words >= LEAST_WORDS


def _recurring(
    statements: Sequence[JudgedPassage],
    compared: Compared,
    rows: Mapping[str, Sequence[int]],
    ids: Sequence[str],
) -> list[Conclusion]:
    """Chains of statements of which each is the nearest to the other's dialogue."""
    present = [id_ for id_ in ids if rows.get(id_)]
    pairs: list[tuple[float, int, int]] = []
    for place, earlier in enumerate(present):
        for later in present[place + 1 :]:
            likeness = compared.likeness(rows[earlier], rows[later])
            nearest, back = likeness.argmax(axis=1), likeness.argmax(axis=0)
            for row, column in enumerate(nearest):
                value = float(likeness[row, column])
                if value >= ALIKE and back[column] == row:
                    pairs.append((value, rows[earlier][row], rows[later][column]))
    chains: list[set[int]] = []
    for _, one, other in sorted(pairs, reverse=True):
        holding = [chain for chain in chains if one in chain or other in chain]
        joined = {one, other}.union(*holding)
        documents = [statements[row].passage.document for row in joined]
        every = sorted(joined)
        is_close = compared.likeness(every, every).min() >= ALIKE / 2
        if is_close and len(set(documents)) == len(documents):
            chains = [chain for chain in chains if chain not in holding]
            chains.append(joined)
    made = [_chain(sorted(chain), statements, compared, ids[-1]) for chain in chains]
    return sorted(made, key=lambda each: (-len(each.passages), -each.likeness))


def _chain(
    chain: Sequence[int],
    statements: Sequence[JudgedPassage],
    compared: Compared,
    last: str,
) -> Conclusion:
    told = tuple(statements[row] for row in chain)
    neighbours = [
        float(compared.likeness([one], [other])[0, 0]) for one, other in pairwise(chain)
    ]
    is_last = told[-1].passage.document == last
    return Conclusion(
        Fate.RECURS if is_last else Fate.DROPPED,
        told,
        compared.shared(chain[0], chain[-1]),
        round(min(neighbours), 3),
    )


def _alone(
    statements: Sequence[JudgedPassage],
    compared: Compared,
    rows: Mapping[str, Sequence[int]],
    ids: Sequence[str],
) -> list[Conclusion]:
    """Recommendations of the last dialogue that no other has, and the reverse."""
    last = rows.get(ids[-1], ())
    before = [row for id_ in ids[:-1] for row in rows.get(id_, ())]
    found = []
    for fate, those, others in ((Fate.NEW, last, before), (Fate.DROPPED, before, last)):
        if not (those and others):
            continue
        likeness = compared.likeness(those, others)
        languages = np.array([statements[row].passage.language for row in others])
        for row, alike in zip(those, likeness, strict=True):
            judged = statements[row]
            comparable = alike[languages == judged.passage.language]
            if judged.judgement.kind in CONCLUDING and comparable.size:
                nearest = float(comparable.max())
                if nearest < UNLIKE:
                    found.append(_apart(fate, judged, nearest))
    return found


def _apart(fate: Fate, judged: JudgedPassage, nearest: float) -> Conclusion:
    return Conclusion(fate, (judged,), likeness=round(nearest, 3))
