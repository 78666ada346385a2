"""How do figures get out, into Excel, R, Python or an SDMX tool?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli import asking, printing
from migrascope.cli.context import Context, pass_context
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.store.question import Filters

_ENDINGS = {".csv": "csv", ".json": "json", ".parquet": "parquet"}


@click.command()
@click.option("--measure", multiple=True, metavar="NAME", help="Repeatable.")
@click.option("--area", multiple=True, metavar="AREA", help="Repeatable.")
@click.option("--origin", multiple=True, metavar="AREA", help="Repeatable.")
@click.option("--sex", multiple=True, metavar="CODE", help="F, M, _T.")
@click.option("--age", multiple=True, metavar="CODE", help="Such as Y0T4, _T.")
@click.option("--status", multiple=True, metavar="CODE", help="REF, ASY, IDP …")
@click.option("--breakdown", multiple=True, metavar="TEXT", help="key=value pairs.")
@click.option("--year", multiple=True, type=int, metavar="YEAR", help="Repeatable.")
@click.option("--from", "since", type=int, metavar="YEAR", help="First year.")
@click.option("--to", "until", type=int, metavar="YEAR", help="Last year.")
@click.option("--edition", multiple=True, metavar="ID", help="Edition or dataset.")
@asking.as_of_option
@click.option(
    "--sql", metavar="SELECT", help="Your own query over observations, editions."
)
@asking.form_option(default="csv")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it (default: to the screen).",
)
@pass_context
def command(
    context: Context,
    *,
    measure: tuple[str, ...],
    area: tuple[str, ...],
    origin: tuple[str, ...],
    sex: tuple[str, ...],
    age: tuple[str, ...],
    status: tuple[str, ...],
    breakdown: tuple[str, ...],
    year: tuple[int, ...],
    since: int | None,
    until: int | None,
    edition: tuple[str, ...],
    as_of: date | None,
    sql: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Take figures out as CSV, JSON, Parquet or SDMX-CSV 2.0.

    Every figure that fits is written, with unit, source, edition, licence and cell;
    nothing is added up. --sql asks the tables observations and editions directly.
    """
    from migrascope.store import export, names

    base = context.evidence
    chosen = form or _by_ending(output) or "csv"
    codes = {
        "sex": sex,
        "age": age,
        "status": status,
        "breakdown": breakdown,
        "year": year,
        "editions": edition,
        "origin": tuple(asking.origin_named(each) for each in origin),
        "area": tuple(asking.area_named(each, base) for each in area),
    }
    filters: Filters = {"since": since, "until": until, "as_of": as_of}
    for name, values in codes.items():
        if values:
            filters[name] = values  # type: ignore[literal-required] # keys of Filters
    if measure:
        held = base.measures(as_of)
        filters["measure"] = [
            code for text in measure for code in names.measures_named(text, held=held)
        ]
    if sql is not None:
        if any(value is not None for value in filters.values()):
            raise UsageError(
                "--sql and the other options cannot go together.",
                "Write the conditions into the query.",
            )
        rows = printing.deliver(
            lambda path: export.write_sql(base, chosen, path, sql=sql),
            target=output,
            form=chosen,
        )
    else:
        rows = printing.deliver(
            lambda path: export.write(base, chosen, path, **filters),
            target=output,
            form=chosen,
        )
    count = "1 row" if rows == 1 else f"{rows:,} rows"
    context.say(count + (f" written to {output}" if output else ""))


def _by_ending(output: Path | None) -> str | None:
    """The form that the ending of a file promises; none for no file or no ending."""
    if output is None or not output.suffix or output.is_dir():
        return None
    form = _ENDINGS.get(output.suffix.lower())
    if form is None:
        raise UsageError(
            f'"{output.suffix}" is no form that is written here.',
            f"End the name in {', '.join(_ENDINGS)}, or say --format.",
            where=str(output),
        )
    return form
