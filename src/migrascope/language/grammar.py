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

_INSIDE = {
    "BOL": "the Plurinational State of Bolivia",
    "FSM": "the Federated States of Micronesia",
    "GBR": "the United Kingdom",
    "HKG": "Hong Kong, China",
    "IRN": "the Islamic Republic of Iran",
    "MAC": "Macao, China",
    "NLD": "the Kingdom of the Netherlands",
    "PSE": "the State of Palestine",
    "TWN": "Taiwan Province of China",
    "VEN": "the Bolivarian Republic of Venezuela",
}
"""UN names that read otherwise inside a sentence than in a list."""


def with_article(area: str, name: str) -> str:
    """The name of an area as it stands inside a sentence.

    >>> with_article("GMB", "Gambia")
    'the Gambia'
    >>> with_article("KEN", "Kenya")
    'Kenya'
    """
    if area in _INSIDE:
        return _INSIDE[area]
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
    >>> moved(0.0, 12.0)
    'rose from none'
    """
    if before == after:
        return "did not change"
    if before == 0:
        return "rose from none"
    if after == 0:
        return "fell to none"
    if after >= 2 * before > 0:
        return f"grew to {_times(after / before)} times its level"
    share = 100 * (after - before) / abs(before)
    if abs(share) < 1:
        return "hardly changed"
    return f"{'rose' if share > 0 else 'fell'} by {abs(share):.0f} %"


def _times(factor: float) -> str:
    return f"{factor:,.0f}" if factor >= 10 else f"{factor:.1f}".removesuffix(".0")


def capital(text: str) -> str:
    """The text with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]
