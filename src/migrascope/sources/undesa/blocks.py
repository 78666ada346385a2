"""What does a column of a Population Division workbook hold?

Above the years stands a title over several columns ("International migrant stock
at mid-year, males"), in row 8 of the 2020 edition, in row 10 of others. The title
names the measure, the sex and sometimes the thousands; the header names the year
or, for rates of change, the two years ("1990-1995", from 1 July to 1 July).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from migrascope.errors import ChangedHeader, Where
from migrascope.sources.formats.workbook import Sheet, as_text

_YEARS = re.compile(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?")
_TITLE_ROWS = 3
_SEXES = (("both sexes", "_T"), ("female", "F"), ("male", "M"))
_ONLY_SEX = ("both sexes", "both sexes combined", "female", "females", "male", "males")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a block of columns measures; `words` must all stand in its title.

    `sex` is given where the title names none or means another thing by it.
    """

    words: tuple[str, ...]
    measure: str
    unit: str
    status: str = "MIG"
    sex: str = ""


_SUBJECTS = (
    Subject(("total population", "at mid-year"), "population", "PS", "_T"),
    Subject(
        ("female migrants as a percentage",), "migrant_female_share", "PT", sex="_T"
    ),
    Subject(("percentage of the total population",), "migrant_share", "PT"),
    Subject(
        ("annual rate of change of the migrant stock",),
        "migrant_stock_change_rate",
        "PT_YR",
    ),
    Subject(
        ("annual rate of change of the refugee",),
        "refugees_and_asylum_seekers_change_rate",
        "PT_YR",
        "_T",
    ),
    Subject(
        ("refugee", "percentage of the international migrant"),
        "refugees_and_asylum_seekers_share",
        "PT",
        "_T",
        "_T",
    ),
    Subject(("refugee", "at mid-year"), "refugees_and_asylum_seekers", "PS", "_T"),
    Subject(("international migrant stock at mid-year",), "migrant_stock", "PS"),
)
"""Most telling first: a title is read as the first subject whose words it has."""


@dataclass(frozen=True, slots=True)
class Block:
    """One column of figures; `column` counts from 1, `factor` gives the unit."""

    column: int
    subject: Subject
    sex: str
    start: date
    end: date
    factor: float


def read(sheet: Sheet, header: int, *, title: str) -> tuple[Block, ...]:
    """Say what each year column of a sheet holds.

    `header` is the row (from 1) with the years; `title` is the title of the sheet,
    which names the measure where the blocks name only the sex.

    Raises:
        ChangedHeader: no years, or a block whose title names no known measure.
    """
    blocks: list[Block] = []
    block_title = ""
    previous = 0
    for position, cell in enumerate(sheet.rows[header - 1]):
        years = _YEARS.fullmatch(text(cell))
        if years is None:
            continue
        here = sheet.where(header, position + 1)
        found = _title_above(sheet.rows, header, position)
        first = int(years[1])
        if not found and first <= previous:
            raise ChangedHeader(
                f"the years start again at {first} without a title above them.",
                "The layout has changed: report it with a link to the file.",
                where=here,
            )
        block_title, previous = found or block_title, first
        blocks.append(_block(position, block_title, title, years, here))
    if not blocks:
        raise ChangedHeader(
            "no column is headed by a year.",
            "This is not the layout of the International Migrant Stock.",
            where=sheet.where(header),
        )
    return tuple(blocks)


def text(cell: object) -> str:
    """A cell as a person reads it: 1990.0 is "1990", blanks are closed up.

    >>> text(1990.0), text(" Location  code ")
    ('1990', 'Location code')
    """
    return " ".join(as_text(cell).split())


def _title_above(rows: Sequence[Sequence[object]], header: int, position: int) -> str:
    above = rows[max(header - 1 - _TITLE_ROWS, 0) : header - 1]
    return " ".join(
        words for row in above if position < len(row) and (words := text(row[position]))
    )


def _block(
    position: int, block_title: str, title: str, years: re.Match[str], where: Where
) -> Block:
    only_sex = block_title.lower() in _ONLY_SEX
    subject = _subject(title if only_sex else block_title)
    if subject is None:
        raise ChangedHeader(
            f'the block "{block_title or title}" names no known measure.',
            "Check that this is a table of the International Migrant Stock.",
            where=where,
        )
    in_thousands = "thousands" in f"{block_title} {title}".lower()
    start, end = int(years[1]), int(years[2] or years[1])
    return Block(
        column=position + 1,
        subject=subject,
        sex=_sex(block_title, subject, where),
        start=date(start, 7, 1),
        end=date(end, 7, 1),
        factor=1000.0 if subject.unit == "PS" and in_thousands else 1.0,
    )


def _subject(title: str) -> Subject | None:
    lowered = title.lower()
    return next(
        (one for one in _SUBJECTS if all(word in lowered for word in one.words)), None
    )


def _sex(block_title: str, subject: Subject, where: Where) -> str:
    if subject.sex:
        return subject.sex
    lowered = block_title.lower()
    for words, sex in _SEXES:
        if words in lowered:
            return sex
    raise ChangedHeader(
        f'the block "{block_title}" does not say which sex it counts.',
        "Known are: both sexes combined, males, females.",
        where=where,
    )
