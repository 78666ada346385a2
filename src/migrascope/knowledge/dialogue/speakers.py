"""Who spoke at a dialogue: name, role, organisation, and sex only where it is said?

From sentences such as "Guy Ryder, Director General, International Labour Organization,
noted". A name needs a role beside it. The sex of a person is never read off a name:
it is given only where a title ("Ms") or a pronoun states it, and with those words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from migrascope.knowledge.model import Passage
from migrascope.knowledge.registers.record import Citation, cite, folded
from migrascope.model import area as areas

_NO_NAMES = (
    "United|Nations|Session|Panel|Global|International|Migration|Compact|Agenda|"
    "Development|Government|Republic|Ministry|Department|Organi[sz]ation|Conference|"
    "Headquarters|Director|Minister|General|Secretary|Mayor|President|Ambassador|"
    "Special|Council|Union|Summit|Forum|Day|Goals|Affairs|Population|Division|Deputy|"
    "Permanent|Observer|Representative|City|York|Addressing|Large|Movements|Malians|"
    "Refugees|Migrants|Sustainable|State|Public|Foreign|Chair|Head|Executive|Chief|"
    "Officer|Senior|Associate|Professor|Office|Centre|Center|Institute|Assistant|In|"
    "The|World|Health|Speaking|Representing|Among|As|At|For|On|With|Session|Setting|Vice|Former"
)
_PART = (
    rf"(?!(?:{_NO_NAMES})\b)(?:[A-ZÀ-Þ][\w’'À-ÿ]*[a-zà-ÿ][\w’'À-ÿ]*"
    r"(?:-[A-ZÀ-Þ][\w’'À-ÿ]+)*|[A-Z]\.)"
)
_OF = r"(?:(?:da|de|del|der|dos|du|al|el|la|bin|van|von|de\s+la)\s+)"
_NAME = rf"(?P<name>{_PART}(?:\s+{_OF}?{_PART}){{1,4}})(?<!['’]s)"
_TITLE = r"(?:(?P<title>Ms|Mrs|Mr|Miss|Dr|Prof|Professor|H\.E)\.?\s+)?"
_HEADS = (
    "Director|Minister|Ambassador|Mayor|President|Secretary|Chair|Head|Founder|"
    "founder|Officer|Attorney|Expert|Undersecretary|Representative|Commissioner|"
    "Coordinator|Manager|Professor|Adviser|Advisor|Counsellor|Councilor|Observer|"
    "Spokesperson|Rapporteur|Co-Chair|CEO|Senator|Governor|Division"
)
_HEAD = re.compile(rf"\b(?:{_HEADS})\b")
_SAID = (
    "said|not(?:es|ed)|stress(?:es|ed)|describ(?:es|ed)|spoke|emphasi[sz]ed|reminded|"
    "mentioned|discussed|present(?:s|ed)|argued|highlighted|explained|talked|"
    "underlined|recalled|observed|underscored|helped|contributed|made|reiterate[sd]|"
    "promoted|offered|dedicated|provided|delivered|opened|moderated|warned|called"
)
_SPEAKING = re.compile(
    rf"\b(?:{_SAID}|speaking|speech|statement|message|remarks?|address|closing|"
    r"according\s+to|in\s+the\s+view\s+of|invited)\b|^For\s",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<!behalf\sof\s)\b{_TITLE}{_NAME},\s+(?P<role>(?:the\s+)?[A-Z][^.;]*?)"
    rf"(?=,\s+(?:[a-z]|in\s)|\s+(?:{_SAID}|was|who|the\s+current)\b|[.;])"
)
_FOUNDER = re.compile(
    rf"\b{_NAME},?\s+(?P<role>[Ff]ounder(?:\s+and\s+[A-Z][^,.;]*)?\s+of\s+[^,.;]+?)"
    rf"(?=,|[.;]|\s+(?:{_SAID})\b)"
)
_WORD = r"[A-Z0-9][\w’'-]*"
_PHRASE = rf"(?:(?:of|for|on|to)\s+(?:the\s+)?)?{_WORD}"
_BEFORE = re.compile(
    rf"\b(?P<role>(?:[A-Z]{{2,}}(?:['’]s)?\s+)?(?:(?:Deputy|Vice|Special|Assistant)\s+)*"
    r"(?:Director[\s-]General|Mayor|Ambassador|Minister|Adviser|President|"
    r"Secretary-General)"
    r"(?:\s+(?:of|for|on|to)\s+(?:the\s+)?"
    rf"{_WORD}(?:\s+(?:and\s+)?{_PHRASE})*?)?),?\s+{_TITLE}{_NAME}"
    rf"(?:\s+of\s+(?:the\s+)?(?P<place>{_WORD}(?:\s+(?:of\s+)?{_WORD})*))?(?=[\s,.])"
)
_FOR = re.compile(
    r"\b[Rr]epresenting\s+(?:the\s+)?(?P<whom>[A-Z][^.;]*?),\s+"
    rf"{_NAME}\s+(?:{_SAID})\b"
)
_NOT_SPEAKING = re.compile(r"\b(?:edited|hosted|written|authored)\s+by\b")
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\bMs\.)(?<!\bMr\.)(?<!\bDr\.)\s+(?=[A-Z“\"])")
_SEX = {"woman": r"\b(?:she|her|hers|herself)\b", "man": r"\b(?:he|his|him|himself)\b"}
_TITLES = {"ms": "woman", "mrs": "woman", "miss": "woman", "mr": "man"}
_LEADS = re.compile(r"^(?:[A-Z][^A-Z]{0,60}\b)?(?:[Ss]he|[Hh]e|[Hh]er|[Hh]is)\b")
_WHOSE = re.compile(
    r"^(?P<whose>[A-Z]{2,}|[A-Z][a-z]+(?=['’]s))(?:['’]s)?\s+(?P<role>.+)"
)
_OF_WHAT = re.compile(
    rf"(?P<role>.*?\b(?:{_HEADS})(?:[\s-]General)?)\s+(?:of|at)\s+(?:the\s+)?(?P<what>.+)"
)
_SENTENCES_AFTER = 2


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone who spoke; `sex` is "woman", "man" or "", `sex_words` what states it."""

    name: str
    role: str
    organisation: str
    citation: Citation
    sex: str = ""
    sex_words: str = ""


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    passage: Passage


