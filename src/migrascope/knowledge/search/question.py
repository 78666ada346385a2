"""What does a question ask for, in the words of the library?

Each word of the question that carries meaning becomes an idea: the word's stem in every
language of the library, and what means nearly the same. An idea weighs more the fewer
passages speak of it; one that no passage speaks of weighs most, because a question
about Peru is not answered by a passage that leaves Peru out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from migrascope.knowledge.search import meanings, names, terms

EXACT = 1.0
NEAR = 0.75
"""How much a word of nearly the same meaning counts, against the word itself."""

_LEAST = 0.05
"""Weight of an idea that nearly every passage speaks of."""

_SCRIPTS = (
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
_LATIN = ("en", "fr", "es")
_ASKS_FOR_FIGURE = re.compile(
    r"\bhow (?:many|much|large|big|high|often)\b|\b(?:share|number|percentage"
    r"|per ?cent|proportion|average|total|rate|amount) of\b|\bcombien\b|\bnombre de\b"
    r"|\bproportion de\b|\bcu[aá]nt[oa]s?\b|\bn[uú]mero de\b|\bporcentaje\b"
    r"|\bсколько\b|多少|几个|\bكم\b",
    re.IGNORECASE,
)
_ASKS_FOR_TIME = re.compile(
    r"^\W*(?:when|quand|cu[aá]ndo|когда|متى)\b|\b(?:what|which) year\b|何时|哪一年",
    re.IGNORECASE,
)


class Vocabulary(Protocol):
    """What is known of the words in a library."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages that its passages are in."""

    @property
    def passages(self) -> int:
        """How many passages there are."""

    def passages_with(self, stem: str) -> int:
        """How many passages have this stem, or else have it above them."""

    def passages_to_weigh(self, stem: str) -> int:
        """How many passages must be weighed when this stem is looked for."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that an idea can take: one stem, or several that stand together."""

    stems: tuple[str, ...]
    weight: float
    says: str


@dataclass(frozen=True, slots=True)
class Idea:
    """One word of the question, with the forms that it can take in a passage.

    `rarity` is the weight by how few passages speak of it; `to_weigh` counts the
    passages that it would bring up. `is_country`: it names one, which must not be left
    out of an answer.
    """

    word: str
    forms: tuple[Form, ...]
    to_weigh: int
    rarity: float
    is_country: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, in the words of the library.

    `rarity` is the weight of all ideas together, `stems` what is looked for at all.
    """

    text: str
    language: str
    ideas: tuple[Idea, ...]
    asks_for_figure: bool
    asks_for_time: bool
    rarity: float
    stems: frozenset[str]


def understand(text: str, vocabulary: Vocabulary) -> Question:
    """Turn the words of a question into ideas that can be looked for."""
    language = spoken(text)
    units = list(_units(text, language))
    forms = [_own_forms(unit, language, vocabulary) for unit in units]
    places = [spot for spot, unit in enumerate(units) for _ in unit.stems]
    stems = [stem for unit in units for stem in unit.stems]
    _add_near(forms, stems, places, language, vocabulary)
    countries = _add_names(forms, units, text, language)
    for unit, made in zip(units, forms, strict=True):
        if not any(_passages(form, vocabulary) for form in made.values()):
            for other in _LATIN:  # one word alone seldom shows its language
                alone = terms.stems(unit.says, other)
                _add_near([made], alone, [0] * len(alone), other, vocabulary)
    ideas = _once(
        _idea(unit.says, made, vocabulary, is_country=spot in countries)
        for spot, (unit, made) in enumerate(zip(units, forms, strict=True))
    )
    return Question(
        text,
        language,
        ideas,
        bool(_ASKS_FOR_FIGURE.search(text)),
        bool(_ASKS_FOR_TIME.search(text)),
        sum(idea.rarity for idea in ideas),
        frozenset(stem for idea in ideas for form in idea.forms for stem in form.stems),
    )


def spoken(text: str) -> str:
    """The language of a question: by its script, else by its small words."""
    for language, script in _SCRIPTS:
        if script.search(text):
            return language
    found = [terms.fold(word) for word in re.findall(r"[^\W\d_]+", text)]
    counts = {
        language: sum(word in terms.function_words(language) for word in found)
        for language in _LATIN
    }
    return max(_LATIN, key=lambda language: counts[language])


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word of the question, or a pair of Chinese characters, and its stems.

    `beside` are the pairs that a single character makes with its neighbours.
    """

    says: str
    stems: tuple[str, ...]
    start: int
    end: int
    beside: tuple[str, ...] = ()


