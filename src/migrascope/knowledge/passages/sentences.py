"""Where does a sentence end, in the six languages of the United Nations?

By the marks of each script, unless the mark belongs to an abbreviation, an initial, a
number or an address. A mark inside quotation marks or brackets ends with them.
"""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    re.split(
        r"\s+",
        """mr mrs ms dr prof st sr sra dra jr gen col lt rev hon amb h.e s.e
        no nos nº núm num n para paras pp p art arts sec ch chap vol ed eds fig figs
        tab e.g i.e cf al etc vs viz ca c approx incl est resp ex
        jan feb mar apr jun jul aug sept sep oct nov dec
        m mm mme mmes mlle dép av env réf r.d
        p.ej ej ud uds ee.uu excmo excma pág págs
        г гг др т.е т.д т.п т.к тыс млн млрд ст п пп см стр руб им акад проф
        ш.ш د أ م""",
    )
)
_ENDS_NOTHING = frozenset(("etc", "al", "т.д", "т.п"))
"""Abbreviations that may well end a sentence: a capital after them begins a new one."""

_MARK = re.compile(
    r"""(?:[.!?…؟۔।]+|[。！？]+)          # the mark, or several
        (?:[\"'”’»›)\]】」』*]|\s»)*      # what closes with it
        (?:\[\d+\])?                       # a footnote
    """,
    re.VERBOSE,
)
_NO_BLANK_NEEDED = "。！？"
_WORDS_TOO = frozenset(("no", "p", "n", "ch", "п", "м"))
"""Abbreviations that are words, too: they count as short before a number only."""

_WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘’«]+$")
_OPENS = re.compile(r"[\"'“‘«‹(\[【「¿¡—–*\s-]*")
_LONGEST_SHORT = 40
_BULLET_NUMBER = re.compile(r"(?:^|\s)\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]+)$")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as start and end, without the blanks around them."""
    found: list[tuple[int, int]] = []
    start = 0
    for mark in _MARK.finditer(text):
        if mark.end() < len(text) and not _ends(text, mark):
            continue
        found.append((start, mark.end()))
        start = mark.end()
    found.append((start, len(text)))
    return [each for each in (_trimmed(text, *span) for span in found) if each]


def _ends(text: str, mark: re.Match[str]) -> bool:
    """Whether a sentence ends with a mark in the middle of a text."""
    signs, end = mark.group(), mark.end()
    if signs[0] in _NO_BLANK_NEEDED:
        return True
    if not text[end : end + 1].isspace():
        return False
    opened = _OPENS.match(text, end)
    begin = opened.end() if opened else end
    following = text[begin : begin + 1]
    if following.islower() or not following:
        return False
    if signs[0] != "." or len(signs.rstrip("\"'”’»›)]】」』* \u00a0")) > 1:
        return True
    before = text[max(0, mark.start() - _LONGEST_SHORT) : mark.start()]
    word = _WORD_BEFORE.search(before)
    return not (word and _is_short(word[0], before, following))


def _is_short(word: str, before: str, following: str) -> bool:
    """Whether a full stop belongs to the word before it."""
    plain = word.lower()
    if plain in _ENDS_NOTHING:
        return not following.isupper()
    if plain in _ABBREVIATIONS:
        return plain not in _WORDS_TOO or following.isdigit()
    if len(word) == 1 and word.isupper():
        return True  # an initial
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):
        return not following.isupper() or len(word) > 3  # U.S. and the like
    numbered = _BULLET_NUMBER.search(before) is not None
    return numbered and len(before.strip()) <= 4


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
