"""Which characters can be printed?

Titles, notes and names come from files of others. Control characters break a Word
document or a PDF, and marks that turn the direction of writing make a text read
otherwise than it is: both are left out. What no font of Typst can show becomes a
question mark.
"""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufffe\uffff]"
)
_UNSHOWN = re.compile(r'the text `?"(.*?)"`? could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def clean(text: str) -> str:
    """A text without what cannot be printed.

    >>> clean("Kenya" + chr(0))
    'Kenya'
    """
    return _UNPRINTABLE.sub("", text)


def not_in_the_fonts(message: str) -> set[str]:
    """The characters that Typst says it cannot display; empty for other errors."""
    found: set[str] = set()
    for text in _UNSHOWN.findall(message):
        found |= set(_ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), text))
    return {each for each in found if not each.isascii()}


def hidden(text: str, *, characters: frozenset[str]) -> str:
    """A text with a question mark in the place of some characters.

    >>> hidden("a→b", characters=frozenset("→"))
    'a?b'
    """
    return "".join("?" if each in characters else each for each in text)
