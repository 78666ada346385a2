"""How is a number written for a reader?

Large numbers of people are rounded in sentences and exact in tables. The rules are
those of UN documents in English: a comma between thousands, a point before
decimals, "million" from one million upwards.
"""

from __future__ import annotations

from datetime import date

MISSING = "–"

UNIT_WORDS = {
    "PS": "people",
    "PT": "%",
    "PT_YR": "% a year",
    "USD": "US$",
    "PER_1000": "per 1,000",
    "PER_100K": "per 100,000",
    "PER_10K": "per 10,000",
    "PER_100K_EMP": "per 100,000 employees",
    "PER_MN_USD": "per million US$",
    "USD_CON": "constant US$",
    "M_PER_100_F": "males per 100 females",
    "SCORE": "score",
    "IX": "index",
    "NUMBER": "number",
    "KM": "km",
    "CASES": "cases",
    "EVENTS": "events",
}
"""Units as the head of a column or the tail of a number shows them."""


def exact(value: float | None, *, decimals: int = 0) -> str:
    """Write a number in full, as tables show it.

    >>> exact(1234567.0)
    '1,234,567'
    >>> exact(None)
    '–'
    """
    if value is None:
        return MISSING
    text = f"{value:,.{decimals}f}"
    if text.lstrip("-").strip("0.,") == "":
        text = text.lstrip("-")
    return text.replace("-", "−")


def rounded(value: float | None) -> str:
    """Write a number as a sentence would: three figures, million or billion.

    >>> rounded(1068421)
    '1.07 million'
    >>> rounded(538)
    '538'
    >>> rounded(12_345)
    '12,300'
    """
    if value is None:
        return MISSING
    size = abs(value)
    for limit, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if size >= limit * 0.9995:
            return f"{_three(value / limit)} {word}".replace("-", "−")
    if size >= 1000:
        step = 10 ** (len(str(int(size))) - 3)
        return exact(round(value / step) * step)
    if size >= 100 or float(value).is_integer():
        return exact(value)
    return exact(value, decimals=1)


def with_unit(value: float | None, unit: str) -> str:
    """Write a number with its unit, for sentences and key figures.

    >>> with_unit(4.2, "PT")
    '4.2 %'
    >>> with_unit(0.02, "PT")
    'less than 0.1 %'
    >>> with_unit(3_720_000_000, "USD")
    'US$ 3.72 billion'
    """
    if value is None:
        return MISSING
    if unit in {"PT", "PT_YR"}:
        return f"{_tenths(value)} {UNIT_WORDS[unit]}"
    if unit == "USD":
        return f"US$ {rounded(value)}"
    if unit in {"PER_1000", "PER_100K"}:
        text = exact(value, decimals=1) if abs(value) < 100 else exact(value)
        return f"{text} {UNIT_WORDS[unit]}"
    return rounded(value)


def percent(share: float, *, decimals: int = 0) -> str:
    """Write a share of one as so many of a hundred.

    >>> percent(0.427), percent(0.0012, decimals=2)
    ('43 %', '0.12 %')
    """
    return f"{100 * share:.{decimals}f} %".replace("-", "−")


def day(when: date) -> str:
    """Write a day in full.

    >>> day(date(2026, 3, 1))
    '1 March 2026'
    """
    return f"{when.day} {when:%B %Y}"


def _tenths(value: float) -> str:
    """One decimal; what is not nothing is not called nothing."""
    if 0 < value < 0.05:
        return "less than 0.1"
    return exact(value, decimals=1)


def _three(value: float) -> str:
    size = abs(value)
    decimals = 2 if size < 9.995 else 1 if size < 99.95 else 0
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
