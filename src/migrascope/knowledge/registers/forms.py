"""What does an entry of a form say, field by field?

Agencies report on forms of "label | value". Passages of one entry are put together
again by label; the labels are known by what they mean, not by their exact words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from migrascope.knowledge.model import JudgedPassage
from migrascope.knowledge.registers.record import Citation, Value, cite, stated
from migrascope.model import area as areas

_MEANINGS = {
    "dates": re.compile(r"\bdates?\b|\bperiod\b|\bduration\b", re.IGNORECASE),
    "place": re.compile(r"\blocation\b|\bplace\b|\bvenue\b", re.IGNORECASE),
    "partners": re.compile(r"\bpartners?\b(?!hip)|\bpublishing\b", re.IGNORECASE),
    "countries": re.compile(
        r"\bbenefi(?:t|ciar)|\bmember states\b|\bcountries\b", re.IGNORECASE
    ),
    "goals": re.compile(r"\bSDGs?\b|\bgoals?\b", re.IGNORECASE),
    "audience": re.compile(r"\baudience\b", re.IGNORECASE),
    "languages": re.compile(r"\blanguages?\b", re.IGNORECASE),
    "site": re.compile(r"\bweb\s?site\b|\bURL\b|\blink\b", re.IGNORECASE),
    "says": re.compile(r"\bdescription\b|\bsummary\b|\bmandate\b", re.IGNORECASE),
    "name": re.compile(r"\bnames?\b|\btitle\b", re.IGNORECASE),
}
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_GOAL = re.compile(r"(?<![\d.])(1[0-7]|[1-9])(?![\d.]*\d)")
_EVERY_GOAL = re.compile(
    r"\ball\s+(?:the\s+)?(?:17|seventeen)?\s*(?:SDGs|goals)", re.IGNORECASE
)
_LEADS = re.compile(
    r"(?:^|(?<=\s))(?:co-)?(?:leads?|members|partners)\s*:\s*", re.IGNORECASE
)
_KIND = re.compile(r"^(?:a\s+)?multi-?stakeholder initiative\s*:?\s*", re.IGNORECASE)
_WHO_ARE = re.compile(r"^[A-Z][a-z]+\s[a-z]+\s+[–-]\s+")
_ROUND = re.compile(r"\s*\([A-Z][\w&-]*\)")
_AND = re.compile(r"\s+and\s+(?=(?:the\s+)?[A-Z])")


@dataclass(frozen=True, slots=True)
class Entry:
    """The values of one entry by meaning, and the label that its name stands under."""

    number: int
    label: str
    passages: Mapping[str, tuple[JudgedPassage, ...]]

    def text(self, meaning: str) -> str:
        """What a field says, put together from its passages."""
        told = (each.passage.text.strip() for each in self.passages.get(meaning, ()))
        return " ".join(" ".join(told).split())

    def citations(self, meaning: str) -> tuple[Citation, ...]:
        """The passages of a field."""
        return tuple(cite(each.passage) for each in self.passages.get(meaning, ()))

    def value(self, meaning: str) -> Value | None:
        """A field as it is written; None when it is empty or says that it is."""
        text = self.text(meaning)
        if _says_nothing(text):
            return None
        return Value(text, self.citations(meaning))

    def listed(self, meaning: str) -> Value | None:
        """A field that lists several, one by one."""
        return stated(several(self.text(meaning)), self.citations(meaning))


def entries(passages: Sequence[JudgedPassage]) -> tuple[Entry, ...]:
    """The entries of a form, in order; those without a name are left out."""
    found: defaultdict[int, defaultdict[str, list[JudgedPassage]]] = defaultdict(
        lambda: defaultdict(list)
    )
    labels: dict[int, str] = {}
    for judged in passages:
        passage = judged.passage
        meaning = means(passage.label)
        if not passage.entry or not meaning:
            continue
        found[passage.entry][meaning].append(judged)
        if meaning == "name":
            labels.setdefault(passage.entry, passage.label)
    return tuple(
        Entry(number, labels[number], {k: tuple(v) for k, v in told.items()})
        for number, told in sorted(found.items())
        if number in labels
    )


def means(label: str) -> str:
    """What a label asks for: name, partners, countries …; '' when it is not known.

    >>> means("Partners (please list all partners)"), means("Website (if applicable)")
    ('partners', 'site')
    >>> means("Initiative/Partnership Name"), means("Language(s)")
    ('name', 'languages')
    """
    short = _BRACKETS.sub("", label.replace("(s)", "s"))
    ways = (name for name, way in _MEANINGS.items() if way.search(short))
    return next(ways, "")


def goals(entry: Entry) -> Value | None:
    """The goals that an entry names: "All 17 SDGs" are all of them."""
    text = entry.text("goals")
    if _EVERY_GOAL.search(text):
        told = [str(number) for number in range(1, 18)]
    else:
        told = sorted({match[1] for match in _GOAL.finditer(text)}, key=int)
    return stated(told, entry.citations("goals"))


def countries(entry: Entry) -> Value | None:
    """The countries and areas that an entry lists by name, as ids."""
    names = several(entry.text("countries"))
    ids = [id_ for name in names if (id_ := areas.lookup(name.rstrip(".")))]
    return stated(ids, entry.citations("countries"))


def site(entry: Entry) -> Value | None:
    """The address of an entry, when it gives one."""
    match = _ADDRESS.search(entry.text("site"))
    return stated((match[0],), entry.citations("site")) if match else None


def several(text: str) -> tuple[str, ...]:
    """The names in a list: "IOM, UNHCR and the World Bank".

    >>> several("Co-leads: IOM and UNHCR Members: Kids in Need of Defense (KIND)")
    ('IOM', 'UNHCR', 'Kids in Need of Defense')
    """
    if _says_nothing(text):
        return ()
    plain = _ROUND.sub("", _LEADS.sub("; ", _KIND.sub("", text)))
    parts = (
        _WHO_ARE.sub("", piece.strip(" .;"))
        for part in re.split(r"\s*[;,]\s*(?:and\s+)?", plain)
        for piece in _apart(part)
    )
    return tuple(
        part.removeprefix("the ")
        for part in parts
        if part and not part.startswith("among other")
    )


def _apart(text: str) -> list[str]:
    """The names on both sides of an "and"; Trinidad and Tobago is one."""
    names: list[str] = []
    for name in _AND.split(text):
        together = f"{names[-1]} and {name}" if names else name
        if names and areas.lookup(together.strip(" .;")):
            names[-1] = together
        else:
            names.append(name)
    return names


def _says_nothing(text: str) -> bool:
    plain = text.strip(" .|").casefold()
    return plain in {"", "n/a", "na", "none", "not applicable", "forthcoming", "-"}
