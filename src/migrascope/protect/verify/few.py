"""What do few people have that is no key?

A value of a sensitive or other column that fewer than k records have leads to them,
for whoever knows it of a person, and its count is told with it. Categories and dates
are counted; numbers nearly all differ, and are made safe by other steps. What stands
for a person (pseudonyms) or was moved (dates) is no value that anybody knows.

A household is known by its members: its size, and the keys of all of them together.
And where the members of a household share a key, it is read off one record where it is
blank in another.
"""

from __future__ import annotations

import polars as pl

from migrascope.protect.verify import written
from migrascope.protect.verify.promises import Promised
from migrascope.protect.verify.verdict import Check

_HIDDEN = ("pseudonymise", "shift_dates")
_SHARED = 0.9
"""From this share of households on whose members all have one value, they share it."""

_HOMES = 10
"""So many households of a release, or more, tell a reader that groups are shared."""

_EVERYBODY = "*"
"""How the last level of every hierarchy is written, in which all are one class."""

_ADVICE = 'Leave the household out: role = "dropped".'


def rare(frame: pl.DataFrame, promised: Promised) -> Check | None:
    """No value of another column than the keys is one that few records have.

    Columns are named, and how many values; None where there is no such column.
    """
    refused: list[str] = []
    allowed: list[str] = []
    number = looked_at = 0
    for name in promised.named("sensitive", "other"):
        told = promised.columns[name]
        does = {step["do"] for step in promised.touching(name)}
        if name not in frame.columns or told.kind == "number" or does & set(_HIDDEN):
            continue
        looked_at += 1
        counts = written.text(frame[name]).drop_nulls().value_counts()["count"]
        few = int((counts < promised.k).sum())
        if few and told.rare:
            allowed.append(f"{name} ({few:,})")
        elif few:
            number += few
            refused.append(f"{name} ({few:,})")
    if not looked_at:
        return None
    columns = f"{looked_at} column{'' if looked_at == 1 else 's'}"
    says = f"every value of {columns} is one of {promised.k} records or more."
    if allowed:
        says = f"allowed by the plan, how many values: {', '.join(allowed)}."
    if refused:
        says = (
            f"values that fewer than {promised.k} records have, by column: "
            f"{', '.join(refused)}. The step group_rare puts them into one class; "
            'rare = "allow" on the column lets them out.'
        )
    return Check("rare values", not refused, float(number), 0.0, says)


def households(
    frame: pl.DataFrame, original: pl.DataFrame | None, promised: Promised
) -> list[Check]:
    """Households are not known by their members, and no blank is read off another."""
    names = [name for name in promised.named("household") if name in frame.columns]
    if not names:
        return []
    home, keys = names[0], promised.keys
    release = _of_homes(frame, home, keys)
    if original is not None and {home, *keys} <= set(original.columns):
        before = _of_homes(original, home, keys)
    else:
        before = release
    return [_read_off(release, before, promised), _composed(release, promised)]


def _of_homes(frame: pl.DataFrame, home: str, keys: tuple[str, ...]) -> pl.DataFrame:
    """The records that are of a household, under names of our own."""
    columns = [written.text(frame[home]).alias("home")]
    columns += [
        written.text(frame[key]).alias(f"key {number}")
        for number, key in enumerate(keys)
    ]
    return pl.DataFrame(columns).filter(pl.col("home").is_not_null())


def _read_off(release: pl.DataFrame, before: pl.DataFrame, promised: Promised) -> Check:
    cells, where = 0, []
    for number, key in enumerate(promised.keys):
        # The class of everybody says nothing that could be read off.
        if set(release[f"key {number}"].drop_nulls().unique()) == {_EVERYBODY}:
            continue
        # Groups are shared by households that do not share the values in them.
        shares = _alike(before, number, 1), _alike(release, number, _HOMES)
        if max(shares) < _SHARED:
            continue
        told = _by_home(release, number).filter(pl.col("values") == 1)["blank"].sum()
        if told:
            cells += int(told)
            where.append(key)
    says = (
        "no blank key can be read off another record of the household."
        if not cells
        else f"{cells:,} blanks in {', '.join(where)} can be read off another record "
        f"of the household. {_ADVICE}"
    )
    return Check("blanks in households", not cells, float(cells), 0.0, says)


def _alike(frame: pl.DataFrame, number: int, least: int) -> float:
    """Of the households that show a key twice, the share that shows one value.

    0 where there are fewer of them than `least`.
    """
    several = _by_home(frame, number).filter(pl.col("shown") >= 2)
    if several.height < least:
        return 0.0
    return int((several["values"] == 1).sum()) / several.height


def _by_home(frame: pl.DataFrame, number: int) -> pl.DataFrame:
    value = pl.col(f"key {number}")
    return frame.group_by("home").agg(
        values=value.drop_nulls().n_unique(),
        shown=value.count(),
        blank=value.null_count(),
    )


def _composed(release: pl.DataFrame, promised: Promised) -> Check:
    keys = [name for name in release.columns if name != "home"]
    alike = (
        release.with_columns(person=pl.struct(keys).rank("dense"))
        .group_by("home")
        .agg(members=pl.col("person").sort(), people=pl.len())
        .group_by("members")
        .agg(homes=pl.len(), people=pl.col("people").sum())
    )
    few = alike.filter(pl.col("homes") < promised.k)
    number, people = int(few["homes"].sum()), int(few["people"].sum())
    says = f"every household has members like those of {promised.k - 1} others or more."
    if number:
        says = (
            f"{number:,} households ({people:,} records) have members like those of "
            f"fewer than {promised.k - 1} others"
        )
        says += (
            ", which the plan allows."
            if promised.households
            else f'. {_ADVICE} Or say households = "allow" in [promise].'
        )
    passed = promised.households or not number
    return Check("households", passed, float(number), 0.0, says)