def _units(text: str, language: str) -> Iterator[_Unit]:
    for word in terms.words(text, language):
        says = text[word.start : word.end]
        if terms.is_chinese(says):
            at = 0
            for segment in meanings.segments(says):
                around = says[max(0, at - 1) : at + len(segment) + 1]
                at += len(segment)
                for pair in terms.stems(segment, language):
                    beside = _beside(pair, terms.stems(around, language))
                    yield _Unit(pair, (pair,), word.start, word.end, beside)
        else:
            yield _Unit(says, word.stems, word.start, word.end)


def _beside(character: str, pairs: Sequence[str]) -> tuple[str, ...]:
    """The pairs that a single character is part of; none for what is a pair itself."""
    alone = len(character) == 1
    return tuple(pair for pair in pairs if alone and character in pair != character)


def _add_names(
    forms: Sequence[dict[tuple[str, ...], Form]],
    units: Sequence[_Unit],
    text: str,
    language: str,
) -> set[int]:
    """Add the tags that parts of the question name; the units that name countries."""
    countries = set()
    for name in names.named(text, language):
        for spot, unit in enumerate(units):
            if unit.start < name.end and name.start < unit.end:
                form = (name.word,)
                forms[spot][form] = Form(form, EXACT, text[name.start : name.end])
                if name.is_country:
                    countries.add(spot)
    return countries


def _own_forms(
    unit: _Unit, language: str, vocabulary: Vocabulary
) -> dict[tuple[str, ...], Form]:
    """The word itself, as each language of the library would stem it.

    A word with a hyphen is looked for as one word, or as its parts side by side; a
    single Chinese character, which a passage seldom has alone, also as its pairs.
    """
    made: dict[tuple[str, ...], Form] = {
        (pair,): Form((pair,), EXACT, pair) for pair in unit.beside
    }
    for other in dict.fromkeys((language, *vocabulary.languages)):
        stems = tuple(terms.stems(unit.says, other))
        forms = (stems[:-1], stems[-1:]) if len(stems) > 1 else (stems,)
        for form in forms:
            if form:
                made.setdefault(form, Form(form, EXACT, unit.says))
    return made


def _add_near(
    forms: Sequence[dict[tuple[str, ...], Form]],
    stems: Sequence[str],
    places: Sequence[int],
    language: str,
    vocabulary: Vocabulary,
) -> None:
    """Add what means nearly the same to the words that it stands for."""
    among = vocabulary.languages
    for start, end, term, made in meanings.near(stems, language, among=among):
        for spot in dict.fromkeys(places[start:end]):
            forms[spot].setdefault(made, Form(made, NEAR, term))


def _idea(
    word: str,
    forms: Mapping[tuple[str, ...], Form],
    vocabulary: Vocabulary,
    *,
    is_country: bool,
) -> Idea:
    """An idea with the forms that the library has."""
    counted = {form: _passages(form, vocabulary) for form in forms.values()}
    held = tuple(form for form, count in counted.items() if count)
    passages = max(counted.values(), default=0)
    rarity = math.log(1 + (vocabulary.passages - passages + 0.5) / (passages + 0.5))
    to_weigh = sum(
        min(vocabulary.passages_to_weigh(stem) for stem in form.stems) for form in held
    )
    return Idea(word, held, to_weigh, max(rarity, _LEAST), is_country)


def _passages(form: Form, vocabulary: Vocabulary) -> int:
    """In how many passages a form can be, at most."""
    return min(vocabulary.passages_with(stem) for stem in form.stems)


def _once(ideas: Iterable[Idea]) -> tuple[Idea, ...]:
    """Each idea once, however often it was said."""
    seen: dict[tuple[str, ...], Idea] = {}
    for idea in ideas:
        key = tuple(form.says for form in idea.forms) or (terms.fold(idea.word),)
        seen.setdefault(key, idea)
    return tuple(seen.values())
