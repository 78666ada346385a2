"""What figure does a text of the SDG database give, and how sure is it?

`<1` and `>95` are bounds: the bound is kept as value and as `high` or `low`, with
status U (of low reliability) and the text in the note. `N` and `NaN` mean that
there is no figure: no value, status M. The nature of a figure (country data,
estimated, modelled) gives its status and stands in the note.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from migrascope.errors import Where
from migrascope.sources.formats import numbers
from migrascope.sources.unsdg import codes

MISSING = ("", "N", "NA", "NaN", "NAN", "..", "...", "-")
_SIGN = r"^([<>])=?\s*\d"


def columns(
    points: pl.DataFrame, *, factor: float, where: Where
) -> list[pl.Expr | pl.Series]:
    """The columns value, low, high, obs_status and note of the observation table.

    Raises:
        NotANumber: text that is neither a figure, a bound nor a missing mark.
        ChangedHeader: a nature that is not known.
    """

    def parse(name: str, *, bounds: bool = False) -> pl.Series:
        texts = points[name]
        if bounds:
            texts = texts.str.replace(r"^[<>]=?\s*(\d)", "$1")
        figures = numbers.parse(texts, where=where, rows=points["row"], missing=MISSING)
        return (figures * factor).alias(name)

    value, low, high = parse("value", bounds=True), parse("low"), parse("high")
    sign = points["value"].str.extract(_SIGN).fill_null("")
    status = _natures(points, lambda found: found[0], where=where)
    says = _natures(points, lambda found: found[1], where=where)
    literal = (value.is_null() | (sign != "")).alias("literal")
    marked = pl.select(
        pl.when(literal)
        .then(pl.format('published as "{}"', points["value"].fill_null("")))
        .otherwise(None)
    ).to_series()
    return [
        value,
        pl.when(sign == ">").then(value).otherwise(low).alias("low"),
        pl.when(sign == "<").then(value).otherwise(high).alias("high"),
        pl.when(value.is_null())
        .then(pl.lit("M"))
        .when(sign != "")
        .then(pl.lit("U"))
        # A figure that stands is not missing, whatever its nature says.
        .otherwise(status.replace("M", "A"))
        .alias("obs_status"),
        pl.concat_str(
            says.replace("", None),
            marked,
            points["note"],
            separator="; ",
            ignore_nulls=True,
        ).alias("note"),
    ]


def _natures(
    points: pl.DataFrame, part: Callable[[tuple[str, str]], str], *, where: Where
) -> pl.Series:
    known = codes.natures()

    def meaning(code: str) -> str | None:
        found = known.get(code.upper())
        return None if found is None else part(found)

    return codes.translate(points["nature"], meaning, where=where, what="nature")