def of(passages: Iterable[Passage]) -> tuple[Speaker, ...]:
    """Everyone who spoke, in the order of the document, each once."""
    sentences = [
        _Sentence(text, passage)
        for passage in passages
        if not passage.entry
        for text in _SENTENCE.split(passage.text)
    ]
    found: dict[str, Speaker] = {}
    for number, sentence in enumerate(sentences):
        for speaker in _in(sentence, sentences[number + 1 :][:_SENTENCES_AFTER]):
            name = folded(speaker.name)
            known = found.setdefault(name, speaker)
            if not known.sex and speaker.sex:
                found[name] = replace(
                    known, sex=speaker.sex, sex_words=speaker.sex_words
                )
    return tuple(_titled(each, sentences) for each in found.values())


def _in(sentence: _Sentence, after: Sequence[_Sentence]) -> Iterator[Speaker]:
    if not _SPEAKING.search(sentence.text) or _NOT_SPEAKING.search(sentence.text):
        return
    named = _named(sentence.text)
    for name, (role, organisation, title) in named.items():
        sex, words = _sex(title, sentence, after if len(named) == 1 else ())
        if len(named) > 1 and title.casefold() not in _TITLES:
            sex, words = "", ""  # nobody knows whose pronoun it is
        yield Speaker(name, role, organisation, cite(sentence.passage), sex, words)


def _named(sentence: str) -> dict[str, tuple[str, str, str]]:
    """Names with a role beside them: role, organisation, title of each."""
    found: dict[str, tuple[str, str, str]] = {}
    for way in (_AFTER, _FOUNDER, _FOR, _BEFORE):
        for match in _people(way, sentence):
            told = match.groupdict()
            name = " ".join(match["name"].split())
            role = " ".join((told.get("role") or "").split()).strip(" ,")
            if way is _AFTER and not _HEAD.search(role):
                continue
            if any(each.endswith(name) for each in found):
                continue
            role, organisation = _split(role)
            place = told.get("whom") or told.get("place") or ""
            title = told.get("title") or ""
            found[name] = (role, " ".join(place.split()) or organisation, title)
    return found


def _people(way: re.Pattern[str], sentence: str) -> Iterator[re.Match[str]]:
    """Matches whose name is no country: "Sri Lanka, Sabarullah Khan, Ambassador"."""
    position = 0
    while (match := way.search(sentence, position)) is not None:
        if areas.lookup(match["name"]) is None:
            yield match
            position = match.end()
        else:
            position = match.start("name") + 1


def _split(role: str) -> tuple[str, str]:
    """Role and organisation, told apart by a comma, "of", or what stands in front."""
    plain = role.removeprefix("the ")
    own = _WHOSE.match(plain)
    if own is not None and _HEAD.search(own["role"]):
        return own["role"], own["whose"]
    first, comma, rest = plain.partition(", ")
    if comma and not _HEAD.search(rest.split(",")[-1]):
        return first, rest
    of = _OF_WHAT.match(plain)
    return (of["role"], of["what"]) if of else (plain, "")


def _sex(
    title: str, sentence: _Sentence, after: Sequence[_Sentence]
) -> tuple[str, str]:
    """The sex that a title or a pronoun states, and the words that do."""
    stated = _TITLES.get(title.casefold())
    if stated:
        return stated, title
    texts = [sentence.text]
    for following in after:
        if _named(following.text):
            break
        if _LEADS.match(following.text):
            texts.append(following.text)
    for text in texts:
        found = {
            sex: match[0]
            for sex, way in _SEX.items()
            if (match := re.search(way, text, re.IGNORECASE))
        }
        if len(found) == 1:
            return next(iter(found.items()))
    return "", ""


def _titled(speaker: Speaker, sentences: Sequence[_Sentence]) -> Speaker:
    """The sex by a title before the surname anywhere else: "Ms Gupta"."""
    if speaker.sex:
        return speaker
    surname = re.escape(speaker.name.split()[-1])
    way = re.compile(rf"\b(Ms|Mrs|Mr|Miss)\.?\s+(?:\w+\s+)?{surname}\b")
    match = next((m for each in sentences if (m := way.search(each.text))), None)
    if match is None:
        return speaker
    return replace(speaker, sex=_TITLES[match[1].casefold()], sex_words=match[0])
