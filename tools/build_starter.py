"""Which published figures come with the program?

    python tools/build_starter.py --base DIR

Selects rows from an evidence base that was built from the publishers' own files and
writes them, with their editions and cells, to `src/migrascope/starter`. Only sources
whose licence allows redistribution are taken. The whole stays below 1 MB, so years
and measures are chosen; within a chosen year and measure every country is complete,
because a sum over a part would be a wrong number.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from migrascope.errors import NotProven
from migrascope.indicators import registry
from migrascope.model import area as areas
from migrascope.model.caveat import Caveat
from migrascope.starter import packing
from migrascope.starter.opening import EDITIONS, FIGURES, SELECTION
from migrascope.store.base import Base
from migrascope.store.editions import Edition, to_json

TARGET = Path(__file__).parents[1] / "src" / "migrascope" / "starter"
LIMIT = 1_000_000
YEAR = pl.col("end").dt.year()


@dataclass(frozen=True, slots=True)
class Choice:
    """What is taken of one dataset: measures, years, and a further condition."""

    dataset: str
    says: str
    measures: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    only: pl.Expr | None = None


def since(first: int, last: int = 2030) -> tuple[int, ...]:
    """All years from one to another."""
    return tuple(range(first, last + 1))


WHOLE = (pl.col("sex") == "_T") & (pl.col("age") == "_T")
AT_HOME = pl.col("area").cast(pl.String) == pl.col("origin").cast(pl.String)
IS_GROUP = (
    pl.col("area")
    .cast(pl.String)
    .is_in(
        [
            each.id
            for each in areas.table()
            if each.is_aggregate and each.id != areas.WORLD
        ]
    )
)
THIRD_QUARTER = pl.col("end").dt.month() == 9
CHOICES = (
    Choice("undesa-ims-bilateral", "every year of the edition"),
    Choice(
        "undesa-ims-totals",
        "population by sex of countries; the migrant stock of both sexes in 2020",
        ("population", "migrant_stock"),
        only=((pl.col("measure") == "population") & ~IS_GROUP)
        | ((pl.col("sex") == "_T") & (YEAR == 2020)),
    ),
    Choice(
        "undesa-wpp",
        "since 1990; births and deaths of countries and the world only",
        ("population", "births", "deaths", "net_migration"),
        since(1990),
        WHOLE & (pl.col("measure").is_in(["population", "net_migration"]) | ~IS_GROUP),
    ),
    Choice(
        "undesa-wpp-projection",
        "population to 2026; population by sex, births, deaths and net migration of "
        "2024",
        ("population", "births", "deaths", "net_migration"),
        since(2024, 2026),
        (pl.col("age") == "_T")
        & (pl.col("breakdown") == "")
        & (((pl.col("measure") == "population") & WHOLE) | (YEAR == 2024)),
    ),
    Choice(
        "unhcr-population",
        "refugees and asylum seekers since 2015; internally displaced and stateless "
        "people since 2000 (zeros of pairs left out)",
        ("refugees", "asylum_seekers", "idps", "stateless"),
        since(2000),
        (pl.col("measure").is_in(["refugees", "asylum_seekers"]) & (YEAR >= 2015))
        | (pl.col("measure").is_in(["idps", "stateless"]) & (pl.col("value") > 0))
        | ((pl.col("measure") == "idps") & AT_HOME & (YEAR >= 2015)),
    ),
    Choice(
        "unhcr-asylum-decisions",
        "decisions on the substance in persons since 2023",
        years=since(2023),
        only=(pl.col("unit") == "PS")
        & pl.col("breakdown").cast(pl.String).str.contains("recognised|other|rejected"),
    ),
    Choice(
        "missing-migrants",
        "dead and missing by incident, without sex, age and texts",
        ("migrant_deaths_and_missing",),
        only=WHOLE,
    ),
    Choice("worldbank-rpw", "third quarters", only=THIRD_QUARTER),
    Choice("worldbank-wdi-bx-trf-pwkr-cd-dt", "since 2005", years=since(2005)),
    Choice("worldbank-wdi-bm-trf-pwkr-cd-dt", "since 2010", years=since(2010)),
    Choice("worldbank-wdi-selected", "GDP since 2005", ("gdp",), since(2005)),
)
SDG_SINCE = 2013


def main() -> int:
    """Write the selection; exit code 4 when it would be too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    base = Base.open(parser.parse_args().base)
    chosen = [(e, c, _rows(base, e, c)) for e, c in _editions(base)]
    figures = pl.concat([rows for _, _, rows in chosen])
    _write(figures)
    facts = [json.loads(to_json(_described(e, c, rows))) for e, c, rows in chosen]
    (TARGET / EDITIONS).write_text(
        json.dumps(facts, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    size = sum((TARGET / name).stat().st_size for name in (FIGURES, EDITIONS))
    print(f"{figures.height:,} figures of {len(chosen)} editions, {size:,} bytes")
    if size > LIMIT:
        raise NotProven(
            f"the starter figures take {size:,} bytes, more than {LIMIT:,}.",
            "Choose fewer years in tools/build_starter.py.",
        )
    return 0


def _editions(base: Base) -> Iterable[tuple[Edition, Choice]]:
    newest = {edition.dataset: edition for edition in base.newest()}
    for choice in (*CHOICES, *_published(newest.values())):
        edition = newest[choice.dataset]
        if not edition.licence.redistributable:
            raise NotProven(
                f"{edition.id} may not be redistributed ({edition.licence.name})."
            )
        yield edition, choice


def _published(newest: Iterable[Edition]) -> list[Choice]:
    """The SDG series that indicators read."""
    wanted = registry.inputs()
    return [
        Choice(edition.dataset, f"since {SDG_SINCE}", years=since(SDG_SINCE))
        for edition in newest
        if edition.source == "unsdg" and wanted & set(edition.measures)
    ]


def _rows(base: Base, edition: Edition, choice: Choice) -> pl.DataFrame:
    rows = base.frame(editions=edition.id)
    if choice.measures:
        rows = rows.filter(pl.col("measure").is_in(list(choice.measures)))
    if choice.years:
        rows = rows.filter(YEAR.is_in(list(choice.years)))
    if choice.only is not None:
        rows = rows.filter(choice.only)
    if edition.dataset == "missing-migrants":
        rows = _without_texts(rows)
    return rows.with_columns(pl.selectors.categorical().cast(pl.String))


def _without_texts(rows: pl.DataFrame) -> pl.DataFrame:
    """Incidents with their route and cell, without the words that identify them."""
    route = (
        pl.col("breakdown").cast(pl.String).str.extract(r"(route=[^;]*)").fill_null("")
    )
    return rows.with_columns(
        route.cast(pl.Categorical).alias("breakdown"),
        pl.lit("", pl.Categorical).alias("note"),
    )


def _described(edition: Edition, choice: Choice, rows: pl.DataFrame) -> Edition:
    """The facts of what is taken; only a part of an edition is called a selection."""
    if rows.height == edition.rows:
        complete = "Complete: every figure of the edition comes with the program."
        return replace(edition, remarks=(*edition.remarks, complete))
    caveat = Caveat(
        SELECTION,
        edition.source,
        "selection",
        "Only a selection of these figures comes with the program. Add the publisher's "
        "own files for all of them.",
    )
    years = rows["end"].dt.year()
    first, last = years.min(), years.max()
    return replace(
        edition,
        rows=rows.height,
        measures=tuple(sorted(rows["measure"].unique())),
        first=first if isinstance(first, int) else None,
        last=last if isinstance(last, int) else None,
        caveats=(*edition.caveats, caveat),
        remarks=(*edition.remarks, f"Selection: {choice.says}."),
    )


def _write(figures: pl.DataFrame) -> None:
    """Sorted as in the publishers' files, row numbers cost next to nothing."""
    ordered = figures.sort("edition", "file", "row", "column")
    table = packing.pack(ordered).to_arrow()
    counted = {
        "row": "DELTA_BINARY_PACKED",
        "column": "DELTA_BINARY_PACKED",
        "value": "PLAIN",
        packing.WHOLE: "BYTE_STREAM_SPLIT",
    }
    pq.write_table(
        table,
        TARGET / FIGURES,
        compression="zstd",
        compression_level=22,
        use_dictionary=[name for name in table.column_names if name not in counted],
        column_encoding=counted,
        write_statistics=False,
        store_schema=False,
    )


if __name__ == "__main__":
    sys.exit(main())
