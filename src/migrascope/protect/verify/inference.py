"""Does a release tell more of those in it than of others like them?

People of the same kind who were kept out of the file (a control group) are attacked in
the same way as those in it. What works on both alike is knowledge of the world; what
works better on those in the file has leaked from it (Stadler, Oprisanu and Troncoso
2022; Giomi et al. 2023, "Anonymeter"). The risk is the excess over the control group,
as a share of what was left to find: (ours - control) / (1 - control).

- membership: someone is taken to be in the file when the release holds a record near
  enough. How near is learnt on one half of both groups and tried on the other.
- attributes: a sensitive value is guessed as the most frequent one among the released
  records nearest in the keys.

Rates carry exact intervals. An attack fails the release when the risk is above the
limit and the intervals of both groups do not overlap, so that chance is no reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.protect.verify import intervals, written
from migrascope.protect.verify.intervals import Rate
from migrascope.protect.verify.promises import Promised
from migrascope.protect.verify.verdict import Check

LIMIT = 0.1
"""The excess over the control group that is let pass."""

ATTACKED = 2_000
"""So many people of each group are attacked, spread evenly over the file."""

LEAST = 50
"""With fewer people in a group no rate is told."""

_COUNT = "\x1fcount"
"""A name that no column of a file has."""

_Real = npt.NDArray[np.float64]
_Side = npt.NDArray[np.float64] | npt.NDArray[np.int32]


def membership(
    release: pl.DataFrame,
    members: pl.DataFrame,
    control: pl.DataFrame,
    promised: Promised,
) -> Check:
    """Whether nearness to a released record gives away who is in the file."""
    columns = [
        name
        for name in promised.named("key", "sensitive", "other")
        if name in release.columns and name in members.columns
    ]
    kinds = release.unique(columns, maintain_order=True)
    ours, theirs = (
        np.array(
            [
                float(distance.min())
                for distance in _distances(kinds, _spread(group), columns, promised)
            ]
        )
        for group in (members, control)
    )
    near = _threshold(ours[::2], theirs[::2])
    return _check(
        "membership inference",
        intervals.exact(int((ours[1::2] <= near).sum()), len(ours[1::2])),
        intervals.exact(int((theirs[1::2] <= near).sum()), len(theirs[1::2])),
        "are taken to be in the file",
    )


def attribute(
    release: pl.DataFrame,
    members: pl.DataFrame,
    control: pl.DataFrame,
    promised: Promised,
    column: str,
) -> Check | None:
    """Whether a sensitive value is guessed better for those in the file.

    None when too few of a group have a value.
    """
    known = release.filter(written.text(release[column]).is_not_null())
    rates = []
    for group in (members, control):
        asked = _spread(group.filter(group[column].is_not_null()))
        if asked.height < LEAST or known.is_empty():
            return None
        rates.append(_guessed(known, asked, promised, column))
    return _check(
        f"attribute inference of {column}", rates[0], rates[1], "are guessed right"
    )


def _check(name: str, ours: Rate, theirs: Rate, what: str) -> Check:
    left = 1 - theirs.share
    risk = (ours.share - theirs.share) / left if left > 0 else 0.0
    passed = risk <= LIMIT or ours.low <= theirs.high
    says = (
        f"{ours} of {ours.trials:,} people in the file {what}, {theirs} of "
        f"{theirs.trials:,} of the control group: a risk of "
        f"{100 * max(0, risk):.1f} %, {100 * LIMIT:g} % may be."
    )
    if passed and risk > LIMIT:
        says += " That is more, but so few people can differ by as much by chance."
    return Check(name, passed, risk, LIMIT, says)


def _spread(group: pl.DataFrame) -> pl.DataFrame:
    """People spread evenly over a group, at most as many as are attacked."""
    if group.height <= ATTACKED:
        return group
    rows = [number * group.height // ATTACKED for number in range(ATTACKED)]
    return group.select(pl.all().gather(rows))


def _threshold(ours: _Real, theirs: _Real) -> float:
    """The distance that parts the two groups best; the nearest of equals."""
    choices = np.unique(np.concatenate([ours, theirs]))
    gains = [(ours <= near).mean() - (theirs <= near).mean() for near in choices]
    return float(choices[int(np.argmax(gains))])


def _guessed(
    known: pl.DataFrame, asked: pl.DataFrame, promised: Promised, column: str
) -> Rate:
    keys = [
        key for key in promised.keys if key in asked.columns and key in known.columns
    ]
    kinds = known.group_by([*keys, column], maintain_order=True).len(_COUNT)
    counts = kinds[_COUNT].to_numpy()
    values = written.text(kinds[column])
    # the more frequent first, so that ties are guessed by what is likelier anyway
    order = (
        written.text(known[column])
        .alias("value")
        .value_counts()
        .sort("count", "value", descending=[True, False])["value"]
        .to_list()
    )
    rank = {value: number for number, value in enumerate(order)}
    codes = values.replace_strict(rank, return_dtype=pl.Int64).to_numpy()
    truth = written.text(asked[column]).to_list()
    right = 0
    for number, distance in enumerate(_distances(kinds, asked, keys, promised)):
        near = distance <= distance.min() + 1e-6
        guess = int(np.bincount(codes[near], weights=counts[near]).argmax())
        right += order[guess] == truth[number]
    return intervals.exact(right, len(truth))


def _distances(
    release: pl.DataFrame,
    asked: pl.DataFrame,
    columns: Sequence[str],
    promised: Promised,
) -> Iterator[npt.NDArray[np.float32]]:
    """For each person asked about, the distance to every released record (Gower).

    Per column 0 or 1 for categories, the difference as a share of the range for
    numbers; a blank is as far from a value as two categories are.
    """
    sides = [_sides(release[name], asked[name], promised, name) for name in columns]
    for person in range(asked.height):
        total = np.zeros(release.height, np.float32)
        for ours, theirs, spread in sides:
            if spread is None:
                total += theirs != ours[person]
            elif np.isnan(ours[person]):
                total += ~np.isnan(theirs)
            else:
                apart = np.minimum(np.abs(theirs - ours[person]) / spread, 1.0)
                total += np.where(np.isnan(theirs), 1.0, apart).astype(np.float32)
        yield total


def _sides(
    released: pl.Series, asked: pl.Series, promised: Promised, name: str
) -> tuple[_Side, _Side, float | None]:
    """A column of the people asked about and of the release, and the range if any."""
    texts, numbers = written.text(released), written.number(released)
    if (
        promised.columns[name].kind == "number"
        and numbers.null_count() == texts.null_count()
    ):
        theirs = numbers.fill_null(np.nan).to_numpy()
        ours = written.number(asked).fill_null(np.nan).to_numpy()
        low, high = numbers.min(), numbers.max()
        spread = 0.0 if low is None else float(str(high)) - float(str(low))
        return ours, theirs, spread or 1.0
    both = pl.concat([written.text(asked), texts])
    codes = both.rank("dense").fill_null(0).cast(pl.Int32).to_numpy()
    return codes[: len(asked)], codes[len(asked) :], None
