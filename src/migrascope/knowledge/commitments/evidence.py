"""What can prove that a commitment was kept?

A passage of a document that was read (`idm-2023#12`), or an indicator of an area
(`indicator:10.c.1@KEN`), whose newest figure is looked up when the commitment is
shown: this room does not know any figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrascope.errors import BadCorrection
from migrascope.model import area as areas

PREFIX = "indicator:"
_PASSAGE = re.compile(r"\S+#\d+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as evidence."""

    id: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Indicator:
    """The figures of an indicator for an area as evidence."""

    code: str
    area: str

    def __str__(self) -> str:
        return f"{PREFIX}{self.code}@{self.area}"


Evidence = Passage | Indicator


def parse(text: str) -> Evidence:
    """What somebody named as evidence.

    >>> parse("indicator:10.c.1@Kenya")
    Indicator(code='10.c.1', area='KEN')
    >>> parse("idm-2023#12")
    Passage(id='idm-2023#12')

    Raises:
        BadCorrection: it is neither.
        UnknownArea: no such area.
    """
    told = text.strip()
    if told.startswith(PREFIX):
        code, at, area = told.removeprefix(PREFIX).partition("@")
        if code.strip() and at and area.strip():
            return Indicator(code.strip(), areas.find(area).id)
    elif _PASSAGE.fullmatch(told):
        return Passage(told)
    raise BadCorrection(
        f'"{told[:60]}" is no evidence that can be followed.',
        "Name a passage, as in idm-2023#12, or an indicator of an area, as in "
        "indicator:10.c.1@KEN.",
    )
