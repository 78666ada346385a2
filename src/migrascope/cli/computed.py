"""What does the program itself compute for this indicator and area?

`show 10.c.1 KEN` gives two answers: what is computed here from the inputs, with its
formula, and below it what publishers say under the same indicator.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from migrascope.cli import asking, printing
from migrascope.cli.context import Context

if TYPE_CHECKING:
    from migrascope.indicators.registry import Indicator
    from migrascope.indicators.series import Series
    from migrascope.model.estimate import Estimate
    from migrascope.store.base import Base


class Span(TypedDict):
    """The years to show, and the day whose knowledge is asked for."""

    since: int | None
    until: int | None
    as_of: date | None


def show(context: Context, text: str, area: str, **span: Unpack[Span]) -> bool:
    """Print the indicator that a text means, if it is computed here.

    Returns False when the text means none, or when there is no figure.
    """
    meta = _indicator(text, context.evidence)
    if meta is None:
        return False
    from migrascope import indicators
    from migrascope.model import area as areas

    first, last = span["since"] or 0, span["until"] or 9999
    series = indicators.compute(
        context.evidence, meta.code, areas.find(area).id, as_of=span["as_of"]
    )
    figures = [
        figure
        for figure in series.estimates
        if figure.value is not None and first <= figure.period.year <= last
    ]
    if figures:
        _print(context, meta, series, figures)
    return bool(figures)


def _indicator(text: str, base: Base) -> Indicator | None:
    if text in base.measures():
        return None
    from migrascope.indicators import registry

    found = registry.get(text) if registry.has(text) else None
    return None if found is None or found.published else found


def _print(
    context: Context, meta: Indicator, series: Series, figures: list[Estimate]
) -> None:
    """The table, then formula, reference, remarks and sources."""
    from migrascope.model import area as areas

    unit = asking.unit_name(meta.unit)
    click.echo(
        f"{meta.code} {meta.name}, {areas.name(series.area)} ({unit}), computed here"
    )
    rows = [
        (
            str(figure.period),
            printing.number(figure.value),
            asking.status_name(str(figure.status)),
            str(len(figure.cells)),
        )
        for figure in figures
    ]
    printing.table(
        context,
        ["period", unit, "remark", "source cells"],
        rows,
        right={unit, "source cells"},
    )
    click.echo(f"\nFormula: {meta.formula}")
    click.echo(f"Reference: {meta.reference}")
    for note in series.notes:
        click.echo(f"Mind: {note}")
    editions = sorted({cell.edition for figure in figures for cell in figure.cells})
    click.echo(f"From: {', '.join(editions)}")
    judge = f"migrascope indicators {meta.code} {series.area} --progress"
    click.echo(f"Progress to 2030: {judge}\n")
