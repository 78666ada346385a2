"""Which phrases stand for an area, an organisation, a group or a sector?

One phrasebook per language of passages: the names of that language and the English
ones, which documents in every language use. The names of areas come from the project's
own table of areas; adjectives and the names of peoples, regions, traps, organisations
and subjects from the CSV files beside this module.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from migrascope.knowledge.model import Scheme
from migrascope.knowledge.tags.phrases import Meaning, Phrasebook, folded
from migrascope.model import area

NAME, REGION, ADJECTIVE, PLAIN = "name", "region", "adjective", "word"
LATIN = ("en", "fr", "es")

_HERE = Path(__file__).parent
_PLACES = frozenset({"country", "territory", "disputed"})
# least developed, landlocked, small islands; by income
_GROUPS = frozenset(
    [f"M49:{code}" for code in (941, 1636, 1637, 1500, 1501, 1502, 1503, 1517)]
)
_REGION = re.compile(r"M49:\d{3}")
_ALIAS = re.compile(r"[^()\[\]/,&*]+")
_NAME_CONFIDENCE, _ADJECTIVE_CONFIDENCE, _WORD_CONFIDENCE = 0.95, 0.85, 0.9
_NO_ACRONYM = frozenset({"CAN", "CARE", "KIND", "DAWN", "IOE", "CoE"})


@cache
def of(language: str) -> Phrasebook:
    """The phrasebook for passages in a language; English stands in for the rest."""
    if language not in area.LANGUAGES:
        language = "en"
    book = Phrasebook()
    languages = ("en",) if language == "en" else (language, "en")
    for each in languages:
        _add_area_words(book, each)
    _add_organisations(book)
    for each in languages:
        _add_area_names(book, each)
        _add_adjectives(book, each)
        _add_subjects(book, each)
    return book


def inflected(word: str, language: str) -> Iterator[str]:
    """The forms in which an adjective or the name of a people is met.

    >>> sorted(inflected("kenyan", "fr"))
    ['kenyan', 'kenyane', 'kenyanes', 'kenyans']
    """
    yield word
    if language == "en":
        if not word.endswith(("s", "ese", "ish", "ch", "tch", ".", "US")):
            yield f"{word}s"
        if word.endswith(("ish", "ch")):
            return
    elif language == "fr":
        feminine = _french_feminine(word)
        yield feminine
        yield f"{feminine}s"
        if not word.endswith("s"):
            yield f"{word}s"
    elif language == "es":
        yield from _spanish_forms(word)


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file beside this module."""
    with (_HERE / table).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


@cache
def listed(role: str) -> frozenset[str]:
    """Words of `surroundings.csv`: names that are seldom areas, words beside names."""
    return frozenset(
        row["word"] for row in rows("surroundings.csv") if row["role"] == role
    )


def _add_area_words(book: Phrasebook, language: str) -> None:
    for row in rows("area_words.csv"):
        if row["language"] != language:
            continue
        meanings = tuple(
            Meaning(Scheme.AREA, id_, float(row["confidence"]), row["note"])
            for id_ in row["areas"].split()
        )
        adjective = row["note"].startswith("adjective") or row["words"][0].islower()
        kind = ADJECTIVE if adjective or row["note"] == "two states" else REGION
        forms: Iterable[str] = (row["words"],)
        if meanings and kind == ADJECTIVE and " " not in row["words"]:
            forms = inflected(row["words"], language)
        elif kind == ADJECTIVE:
            forms = (row["words"], f"{row['words']}s")
        for form in forms:
            book.add(form, meanings, kind=kind if meanings else NAME)


def _add_area_names(book: Phrasebook, language: str) -> None:
    for place in area.table():
        region = bool(_REGION.fullmatch(place.id)) and place.is_aggregate
        group = place.id in _GROUPS
        if place.kind not in _PLACES and not region and not group:
            continue
        kind = PLAIN if group else REGION if region else NAME
        words = area.name(place.id, language)
        _add_area(book, words, place.id, kind)
        _add_area(book, words.partition("(")[0], place.id, kind)
    for row in _aliases():
        place = area.get(row["area"])
        if place.kind in _PLACES and _ALIAS.fullmatch(row["alias"]):
            _add_area(book, row["alias"], place.id, NAME)


def _add_area(book: Phrasebook, words: str, id_: str, kind: str) -> None:
    words = words.strip()
    if area.fold(words) in listed("more often something else") or len(words) < 2:
        return
    book.add(words, (Meaning(Scheme.AREA, id_, _NAME_CONFIDENCE),), kind=kind)


def _add_adjectives(book: Phrasebook, language: str) -> None:
    if language not in LATIN:
        return
    for row in rows("area_adjectives.csv"):
        meaning = Meaning(Scheme.AREA, row["area"], _ADJECTIVE_CONFIDENCE, "adjective")
        for word in row[language].split("|"):
            for form in inflected(word, language):
                book.add(form, (meaning,), kind=ADJECTIVE)


def _add_organisations(book: Phrasebook) -> None:
    for row in rows("organisations.csv"):
        code = row["code"]
        names = [row["name"], *filter(None, row["aliases"].split("|"))]
        if code not in _NO_ACRONYM and not code.endswith(" NGO"):
            names.append(code)
        confidence = 0.7 if code == "UN" else _NAME_CONFIDENCE
        meanings = [Meaning(Scheme.ORGANISATION, code, confidence, row["name"])]
        if code == "EU":  # the one organisation that figures are published for
            meanings.append(Meaning(Scheme.AREA, "M49:097", _NAME_CONFIDENCE))
        for name in names:
            book.add(name, meanings, kind=NAME)


def _add_subjects(book: Phrasebook, language: str) -> None:
    for row in rows("subjects.csv"):
        meanings: tuple[Meaning, ...] = ()  # a row without a code lists traps
        if row["code"]:
            told = Meaning(Scheme(row["scheme"]), row["code"], _WORD_CONFIDENCE)
            meanings = (told, *_wider(row["code"]))
        for word in filter(None, row[language].split("|")):
            for form in _plural(word, language):
                book.add(form, meanings, kind=PLAIN)


def _wider(group: str) -> tuple[Meaning, ...]:
    """Unaccompanied children are children: both are said by the same words."""
    if group == "unaccompanied children":
        return (Meaning(Scheme.GROUP, "children", _WORD_CONFIDENCE),)
    return ()


def _plural(word: str, language: str) -> tuple[str, ...]:
    if word[-1:] in {"s", "x"} or word.isupper():
        return (word,)
    if language == "en" and word.endswith("y") and word[-2:-1] not in "aeiou":
        return (word, f"{word[:-1]}ies")
    return (word, f"{word}s")


def _french_feminine(word: str) -> str:
    if word.endswith("e"):
        return word
    if word.endswith(("ien", "een", "éen", "on")):
        return f"{word}ne"
    return f"{word}e"


def _spanish_forms(word: str) -> Iterator[str]:
    if word.endswith("o"):
        yield from (f"{word[:-1]}{ending}" for ending in ("a", "os", "as"))
    elif word.endswith(("a", "e")):
        yield f"{word}s"
    elif word.endswith(("í", "ú")):
        yield from (f"{word}es", f"{word}s")
    else:
        stem = folded(word)
        yield from (f"{stem}{ending}" for ending in ("a", "es", "as"))


@cache
def _aliases() -> tuple[dict[str, str], ...]:
    file = Path(area.__file__).with_name("tables") / "area_aliases.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
