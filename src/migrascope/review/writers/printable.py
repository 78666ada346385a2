"""Which characters can be printed?

Titles, notes and names come from files of others. Control characters break a Word
document or a PDF, and marks that turn the direction of writing make a text read
otherwise than it is: both are left out. Numbers are never touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from migrascope.language.printing import clean
from migrascope.review.model import Number, Review


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
