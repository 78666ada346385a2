"""Do the codebooks tell nothing but what the released records tell?

A codebook is read by everybody. A code that no released record has any more, or a
count of fewer than k, would give away what was taken out of the data. Codes are never
told here, only how many lines are wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import polars as pl

from migrascope.errors import NotProven
from migrascope.protect.verify import written
from migrascope.protect.verify.verdict import Check
from migrascope.protect.verify.written import Written

NAME = "codebooks"
DDI = "codebook.xml"
_SPACE = "{ddi:codebook:2_5}"
_Counts = Mapping[str, Mapping[str, int]]


def check(release: Written, k: int) -> Check | None:
    """Whether every line counts what the records hold; None without any codebook.

    Raises:
        NotProven: a codebook cannot be read.
    """
    file = release.folder / DDI
    if release.codebook is None and not file.is_file():
        return None
    counts = _counts(release.frame)
    wrong = lines = 0
    if release.codebook is not None:
        lines += release.codebook.height
        wrong += _table(release.codebook, counts, k)
    if file.is_file():
        found, of = _document(file.read_bytes(), counts, release.frame, k)
        wrong, lines = wrong + found, lines + of
    says = (
        f"all {lines:,} entries are of the released records."
        if not wrong
        else f"{wrong:,} of {lines:,} entries are not of the released records, or "
        f"count fewer than {k} out."
    )
    return Check(NAME, not wrong, float(wrong), 0.0, says)


def _counts(frame: pl.DataFrame) -> _Counts:
    """Of each column how many records have each value, all together under ''."""
    found = {}
    for name in frame.columns:
        texts = written.text(frame[name]).drop_nulls().alias("value")
        of: dict[str, int] = {}
        for value, records in texts.value_counts().iter_rows():
            plain = _plain(value)
            of[plain] = of.get(plain, 0) + records
        of[""] = len(texts)
        found[name] = of
    return found


def _table(book: pl.DataFrame, counts: _Counts, k: int) -> int:
    """The wrong lines of `codebook.csv`."""
    if not {"column", "value", "records"} <= set(book.columns):
        return book.height
    wrong = 0
    seen = set()
    for column, value, told in book.select("column", "value", "records").iter_rows():
        code = _plain(value or "")
        records = counts.get(column or "", {}).get(code)
        wrong += (column, code) in seen or not _is_count(told, records, k, code)
        seen.add((column, code))
    return wrong


def _document(
    content: bytes, counts: _Counts, frame: pl.DataFrame, k: int
) -> tuple[int, int]:
    """The wrong entries of the DDI codebook, and how many there are."""
    try:
        root = ET.fromstring(content)  # noqa: S314 - expat limits what entities become
    except ET.ParseError:
        raise NotProven(
            "the file cannot be read, so nothing is proven.",
            "Write the release again.",
            where=DDI,
        ) from None
    variables = list(root.iter(f"{_SPACE}var"))
    names = [each.get("name", "") for each in variables]
    wrong = int(sorted(names) != sorted(map(_printable, frame.columns)))
    size = root.find(f".//{_SPACE}caseQnty")
    wrong += size is None or size.text != str(frame.height)
    lines = 2
    of = {_printable(name): values for name, values in counts.items()}
    for name, variable in zip(names, variables, strict=True):
        values = of.get(name, {})
        valid = variable.find(f"{_SPACE}sumStat[@type='vald']")
        wrong += valid is None or valid.text != str(values.get(""))
        lines += 1
        for category in variable.findall(f"{_SPACE}catgry"):
            code = _plain(category.findtext(f"{_SPACE}catValu") or "")
            told = category.findtext(f"{_SPACE}catStat[@type='freq']")
            wrong += not code or not _is_count(told, values.get(code), k, code)
            lines += 1
    return wrong, lines


def _is_count(told: str | None, records: int | None, k: int, code: str) -> bool:
    """Whether an entry says how many records there are, and may say it."""
    if records is None:
        return False
    if told is None:
        return records < k
    return told == str(records) and (records >= k or not code)


def _plain(text: str) -> str:
    """A code without what a codebook writes in another way."""
    return re.sub(r"^'([=+\-@])", r"\1", " ".join(_printable(text).split()))


def _printable(text: str) -> str:
    return "".join(each for each in text if each.isprintable() or each.isspace())
