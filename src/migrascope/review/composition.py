"""Who are the refugees: women and men, girls and boys, old people?

From the strands by sex and age of the number of refugees hosted. Shares are of
those whose sex or age is known, which are often fewer than all.
"""

from __future__ import annotations

from collections.abc import Sequence

from migrascope.indicators.series import Series, Strand
from migrascope.language.numbers import with_unit
from migrascope.model.estimate import Estimate, ratio, total
from migrascope.review.context import Context
from migrascope.review.exhibits import editions_of
from migrascope.review.model import Column, Exhibit, Kind, Number, Table

CODE = "refugees-hosted"
AGES = {
    "Y0T4": "0 to 4 years",
    "Y5T11": "5 to 11 years",
    "Y12T17": "12 to 17 years",
    "Y18T59": "18 to 59 years",
    "Y_GE60": "60 years and older",
}
YOUNG = ("Y0T4", "Y5T11", "Y12T17")
SEXES = {"F": "Women and girls", "M": "Men and boys"}


def by_age(context: Context) -> Exhibit | None:
    """A table of the refugees hosted by sex and by age; None when neither is known."""
    series = context.series(CODE)
    rows = [
        (
            title,
            Number(CODE, context.area, figure, sex=sex),
            _shown(context, share, sex=sex),
        )
        for sex, title in SEXES.items()
        if (figure := _latest(series, sex=sex)) and (share := of_sex(series, sex))
    ]
    whole = [figure for age in AGES if (figure := _latest(series, age=age))]
    rows += [
        (
            title,
            Number(CODE, context.area, figure, age=age),
            _shown(context, _share(figure, whole), age=age),
        )
        for age, title in AGES.items()
        if (figure := _latest(series, age=age)) is not None
    ]
    young = children(series)
    if not rows or (young is None and of_sex(series, "F") is None):
        return None
    table = Table(
        "refugees-by-age",
        f"Refugees in {context.inside} by sex and age, end of the year",
        (
            Column("who", "Who"),
            Column("people", "Refugees", Kind.NUMBER, "people"),
            Column("share", "Share", Kind.NUMBER, "% of those known", 1),
        ),
        tuple(rows),
    )
    return Exhibit(
        _finding(series, young),
        table,
        editions_of(table),
        note="By sex and by age only those whose sex or age is known to UNHCR.",
    )


def of_sex(series: Series, sex: str) -> Estimate | None:
    """The share of one sex among those whose sex is known, in per cent."""
    known = [each for code in SEXES if (each := _latest(series, sex=code))]
    one = _latest(series, sex=sex)
    return _share(one, known) if one is not None and len(known) > 1 else None


def children(series: Series) -> Estimate | None:
    """The share of children among those whose age is known, in per cent."""
    known = [each for age in AGES if (each := _latest(series, age=age))]
    young = [each for age in YOUNG if (each := _latest(series, age=age))]
    if len(known) < len(AGES):
        return None
    return _share(total(tuple(young), formula="sum over ages under 18"), known)


def _finding(series: Series, young: Estimate | None) -> str:
    if young is not None:
        share = with_unit(young.value, "PT")
        return f"{share} of the refugees whose age is known are children"
    women = of_sex(series, "F")
    share = with_unit(women.value if women else None, "PT")
    return f"{share} of the refugees whose sex is known are women and girls"


def _latest(series: Series, *, sex: str = "_T", age: str = "_T") -> Estimate | None:
    """The figure of one group, if it is of the newest year of the series."""
    strand: Strand | None = series.strand(sex=sex, age=age)
    newest = series.latest
    if strand is None or newest is None:
        return None
    return strand.at(newest.period.year)


def _share(part: Estimate, whole: Sequence[Estimate]) -> Estimate | None:
    if any(each.value is None for each in (part, *whole)):
        return None
    everyone = total(tuple(whole), formula="sum over those known")
    share = ratio(
        part, everyone, factor=100, unit="PT", formula="part ÷ those known × 100"
    )
    return share if share.value is not None else None


def _shown(
    context: Context, share: Estimate | None, *, sex: str = "_T", age: str = "_T"
) -> Number | None:
    if share is None:
        return None
    return Number(f"{CODE}-share", context.area, share, sex=sex, age=age)
