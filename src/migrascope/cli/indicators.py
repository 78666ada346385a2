"""Which indicators are there, and what does one say about a country?"""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING

import click

from migrascope.cli import printing
from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.indicators.progress import Assessment
    from migrascope.indicators.registry import Indicator
    from migrascope.indicators.series import Series

FIGURE_COLUMNS = (
    "indicator",
    "area",
    "period",
    "value",
    "low",
    "high",
    "unit",
    "status",
    "sex",
    "age",
    "migratory_status",
    "breakdown",
    "members_with_data",
    "members",
    "cells",
    "editions",
)


@click.command()
@click.argument("code", required=False)
@click.argument("area", required=False)
@click.option("--progress", is_flag=True, help="Judge the way to 2030 by four methods.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    help="How to print them.",
)
@pass_context
def command(
    context: Context, *, code: str | None, area: str | None, progress: bool, form: str
) -> None:
    """List the indicators, explain one, or compute one for an area.

    CODE is an indicator such as 10.7.4 or migrant-share; AREA a country, region or
    group, by code or name.
    """
    from migrascope.errors import UsageError
    from migrascope.indicators import registry

    if progress and area is None:
        raise UsageError(
            "--progress needs an indicator and an area.",
            "For example: migrascope indicators 10.c.1 KEN --progress",
        )
    if code is None:
        _list(context, registry.everything(), form)
        return
    meta = registry.get(code)
    if area is None:
        _explain(context, meta, form)
        return
    _compute(context, meta, area, form, progress=progress)


def _compute(
    context: Context, meta: Indicator, area: str, form: str, *, progress: bool
) -> None:
    """The series of one indicator for one area, and its assessment when asked."""
    from migrascope import indicators
    from migrascope.indicators import progress as judge
    from migrascope.model import area as areas

    series = indicators.compute(context.evidence, meta.code, areas.find(area).id)
    assessment = judge.assess(series, meta) if progress else None
    if form == "json":
        _series_as_json(meta, series, assessment)
    elif form == "csv":
        _series_as_csv(series)
    else:
        _series_as_table(context, meta, series, assessment)


def _facts(meta: Indicator) -> dict[str, object]:
    target = meta.target
    return {
        "code": meta.code,
        "name": meta.name,
        "unit": meta.unit,
        "direction": str(meta.direction),
        "target": target.value if target else None,
        "target_year": target.year if target else None,
        "target_set_by": target.says if target else None,
        "formula": meta.formula,
        "reference": meta.reference,
        "inputs": list(meta.inputs),
        "published": meta.published,
        "sdg_indicator": meta.sdg or None,
    }


def _list(context: Context, known: tuple[Indicator, ...], form: str) -> None:
    """All indicators: code, name, unit, target."""
    rows = [_facts(each) for each in known]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if form == "csv":
        writer = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(
                {k: " ".join(v) if isinstance(v, list) else v for k, v in row.items()}
            )
        return
    listed = [
        (
            each.code,
            each.name,
            each.unit,
            f"{each.target.value:g} by {each.target.year}" if each.target else "",
        )
        for each in known
    ]
    printing.table(context, ("code", "name", "unit", "target"), listed, whole={"code"})


def _explain(context: Context, meta: Indicator, form: str) -> None:
    """What one indicator means."""
    facts = _facts(meta)
    if form == "json":
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    if form == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows(facts.items())
        return
    for name, value in facts.items():
        if value in (None, ""):
            continue
        text = ", ".join(value) if isinstance(value, list) else value
        context.console.print(f"{name.replace('_', ' ')}: {text}", markup=False)


def _rows(series: Series) -> list[dict[str, object]]:
    """Every figure of a series as one row."""
    return [
        dict(
            zip(
                FIGURE_COLUMNS,
                (
                    series.code,
                    series.area,
                    str(figure.period),
                    figure.value,
                    figure.low,
                    figure.high,
                    figure.unit,
                    str(figure.status),
                    strand.sex,
                    strand.age,
                    strand.status,
                    strand.breakdown,
                    share.have,
                    share.of,
                    len(figure.cells),
                    " ".join(sorted({cell.edition for cell in figure.cells})),
                ),
                strict=True,
            )
        )
        for strand in series.strands()
        for figure, share in zip(strand.estimates, strand.coverage, strict=True)
    ]


def _series_as_csv(series: Series) -> None:
    writer = csv.DictWriter(sys.stdout, FIGURE_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(series))


def _series_as_json(
    meta: Indicator, series: Series, assessment: Assessment | None
) -> None:
    answer: dict[str, object] = {
        **_facts(meta),
        "area": series.area,
        "notes": list(series.notes),
        "figures": _rows(series),
    }
    if assessment is not None:
        answer["progress"] = {
            "sentence": assessment.sentence,
            "verdicts": [
                {
                    "method": verdict.method,
                    "rating": verdict.rating,
                    "outlook": str(verdict.outlook),
                    "sentence": verdict.sentence,
                    "points": verdict.points,
                    "figures": {
                        name: {
                            "value": figure.value,
                            "low": figure.low,
                            "high": figure.high,
                            "unit": figure.unit,
                            "period": str(figure.period),
                        }
                        for name, figure in verdict.figures
                    },
                    "reference": verdict.reference,
                }
                for verdict in assessment.verdicts
            ],
        }
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def _series_as_table(
    context: Context, meta: Indicator, series: Series, assessment: Assessment | None
) -> None:
    """The headline over the years, the notes, and the verdicts when asked."""
    from migrascope.model import area as areas

    is_group = len(areas.members(series.area)) > 1
    headers = ["period", meta.unit, "status", "cells"]
    headers += ["members with data"] if is_group else []
    rows = [
        (
            str(figure.period),
            "" if figure.value is None else f"{figure.value:,.6g}",
            str(figure.status),
            str(len(figure.cells)),
            *([str(share)] if is_group else []),
        )
        for figure, share in zip(
            series.headline.estimates, series.headline.coverage, strict=True
        )
    ]
    if rows:
        click.echo(f"{meta.name}: {areas.name(series.area)}")
        printing.table(context, headers, rows, right=headers[1:])
    else:
        context.console.print(f"{meta.name}: no figures for {areas.name(series.area)}.")
    if series.editions:
        context.console.print(f"Sources: {', '.join(series.editions)}", markup=False)
    for note in series.notes:
        context.console.print(note, markup=False)
    if assessment is not None:
        _verdicts(context, assessment)


def _verdicts(context: Context, assessment: Assessment) -> None:
    """The four methods side by side, and whether they agree."""
    rows = [(each.name, each.rating, each.sentence) for each in assessment.verdicts]
    click.echo()
    printing.table(context, ("method", "rating", "what it says"), rows)
    context.console.print(assessment.sentence, markup=False)
