"""How are sentences kept correct for one, none, many, rising, falling, missing?

Small rules of English that the review's sentences are made of. Text stands in one
place so that another language can take its place.
"""

from __future__ import annotations

from collections.abc import Sequence

from migrascope.language.numbers import rounded

_ARTICLE = frozenset(
    {
        "ARE", "ATF", "BHS", "CAF", "COD", "COG", "COK", "COM", "CYM", "DOM", "FLK",
        "FRO", "GMB", "IOT", "KOR", "LAO", "MDA", "MDV", "MHL", "MNP", "PHL",
        "PRK", "RUS", "SLB", "SYR", "TCA", "TZA", "UMI", "USA", "VAT", "VGB", "VIR",
        "ALA", "CCK", "SJM", "WLF",
    }
)  # fmt: skip
"""Countries whose UN name takes "the" inside an English sentence."""

_WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip

_LLDC = "the landlocked developing countries"
_SIDS = "the small island developing States"

_INSIDE = {
    "BOL": "the Plurinational State of Bolivia",
    "FSM": "the Federated States of Micronesia",
    "GBR": "the United Kingdom",
    "HKG": "Hong Kong, China",
    "IMN": "the Isle of Man",
    "IRN": "the Islamic Republic of Iran",
    "M49:019": "the Americas",
    "M49:029": "the Caribbean",
    "M49:097": "the European Union",
    "M49:1518": "the countries without an income group",
    "M49:1637": "the small island developing States",
    "M49:2087": f"{_LLDC} of Africa",
    "M49:2088": f"{_LLDC} of Asia",
    "M49:2089": f"{_LLDC} of Europe",
    "M49:2090": f"{_LLDC} of Latin America",
    "M49:2091": f"{_SIDS} of the Caribbean",
    "M49:2092": f"{_SIDS} of the Pacific",
    "M49:2093": f"{_SIDS} of the Atlantic, the Indian Ocean and the South China Sea",
    "M49:230": "the territory that was Ethiopia before 1993",
    "M49:280": "the territory of the Federal Republic of Germany before 1990",
    "M49:736": "the territory that was Sudan before 2011",
    "M49:830": "the Channel Islands",
    "M49:900": "the world",
    "MAC": "Macao, China",
    "NLD": "the Kingdom of the Netherlands",
    "PSE": "the State of Palestine",
    "TWN": "Taiwan Province of China",
    "VEN": "the Bolivarian Republic of Venezuela",
    "X:abyei": "the Abyei Area",
}
"""UN names that read otherwise inside a sentence than in a list."""


_FORMER = " (former)"


def with_article(area: str, name: str, *, kind: str = "country") -> str:
    """The name of an area of a `kind` as it stands inside a sentence.

    A state that is no more is spoken of as the territory that it was: the figures
    are those of its successors.

    >>> with_article("GMB", "Gambia")
    'the Gambia'
    >>> with_article("KEN", "Kenya")
    'Kenya'
    >>> with_article("YUG", "Yugoslavia (former)", kind="dissolved")
    'the territory of the former Yugoslavia'
    >>> with_article("M49:941", "Least developed countries", kind="group")
    'the least developed countries'
    """
    if area in _INSIDE:
        return _INSIDE[area]
    if name.endswith(_FORMER):
        return f"the territory of the former {name.removesuffix(_FORMER)}"
    if kind == "group":
        # a publisher's own group keeps its name, capitals and all
        own = area.startswith("X:")
        return f"the group “{name}”" if own else f"the {name[:1].lower()}{name[1:]}"
    return f"the {name}" if area in _ARTICLE else name


def count(number: float, one: str, many: str | None = None) -> str:
    """A number with its noun: "no refugees", "one refugee", "1,250 refugees".

    >>> count(0, "refugee"), count(1, "refugee"), count(1250, "refugee")
    ('no refugees', 'one refugee', '1,250 refugees')
    """
    plural = many or f"{one}s"
    if number == 0:
        return f"no {plural}"
    if number == 1:
        return f"one {one}"
    return f"{rounded(number)} {plural}"


def number_word(number: int) -> str:
    """A small number as a word, where it opens a sentence or a phrase.

    >>> number_word(1), number_word(7), number_word(12)
    ('one', 'seven', '12')
    """
    return _WORDS[number] if number < len(_WORDS) else f"{number:,}"


def listing(names: Sequence[str]) -> str:
    """Names in a row: "A", "A and B", "A, B and C".

    >>> listing(["Somalia", "South Sudan", "Ethiopia"])
    'Somalia, South Sudan and Ethiopia'
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def moved(before: float, after: float) -> str:
    """How a figure moved, as the verb of a sentence.

    Below one per cent either way counts as hardly changed.

    >>> moved(100.0, 150.0)
    'rose by 50 %'
    >>> moved(200.0, 199.0)
    'hardly changed'
    >>> moved(100.0, 200.0), moved(100.0, 330.0)
    ('doubled', 'rose 3.3-fold')
    >>> moved(0.0, 12.0)
    'rose from none'
    """
    if before == after:
        return "did not change"
    if before == 0:
        return "rose from none"
    if after == 0:
        return "fell to none"
    if after >= 1.95 * before > 0:
        times = _times(after / before)
        return _FOLD.get(times, f"rose {times}-fold")
    share = 100 * (after - before) / abs(before)
    if abs(share) < 1:
        return "hardly changed"
    return f"{'rose' if share > 0 else 'fell'} by {abs(share):.0f} %"


_FOLD = {"2": "doubled", "3": "tripled", "4": "quadrupled"}


def _times(factor: float) -> str:
    return f"{factor:,.0f}" if factor >= 10 else f"{factor:.1f}".removesuffix(".0")


def capital(text: str) -> str:
    """The text with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]
