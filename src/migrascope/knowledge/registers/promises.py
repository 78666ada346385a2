"""Who promised what, and by when?

From passages that commit someone, and from single sentences of others that promise in
so many words ("is committed to", "will launch", "by 2025"). The owner is who stands as
the subject of the promise: an organisation or a country that the program knows. A
pronoun names nobody, and nobody is guessed.
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
    r"(?:should|is\s+to)\s+be\s+(?:ready|completed|finali[sz]ed|published)|"
    r"s['’]engage(?:nt)?|se\s+comprometen?|(?:is|are)\s+ready\s+to|plans?\s+to|"
    r"agenda\s+calls\s+for)\b"
)
_STRONG = re.compile(
    r"\b(?:(?:is|are|remains?)\s+(?:fully\s+|firmly\s+)?committed\s+to|"
    r"(?:reiterated|reaffirmed)\s+(?:the|its|his|her|their)\s+commitment\s+(?:of|to)|"
    r"pledge[sd]\s+to|undert(?:ook|akes?)\s+to|"
    r"will\s+(?:launch|publish|establish|convene|ratify)|"
    r"will\s+be\s+(?:produced|published|launched|made\s+available))\b"
)
"""Words that promise whatever else the passage does."""
_ANTECEDENT = re.compile(r"^.*\b(?:is|are|was|were)\s+(?=the\s)|,\s+which$")
_PRONOUN = re.compile(
    r"^(?:they|he|she|it|we|this|these|that|who|which|there)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])")
_CLAUSE = re.compile(
    r"[;:(]\s*|,?\s+(?:and|but|while|whereas)\s+(?=\w+\s+(?:will|is)\b)"
)
_NOT_ITS_SUBJECT = re.compile(
    r"\b(?:which|that|who|where|hopes?|believes?|ensure|as)\b"
)
_ELSEWHERE = (
    r"(?<!\w){name}\s+(?:обязуется|обязуются|обещает|обязалось|обязалась|обязался)",
    r"(?:يلتزم|تلتزم|التزم|التزمت|يتعهد|تتعهد|تعهد|تعهدت)\s+(?:حكومة\s+)?{name}(?!\w)",
    r"{name}(?:政府)?(?:承诺|保证|决心)",
)
"""Who promises, in Russian, Arabic and Chinese: the name beside its verb."""
_FAR = 160
"""Letters between a name and its verb after which they hardly belong together."""


def records(judged: JudgedPassage, document: Described) -> Iterator[Record]:
    """The commitments that a passage makes."""
    if judged.passage.entry and judged.judgement.kind is not Kind.COMMITMENT:
        return
    for citation in _promising(judged, document):
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


def _promising(judged: JudgedPassage, document: Described) -> Iterator[Citation]:
    """The sentences that promise; the whole passage if it has one promise only."""
    text = judged.passage.text.strip()
    sentences = [
        cite(judged.passage, sentence)
        for sentence in _SENTENCE.split(text)
        if _promises(sentence) or _has_deadline(sentence, document)
    ]
    if judged.judgement.kind is not Kind.COMMITMENT or len(sentences) > 1:
        yield from sentences
        return
    whole = cite(judged.passage)
    named = owner(judged, whole) is not None or _due(whole, document) is not None
    if says_something(judged) and (sentences or named):
        yield whole


def _promises(sentence: str) -> bool:
    return _STRONG.search(sentence) is not None


def _has_deadline(sentence: str, document: Described) -> bool:
    found = due(sentence, after=document.metadata.date)
    return found is not None and found.is_deadline


def owner(judged: JudgedPassage, citation: Citation) -> Value | None:
    """Who promised: the names that the program knows in the subject of the promise."""
    for sentence in _SENTENCE.split(citation.words):
        for cue in _CUE.finditer(sentence):
            clause = _CLAUSE.split(sentence[: cue.start()])[-1].strip()
            subject = _ANTECEDENT.sub("", clause)
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
    return _owner_elsewhere(judged, citation)


def _owner_elsewhere(judged: JudgedPassage, citation: Citation) -> Value | None:
    names = dict.fromkeys(
        name
        for words, name in _known(judged)
        for way in _ELSEWHERE
        if re.search(way.format(name=re.escape(words)), citation.words)
    )
    return stated(names, (citation,)) if names else None


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
