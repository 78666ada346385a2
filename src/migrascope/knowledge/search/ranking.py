"""In which order do the passages answer, and why?

BM25 over the places that a word can stand in (Robertson, Zaragoza and Taylor 2004,
"Simple BM25 extension to multiple weighted fields"), for ideas instead of words: the
best form of an idea counts. To it come: ideas that stand close together as in the
question, and a figure or a date where the question asks for one. All weights stand
here; they were set on one half of our questions and checked on the other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from migrascope.knowledge.search.candidates import Candidate
from migrascope.knowledge.search.question import Idea, Question

PASSAGE, NAMED, ABOVE = "passage", "tag", "heading"
NEIGHBOUR, DOCUMENT = "next passage", "document"
WEIGHTS = {PASSAGE: 1.0, NAMED: 0.8, ABOVE: 0.6, NEIGHBOUR: 0.25, DOCUMENT: 0.25}
"""How much a word counts by where it stands."""

SATURATION = 0.6
"""BM25's k1: how soon more of the same word no longer counts."""
LENGTH = 0.3
"""BM25's b: how much long passages are held back."""
USUAL_LENGTH = 35
"""Stems in a passage of usual length."""
CLOSE = 0.35
"""Share of the rarer idea's weight that two ideas side by side add."""
WINDOW = 6
"""Stems apart up to which two ideas still count as close."""
ASKED = 0.12
"""Share of the whole question's weight that a figure or date adds if asked for."""

MOST = 3
"""Occurrences in one place beyond which no more are counted."""

MEANING = 0.5
"""What a passage of the same meaning adds, against one that speaks of everything."""
STRANGE = 0.3
"""Likeness of meaning (a cosine) below which two texts have nothing in common."""

_Spots = dict[str, list[int]]
_NUMBER = re.compile(r"\d+")
_FIGURE = re.compile(r"\d+|\b(?:half|third|quarter|dozen|million|billion)\b")
_TIME = re.compile(r"\b(?:1[89]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Match:
    """An idea that was found: in which form, where, and what it added to the rank."""

    word: str
    form: str
    place: str
    weight: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its rank: the higher the better, 0 to about 1.

    `coverage` is the share of the question's weight that the passage speaks of, itself
    or in its headings; `inside` the same without the headings.
    """

    row: int
    score: float
    coverage: float
    inside: float
    matches: tuple[Match, ...]
    close: float
    asked: float
    meaning: float | None = None


def _tells(told: re.Pattern[str], text: str, question: Question) -> bool:
    """Whether a text has a figure or date that the question does not hold itself."""
    known = set(_NUMBER.findall(question.text))
    return any(
        not _NUMBER.search(found[0]) or set(_NUMBER.findall(found[0])) - known
        for found in told.finditer(text)
    )


def with_meaning(
    ranked: Sequence[Ranked], likeness: Mapping[int, float]
) -> list[Ranked]:
    """The candidates in their order when likeness of meaning counts, too."""
    joined = [
        replace(
            each,
            score=each.score + MEANING * max(0.0, likeness[each.row] - STRANGE),
            meaning=likeness[each.row],
        )
        if each.row in likeness
        else each
        for each in ranked
    ]
    return sorted(joined, key=lambda each: (-each.score, each.row))


def rank(
    question: Question,
    candidates: Sequence[Candidate],
    *,
    texts: Mapping[int, str],
    neighbours: Mapping[int, Sequence[Candidate]],
) -> list[Ranked]:
    """The candidates, best first; `texts` are the passages as they are written."""
    ranked = [
        _ranked(question, each, texts[each.row], neighbours.get(each.row, ()))
        for each in candidates
    ]
    return sorted(ranked, key=lambda each: (-each.score, each.row))


def _ranked(
    question: Question,
    candidate: Candidate,
    text: str,
    neighbours: Sequence[Candidate],
) -> Ranked:
    """One candidate with its rank."""
    wanted = question.stems
    places = {
        PASSAGE: _spots(candidate.passage, wanted),
        NAMED: _spots(candidate.named, wanted),
        ABOVE: _spots(candidate.above, wanted),
        NEIGHBOUR: _spots([s for each in neighbours for s in each.passage], wanted),
        DOCUMENT: _spots(candidate.document, wanted),
    }
    places = {place: spots for place, spots in places.items() if spots}
    present = frozenset().union(*places.values())
    stretch = 1 - LENGTH + LENGTH * len(candidate.passage) / USUAL_LENGTH
    matches: list[Match] = []
    spoken: list[tuple[Idea, list[int]]] = []
    coverage = inside = 0.0
    for idea in question.ideas:
        match, worth, within = _match(idea, present, places, stretch)
        if match is not None:
            matches.append(match)
            coverage += idea.rarity * min(1.0, worth / WEIGHTS[ABOVE])
        if within:
            spoken.append((idea, within))
            inside += idea.rarity
    close = sum(
        CLOSE * min(a.rarity, b.rarity) * _closeness(here, there)
        for (a, here), (b, there) in pairwise(spoken)
    )
    asks = (question.asks_for_figure and _tells(_FIGURE, text, question)) or (
        question.asks_for_time and _tells(_TIME, text, question)
    )
    asked = ASKED * question.rarity if asks else 0.0
    score = sum(match.weight for match in matches) + close + asked
    whole = question.rarity
    return Ranked(
        candidate.row,
        score / whole,
        coverage / whole,
        inside / whole,
        tuple(matches),
        close / whole,
        asked / whole,
    )


def _match(
    idea: Idea,
    present: Collection[str],
    places: Mapping[str, _Spots],
    stretch: float,
) -> tuple[Match | None, float, list[int]]:
    """How an idea is spoken of: by its best form, how surely, and where inside."""
    best: Match | None = None
    surely = 0.0
    within: list[int] = []
    for form in (each for each in idea.forms if each.stems[0] in present):
        counted = most = 0.0
        where = ""
        for place, spots in places.items():
            found = spots.get(form.stems[0])
            if found is None:
                continue
            if len(form.stems) > 1:
                found = _side_by_side(form.stems, spots)
                if not found:
                    continue
            worth = WEIGHTS[place] * form.weight
            amount = worth * min(len(found), MOST)
            if place == PASSAGE:
                amount /= stretch
                within += found
            counted += amount
            if worth > most:
                where, most = place, worth
        if counted:
            added = idea.rarity * (1 + SATURATION) * counted / (SATURATION + counted)
            if best is None or added > best.weight:
                best = Match(idea.word, form.says, where, added)
            surely = max(surely, most)
    return best, surely, sorted(within)


def _spots(stems: Sequence[str], wanted: Collection[str]) -> _Spots:
    """Where each stem stands that the question has."""
    found: _Spots = {}
    for spot, stem in enumerate(stems):
        if stem in wanted:
            found.setdefault(stem, []).append(spot)
    return found


def _side_by_side(stems: tuple[str, ...], spots: _Spots) -> list[int]:
    """Where several stems stand one after the other."""
    others = [spots.get(stem, []) for stem in stems[1:]]
    return [
        spot
        for spot in spots[stems[0]]
        if all(spot + step in other for step, other in enumerate(others, start=1))
    ]


def _closeness(here: Sequence[int], there: Sequence[int]) -> float:
    """1 for neighbours, less the further apart, 0 beyond the window."""
    nearest = min(abs(a - b) for a in here for b in there)
    return max(0.0, 1 - (max(1, nearest) - 1) / WINDOW)
