"""Which organisations that no table knows does a text introduce?

A name in capitals followed by its own short form, "Sahel Women's Network (SWN)", is an
organisation when one of its words says so. The short form then stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_INTRODUCED = re.compile(
    r"(?<!\w)"
    r"(?P<name>[A-ZÀ-Þ][\w'’\-]+(?:[ \u00a0](?:[A-ZÀ-Þ][\w'’\-]*|of|for|on|and|the|in|"
    r"&|de|des|du|la|le|les|pour|et|para|los|las|del|y)){1,11})"
    r"\s?\((?P<short>[A-Z][A-Za-z\-]{1,9})\)"
)
_BODY = re.compile(
    r"\b(?:Organi[sz]ations?|Agency|Council|Committee|Commission|Union|Association|"
    r"Network|Institute|Centre|Center|Foundation|Bank|Federation|Alliance|Secretariat|"
    r"Directorate|Authority|Society|University|Platform|Partnership|Consortium|"
    r"Coalition|Mission|Bureau|Organisation|Agence|Conseil|Comité|Réseau|Institut|"
    r"Fondation|Banque|Fédération|Université|Organización|Agencia|Consejo|Asociación|"
    r"Instituto|Fundación|Banco|Federación|Universidad|Alianza)\b"
)
_NOT_OF_THE_NAME = re.compile(
    r"(?:The|In|At|By|For|With|From|And|To|Of|La|Le|Les|El|Los|Las)[ \u00a0]"
)


_NOT_A_BODY = re.compile(
    r"(?:Toolkit|Report|Strategy|Declaration|Framework|Act|Agreement|Convention|Plan|"
    r"Policy|Week|Day|Dialogue|Index|Survey|Handbook|Guide|Guidelines|Manual)$"
)


def introduced(
    text: str, known: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[str, str]]:
    """Short form and words of each organisation that a text introduces.

    Stretches in `known` hold organisations that a table knows; they stay what they are.

    >>> list(introduced("the Sahel Women Network (SWN) and the Big Data Week (BDW)"))
    [('SWN', 'Sahel Women Network (SWN)')]
    """
    if "(" not in text:
        return
    for match in _INTRODUCED.finditer(text):
        name = _NOT_OF_THE_NAME.sub("", match["name"], count=1)
        covered = any(a < match.end() and match.start() < b for a, b in known)
        if covered or not _BODY.search(name) or _NOT_A_BODY.search(name):
            continue
        if _initials_fit(name, match["short"]):
            yield match["short"], f"{name} ({match['short']})"


def _initials_fit(name: str, short: str) -> bool:
    """The letters of the short form begin words of the name, in order."""
    initials = [word[0].casefold() for word in re.split(r"[\s\-]+", name) if word]
    position = 0
    for letter in (each.casefold() for each in short if each.isupper()):
        try:
            position = initials.index(letter, position) + 1
        except ValueError:
            return False
    return True
