"""Who promised what, and by when?

From passages that commit someone. The owner is who stands as the subject of the
promise: an organisation or a country that the program knows, before "will", "is
committed to" or "pledged". A pronoun names nobody, and nobody is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrascope.knowledge.model import JudgedPassage, Kind, Scheme
from migrascope.knowledge.registers.due import due
from migrascope.knowledge.registers.record import (
    Citation,
    Record,
    Register,
    Value,
    cite,
    filled,
    key,
    opening,
    stated,
)
from migrascope.knowledge.registers.statements import (
    Described,
    said,
    says_something,
)
from migrascope.knowledge.registers.subjects import about, words_of
from migrascope.model import area as areas

_CUE = re.compile(
    r"\b(?:will|shall|(?:is|are|was|were|remains?)\s+(?:fully\s+)?committed|"
    r"commits?|committed|pledge[sd]?|undertakes?|undertook|promise[sd]?|"
    r"(?:reiterated|reaffirmed|expressed|underlined|stressed|announced)\s+"
    r"(?:the|its|his|her|their)\s+(?:\w+\s+)?(?:commitment|intention|plan)|"
    r"s['’]engagent?|se\s+comprometen?|(?:is|are)\s+ready\s+to|plans?\s+to|"
    r"agenda\s+calls\s+for)\b"
)
_PRONOUN = re.compile(
    r"^(?:they|he|she|it|we|this|these|that|who|which|there)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])")
_CLAUSE = re.compile(
    r"[;:(]\s*|,?\s+(?:and|but|while|whereas)\s+(?=\w+\s+(?:will|is)\b)"
)
_NOT_ITS_SUBJECT = re.compile(
    r"\b(?:which|that|who|where|hopes?|believes?|ensure|as)\b|,$"
)
_FAR = 160
"""Letters between a name and its verb after which they hardly belong together."""


def records(judged: JudgedPassage, document: Described) -> Iterator[Record]:
    """The commitment that a passage makes; none when it is of another kind."""
    if judged.judgement.kind is not Kind.COMMITMENT or not says_something(judged):
        return
    citation = cite(judged.passage)
    yield Record(
        Register.COMMITMENTS,
        key(Register.COMMITMENTS, document.id, citation.words),
        document.id,
        opening(citation.words),
        filled(
            {
                "says": stated((" ".join(citation.words.split()),), (citation,)),
                "owner": owner(judged, citation),
                "due": _due(citation, document),
                **about(judged, citation),
                **{
                    name: value
                    for name, value in said(document, judged).items()
                    if name != "panel"
                },
            }
        ),
        (citation,),
    )


def owner(judged: JudgedPassage, citation: Citation) -> Value | None:
    """Who promised: the names that the program knows in the subject of the promise."""
    for sentence in _SENTENCE.split(citation.words):
        for cue in _CUE.finditer(sentence):
            subject = _CLAUSE.split(sentence[: cue.start()])[-1].strip()
            if (
                not subject
                or _PRONOUN.match(subject)
                or _NOT_ITS_SUBJECT.search(subject)
            ):
                continue
            names = [
                (place, name)
                for words, name in _known(judged)
                if 0 <= (place := _place(words, subject)) >= len(subject) - _FAR
            ]
            if names:
                return stated((name for _, name in sorted(names)), (citation,))
    return None


def _place(words: str, subject: str) -> int:
    match = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", subject)
    return match.start() if match else -1


def _known(judged: JudgedPassage) -> Iterator[tuple[str, str]]:
    """The names in a passage that someone can be called by: words, and whose."""
    for tag in judged.judgement.tags:
        if tag.scheme is Scheme.ORGANISATION:
            for words in words_of(tag) or (tag.code,):
                yield words, tag.code
        elif tag.scheme is Scheme.AREA and areas.lookup(tag.code):
            name = areas.name(tag.code)
            for words in words_of(tag) or (name,):
                yield words, name


def _due(citation: Citation, document: Described) -> Value | None:
    found = due(citation.words, after=document.metadata.date)
    if found is None:
        return None
    where = Citation(citation.document, citation.passage, citation.page, found.words)
    return stated((found.day.isoformat(),), (where,))
