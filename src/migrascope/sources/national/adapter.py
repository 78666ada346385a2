"""What does a file say that comes with a mapping of its own?

`arrivals.xlsx` is read by `arrivals.toml` beside it. Nothing is downloaded: the
files are those that the user has. Traps are those that the mapping declares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from migrascope.errors import UnknownLayout
from migrascope.model.source import UNKNOWN
from migrascope.sources import mapping, offered
from migrascope.sources.batch import Batch, Description, Residuals

SOURCE = "national"
LAYOUT = "mapping"


locate = offered.nothing
"""Nothing: national files are brought by the user."""
fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """`mapping` when a mapping file stands beside the file."""
    return LAYOUT if beside(path) else None


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """One batch for each mapping; files that share one become one edition.

    Raises:
        UnknownLayout: a file has no mapping beside it.
    """
    groups: dict[Path, list[Path]] = {}
    for path in paths:
        declared = beside(path)
        if declared is None:
            raise UnknownLayout(
                "no mapping stands beside this file.",
                f"Write one: migrascope add {path.name} --suggest -o {path.stem}.toml",
                where=path.name,
            )
        groups.setdefault(declared, []).append(path)
    for declared, files in groups.items():
        yield mapping.apply_all(mapping.load(declared), files, residuals=residuals)


def describe() -> Description:
    """Say what the source is."""
    return Description(
        source=SOURCE,
        title="Files of national offices, by a declared mapping",
        publisher="As each mapping says",
        licence=UNKNOWN,
        address="",
        datasets=(),
        says="Any tidy, wide or crosstab table (CSV, workbook, JSON, Parquet, "
        "SDMX-CSV) with a mapping beside it: table.xlsx is read by table.toml.",
    )


def beside(path: Path) -> Path | None:
    """The mapping of a file: the same name, ending in .toml."""
    stem = path.name.split(".", 1)[0]
    names = (f"{path.name}.toml", f"{path.stem}.toml", f"{stem}.toml")
    found = (path.with_name(name) for name in names if name != path.name)
    return next((each for each in found if each.is_file()), None)
