"""What has the UN Statistics Division published on the migration-related SDGs?

Traps, each with its caveat in `caveats.toml`:

- Area codes 901 to 922 are not those of the Population Division: 921 is "ODA
  residual" here and Central and Southern Asia there.
- Values are texts: `<1`, `>95`, `N`, `NaN` (see `values.py`).
- A unit can contradict the wording: scholarships come as dollars and mean millions,
  refugees by origin are called a percentage and come per 100,000.
- Ages written `18` in the DDF copy mean 18 and over.
- The API gives 25 points when nobody asks for more, and never names its release.
- Series change their codes and dimensions between releases: each is a dataset.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from migrascope.errors import UnknownLayout, UnknownMeasure
from migrascope.model import measure
from migrascope.model.source import UNSD_TERMS
from migrascope.sources import offered
from migrascope.sources.batch import Batch, Description, Remote, Residuals
from migrascope.sources.formats import guard
from migrascope.sources.unsdg import api, codes, ddf, points, portal

SOURCE = points.SOURCE
_API = "https://unstats.un.org/sdgs/UNSDGAPIV5/v1/sdg"
_LIST = "unsdg_series_list.json"


def locate(*, only: str | None = None) -> tuple[Remote, ...]:
    """The list of series, and one answer per series.

    `only` is a series (`SM_POP_REFG_OR`) or an indicator (`10.7.4`).
    """
    chosen = [code for code in codes.series() if only is None or _is(code, only)]
    if not chosen:
        return ()
    return (
        Remote(_LIST, f"{_API}/Series/List", "the release of each series"),
        *(
            Remote(
                name=f"unsdg_{code}.json",
                address=f"{_API}/Series/Data",
                says=measure.get(code).name,
                parameters=(("seriesCode", code), ("pageSize", "50000")),
            )
            for code in chosen
        ),
    )


fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """The layout of a file of the SDG database, or None."""
    if ddf.is_points(path):
        return "ddf"
    if ddf.is_companion(path):
        return "ddf-list"
    start = guard.head(path, 8192).decode("utf-8", "replace").lstrip("\ufeff \r\n")
    # Code lists of any length stand between the head of a page and its data.
    if start.startswith("{") and all(key in start for key in api.HEAD):
        return "api"
    if start.startswith("[") and '"release"' in start and '"indicator"' in start:
        return "series-list"
    first = start.split("\n", 1)[0]
    if all(name in first for name in portal.HEADER):
        return "portal"
    return None


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """Turn files into batches, one per series.

    Lists of codes and of series among the files hold no figures; the list of series
    gives the release of the others.

    Raises:
        UnknownLayout: a file that is none of the database's.
    """
    layouts: dict[str, list[Path]] = {}
    for path in paths:
        guard.check(path)
        layout = recognise(path)
        if layout is None:
            raise _unknown(path)
        layouts.setdefault(layout, []).append(path)
    vintages = api.releases(layouts.get("series-list", []))
    copies = layouts.get("ddf", [])
    about = {
        folder: ddf.concepts(folder) for folder in {path.parent for path in copies}
    }
    for path in copies:
        answer = ddf.read(path, about[path.parent])
        yield from points.batches(answer, residuals=residuals)
    for path in layouts.get("portal", []):
        answer = portal.read(path, vintages=vintages)
        yield from points.batches(answer, residuals=residuals)
    for answer in api.read(layouts.get("api", []), vintages=vintages):
        yield from points.batches(answer, residuals=residuals)


def describe() -> Description:
    """Say what the source is."""
    return Description(
        source=SOURCE,
        title="SDG Global Database",
        publisher=points.PUBLISHER,
        licence=UNSD_TERMS,
        address=points.ADDRESS,
        datasets=tuple(points.dataset(code) for code in codes.series()),
        says=(
            "Published series of the migration-related SDG indicators (3.c.1, 4.b.1, "
            "8.8.1, 8.8.2, 10.7.2 to 10.7.4, 10.c.1, 16.2.2, 17.3.2 and others). The "
            "vintage is the release of the database where the list of series is "
            "given, the edition of a known DDF copy, else the last year of the data."
        ),
        caveats=points.caveats(),
    )


def _is(code: str, wanted: str) -> bool:
    try:
        return wanted.upper() == code or wanted in measure.get(code).indicators
    except UnknownMeasure:
        return False


def _unknown(path: Path) -> UnknownLayout:
    return UnknownLayout(
        "this is none of the SDG database's layouts: an answer of the API (json), a "
        "download of the data portal (csv), or a DDF copy.",
        "Download the series again from the portal; a table that was changed by hand "
        "can be read with a mapping (migrascope add FILE --suggest).",
        where=path.name,
    )
