"""What do the SDG indicators on migration say, and is 2030 within reach?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from migrascope.indicators import registry
from migrascope.indicators.progress import Assessment, Outlook
from migrascope.indicators.registry import Indicator
from migrascope.indicators.series import Series
from migrascope.language.grammar import capital, number_word
from migrascope.language.numbers import UNIT_WORDS, exact
from migrascope.model.estimate import Estimate
from migrascope.review.context import Context
from migrascope.review.exhibits import editions_of
from migrascope.review.model import (
    Column,
    Exhibit,
    Kind,
    Number,
    Section,
    Sentence,
    Table,
    TableCell,
)

TITLE = "SDG indicators and progress to 2030"
BASE_YEAR = 2015


@dataclass(frozen=True, slots=True)
class Judged:
    """An indicator with its series and what the methods say."""

    meta: Indicator
    series: Series
    assessment: Assessment


def section(context: Context) -> Section:
    """Every SDG indicator with a figure: first, newest, goal, and four verdicts."""
    every = [meta for meta in registry.everything() if meta.sdg]
    known = [
        Judged(meta, series, context.assessment(meta))
        for meta in every
        if (series := context.series(meta.code)).latest is not None
    ]
    judged = [each for each in known if each.assessment.is_judged]
    exhibits = (
        _figures(context, known) if known else None,
        _progress(context, judged) if judged else None,
    )
    return Section(
        "goals",
        TITLE,
        _lead(context, len(known), len(every), judged),
        exhibits=tuple(each for each in exhibits if each),
    )


def _lead(context: Context, known: int, of: int, judged: Sequence[Judged]) -> Sentence:
    if not known:
        return Sentence(
            f"None of the {of} SDG series on migration followed here has a figure for "
            f"{context.inside}."
        )
    verb = "has" if known == 1 else "have"
    text = (
        f"{capital(number_word(known))} of {of} SDG series on migration {verb} a "
        f"figure for {context.inside}"
    )
    good = sum(_all_on_track(each.assessment) for each in judged)
    if not judged:
        return Sentence(f"{text}; none has enough figures to judge progress.")
    if len(judged) == 1:
        which = "and all methods" if good else "but not all methods"
        return Sentence(f"{text}. One can be judged, {which} say on track.")
    who = capital(number_word(len(judged)))
    on_track = "none do" if good == 0 else number_word(good)
    return Sentence(
        f"{text}. {who} can be judged; on {on_track} all methods say on track."
    )


def _figures(context: Context, known: Sequence[Judged]) -> Exhibit:
    columns = (
        Column("indicator", "Indicator"),
        Column("first_year", "From", Kind.YEAR),
        Column("first", "Figure then", Kind.NUMBER, decimals=None),
        Column("year", "Newest", Kind.YEAR),
        Column("figure", "Figure now", Kind.NUMBER, decimals=None),
        Column("unit", "Unit"),
        Column("goal", "Goal 2030"),
    )
    table = Table(
        "sdg-figures",
        f"SDG indicators on migration: {context.name}",
        columns,
        tuple(_figure_row(context, each) for each in known),
    )
    return Exhibit(
        _newest_years(known),
        table,
        editions_of(table),
        note="A figure marked as computed here follows the official method; published "
        "figures are those of the SDG Global Database.",
    )


def _newest_years(known: Sequence[Judged]) -> str:
    years = sorted(each.series.years[-1] for each in known)
    if len(years) == 1:
        return f"The newest figure of the one series is of {years[0]}"
    if years[0] == years[-1]:
        return f"The newest figures of all {len(years)} series are of {years[0]}"
    return f"The newest figures are of {years[0]} to {years[-1]}"


def _figure_row(context: Context, each: Judged) -> tuple[TableCell, ...]:
    figures = [figure for figure in each.series.estimates if figure.value is not None]
    newest = figures[-1]
    first = _first(figures[:-1])
    target = each.meta.target
    return (
        _named(each.meta),
        first.period.year if first else None,
        context.number(each.meta.code, first) if first else None,
        newest.period.year,
        context.number(each.meta.code, newest),
        UNIT_WORDS.get(each.meta.unit, each.meta.unit.lower()),
        f"{exact(target.value)}" if target else "none set",
    )


def _named(meta: Indicator) -> str:
    """The indicator with its SDG number; what is computed here is marked."""
    return f"{meta.sdg} {meta.name}{'' if meta.published else ' (computed here)'}"


def _first(figures: Sequence[Estimate]) -> Estimate | None:
    """The figure of the base year, or the nearest to it."""
    return min(
        figures, key=lambda figure: abs(figure.period.year - BASE_YEAR), default=None
    )


def _progress(context: Context, judged: Sequence[Judged]) -> Exhibit:
    methods = judged[0].assessment.verdicts
    table = Table(
        "sdg-progress",
        "Verdicts of four methods on progress to 2030",
        (
            Column("indicator", "Indicator"),
            *(Column(verdict.method, verdict.name) for verdict in methods),
            Column("chance", "Chance", Kind.NUMBER, "%"),
            Column("expected", "Expected in 2030", Kind.NUMBER, decimals=None),
        ),
        tuple(
            (
                _named(each.meta),
                *(verdict.rating for verdict in each.assessment.verdicts),
                _of_method(context, each, "probability"),
                _of_method(context, each, "expected"),
            )
            for each in judged
        ),
    )
    agree = sum(each.assessment.agrees for each in judged)
    finding = _agreement(agree, len(judged))
    editions = sorted({name for each in judged for name in each.series.editions})
    return Exhibit(
        finding,
        table,
        tuple(editions),
        note="Methods: "
        + "; ".join(f"{v.name} ({v.reference})" for v in methods)
        + ".",
    )


def _agreement(agree: int, of: int) -> str:
    if of == 1:
        verb = "agree" if agree else "do not agree"
        return f"The methods that can judge the one series {verb}"
    which = "none" if agree == 0 else "all" if agree == of else f"{agree}"
    return f"The methods that can judge agree on {which} of the {of} series"


def _of_method(context: Context, each: Judged, name: str) -> Number | None:
    """A number that one of the methods gives, as a figure of the indicator."""
    for verdict in each.assessment.verdicts:
        figure = verdict.figure(name)
        if figure is not None:
            return Number(
                each.meta.code, context.area, figure, breakdown=f"method={name}"
            )
    return None


def _all_on_track(assessment: Assessment) -> bool:
    judged = [v for v in assessment.verdicts if v.outlook is not Outlook.UNJUDGED]
    return bool(judged) and all(v.outlook is Outlook.ON_TRACK for v in judged)
