r"""Which signs are only there for the looks?

Markdown's `**bold**`, `*slanted*`, `\$`, links, comments and tags; blanks that align;
signs that nobody sees. A star that means something ("2 * 3", "Fund*") stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrascope.knowledge.reading.fabric import Piece, said, without

_MARKS = re.compile(
    r"""
    \\(?=[!-/:-@\[-`{-~])                                # \$ \* \_
  | <!--.{0,2000}?-->
  | </?[A-Za-z][^<>\n]{0,200}>
  | !?\[(?=[^\[\]]+\]\([^()\s]*(?:\s+"[^"]*")?\))        # [text](address)
  | (?<=[^\[\]])\]\([^()\s]*(?:\s+"[^"]*")?\)
  | (?<![\\*\s])\*{2,3}(?!\*) | (?<![\\*])\*{2,3}(?![*\s])
  | (?<![\\_\w])__(?![\s_]) | (?<![\\_\s])__(?![_\w])
  | (?<!\\)`+
    """,
    re.VERBOSE,
)
_SLANTED = (
    re.compile(r"(?<![\\*\w])\*(?=[^\s*])[^*\n]+?(?<=[^\s*\\])\*(?![*\w])"),
    re.compile(r"(?<![\\_\w])_(?=[^\s_])[^_\n]+?(?<=[^\s_\\])_(?![_\w])"),
)
_INVISIBLE = (
    "\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
)
_LAYOUT = re.compile(rf"[{_INVISIBLE}]+|^\s+|\s+$|(?<=\s)\s+")
_BOLD = re.compile(r"(\*\*\*?|__)(?!\s)(?:(?!\1).)+\1[:.]?", re.DOTALL)


def unmarked(raw: str, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces without the marks of Markdown."""
    text = said(raw, pieces)
    if not any(sign in text for sign in "\\*_`<]"):
        return tuple(pieces)
    ranges = [match.span() for match in _MARKS.finditer(text) if match.group()]
    for slanted in _SLANTED:
        for match in slanted.finditer(text):
            ranges += [
                (match.start(), match.start() + 1),
                (match.end() - 1, match.end()),
            ]
    return without(pieces, _merged(ranges))


def trimmed(raw: str, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces without blanks that only align, and without signs nobody sees."""
    text = said(raw, pieces)
    return without(pieces, [match.span() for match in _LAYOUT.finditer(text)])


def is_bold(text: str) -> bool:
    """Whether a whole block stands between marks of emphasis."""
    return _BOLD.fullmatch(text.strip()) is not None


def is_open(text: str) -> bool:
    """Whether a mark of emphasis was begun and not ended."""
    return text.count("**") % 2 == 1


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges in order, without overlaps."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
