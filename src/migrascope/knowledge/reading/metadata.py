"""What is known of a document as a whole, and which words say so?

Looked for where documents say it: on the title page, in the first sentences, in what
the file says of itself. Nothing is guessed; every find keeps its words, so that a
person can judge it, and what a person gives stands before all finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from migrascope.knowledge.model import Block, BlockKind, Metadata
from migrascope.knowledge.reading import dates, language, places
from migrascope.knowledge.reading.fabric import Woven
from migrascope.knowledge.reading.structure import PANEL

_FRONT_BLOCKS = 14
_FRONT_LETTERS = 2500
_LINE = 220
"""Letters; what is longer is a paragraph and no line of a title page."""

_YEAR = r"(?:19|20)\d\d"
_EVENT = re.compile(
    rf"""(?i:(?:the\s)?(?:first|second|third|fourth|fifth|\w+th|première?|deuxième
          |primera?|segund[ao])\s(?:session|séance|sesión)\s(?:of\sthe|de\s?la?|del?)\s)?
    (?:[A-ZÀ-Þ][\w’'-]+\s(?:(?:of|on|for|and|the|de|du|des|la|le|les|sur|et|del|y|para
          |los|las|el|sobre)\s)*){{0,6}}
    (?:Dialogue|Conference|Forum|Summit|Workshop|Congress|Colloquium|Consultations?
      |Conférence|Sommet|Atelier|Diálogo|Conferencia|Foro|Cumbre|Taller)
    (?:\s(?:(?:of|on|for|and|the|de|du|des|la|le|les|sur|et|del|y|para|sobre|los|las
          |[A-ZÀ-Þ][\w’'-]+)\s?)+)?
    (?:\s?\([^()]{{2,20}}\))?,?\s?(?:{_YEAR})?""",
    re.VERBOSE,
)
_EVENT_ELSEWHERE = re.compile(
    rf"""(?:حوار|مؤتمر|منتدى|قمة|ورشة)(?:\s\w+){{0,8}}?\s{_YEAR}
    | (?:[А-Я]\w+\s){{0,3}}(?:диалог|конференци|форум|саммит)\w*
      (?:\s\w+){{0,6}}?\s{_YEAR}
    | (?:{_YEAR}年?)[\u4e00-\u9fff]{{0,20}}(?:对话|会议|论坛|峰会|大会)
    | [\u4e00-\u9fff]{{0,20}}(?:对话|会议|论坛|峰会|大会)\s?[(（]?{_YEAR}""",
    re.VERBOSE | re.IGNORECASE,
)
"""The same in Arabic, Russian and Chinese."""

_SUMMARY = re.compile(
    r"(?:summary(?: of (?:the )?(?:conclusions|discussions|proceedings))?|executive "
    r"summary|(?:final )?report|contents|table of contents|conclusions|annex|agenda|"
    r"preamble|introduction|résumé(?: des conclusions)?|"
    r"resumen(?: de las conclusiones)?|sommaire|índice|preámbulo|préambule)\W*",
    re.IGNORECASE,
)
_BEGUN = re.compile(rf"(?:\d+|[IVX]+)[.)]\s|{_SUMMARY.pattern}$", re.IGNORECASE)
"""A heading with which the text itself begins."""

_SECTION = re.compile(
    r"background|challenges|commitments|pledges|recommendations|next steps|way forward|"
    r"lessons learned|(?:(?:good|best|promising) )?practices|contexte|défis|"
    r"engagements|recommandations|bonnes pratiques|antecedentes|desafíos|retos|"
    r"compromisos|recomendaciones|buenas prácticas|проблемы|обязательства|рекомендации|"
    r"передовая практика|التحديات|الالتزامات|التوصيات|الممارسات الجيدة|"
    r"挑战|承诺|建议|良好做法|最佳做法",
    re.IGNORECASE,
)
"""A heading that names a part of the text, and is no second line of a title."""

_SYMBOL = re.compile(
    r"\b(?:A|E|S|T|CCPR|CEDAW|CRC|CMW|ST|C)(?:/[A-Z0-9][\w.-]*){2,5}\b"
)
_PUBLISHER = re.compile(
    r"\b(?:united nations|organi[sz]ation|department|ministry|office|agency|fund|"
    r"commission|secretariat|institute|council|bank|network|union|government|programme|"
    r"nations unies|organisation|ministère|bureau|agence|fonds|secrétariat|"
    r"organización|ministerio|oficina|agencia|fondo|secretaría|"
    r"организация|министерство|المنظمة|منظمة|وزارة|组织|部)",
    re.IGNORECASE,
)
_OWNER = re.compile(r"\b([A-Z][A-Z-]{1,9})['’]s\s(?=[A-Z][a-z])")
_LICENCE = re.compile(
    r"\bCC[ -]?(?:BY|0)(?:[ -](?:SA|NC|ND|IGO))*(?:\s?\d\.\d)?(?:\sIGO)?|"
    r"\bCreative Commons [A-Z][\w -]{2,60}?(?:\d\.\d|[Ll]icen[cs]e)|"
    r"\b[Aa]ll rights reserved|Tous droits réservés|Todos los derechos reservados"
)
_ADOPTED = re.compile(
    r"\b(?:adopted|adoptée?|aprobada|принят\w+)\b[^.]{0,80}?\b(?:on|le|el)\s",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:date of (?:publication|issue|issuance)|published(?: on)?|publication date|"
    r"date de publication|fecha de publicación|distr(?:ibution)?)\W{0,12}$",
    re.IGNORECASE,
)


def find(
    woven: Woven, facts: Mapping[str, str], *, name: str, given: Metadata | None = None
) -> Metadata:
    """What is given stands; the rest is looked for in the document.

    `name` of the file is the title where nothing else says one.
    """
    front = _Front(woven)
    found: dict[str, tuple[str, str]] = {}
    _note(found, "language", *_language(woven.text, facts))
    _note(found, "event", *_event(front))
    _note(found, "title", *_title(front, facts, name))
    _note(found, "publisher", *_publisher(front))
    _note(found, "symbol", *_symbol(front))
    _note(found, "licence", *_first(_LICENCE, woven.text))
    known = Metadata(found={name: words for name, (_, words) in found.items()})
    values: dict[str, Any] = {name: value for name, (value, _) in found.items()}
    known = replace(known, **values)
    return _with_given(_with_place(_with_day(known, front), front), given)


class _Front:
    """The title page and first sentences of a document."""

    def __init__(self, woven: Woven) -> None:
        self.text = woven.text[:_FRONT_LETTERS]
        self.blocks = [
            (block, words)
            for block, words in _blocks(woven)
            if block.start < _FRONT_LETTERS
        ]
        self.lines: list[tuple[Block, str]] = []
        for block, words in self.blocks[:_FRONT_BLOCKS]:
            if len(words) > _LINE:
                break
            self.lines.append((block, words))


def _blocks(woven: Woven) -> Iterator[tuple[Block, str]]:
    for block in woven.blocks:
        yield block, woven.text[block.start : block.end]


def _note(found: dict[str, tuple[str, str]], name: str, value: str, words: str) -> None:
    if value:
        found[name] = (value, words)


def _language(text: str, facts: Mapping[str, str]) -> tuple[str, str]:
    known = language.find(text)
    if known:
        return known, "its commonest words"
    named = facts.get("language", "").split("-")[0].lower()
    return named, "what the file says of itself"


def _event(front: _Front) -> tuple[str, str]:
    """The meeting that the title page names; else the first that the text names."""
    for _, words in front.lines:
        match = _EVENT.search(words) or _EVENT_ELSEWHERE.search(words)
        if match and re.search(_YEAR, match.group()):
            return _tidy(match.group()), words
    return "", ""


def _title(front: _Front, facts: Mapping[str, str], name: str) -> tuple[str, str]:
    """The headings of the title page; else what the file says of itself."""
    opening = _opening_lines(front)
    if opening:
        title = ": ".join(dict.fromkeys(opening))
        return title, title
    if facts.get("title"):
        return facts["title"], "what the file says of itself"
    for block, words in front.lines:
        plain = block.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH}
        long = len(words.split()) > 3 and not words.endswith((".", ":"))
        if plain and long and not _is_beside_the_title(words):
            return words, words
    # a name may hold line ends, and signs that turn what is shown after them round
    shown = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(shown.split()), "the name of the file"


def _opening_lines(front: _Front) -> list[str]:
    """The headings before the first summary, contents or paragraph of the text."""
    lines: list[str] = []
    for block, words in front.lines:
        if block.kind is BlockKind.HEADING:
            if _BEGUN.match(words) or PANEL.match(words):
                break
            if lines and _SECTION.fullmatch(words.strip(" .:：")):
                break
            if not _is_beside_the_title(words):
                lines.append(words)
        elif lines and len(words) > 120:
            break
    return lines[:2]


def _is_beside_the_title(words: str) -> bool:
    """Whether a line of the title page is a date, a summary's name or a publisher."""
    return (
        dates.is_date(words)
        or _SUMMARY.fullmatch(words) is not None
        or (_is_publisher(words) and not _EVENT.search(words))
    )


def _is_publisher(words: str) -> bool:
    short = len(words.split()) <= 10 and not re.search(r"\d", words)
    return (
        short
        and not words.endswith((".", "?", ":"))
        and _PUBLISHER.search(words) is not None
    )


def _publisher(front: _Front) -> tuple[str, str]:
    """The organisation that the title page names; else the one whose meeting it is."""
    for _, words in front.lines:
        if _is_publisher(words) and not _EVENT.fullmatch(words):
            return words.strip(), words
    owner = _OWNER.search(front.text)
    if owner:
        return owner[1], front.text[owner.start() : owner.end() + 40]
    return "", ""


def _symbol(front: _Front) -> tuple[str, str]:
    return _first(_SYMBOL, front.text)


def _first(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.search(text)
    if match is None:
        return "", ""
    around = text[max(match.start() - 40, 0) : match.end() + 40]
    return match.group().strip(), " ".join(around.split())


def _with_day(known: Metadata, front: _Front) -> Metadata:
    """The day: on the title page, of publication, of adoption, of the meeting."""
    lines = "\n".join(words for _, words in front.lines)
    for text in (lines, front.text):
        found = dates.find(text)
        if not found:
            continue
        best = next((each for each in found if _says_when(text, each)), found[0])
        if text is front.text and best is found[0] and not _is_of_it(text, best):
            continue
        words = {**known.found, "date": best.words}
        return replace(known, date=best.day, period=best.words, found=words)
    return known


def _says_when(text: str, found: dates.Found) -> bool:
    before = text[max(found.start - 100, 0) : found.start]
    return bool(_PUBLISHED.search(before) or _ADOPTED.search(before))


def _is_of_it(text: str, found: dates.Found) -> bool:
    """Whether a date in running text is the day of the document or its meeting."""
    before = text[max(found.start - 200, 0) : found.start]
    return bool(
        _says_when(text, found)
        or re.search(r"\b(?:held|took place|tenue?|celebrad[ao])\b", before)
    )


def _with_place(known: Metadata, front: _Front) -> Metadata:
    """The place: a known seat of meetings, or "City, Country" on the title page."""
    lines = [words for _, words in front.lines]
    held = re.search(r"\b(?:held|took place|met)\b.{0,120}", front.text, re.DOTALL)
    for words in [*lines, *([held.group()] if held else [])]:
        place, code, said = places.of(words)
        if place:
            words_for = {**known.found, "place": words[:200], "area": said}
            return replace(known, place=place, area=code, found=words_for)
    return known


def _with_given(known: Metadata, given: Metadata | None) -> Metadata:
    """What a person gives stands before all finds."""
    if given is None:
        return known
    said: dict[str, Any] = {
        each.name: getattr(given, each.name)
        for each in fields(Metadata)
        if each.name != "found" and getattr(given, each.name)
    }
    words = {**known.found, **dict.fromkeys(said, "given"), **given.found}
    if given.place and not given.area:
        _, said["area"], words["area"] = places.of(given.place)
    return replace(known, **said, found=words)


def _tidy(words: str) -> str:
    return " ".join(words.split()).rstrip(" ,:;-–—")
