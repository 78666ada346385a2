"""How do estimates become an edition that can be asked and traced like any other?

The estimates are written to a file, and the file is taken into the evidence base as
a publisher's would be: with a hash, a licence, caveats, and remarks that say from
which editions and how it was made. The same estimates are never stored twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from migrascope import __version__
from migrascope.errors import NoFigures
from migrascope.flows import estimates_file, methods
from migrascope.flows.estimates_file import CORRIDOR
from migrascope.flows.options import Options
from migrascope.flows.preparing.stocks import DATASET as STOCKS
from migrascope.model import caveat
from migrascope.model.observation import TOTAL, Status
from migrascope.model.source import Licence
from migrascope.sources.batch import Batch, Description, source_file
from migrascope.sources.frame import finish
from migrascope.store import own

if TYPE_CHECKING:
    from migrascope.flows.estimates import Estimates
    from migrascope.flows.seeding import Seeding
    from migrascope.store.base import Base
    from migrascope.store.editions import Edition
    from migrascope.store.figure import Figure

DATASET = "migrascope-flows"
SOURCE = "migrascope"
MEASURE = "migration_flows"
FILE = "flows.parquet"

OPTIONS = "Options: "
"""How the remark begins that holds the options as they are typed; others have the
default of the version that made it."""

DECIMALS = 3
"""Persons are stored to a thousandth: more is the noise of the machine."""

_CAVEATS = "caveats.toml"


def batch(
    estimates: Estimates,
    base: Base,
    *,
    folder: Path,
    today: date,
    seeding: Seeding | None = None,
) -> Batch:
    """Write the estimates to a file in `folder`, and describe them for the base.

    Everything that was estimated is stored, for all areas. The vintage is `today`,
    or what comes after the newest edition that is there already. `seeding` are the
    weights that the corridors had beforehand.

    Raises:
        NoFigures: nobody moved by any method.
    """
    names = (*estimates.editions, *(seeding.editions if seeding else ()))
    inputs = [base.edition(each) for each in names]
    wide = estimates.wide().with_columns(pl.col(pl.Float64).round(DECIMALS))
    if wide.is_empty():
        raise NoFigures(
            "No corridor has half a person by any method: there is nothing to store.",
            "Look at the stocks: migrascope flows adjustments.",
        )
    rows = estimates_file.table(wide, estimates.stocks)
    path = folder / FILE
    estimates_file.write(rows, path)
    vintage = own.vintage(base, DATASET, today)
    return Batch(
        dataset=DATASET,
        vintage=vintage,
        source=SOURCE,
        title=_title(estimates),
        publisher="Own estimates, made with Migrascope",
        licence=own.licence_of(inputs),
        citation=_citation(inputs),
        files=(source_file(path),),
        observations=finish(
            _observations(estimates, rows),
            edition=f"{DATASET}@{vintage}",
            files={0: FILE},
        ),
        caveats=caveat.load(files("migrascope.flows") / _CAVEATS),
        remarks=tuple(_remarks(estimates, names, seeding)),
    )


def typed(estimates: Estimates, seeding: Seeding | None) -> str:
    """The options as the command line takes them; those with their default left out."""
    stocks = next(each for each in estimates.editions if each.startswith(STOCKS))
    chosen, usual = estimates.options, Options()
    told = [f"--stocks {stocks}"]
    for name in ("residuals", "refugees", "gaps", "net_totals"):
        value = getattr(chosen, name)
        if value is not getattr(usual, name):
            option = name.replace("_", "-")
            told.append(f"--{option} {value.value.replace(' ', '-')}")
    return " ".join([*told, *(["--seed-by distance"] if seeding else [])])


def how_to_explain(edition: Edition, figure: Figure) -> str:
    """The command that shows where a stored estimate comes from, step by step."""
    options = next(
        (
            each.removeprefix(OPTIONS)
            for each in edition.remarks
            if each.startswith(OPTIONS)
        ),
        "",
    )
    years = f"{figure.start.year} --to {figure.end.year}"
    sex = "" if figure.sex == TOTAL else f" --sex {figure.sex}"
    pair = f"{figure.origin} {figure.area}"
    return f"migrascope flows explain {pair} {years}{sex} {options}".rstrip()


def describe() -> Description:
    """What these editions are, for the reference."""
    return Description(
        source=SOURCE,
        title="Movements between all areas, estimated from stocks of migrants",
        publisher="Migrascope",
        licence=Licence("inputs", "The terms of the editions that it was made from"),
        address="",
        datasets=(DATASET,),
        says="Estimates that you make with `migrascope flows --store`. Each names the "
        "editions that it rests on, and each row the cells of the stocks.",
        caveats=caveat.load(files("migrascope.flows") / _CAVEATS),
    )


def _observations(estimates: Estimates, rows: pl.DataFrame) -> pl.DataFrame:
    """One figure for each corridor and method, with its row and column in the file."""
    places = {name: spot for spot, name in enumerate(rows.columns, start=1)}
    column = pl.col
    long = (
        rows.with_row_index("row", offset=1)
        .unpivot(
            on=list(estimates.methods),
            index=["row", *CORRIDOR],
            variable_name="method",
            value_name="value",
        )
        .select(
            pl.lit(MEASURE).alias("measure"),
            column("destination").alias("area"),
            *("origin", "sex", "start", "end", "value", "row"),
            pl.concat_str(pl.lit("method="), "method").alias("breakdown"),
            pl.lit("PS").alias("unit"),
            pl.lit(str(Status.ESTIMATED)).alias("obs_status"),
            column("method")
            .replace_strict({name: places[name] for name in estimates.methods})
            .alias("column"),
            "method",
        )
        .drop_nulls("value")  # a method that failed says nothing of an interval
    )
    if estimates.bands is None:
        return long.drop("method")
    bounds = (
        estimates.frame()
        .select(*CORRIDOR, "method", pl.col("low", "high").round(DECIMALS))
        .rename({"destination": "area"})
    )
    keys = ["origin", "area", "sex", "start", "end", "method"]
    return long.join(bounds, on=keys, how="left").drop("method")


def _title(estimates: Estimates) -> str:
    first, last = estimates.intervals[0], estimates.intervals[-1]
    count = len(estimates.methods)
    how = "one method" if count == 1 else f"{count} methods"
    return (
        "Movements between all areas, estimated from stocks of migrants by "
        f"{how}, {first.start.year}–{last.end.year}"
    )


def _citation(inputs: Iterable[Edition]) -> str:
    cited = " ".join(dict.fromkeys(each.citation for each in inputs))
    return f"Estimated with Migrascope {__version__} from: {cited}"


def _remarks(
    estimates: Estimates, inputs: Sequence[str], seeding: Seeding | None
) -> Iterable[str]:
    """What somebody would need to make the same again."""
    yield f"Made by Migrascope {__version__} from {', '.join(inputs)}."
    yield f"{OPTIONS}{typed(estimates, seeding)}"
    yield seeding.says if seeding else _weights_unnamed(estimates)
    if estimates.bands is not None:
        bands = estimates.bands
        yield f"{bands.says} Random seed {bands.seed}."
        for each in bands.failures:
            yield (
                f"No resampled interval of {each.method}, {each.sex}, "
                f"{each.interval}: {each.says}"
            )
    for each in estimates.failures:
        yield each.remark
    for code in estimates.methods:
        yield f"{code}: {methods.get(code).reference}. {_fits(estimates, code)}"


def _weights_unnamed(estimates: Estimates) -> str:
    """Whether corridors were weighed beforehand by something without a name."""
    is_weighed = any(
        factors.seed is not None
        for table in estimates.tables
        if table.birthplaces is not None
        for _, factors in table.birthplaces.parts
    )
    if is_weighed:
        return "Corridors were weighed beforehand, by weights that are not named here."
    return "No corridor was weighed beforehand."


def _fits(estimates: Estimates, method: str) -> str:
    """How well the tables of a method meet their totals; the worst is named."""
    tables = [table for table in estimates.tables if table.method == method]
    worst = max(tables, key=lambda table: table.fit.largest_error)
    where = f"{worst.sex}, {worst.interval}, {worst.fit.rounds} rounds"
    error = f"the largest error is {worst.fit.largest_error:.2g} persons ({where})"
    short = sum(not table.fit.converged for table in tables)
    if short:
        return (
            f"{short} of {len(tables)} tables did not meet all totals; {error}. "
            f"{worst.fit.says}"
        ).rstrip()
    return f"All totals are met in {len(tables)} tables; {error}."
