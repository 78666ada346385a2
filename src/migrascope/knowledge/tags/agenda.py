"""Which goals, targets, indicators and objectives does a text name by number?

Numbers count only behind the word that says what they are ("SDG 8.7", "ODD 1 à 5",
"Objectives 19 and 20 of the Global Compact"), and only if the 2030 Agenda or the
Compact has them: "SDG 10.z" is no tag, not even of goal 10. A bare "Objective 20" needs
the Compact in sight, a bare "goal 10" needs the Agenda.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from migrascope.knowledge.model import Scheme
from migrascope.model import compact, goals

_NUMBER = r"\d{1,2}(?:\.[0-9A-Za-z]{1,2}(?![0-9A-Za-z])){0,2}"
_AND = (
    r"(?:,?\s*(?:and|or|et|ou|y|e|и|و|和|to|through|à|au|a|al|до|至)\s+|"
    r"\s*[,;/&+、和至到]\s*|\s*[-–—]\s*)"
)
_AGAIN = r"(?:SDGs?|ODD|ODS|goals?|targets?|indicators?|objectives?|n[°o]\.?)?[\s-]*"
_LIST = rf"(?:n[°o]\.?|numbers?|#|:)?\s*({_NUMBER}(?:{_AND}{_AGAIN}{_NUMBER})*)"
_COUNTED = (
    r"(?!\s*(?:%|per\s?cent\b|percent\b|million|billion|pour\s?cent|por\s?ciento|"
    r"\$|USD|€))"
)
_CHINESE_COUNTED = r"(?![\d.]|\s*(?:%|[个年月日项名人万亿岁倍美欧]))"

_SDG = re.compile(
    r"(?:可持续发展目标|(?<![\w/])(?:SDGs?|ODD|ODS|ЦУР|"
    r"Sustainable Development Goals?(?: \(SDGs?\))?|"
    r"Objectifs? de développement durable(?: \(ODD\))?|"
    r"Objetivos? de Desarrollo Sostenible(?: \(ODS\))?|"
    r"Цел\w+ (?:в области )?устойчивого развития|"
    r"(?:هدف|أهداف|الهدف|الأهداف) (?:من أهداف )?التنمية المستدامة))"
    r"(?:\s+(?:goals?|targets?|cibles?|metas?|indicators?|indicateurs?|"
    rf"indicador(?:es)?))?[\s-]*{_LIST}{_COUNTED}",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"\b(?:targets?|cibles?|metas?|indicators?|indicateurs?|indicador(?:es)?|"
    r"задач\w+|показател\w+)"
    rf"\s+(?:of\s+)?(?:(?:SDGs?|ODD|ODS|de l['’]ODD|del ODS)\s+)?{_LIST}{_COUNTED}|"
    rf"(?:具体目标|指标|目标(?=\s*\d{{1,2}}\.)|الغاية|المؤشر)\s*{_LIST}",
    re.IGNORECASE,
)
_ARABIC_CODE = r"\d{1,2}-(?:\d{1,2}|[أابجد])(?:-\d{1,2})?(?![\w-])"
_ARABIC_TARGET = re.compile(
    r"\b[وفبك]?(?:ال|لل)?(?:غاي(?:ة|تين|تان|ات)|مؤشر(?:ين|ان|ات)?)\s+"
    rf"({_ARABIC_CODE}(?:\s*[،,و]\s*{_ARABIC_CODE})*)"
)
"""The United Nations write 10-7 and 10-ج in Arabic for 10.7 and 10.c."""
_ARABIC_LETTERS = str.maketrans("-أابجد", ".aabcd")
_GOAL = re.compile(rf"\bgoals?\s+{_LIST}{_COUNTED}", re.IGNORECASE)
_OBJECTIVE = re.compile(
    r"\b(?:objectives?|objectifs?|objetivos?|цел[ьия]\w{0,2}|"
    rf"[وفبك]?(?:ال|لل)هدف(?:ين|ان)?)\s+{_LIST}{_COUNTED}|"
    rf"目标\s*{_LIST}{_CHINESE_COUNTED}",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all(?: the)?(?: 17| seventeen)?|les 17|tous les(?: 17)?|los 17|"
    r"todos los(?: 17)?)"
    r"\s+(?:the\s+)?(?:SDGs|ODD|ODS|Goals|Sustainable Development Goals)\b",
    re.IGNORECASE,
)
_ALLIANCE = re.compile(r"\bAlliance (8\.7)\b")
_ABOUT_AGENDA = re.compile(
    r"\bSDGs?\b|\bODD\b|\bODS\b|2030 Agenda|Agenda 2030|Programme 2030|"
    r"Sustainable Development|développement durable|Desarrollo Sostenible|ЦУР|устойчив|"
    r"التنمية المستدامة|خطة عام 2030|可持续发展|2030\s?年议程",
    re.IGNORECASE,
)
_ABOUT_COMPACT = re.compile(
    r"Global Compact|\bGCM\b|Pacte mondial|Pacto Mundial|\bPMM\b|Глобальн\w+ договор|"
    r"الاتفاق العالمي|全球契约",
    re.IGNORECASE,
)
_RANGE = re.compile(r"-|–|—|\bto\b|\bthrough\b|\bà\b|\bau\b|\bal?\b|до|[至到]")
_ITEM = re.compile(_NUMBER)
_FIELD_ITEM = re.compile(rf"(?<![\w.]){_NUMBER}(?![\w%])")
_FIELD_OF_GOALS = re.compile(
    r"\bSDGs?\b|\bODD\b|\bODS\b|sustainable development goals?|ЦУР", re.IGNORECASE
)
_FIELD_OF_OBJECTIVES = re.compile(
    r"(?:GCM|compact|pacte|pacto)\b.{0,30}\b(?:objectives?|objectifs?|objetivos?)|"
    r"\b(?:objectives?|objectifs?|objetivos?)\b.{0,30}(?:GCM|compact|pacte|pacto)",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\W*(\d{1,2}\.(?:\d{1,2}|[a-dA-D]))\s+(?=\w)")
_SEVERAL = re.compile(r"\w*(?:SDGs|Goals)\b", re.IGNORECASE)
_COUNTED_THINGS = re.compile(
    r"\s+(?!goals|targets|indicators|cibles|metas)[^\W\d_]+s\b"
)
_LAST_OF_LIST = re.compile(r"\s+(?:and|et|y)\s+\S+$")
_LEADS: tuple[str, ...] = (
    *(
        "sdg",
        "odd",
        "ods",
        "goal",
        "target",
        "indicat",
        "indicad",
        "objecti",
        "objetivo",
    ),
    *("sostenible", "durable", "cible", "meta", "цур", "цел", "задач", "показат"),
    *("目标", "指标", "هدف", "أهداف", "غاي", "مؤشر", "alliance 8"),
)
_NUMBERED = {0: Scheme.GOAL, 1: Scheme.TARGET, 2: Scheme.INDICATOR}
_SURE, _LIKELY, _ALL_OF_THEM = 0.95, 0.7, 0.3


@dataclass(frozen=True, slots=True)
class Named:
    """A code, with the words that name it."""

    scheme: Scheme
    code: str
    words: str
    confidence: float


def named(text: str, *, setting: str = "") -> Iterator[Named]:
    """What a text names; `setting` is the text around it, where "the Compact" may be.

    >>> [found.code for found in named("SDGs 8.7 and 10.7, but not SDG 10.z")]
    ['8.7', '8', '10.7', '10']
    """
    if not _may_name(text):
        return
    text = " ".join(text.split())  # patterns need not allow for many blanks
    taken: list[tuple[int, int]] = []
    yield from _of_the_agenda(text, taken)
    yield from _of_bare_goals(text, setting, taken)
    numbers = [each for each in _OBJECTIVE.finditer(text) if not _overlaps(each, taken)]
    if numbers:
        yield from _objectives(numbers, text, setting)
    for match in _ALL.finditer(text):
        yield from _all_goals(match[0], _ALL_OF_THEM)


def listed(text: str, label: str) -> Iterator[Named]:
    """The numbers in a field whose label asks for goals, or for objectives.

    >>> [found.code for found in listed("10, 16 and 17", "Relevant SDGs")]
    ['10', '16', '17']
    """
    if _FIELD_OF_OBJECTIVES.search(label):
        for code in _codes(" ".join(_FIELD_ITEM.findall(text))):
            if _is_objective(code):
                yield Named(Scheme.OBJECTIVE, code, text, _SURE)
        return
    if not _FIELD_OF_GOALS.search(label):
        return
    if _ALL.search(text) or text.strip(" .|").casefold() in {"all", "tous", "todos"}:
        yield from _all_goals(text.strip(" .|"), 0.5)
        return
    yield from _numbered(text, text, _SURE, pattern=_FIELD_ITEM)


def numbered(text: str, heading: str) -> Iterator[Named]:
    """The target that a text is, in a list of targets under the name of their goal.

    >>> [found.code for found in numbered("10.7 Facilitate …", "Goal 10. Reduce …")]
    ['10.7', '10']
    """
    match = _LISTED.match(text)
    if match is None or match[1].lower() not in _agenda():
        return
    goal = match[1].partition(".")[0]
    if any(each.code == goal for each in named(heading, setting="SDG")):
        yield from _numbered(match[1], match[1], 0.9, dotted=True)


def about_compact(text: str) -> bool:
    """True when a text names the Global Compact for Migration."""
    return _ABOUT_COMPACT.search(text) is not None


def _of_the_agenda(text: str, taken: list[tuple[int, int]]) -> Iterator[Named]:
    for match in _SDG.finditer(text):
        taken.append(match.span())
        yield from _numbered(_without_count(match, text), match[0], _SURE)
    for match in _ARABIC_TARGET.finditer(text):
        taken.append(match.span())
        codes = match[1].translate(_ARABIC_LETTERS)
        yield from _numbered(codes, match[0], 0.9, dotted=True)
    for match in _TARGET.finditer(text):
        if not _overlaps(match, taken):
            taken.append(match.span())
            yield from _numbered(_list_of(match), match[0], 0.9, dotted=True)
    for match in _ALLIANCE.finditer(text):
        yield from _numbered(match[1], match[0], 0.9)


def _of_bare_goals(
    text: str, setting: str, taken: list[tuple[int, int]]
) -> Iterator[Named]:
    here = _ABOUT_AGENDA.search(text) is not None
    if not here and not _ABOUT_AGENDA.search(setting):
        return
    for match in _GOAL.finditer(text):
        if not _overlaps(match, taken) and (here or match[0][0].isupper()):
            yield from _numbered(match[1], match[0], _SURE if here else _LIKELY)


def _may_name(text: str) -> bool:
    """Most passages hold none of these words: leave early."""
    plain = text.casefold()
    return any(lead in plain for lead in _LEADS)


def _numbered(
    text: str,
    words: str,
    confidence: float,
    *,
    dotted: bool = False,
    pattern: re.Pattern[str] = _ITEM,
) -> Iterator[Named]:
    words = " ".join(words.split())
    for code in _codes(text, pattern):
        depth = code.count(".")
        if code not in _agenda() or (dotted and depth == 0):
            continue
        yield Named(_NUMBERED[depth], code, words, confidence)
        while "." in code:  # what is said of a target is said of its goal
            code = code.rpartition(".")[0]  # noqa: PLW2901 - climbs up the code
            yield Named(_NUMBERED[code.count(".")], code, words, confidence)


def _without_count(match: re.Match[str], text: str) -> str:
    """Of "SDG 3 and 12 countries" only the 3; of "SDGs 3 and 12" both."""
    if _SEVERAL.match(match[0]) or not _COUNTED_THINGS.match(text, match.end()):
        return match[1]
    return _LAST_OF_LIST.sub("", match[1])


def _objectives(
    numbers: list[re.Match[str]], text: str, setting: str
) -> Iterator[Named]:
    """Of the Compact or of the Agenda, whichever is named nearer."""
    of_compact = [found.span() for found in _ABOUT_COMPACT.finditer(text)]
    of_agenda = [found.span() for found in _ABOUT_AGENDA.finditer(text)]
    around = _ABOUT_COMPACT.search(setting) is not None
    for match in numbers:
        words = match[0]
        compact_at, agenda_at = _nearest(of_compact, match), _nearest(of_agenda, match)
        if agenda_at is not None and (compact_at is None or agenda_at < compact_at):
            if not words.casefold().startswith("objective"):  # French, Spanish goals
                yield from _numbered(_list_of(match), words, _LIKELY)
        elif compact_at is not None or around:
            sure = _SURE if compact_at is not None else _LIKELY
            for code in _codes(_list_of(match)):
                if _is_objective(code):
                    yield Named(Scheme.OBJECTIVE, code, words, sure)


def _list_of(match: re.Match[str]) -> str:
    """The numbers, behind a word or, in a script without blanks, behind the other."""
    numbers: str = match[1] or match[2]
    return numbers


def _all_goals(words: str, confidence: float) -> Iterator[Named]:
    for goal in goals.goals():
        yield Named(Scheme.GOAL, goal.code, words, confidence)


def _codes(text: str, pattern: re.Pattern[str] = _ITEM) -> Iterator[str]:
    """The codes of a list, those within a range of it too; each once."""
    seen: set[str] = set()
    before: re.Match[str] | None = None
    for match in pattern.finditer(text):
        codes = [match[0].lower()]
        if before is not None and _RANGE.search(text, before.end(), match.start()):
            codes = [*_between(before[0].lower(), codes[0]), *codes]
        for code in codes:
            if code not in seen:
                seen.add(code)
                yield code
        before = match


def _between(first: str, last: str) -> list[str]:
    """1 and 5 have 2, 3 and 4 between them; 10.7.1 and 10.7.3 have 10.7.2."""
    stem, _, low = first.rpartition(".")
    other, _, high = last.rpartition(".")
    if stem != other or not (low.isdigit() and high.isdigit()):
        return []
    start = f"{stem}." if stem else ""
    return [f"{start}{number}" for number in range(int(low) + 1, int(high))]


def _nearest(spans: list[tuple[int, int]], match: re.Match[str]) -> int | None:
    return min(
        (
            start - match.end() if start >= match.end() else match.start() - end
            for start, end in spans
        ),
        default=None,
    )


def _overlaps(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in taken)


def _is_objective(code: str) -> bool:
    return code in _compact()


@cache
def _agenda() -> frozenset[str]:
    entries = (*goals.goals(), *goals.targets(), *goals.indicators())
    return frozenset(entry.code for entry in entries)


@cache
def _compact() -> frozenset[str]:
    return frozenset(str(objective.number) for objective in compact.objectives())
