"""How far apart are two countries, and do they share a border, a language, a past?

GeoDist of CEPII: the pairs of 224 countries and territories. Read to judge and to
shape estimates of flows.

The traps of this source:

- The table does not change with time. It was last saved on 15 October 2004 and that is
  the day of every figure; the vintage is the year of the paper that describes it.
- Codes are those of that time: ROM, ZAR, TMP and PAL are Romania, the Congo,
  Timor-Leste and Palestine; YUG is Serbia and Montenegro, SDN is undivided Sudan.
- A country has a distance to itself, worked out from its area.
- A dot stands where a weighted distance was not worked out.
- The workbook comes in a zip; a copy as text holds the same figures. Both are one
  edition: add one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from migrascope.model import caveat
from migrascope.model.caveat import Caveat
from migrascope.model.source import Licence
from migrascope.sources import frame, offered, places
from migrascope.sources.batch import (
    Batch,
    Description,
    Remote,
    Residuals,
    source_file,
)
from migrascope.sources.cepii import pairs

SOURCE = "cepii"
DATASET = "cepii-geodist"
VINTAGE = "2011"
"""The year of the paper that describes the table."""

LICENCE = Licence(
    "etalab-2.0",
    "Licence Ouverte 2.0 (Etalab): free use with mention of the source",
    "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
)
ADDRESS = "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6"
REMOTES = (
    Remote(
        "dist_cepii.zip",
        "https://www.cepii.fr/distance/dist_cepii.zip",
        "GeoDist, pairs of countries",
    ),
)

_TITLE = "GeoDist: distances between countries, and what they share"
_PUBLISHER = "Centre d'études prospectives et d'informations internationales (CEPII)"
_CITATION = (
    "Mayer, T. and Zignago, S. (2011), Notes on CEPII's distances measures: the "
    "GeoDist database, CEPII Working Paper 2011-25"
)


locate = offered.listed(SOURCE, REMOTES)
fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """The layout: workbook, packed-workbook or copy; None if it is another's."""
    return pairs.layout_of(path)


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """One batch for each file; every form is the same edition.

    Raises:
        UnknownLayout: not the table of pairs.
        ChangedHeader: a column is missing.
        UnknownPlace: a code without an area.
        NotANumber: text where a figure should stand.
        NegativeCount: a distance below zero.
        DuplicateKey: a pair twice.
    """
    for path in paths:
        cells = pairs.cells(pairs.read(path), place_of=_places(), residuals=residuals)
        addresses = {remote.name: remote.address for remote in REMOTES}
        yield Batch(
            dataset=DATASET,
            vintage=VINTAGE,
            source=SOURCE,
            title=_TITLE,
            publisher=_PUBLISHER,
            licence=LICENCE,
            citation=_CITATION,
            files=(source_file(path, address=addresses.get(path.name, "")),),
            observations=frame.finish(
                cells, edition=f"{DATASET}@{VINTAGE}", files={0: path.name}
            ),
            caveats=_caveats(),
            address=ADDRESS,
        )


def describe() -> Description:
    """Say what the source is."""
    return Description(
        source=SOURCE,
        title=_TITLE,
        publisher=_PUBLISHER,
        licence=LICENCE,
        address=ADDRESS,
        datasets=(DATASET,),
        says="Distances between the countries of every pair in kilometres, and whether "
        "they share a border, a language or a colonial past. Nothing changes with "
        "time: every figure has the day on which the table was last saved, and the "
        "vintage is the year of the paper that describes it.",
        caveats=_caveats(),
    )


@cache
def _caveats() -> tuple[Caveat, ...]:
    return caveat.load(files(__package__).joinpath("caveats.toml"))


@cache
def _places() -> dict[str, str]:
    return places.load(files(__package__).joinpath("places.csv"))
