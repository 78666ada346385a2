"""How do estimates of movements leave the program, into Excel, R or Python?

As CSV, JSON, Parquet or Arrow. Every row says of which method it is, from which
editions it was made, under which licence, and that it is estimated.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from migrascope.cli import asking, printing
from migrascope.cli.context import Context
from migrascope.errors import UsageError
from migrascope.store import durable

if TYPE_CHECKING:
    import polars as pl

FORMS = ("csv", "json", "parquet", "arrow")
ENDINGS = {f".{form}": form for form in FORMS}

ABOUT = "migrascope.about"
"""The key of the metadata of a Parquet file that says what it is."""

UNIT = "PS"
STATUS = "E"


def form_of(form: str | None, output: Path | None) -> str:
    """The form that was asked for, or that the ending of the file promises.

    Raises:
        UsageError: a file is named for a table, or with an unknown ending.
    """
    if form == printing.TABLE and output is not None:
        raise UsageError(
            "A table is for the screen, not for a file.",
            f"Say --format {', '.join(FORMS)}, or leave --output out.",
            where=str(output),
        )
    if form is not None or output is None or output.is_dir():
        return form or (printing.TABLE if output is None else FORMS[0])
    found = ENDINGS.get(output.suffix.lower())
    if found is None:
        raise UsageError(
            f'"{output.suffix}" is no form that movements are written in.',
            f"End the name in {', '.join(ENDINGS)}, or say --format; a drawing needs "
            "--chart.",
            where=str(output),
        )
    return found


def write(
    context: Context,
    rows: pl.DataFrame,
    *,
    form: str,
    output: Path | None,
    about: dict[str, Any],
) -> None:
    """Write the rows to a file or to the screen; `about` goes on top of JSON."""
    labelled = _labelled(rows, about)

    def fill(path: Path) -> int:
        with durable.written(path) as unfinished:
            _WRITERS[form](labelled, unfinished, about)
        return labelled.height

    count = printing.deliver(fill, target=output, form=form)
    said = "1 row" if count == 1 else f"{count:,} rows"
    context.say(said + (f" written to {output}" if output else ""))


def _labelled(rows: pl.DataFrame, about: dict[str, Any]) -> pl.DataFrame:
    """The rows with names, unit, status, editions and licence."""
    import polars as pl

    codes = {*rows["origin"].unique(), *rows["destination"].unique()}
    names = {code: asking.area_name(code) for code in codes}
    at = rows.columns.index("destination")
    named = [
        pl.col(side).replace_strict(names, return_dtype=pl.String).alias(f"{side}_name")
        for side in ("origin", "destination")
    ]
    return rows.with_columns(named).select(
        *rows.columns[: at + 1],
        "origin_name",
        "destination_name",
        *rows.columns[at + 1 :],
        pl.lit(UNIT).alias("unit"),
        pl.lit(STATUS).alias("obs_status"),
        pl.lit(" ".join(about["editions"])).alias("editions"),
        pl.lit(about["licence"]).alias("licence"),
    )


def _as_csv(rows: pl.DataFrame, path: Path, about: dict[str, Any]) -> None:
    """Texts that a spreadsheet would take for a formula are defused."""
    del about
    import polars as pl

    from migrascope.store.export import defused

    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    harmless = [
        pl.col(name).replace({text: defused(text) for text in rows[name].unique()})
        for name in texts
    ]
    rows.with_columns(harmless).write_csv(path)


def _as_json(rows: pl.DataFrame, path: Path, about: dict[str, Any]) -> None:
    """What it is, and an array of rows: one at a time, for there may be millions."""
    import polars as pl

    days = rows.with_columns(pl.col("start", "end").cast(pl.String))
    head = json.dumps(about, ensure_ascii=False, indent=1).removesuffix("\n}")
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{head},\n "flows": [')
        for number, row in enumerate(days.iter_rows(named=True)):
            comma = "," if number else ""
            file.write(f"{comma}\n  {json.dumps(row, ensure_ascii=False)}")
        file.write("\n ]\n}\n")


def _as_parquet(rows: pl.DataFrame, path: Path, about: dict[str, Any]) -> None:
    """What it is stands in the metadata of the file, as in JSON."""
    told = json.dumps(about, ensure_ascii=False)
    rows.write_parquet(path, compression="zstd", metadata={ABOUT: told})


def _as_arrow(rows: pl.DataFrame, path: Path, about: dict[str, Any]) -> None:
    """An Arrow IPC file, also known as Feather 2, that older readers know too."""
    del about
    import polars as pl

    rows.write_ipc(path, compression="zstd", compat_level=pl.CompatLevel.oldest())


_WRITERS: dict[str, Callable[[pl.DataFrame, Path, dict[str, Any]], None]] = {
    "csv": _as_csv,
    "json": _as_json,
    "parquet": _as_parquet,
    "arrow": _as_arrow,
}
