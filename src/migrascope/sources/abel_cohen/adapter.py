"""How many people moved between every two countries, as Abel and Cohen estimate it?

Six methods make flows of five years, 1990 to 2020, out of the migrant stocks of
UN DESA and the births and deaths of World Population Prospects.

The traps of this source:

- Nobody counted these people: a flow is what would explain how stocks changed.
- The six methods differ by a factor of three; each is a figure of its own, and they
  are never added up.
- A move is a transition: who left and came back within five years did not move.
- Women, men and both sexes were estimated one by one; women and men do not add up.
- The files do not name their release. The authors' files are told apart by the number
  of areas of the first period: 225 in the release of October 2022 (stocks of 2020,
  prospects of 2022), 228 in that of March 2025 (stocks and prospects of 2024). The
  copies in three files, one a sex, were made from that of 2022.
- The copies leave out pairs for which every method says zero.
- Codes outlive countries: SCG until 2010; SDN is the undivided Sudan until 2010.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from migrascope.errors import UnknownLayout
from migrascope.model import caveat
from migrascope.model.caveat import Caveat
from migrascope.model.source import CC_BY_4
from migrascope.sources import frame, offered, places
from migrascope.sources.abel_cohen import estimates
from migrascope.sources.abel_cohen.estimates import Estimates
from migrascope.sources.batch import (
    Batch,
    Description,
    Remote,
    Residuals,
    source_file,
)

SOURCE = "abel_cohen"
DATASET = "abel-cohen-flows"

ADDRESS = "https://figshare.com/articles/dataset/12845711"
REMOTES = (
    Remote(
        "bilat_mig.csv",
        "https://figshare.com/ndownloader/files/53235671",
        "Flows of both sexes, release of March 2025",
    ),
    Remote(
        "bilat_mig_sex.csv",
        "https://figshare.com/ndownloader/files/53235860",
        "Flows of women and of men, release of March 2025",
    ),
)
COPIED = "2022"
"""The release that the copies in one file a sex were made from."""

RELEASES = {225: COPIED, 228: "2025"}
"""The release by the number of areas that its first period has."""

_TITLE = "Bilateral international migration flows, estimated by six methods"
_PUBLISHER = "Guy J. Abel and Joel E. Cohen"
_CITATION = (
    "Abel, G.J. and Cohen, J.E. (2019), Bilateral international migration flow "
    "estimates for 200 countries, Scientific Data 6, 82; and (2022), Bilateral "
    "international migration flow estimates updated and refined by sex, Scientific "
    "Data 9, 173. Figshare 7731233 and 12845711, release of {vintage}"
)
_OF_RELEASE = {"abel_cohen-inputs-2022": "2022", "abel_cohen-inputs-2025": "2025"}
"""Caveats of one release only."""


locate = offered.listed(SOURCE, REMOTES)
fetch = offered.one_by_one(locate)


def recognise(path: Path) -> str | None:
    """The layout: total, by-sex or copy; None if the table is another's."""
    return estimates.layout_of(path)


def read(
    paths: Sequence[Path], *, residuals: Residuals = Residuals.REFUSE
) -> Iterator[Batch]:
    """One batch for each release: the files of both sexes, women and men together.

    Raises:
        UnknownLayout: not a table of these estimates, or of no known release.
        ChangedHeader: nothing says whose moves a copy holds.
        UnknownPlace: a code without an area.
        NotANumber: text where a figure should stand.
        NegativeCount: fewer than no people.
        DuplicateKey: the same flow twice.
    """
    releases: dict[str, list[Estimates]] = {}
    for path in paths:
        each = estimates.read(path)
        releases.setdefault(_release(each), []).append(each)
    for vintage, same in releases.items():
        yield _batch(vintage, same, residuals)


def describe() -> Description:
    """Say what the source is."""
    return Description(
        source=SOURCE,
        title=_TITLE,
        publisher=_PUBLISHER,
        licence=CC_BY_4,
        address=ADDRESS,
        datasets=(DATASET,),
        says="Moves between all pairs of countries in five years, 1990-1995 to "
        "2015-2020, by six methods and by sex. Files do not name their release: the "
        "vintage is the year in which the authors put it out, told from the number "
        "of areas. `fetch` gets the newest; older releases stand on the page of the "
        "dataset under their version.",
        caveats=_caveats(),
    )


def _release(each: Estimates) -> str:
    if each.layout == estimates.COPY:
        return COPIED
    number = estimates.areas_at_start(each)
    if number not in RELEASES:
        known = ", ".join(f"{areas} ({year})" for areas, year in RELEASES.items())
        raise UnknownLayout(
            f"the first period has {number} areas; known releases have {known}.",
            "Give the whole file as published; or read it with a mapping that names "
            "its release as the vintage.",
            where=each.path.name,
        )
    return RELEASES[number]


def _batch(vintage: str, same: Sequence[Estimates], residuals: Residuals) -> Batch:
    cells = pl.concat(
        estimates.cells(each, file=position, place_of=_places(), residuals=residuals)
        for position, each in enumerate(same)
    )
    addresses = {remote.name: remote.address for remote in REMOTES}
    return Batch(
        dataset=DATASET,
        vintage=vintage,
        source=SOURCE,
        title=f"{_TITLE}, release of {vintage}",
        publisher=_PUBLISHER,
        licence=CC_BY_4,
        citation=_CITATION.format(vintage=vintage),
        files=tuple(
            source_file(
                each.path,
                address=addresses.get(each.path.name, "") if vintage != COPIED else "",
            )
            for each in same
        ),
        observations=frame.finish(
            cells,
            edition=f"{DATASET}@{vintage}",
            files={position: each.path.name for position, each in enumerate(same)},
        ),
        caveats=tuple(
            each for each in _caveats() if _OF_RELEASE.get(each.id, vintage) == vintage
        ),
        address=ADDRESS,
        remarks=_remarks(same),
    )


def _remarks(same: Sequence[Estimates]) -> tuple[str, ...]:
    if all(each.layout != estimates.COPY for each in same):
        return ()
    remark = (
        "Read from copies in one file a sex that others made from the release of "
        f"October {COPIED}; pairs for which every method says zero are not in them."
    )
    return (remark,)


@cache
def _caveats() -> tuple[Caveat, ...]:
    return caveat.load(files(__package__).joinpath("caveats.toml"))


@cache
def _places() -> dict[str, str]:
    return places.load(files(__package__).joinpath("places.csv"))
