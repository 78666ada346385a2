"""Which characters can be printed?

Titles, notes and names come from files of others. Control characters break a Word
document or a PDF, and marks that turn the direction of writing make a text read
otherwise than it is: both are left out. Numbers are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from migrascope.review.model import Number, Review

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufffe\uffff]"
)


def clean(text: str) -> str:
    """A text without what cannot be printed.

    >>> clean("Kenya" + chr(0))
    'Kenya'
    """
    return _UNPRINTABLE.sub("", text)


def printable(review: Review, change: Callable[[str], str] = clean) -> Review:
    """The review with every text changed, by default into one that can be printed."""
    changed: Review = _changed(review, change)
    return changed


def _changed(thing: Any, change: Callable[[str], str]) -> Any:
    if type(thing) is str:
        return change(thing)
    if isinstance(thing, tuple):
        return tuple(_changed(each, change) for each in thing)
    if is_dataclass(thing) and not isinstance(thing, type | Number):
        return replace(
            thing,
            **{
                field.name: _changed(getattr(thing, field.name), change)
                for field in fields(thing)
                # a specification is JSON and knows how to escape
                if field.name != "specification"
            },
        )
    return thing
