"""What a second release of the same cases shares with the first, and what not."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import polars as pl
from tests.protect.release import made

from migrascope.protect.release import data, staging
from migrascope.protect.release.producing import Published, produce

NOISE = '[[step]]\ndo = "add_noise"\ncolumns = ["months"]\nshare = 0.5\n'


def silent(_stage: str, _share: float) -> None:
    """Nobody listens."""


def twice(folder: Path) -> tuple[Published, Published]:
    """Two releases of the same cases by the same plan, with one secret."""
    asked = made.asked(folder)
    text = asked.plan.read_text("utf-8")
    capped = '[[step]]\ndo = "top_code"\ncolumn = "months"\nat = 24.0\n'
    assert capped in text
    asked.plan.write_text(text.replace(capped, NOISE), "utf-8")
    first = produce(asked, silent)
    again = dataclasses.replace(
        asked, output=folder / "second", earlier=(asked.output,), secret=first.inside
    )
    return first, produce(again, silent)


def back(published: Published) -> pl.DataFrame:
    """The released records in the order of the cases."""
    frame = pl.read_parquet(published.release / data.PARQUET)
    key = staging.read_chance(published.inside)
    place = pl.Series("place", data.order(frame.height, key=key))
    return frame.with_columns(place).sort("place").drop("place")


def test_two_releases_with_one_secret_cannot_be_laid_beside_each_other(
    tmp_path: Path,
) -> None:
    # In the same order, the blanks and groups of one could be read off the other.
    first, second = twice(tmp_path)
    keys = [staging.read_chance(each.inside) for each in (first, second)]
    one, other = (data.order(300, key=key) for key in keys)
    assert (one == other).mean() < 0.1
    # Noise that is drawn alike could be subtracted: x + z and x + 2z tell x.
    months = [back(each)["months"] for each in (first, second)]
    assert (months[0] == months[1]).sum() < 30


def test_the_secret_of_an_earlier_release_keeps_its_pseudonyms(tmp_path: Path) -> None:
    first, second = twice(tmp_path)
    assert back(first)["incident"].equals(back(second)["incident"])
    assert staging.read_secret(first.inside) == staging.read_secret(second.inside)
