"""Which passages answer this question, and why these?

    answer = find(library, "cost of remittances", filters=Filters(kinds=(...,)))

The question becomes ideas (`question`), the index brings up passages that could answer
(`candidates`), each is looked at closely (`ranking`), and only those that answer are
given (`answering`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from migrascope.errors import UsageError
from migrascope.knowledge.library import NO_FILTERS, Filters, Library, held, rows
from migrascope.knowledge.library.filters import condition
from migrascope.knowledge.model import Scheme
from migrascope.knowledge.search import answering, candidates, meaning
from migrascope.knowledge.search.answer import Answer, Hit
from migrascope.knowledge.search.candidates import Candidate
from migrascope.knowledge.search.highlighting import highlighted
from migrascope.knowledge.search.question import Question, understand
from migrascope.knowledge.search.ranking import Ranked, rank, with_meaning
from migrascope.knowledge.search.spelling import suggestion

LIMIT = 10
"""Hits that are given unless more are asked for."""
LONGEST = 40
"""Words of a question that can be looked for."""
NEAREST = 3
"""Passages that are kept to be shown although they do not answer."""
_NEAR = 30
"""Passages that come in by their meaning alone."""
_CLOSER = 20
"""Passages whose neighbours are looked at, too."""


def find(
    library: Library,
    text: str,
    *,
    filters: Filters = NO_FILTERS,
    limit: int = LIMIT,
) -> Answer:
    """The passages that answer a question, best first, or none with the reason.

    Without any text, all passages that pass the filters, in the order of documents.

    Raises:
        UsageError: there is no word in the question to look for, or far too many.
    """
    if not text.strip():
        return _listed(library, filters, limit)
    with library.reading():
        known = library.vocabulary()
        question = understand(text, known)
        if not question.ideas:
            raise UsageError(
                f'"{text}" has no word to look for.',
                'Name a thing or a place: migrascope find "recruitment fees".',
            )
        if len(question.ideas) > LONGEST:
            raise UsageError(
                f"the question has {len(question.ideas)} words to look for.",
                f"Ask with {LONGEST} or fewer: the ones that matter.",
            )
        ranked = _ranked(library, question, filters)
        good = answering.answering(question, ranked)
        if not good:
            return _nothing(library, question, ranked, passages=known.passages)
        return Answer(
            text,
            _hits(library, question, good[:limit]),
            len(good),
            kinds=_kinds(library, good),
            goals=_goals(library, good),
        )


def _ranked(library: Library, question: Question, filters: Filters) -> list[Ranked]:
    """The candidates, best first; the first ones with a look at what stands beside."""
    connection = library.connection
    found = candidates.candidates(connection, question, filters)
    vector = None
    english = question.language == meaning.LANGUAGE
    signs = library.vocabulary().signs if english else None
    if signs is not None and meaning.available():
        vector = meaning.asked(question.text)
        near = meaning.nearest(connection, signs, vector, count=_NEAR)
        known = {each.row for each in found}
        others = [row for row in near if row not in known]
        passing = candidates.passing(connection, others, filters)
        found += candidates.indexed(connection, passing)
    texts = rows.texts(connection, [each.row for each in found])
    first = rank(question, found, texts=texts, neighbours={})
    likeness = (
        {} if vector is None else meaning.likeness(connection, vector, list(texts))
    )
    first = with_meaning(first, likeness)
    closer = {each.row for each in first[:_CLOSER]}
    near_by = [each for each in found if each.row in closer]
    beside = _neighbours(library, near_by)
    closely = rank(question, near_by, texts=texts, neighbours=beside)
    return [
        *with_meaning(closely, likeness),
        *(each for each in first if each.row not in closer),
    ]


def _neighbours(
    library: Library, found: Sequence[Candidate]
) -> dict[int, list[Candidate]]:
    """The passages before and after each one in its document."""
    pairs = library.connection.execute(
        "SELECT here.row, there.row FROM passages AS here JOIN passages AS there "
        "ON there.document = here.document "
        "AND there.number IN (here.number - 1, here.number + 1) "
        "WHERE here.row IN (SELECT value FROM json_each(?))",
        (json.dumps([each.row for each in found]),),
    ).fetchall()
    wanted = sorted({there for _, there in pairs})
    found_beside = candidates.indexed(library.connection, wanted)
    by_row = {each.row: each for each in found_beside}
    beside: dict[int, list[Candidate]] = {}
    for here, there in pairs:
        beside.setdefault(here, []).append(by_row[there])
    return beside


def _hits(
    library: Library, question: Question | None, ranked: Sequence[Ranked]
) -> tuple[Hit, ...]:
    """The passages of these rows; the words that match, when something was asked."""
    judged = rows.numbered(library.connection, [each.row for each in ranked])
    ids = {each.passage.document for each in judged.values()}
    known = held.some(library.connection, ids)
    return tuple(
        Hit(
            passage,
            judgement,
            known[passage.document].metadata,
            known[passage.document].file,
            known[passage.document].pages,
            each.score,
            each.coverage,
            highlighted(passage, judgement, question) if question else (),
            each.matches,
            each.close,
            each.asked,
            each.meaning,
        )
        for each in ranked
        for passage, judgement in (
            (judged[each.row].passage, judged[each.row].judgement),
        )
    )


def _nothing(
    library: Library, question: Question, ranked: Sequence[Ranked], *, passages: int
) -> Answer:
    if not passages:
        reason = "The library is empty: read documents first (migrascope read FILE)."
    elif missing := [idea.word for idea in question.ideas if not idea.forms]:
        reason = _missing(library, question, missing)
    elif not ranked:
        reason = "No passage that passes the filters speaks of it."
    else:
        reason = "No passage speaks of all that was asked for."
    nearest = _hits(library, question, ranked[:NEAREST])
    return Answer(question.text, (), nothing=reason, nearest=nearest)


def _missing(library: Library, question: Question, words: Sequence[str]) -> str:
    """Which words no passage has, and what was perhaps meant by them."""
    said = f"No passage speaks of {', '.join(f'“{word}”' for word in words)}."
    suggested = [
        found
        for word in words
        if (found := suggestion(library.connection, word, question.language))
    ]
    if not suggested:
        return said
    return f"{said} Did you mean {', '.join(f'“{word}”' for word in suggested)}?"


def _listed(library: Library, filters: Filters, limit: int) -> Answer:
    """All passages that pass the filters, without a rank."""
    wanted = condition(filters)
    with library.reading():
        found = library.connection.execute(
            f"SELECT row FROM passages WHERE {wanted.sql} "  # noqa: S608 - bound
            "ORDER BY document, number",
            wanted.values,
        )
        every = [Ranked(row, 0, 0, 0, (), 0, 0) for (row,) in found]
        return Answer(
            "",
            _hits(library, None, every[:limit]),
            len(every),
            "" if every else "No passage passes the filters.",
            kinds=_kinds(library, every),
            goals=_goals(library, every),
        )


def _kinds(library: Library, ranked: Iterable[Ranked]) -> dict[str, int]:
    """How many of these passages are of each kind, most first."""
    found = library.connection.execute(
        "SELECT kind, count(*) FROM passages "
        "WHERE row IN (SELECT value FROM json_each(?)) GROUP BY kind",
        (json.dumps([each.row for each in ranked]),),
    )
    return dict(Counter(dict(found)).most_common())


def _goals(library: Library, ranked: Iterable[Ranked]) -> dict[str, int]:
    """How many of these passages are about each goal, most first."""
    found = library.connection.execute(
        "SELECT code, count(DISTINCT passage) FROM tags "
        "WHERE +scheme = ? AND passage IN (SELECT value FROM json_each(?)) "
        "GROUP BY code",
        (Scheme.GOAL.value, json.dumps([each.row for each in ranked])),
    )
    return dict(Counter(dict(found)).most_common())
