"""Which laws, policies, plans and declarations do the documents name?

One record per instrument, however many passages name it. Date, status and issuer are
those that a passage states beside the name; of instruments that everyone knows (the
Compact, the Paris Agreement) they come from a table of the program, and say so. A
document that is itself an instrument has a record of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from migrascope.knowledge.model import Document, JudgedPassage, Scheme
from migrascope.knowledge.registers import names
from migrascope.knowledge.registers.names import Known, Named
from migrascope.knowledge.registers.record import (
    Citation,
    Record,
    Register,
    Value,
    cite,
    filled,
    folded,
    key,
    opening,
    stated,
)
from migrascope.knowledge.registers.subjects import words_of
from migrascope.model import area as areas

TABLE = "table of known instruments"
"""Stands in the place of a document where the program's own table is the source."""

_VERBS = {
    "adopted": "adopted",
    "endorsed": "adopted",
    "signed": "signed",
    "ratified": "ratified",
    "released": "released",
    "launched": "released",
    "published": "released",
    "enacted": "in force",
    "entered into force": "in force",
    "proposed": "proposed",
    "drafted": "in preparation",
    "revised": "revised",
}
_WHEN = r"(?P<when>(?:[0-3]?\d\s+)?(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d)"
_VERB = rf"(?P<verb>{'|'.join(_VERBS)})"
_AFTER = re.compile(
    rf"^[^.;]{{0,25}}?\b{_VERB}\b(?:\s+(?:in|on)\s+{_WHEN})?"
    r"(?:\s+by\s+(?P<by>[^.;]{3,120}?)(?=,\s+[a-z]+s\s|[.;]|$))?"
)
_BEFORE = re.compile(
    rf"\b[Ii]n\s+{_WHEN}\s+(?P<by>[A-Z][\w-]+)\s+{_VERB}\s+(?:its|the|a|their)\s+"
    r"(?:new\s+)?$"
)
_PREPARED = re.compile(
    r"\b(?:preparation\s+of|negotiat\w+\s+(?:on|of|for)|draft(?:ing)?\s+(?:of)?)\s+"
    r"(?:the\s+|a\s+)?$"
)
_BY = re.compile(r",\s*(?:and\s+)?(?:the\s+)?|\s+and\s+(?:the\s+)?")
_ISSUER = re.compile(r"^([A-Z]{2,8})\s+(?=[A-Z])")
_MONTHS = dict(
    zip(
        (
            "January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December",
        ),
        range(1, 13),
        strict=True,
    )
)  # fmt: skip
_SCOPES = {
    "global": r"\b(?:Global|World|International|Universal)\b",
    "regional": r"\b(?:Regional|African|European|Arab|Caribbean|Ibero|ASEAN|Pacific)\b",
    "national": r"\bNational\b",
    "local": r"\b(?:Local|Municipal|City)\b",
}
_THEMES = {
    "climate": r"climate|disaster|environment",
    "displacement": r"displace|refugee|stateless",
    "return and reintegration": r"return|reintegrat|readmission",
    "labour": r"labour|migrant\s+workers",
    "trafficking and smuggling": r"traffick|smuggl|slavery",
    "diaspora": r"diaspora",
    "shelter and settlements": r"shelter|settlement",
    "development": r"sustainable\s+development|2030",
    "migration": r"migra",
    "data": r"statistic|data",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """An instrument that a passage names."""

    named: Named
    judged: JudgedPassage

    @property
    def citation(self) -> Citation:
        """The whole passage that names it."""
        return cite(self.judged.passage)


def records(
    passages: Sequence[JudgedPassage], documents: Mapping[str, Document]
) -> Iterator[Record]:
    """Every instrument that any passage names, then those that are documents."""
    found: defaultdict[str, list[Mention]] = defaultdict(list)
    for mentions in _by_document(passages).values():
        for mention in _resolved(mentions):
            found[folded(mention.named.title)].append(mention)
    for mentions in found.values():
        yield _record(mentions)
    for document_ in documents.values():
        own = _of_document(document_)
        if own is not None and folded(own.text("title")) not in found:
            yield own


def _by_document(passages: Sequence[JudgedPassage]) -> dict[str, list[Mention]]:
    found: defaultdict[str, list[Mention]] = defaultdict(list)
    for judged in passages:
        for named in names.names(judged.passage.text):
            found[judged.passage.document].append(Mention(named, judged))
    return found


def _resolved(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Short forms under the full name that the same document uses, if only one fits."""
    full = {each.named.title for each in mentions}
    for mention in mentions:
        named = mention.named
        longer = [
            title for title in full if title != named.title and _is_short(named, title)
        ]
        if len(longer) == 1 and named.known is None:
            yield replace(
                mention,
                named=replace(named, title=longer[0], known=names.known(longer[0])),
            )
        elif named.title != "Global Compact":  # there are two, and more outside the UN
            yield mention


def _is_short(named: Named, title: str) -> bool:
    return folded(title).startswith(f"{folded(named.title)} ")


def _record(mentions: Sequence[Mention]) -> Record:
    first = mentions[0]
    title, known = first.named.title, first.named.known
    cited = tuple(dict.fromkeys(mention.citation for mention in mentions))
    values: dict[str, Value | None] = {
        "title": stated((title,), cited[:1]),
        "type": stated((first.named.type,), cited[:1]),
        "areas": _areas(mentions),
        "scope": _scope(title, cited[0]),
        "themes": _themes(title, cited[0]),
    }
    for mention in mentions:
        for name, value in _told_beside(mention).items():
            if values.get(name) is None:
                values[name] = value
    if known is not None:
        values |= {name: value for name, value in _of_table(known).items() if value}
    return Record(
        Register.INSTRUMENTS,
        key(Register.INSTRUMENTS, title),
        first.judged.passage.document,
        opening(title),
        filled(values),
        cited,
    )


def _told_beside(mention: Mention) -> dict[str, Value | None]:
    """Date, status and issuer, from the words before and after the name."""
    text = mention.judged.passage.text
    named = mention.named
    where = (mention.citation,)
    before, after = text[: named.start], text[named.end :].lstrip(" ,)(")
    match = _BEFORE.search(before) or _AFTER.search(after)
    issuer = named.issuer or _issuer(named.title)
    if match is None:
        status = "in preparation" if _PREPARED.search(before) else ""
        return {"parties": stated((issuer,), where), "status": stated((status,), where)}
    by = [part.strip() for part in _BY.split(match["by"] or "")]
    return {
        "date": stated((_date(match["when"] or ""),), where),
        "status": stated((_VERBS[match["verb"]],), where),
        "parties": stated(by if any(by) else (issuer,), where),
    }


def _issuer(title: str) -> str:
    match = _ISSUER.match(title)
    return match[1] if match else ""


def _date(words: str) -> str:
    """A day, a month or a year as ISO 8601 writes it: "April 2022" is 2022-04."""
    parts = words.split()
    if not parts:
        return ""
    month = _MONTHS.get(parts[-2]) if len(parts) > 1 else None
    if month is None:
        return parts[-1]
    day = f"-{int(parts[0]):02}" if len(parts) > 2 else ""
    return f"{parts[-1]}-{month:02}{day}"


def _areas(mentions: Sequence[Mention]) -> Value | None:
    """Countries that stand in the name itself: of others nobody knows."""
    ids, cited = [], []
    for mention in mentions:
        for tag in mention.judged.judgement.tags:
            if tag.scheme is Scheme.AREA and _in_title(
                tag.code, words_of(tag), mention
            ):
                ids.append(tag.code)
                cited.append(mention.citation)
    return stated(ids, cited)


def _in_title(code: str, words: Sequence[str], mention: Mention) -> bool:
    known = areas.lookup(code)
    told = [*words, *([areas.name(known)] if known else [])]
    title = f" {folded(mention.named.title)} "
    return any(f" {folded(each)} " in title for each in told if each)


def _scope(title: str, citation: Citation) -> Value | None:
    found = [name for name, way in _SCOPES.items() if re.search(way, title)]
    return stated(found[:1], (citation,))


def _themes(title: str, citation: Citation) -> Value | None:
    return stated(
        (name for name, way in _THEMES.items() if re.search(way, title, re.IGNORECASE)),
        (citation,),
    )


def _of_table(known: Known) -> dict[str, Value | None]:
    def of(text: str) -> Value | None:
        words = f"{known.title}: {text}"
        return stated((text,), (Citation(TABLE, TABLE, 0, words),))

    return {
        "type": of(known.type),
        "date": of(known.date),
        "scope": of(known.scope),
        "status": of(known.status),
        "symbol": of(known.symbol),
        "parties": of(known.parties),
    }


def _of_document(document: Document) -> Record | None:
    """A document whose own title names an instrument."""
    title = " ".join(document.metadata.title.split())
    found = [
        named
        for named in names.names(title)
        if named.start == 0 or named.end == len(title)
    ]
    if not found or document.metadata.event:
        return None
    metadata = document.metadata
    where = (Citation(document.id, document.id, 1, title),)
    day = metadata.date.isoformat() if metadata.date else ""
    known = found[0].known
    values: dict[str, Value | None] = {
        "title": stated((known.title if known else title,), where),
        "type": stated((found[0].type,), where),
        "date": stated((day,), where),
        "parties": stated((metadata.publisher,), where),
        "areas": stated((metadata.area,), where),
        "symbol": stated((metadata.symbol,), where),
        "scope": _scope(title, where[0]),
        "themes": _themes(title, where[0]),
    }
    if known is not None:
        values |= {name: value for name, value in _of_table(known).items() if value}
    return Record(
        Register.INSTRUMENTS,
        key(Register.INSTRUMENTS, known.title if known else title),
        document.id,
        opening(title),
        filled(values),
        where,
    )
