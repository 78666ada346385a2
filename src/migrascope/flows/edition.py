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
from migrascope.flows import estimates_file, methods
from migrascope.flows.estimates_file import CORRIDOR
from migrascope.model import caveat
from migrascope.model.observation import KEY, Status
from migrascope.model.source import Licence
from migrascope.sources.batch import Batch, Description, source_file
from migrascope.sources.frame import finish

if TYPE_CHECKING:
    from migrascope.flows.estimates import Estimates
    from migrascope.flows.seeding import Seeding
    from migrascope.flows.table import FlowTable
    from migrascope.store.base import Base
    from migrascope.store.editions import Edition

DATASET = "migrascope-flows"
SOURCE = "migrascope"
MEASURE = "migration_flows"
FILE = "flows.parquet"

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
    """
    names = (*estimates.editions, *(seeding.editions if seeding else ()))
    inputs = [base.edition(each) for each in names]
    rows = estimates_file.table(estimates.wide(), estimates.stocks)
    path = folder / FILE
    estimates_file.write(rows, path)
    vintage = _vintage(base, today)
    return Batch(
        dataset=DATASET,
        vintage=vintage,
        source=SOURCE,
        title=_title(estimates),
        publisher="Estimated with Migrascope by whoever keeps this base",
        licence=licence_of(inputs),
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


def newest(base: Base) -> Edition | None:
    """The newest stored estimates."""
    held = {each.dataset for each in base.index.entries}
    return base.edition(DATASET) if DATASET in held else None


def same_as(base: Base, made: Batch) -> Edition | None:
    """The newest stored edition, if it holds the very same figures."""
    edition = newest(base)
    if edition is None or edition.rows != made.observations.height:
        return None
    known = base.frame(editions=edition.id).select(*KEY, "value", "low", "high")
    new = made.observations.select(known.columns)
    plain = [pl.col(name).cast(pl.String) for name in KEY]
    same = known.with_columns(plain).sort(KEY).equals(new.with_columns(plain).sort(KEY))
    return edition if same else None


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


def licence_of(inputs: Sequence[Edition]) -> Licence:
    """The terms of derived work: all of those of its inputs together."""
    terms = tuple(dict.fromkeys(each.licence for each in inputs))
    if len(terms) == 1:
        return terms[0]
    return Licence(
        " AND ".join(each.id for each in terms),
        f"All of these terms together: {'; '.join(each.name for each in terms)}",
        redistributable=all(each.redistributable for each in terms),
        commercial=all(each.commercial for each in terms),
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
    )
    if estimates.bands is None:
        return long.drop("method")
    bounds = estimates.frame().select(*CORRIDOR, "method", "low", "high")
    bounds = bounds.rename({"destination": "area"})
    keys = ["origin", "area", "sex", "start", "end", "method"]
    return long.join(bounds, on=keys, how="left").drop("method")


def _vintage(base: Base, today: date) -> str:
    """The day; with a number when something was stored on that day already."""
    taken = [each.vintage for each in base.index.entries if each.dataset == DATASET]
    day = max([today.isoformat(), *(each[:10] for each in taken)])
    that_day = sum(each.startswith(day) for each in taken)
    return f"{day}-{that_day + 1:03}" if that_day else day


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
    options = estimates.options
    yield (
        f"Residual origins: {options.residuals.value}; refugees: "
        f"{options.refugees.value}; stocks of one day only: {options.gaps.value}."
    )
    yield seeding.says if seeding else "No corridor was weighed beforehand."
    if estimates.bands is not None:
        bands = estimates.bands
        yield f"{bands.says} Random seed {bands.seed}."
    for code in estimates.methods:
        yield f"{code}: {methods.get(code).reference}."
    for table in _tables(estimates):
        error = f"largest error of a total {table.fit.largest_error:.2g} persons"
        word = "converged" if table.fit.converged else "did not converge"
        yield (
            f"{table.method}, {table.sex}, {table.interval}: {word} in "
            f"{table.fit.rounds} rounds, {error}. {table.fit.says}".rstrip()
        )


def _tables(estimates: Estimates) -> Iterable[FlowTable]:
    for interval in estimates.intervals:
        for sex in estimates.sexes:
            for method in estimates.methods:
                yield estimates.table(method, sex, interval)
