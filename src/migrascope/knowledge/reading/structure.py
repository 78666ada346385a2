"""Which blocks are headings, and what stands under which?

Marks and styles say it where they are; else a line says it by its looks: bold as a
whole, in capitals, numbered, naming a panel, short and without an end. Levels of a
damaged file contradict each other, so headings of one manner ("4." after "3.",
capitals after capitals, panel after panel) are brought to one level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from migrascope.knowledge.model import BlockKind
from migrascope.knowledge.reading.dates import is_date
from migrascope.knowledge.reading.fabric import Draft, said

PANEL = re.compile(
    r"""(?:(?:day|jour|journée|día|день)\s+\w+\s*[,:–—-]?\s*)?
    (?:(?:first|second|third|fourth|fifth|sixth|opening|closing|plenary|thematic
        |interactive|high-level)\s+)*
    (?:panel|session|round\s?table|roundtable|side\sevent|breakout|plenary
      |séance|table\sronde|groupe\sde\sdiscussion|sesión|mesa\sredonda|panneau
      |панель|сессия|заседание|круглый\sстол|الجلسة|حلقة\sنقاش|专题|会议\s?\d|分组|圆桌)
    (?:\s*(?:\d+|[ivx]+)\b|\s*[:.–—-]|$|(?=\s*[一二三四五六七八九十]))""",
    re.IGNORECASE | re.VERBOSE,
)
"""A heading that names a panel or session."""

_NUMBERED = re.compile(r"(\d{1,2})[.)]\s+\S")
_ROMAN = re.compile(r"([IVX]{1,5})[.)]\s+\S")
_DECIMAL = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+\S")
_CLOSING = re.compile(
    r"(?:clos(?:ing|ure)|conclu(?:ding|sion)|clôture|mot de la fin|clausura|cierre)\b"
    r"(?!.*recommend)",
    re.IGNORECASE,
)
_RECOMMENDED = re.compile(r"recomm?[ae]nda|рекоменд|توصي|建议", re.IGNORECASE)
_NO_END = re.compile(r"[.!?;,…。！？；،؛؟|]$|[.!?][\"”’)]$")
_MOST_WORDS = 30
_LARGE = 1.12


def headed(raw: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The same blocks, with the headings found and brought into levels."""
    form = any(draft.kind is BlockKind.FIELD for draft in drafts)
    found: list[Draft] = []
    count = 0
    for place, draft in enumerate(drafts):
        text = said(raw, draft.pieces)
        following = drafts[place + 1] if place + 1 < len(drafts) else None
        if draft.kind is BlockKind.HEADING:
            found.append(draft)
            continue
        number = _NUMBERED.match(text)
        if form and number and int(number[1]) == count + 1 and _asks(draft, text):
            count += 1
            found.append(replace(draft, kind=BlockKind.HEADING, level=2))
        elif _looks_like_heading(draft, text, following, raw):
            found.append(replace(draft, kind=BlockKind.HEADING))
        else:
            found.append(draft)
    return list(_levelled(raw, found))


def sections(
    blocks: Sequence[tuple[BlockKind, int, str]],
) -> Iterator[tuple[str, ...]]:
    """For each block (kind, level, text), the headings above it, outermost first."""
    above: list[tuple[int, str]] = []
    for kind, level, text in blocks:
        if kind is BlockKind.HEADING:
            above = [each for each in above if each[0] < level]
            yield tuple(each[1] for each in above)
            above.append((level, text))
        else:
            yield tuple(each[1] for each in above)


def panel(above: Sequence[str]) -> str:
    """The panel or session among the headings above a passage; "" for none."""
    for heading in reversed(above):
        if PANEL.match(heading):
            return heading
    return ""


def _asks(draft: Draft, text: str) -> bool:
    """Whether a numbered block of a form is one of its questions."""
    return draft.kind in {BlockKind.ITEM, BlockKind.PARAGRAPH} and len(text) > 20


def _looks_like_heading(
    draft: Draft, text: str, following: Draft | None, raw: str
) -> bool:
    """Whether a paragraph is a heading by its looks."""
    words = len(text.split())
    if (
        draft.sure
        or draft.kind is BlockKind.FIELD
        or words > 2 * _MOST_WORDS
        or not any(map(str.isalpha, text))
        or is_date(text)
    ):
        return False
    if draft.bold:
        return True
    if words > _MOST_WORDS or _NO_END.search(text):
        return False
    if draft.kind is BlockKind.ITEM:
        return _ROMAN.match(text) is not None and not text.endswith(":")
    capitals = text.isupper() and words > 1 and len(text) > 8
    if draft.size:  # the looks are known, and would show it
        return capitals or draft.size >= _LARGE or bool(PANEL.match(text))
    return capitals or _opens(text, following, raw)


def _opens(text: str, following: Draft | None, raw: str) -> bool:
    """Whether a short line opens what follows it."""
    starts = text[0].isupper() or text[0].isdigit() or not text[0].isascii()
    if not starts or text.endswith(":") or following is None:
        return False
    if PANEL.match(text) or _ROMAN.match(text) or _DECIMAL.match(text):
        return True
    after = said(raw, following.pieces)
    return following.kind is BlockKind.ITEM or (
        following.kind is BlockKind.PARAGRAPH
        and (len(after) > 2 * len(text) + 40 or after.endswith(":"))
    )


def _levelled(raw: str, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Give headings of one manner one level."""
    levels: dict[str, int] = {}
    last_number = 0
    recommended = 0
    for draft in drafts:
        if draft.kind is not BlockKind.HEADING:
            yield draft
            continue
        text = said(raw, draft.pieces)
        manner, number = _manner(text, draft)
        if manner == "number" and number != last_number + 1:
            levels.pop(manner, None)
        level = levels.get(manner) or draft.level or _default(manner, levels)
        if manner == "number":
            last_number = number
            parent = levels.get("capitals") or levels.get("roman") or 0
            level = max(level, parent + 1)
        if _CLOSING.match(text) and recommended:
            level = min(level, recommended)
        if _RECOMMENDED.search(text) and not _CLOSING.match(text):
            recommended = level
        if manner:
            levels[manner] = level
        yield replace(draft, level=level)


def _manner(text: str, draft: Draft) -> tuple[str, int]:
    """How a heading is written, and its number."""
    number = _NUMBERED.match(text)
    if number:
        return "number", int(number[1])
    if _ROMAN.match(text):
        return "roman", 0
    if PANEL.match(text):
        return "panel", 0
    if text.isupper() and text.endswith(":"):
        return "capitals", 0
    return ("" if draft.sure else "plain"), 0


def _default(manner: str, levels: dict[str, int]) -> int:
    """The level of a heading that no mark and no heading before it gives."""
    if manner in {"capitals", "roman"}:
        return 2
    return 3 if levels.keys() & {"capitals", "roman", "number"} else 2
