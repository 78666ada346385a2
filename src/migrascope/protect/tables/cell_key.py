"""How can every count get a little noise, the same one wherever it is asked for?

The cell-key method (Fraser and Wooton 2005; the census tables of several countries).
Each record has a secret random key, a keyed hash of what names it. The keys of the
records in a cell add up to its cell key, and that picks the noise from a fixed table:
so the same group of people has the same noise in every table, as a part or as a
total, and asking again teaches nothing.

The noise of a count has mean 0, a stated variance, never exceeds a stated maximum and
never leads below 0; among such distributions it is the one of largest entropy (Giessing
2016). Empty cells stay empty. Every cell has its own noise, totals too: **the
published parts do not add up to the published totals.** A weighted count changes by
as many cases, each of the mean weight of its cell (as in the tables of the Australian
Bureau of Statistics), and is 0 where it rests on few.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect import codes, rows
from migrascope.protect.methods import randomness
from migrascope.protect.tables import tabulation
from migrascope.protect.tables.auditor import Doubt
from migrascope.protect.tables.model import (
    Floats,
    Measure,
    Released,
    Table,
    Whole,
    fixed,
    with_totals,
)

METHOD = "cell-key perturbation"
Keys = npt.NDArray[np.uint64]

_RANGE = 2.0**64
_STEPS = 200
_HAIR = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Noise:
    """The perturbation table: for each count the chance of each noise.

    Row c − 1 is for a count of c, the last one for all larger counts; columns are
    the noise from −`largest` to +`largest`.
    """

    largest: int
    variance: float
    chances: Floats

    def drawn(self, records: Whole, keys: Keys) -> Whole:
        """The noise of cells with these counts and cell keys; none for empty cells."""
        row = np.clip(records, 1, self.largest) - 1
        place = (keys / _RANGE)[..., None]
        steps = np.cumsum(self.chances, axis=1)[row]
        noise = (place >= steps[..., :-1]).sum(axis=-1) - self.largest
        drawn: Whole = np.where(records > 0, noise, 0)
        return drawn


def noise(*, variance: float = 2.0, largest: int = 5) -> Noise:
    """The perturbation table of a variance and a largest noise.

    Raises:
        BadPlan: no such noise exists: a count of 1 may fall by 1 only.
    """
    if largest < 1 or not 0 < variance < largest:
        raise BadPlan(
            f"there is no noise of variance {variance:g} and at most {largest} that "
            "leaves a count of 1 without bias and not below 0.",
            "The variance must be above 0 and below the largest noise, e.g. 2 and 5.",
        )
    chances = np.zeros((largest, 2 * largest + 1))
    for count in range(1, largest + 1):
        support = np.arange(-count, largest + 1)
        chances[count - 1, largest - count :] = _most_even(support, variance)
    return Noise(largest, variance, fixed(chances))


def record_keys(
    frame: pl.DataFrame, *, secret: bytes, identity: str | None = None
) -> Keys:
    """A secret key for each record, from the column that names it or from its row.

    With a column, a record keeps its key in the next edition of the file.

    Raises:
        BadPlan: there is no such column, or the secret is too short.
        UnusableCases: the column does not name every record, and each only once.
    """
    key = randomness.key(secret, METHOD, "records")
    if identity is None:
        names = [str(place) for place in range(frame.height)]
    else:
        names = _named(frame, identity)
    hashes = b"".join(
        hmac.digest(key, name.encode("utf-8"), "sha256")[:8] for name in names
    )
    return np.frombuffer(hashes, dtype=">u8").astype(np.uint64)


def identity_of(frame: pl.DataFrame, names: Sequence[str]) -> str | None:
    """The first column that names every record and each only once, or none."""
    for name in names:
        texts = codes.texts(frame[name])
        if not texts.null_count() and not texts.is_duplicated().any():
            return name
    return None


def perturb(
    table: Table,
    frame: pl.DataFrame,
    *,
    keys: Keys,
    adding: Noise,
    threshold: int = 1,
) -> Released:
    """Add to each cell of a table, tabulated from these records, its own noise.

    A weighted cell with fewer cases than the threshold, before or after, becomes 0:
    one case with its weight would be known by it.

    Raises:
        BadPlan: the table holds sums.
    """
    if table.measure is Measure.SUM:
        raise BadPlan(
            "cell keys protect counts, and this table holds sums.",
            "Suppress the cells of sums.",
        )
    drawn = adding.drawn(table.records, cell_keys(table, frame, keys=keys))
    cases = table.records + drawn
    each = _people_each(table)
    within = adding.largest * each
    noisy = (
        f"Each cell got its own noise: mean 0, variance {adding.variance:g}, at most "
        f"{adding.largest} cases; empty cells stay empty, none falls below 0."
    )
    says = [noisy]
    if table.counts:
        values = cases.astype(np.float64)
    else:
        # As many people more or fewer as so many cases of the cell's mean weight.
        few = np.minimum(table.records, cases) < threshold
        values = np.where(few, 0.0, np.rint(each * cases))
        most = (threshold - 1 + adding.largest) * float(each[(-1,) * each.ndim])
        hidden = max(most, float(table.values[few].max(initial=0.0)))
        within = np.where(few, hidden, within + 0.5)
        says.append(
            "A case counts as so many people as the cases of its cell stand for on "
            f"average, in whole people; cells of fewer than {threshold} cases are "
            "shown as 0."
        )
    apart = (
        "The same group of cases has the same noise in every table made with this "
        "secret. Parts do not add up to totals: that is how the method works."
    )
    return Released(
        table.axes,
        table.measure,
        fixed(values),
        fixed(np.zeros(values.shape, dtype=bool)),
        METHOD,
        (*says, apart),
        within=fixed(within),
        least=1.0 if table.counts else 0.0,
        whole=table.counts,
    )


def doubt(table: Table) -> Doubt:
    """How uncertain each cell must be: by two cases, each of the cell's mean weight."""
    return Doubt(2.0 * _people_each(table))


def cell_keys(table: Table, frame: pl.DataFrame, *, keys: Keys) -> Keys:
    """The sum of the record keys in each cell, totals too, modulo 2⁶⁴."""
    by: Sequence[str] = [axis.name for axis in table.axes]
    axes, places = tabulation.laid_out(frame, by)
    shape = tuple(len(axis.codes) for axis in axes)
    inner = np.zeros(int(np.prod(shape)), dtype=np.uint64)
    np.add.at(inner, places, keys)
    return with_totals(inner.reshape(shape))


def _people_each(table: Table) -> Floats:
    """How many people a case stands for on average, cell by cell.

    Of empty cells it is the average of all: nobody can tell them from those whose
    noise led to 0.
    """
    last = (-1,) * table.values.ndim
    mean: Floats = np.where(
        table.records > 0,
        table.values / np.maximum(table.records, 1),
        table.values[last] / table.records[last],
    )
    return mean


def _named(frame: pl.DataFrame, identity: str) -> list[str]:
    if identity not in frame.columns:
        raise BadPlan(
            f'the cases have no column "{identity}".',
            f"They have: {', '.join(frame.columns)}.",
        )
    texts = codes.texts(frame[identity])
    wrong = rows.of(texts.is_null() | texts.is_duplicated())
    if len(wrong):
        raise UnusableCases(
            f'the column "{identity}" is missing or not alone in {rows.told(wrong)}.',
            "Records are told apart by it: name a column that can, or none.",
        )
    return texts.to_list()


def _most_even(support: Whole, variance: float) -> Floats:
    """The distribution of largest entropy with mean 0 and a variance.

    It is proportional to exp(a·d + b·d²); a and b minimise a smooth convex function,
    found by Newton's method with steps that are halved until they help.
    """
    features = np.stack([support, support**2]).astype(np.float64)
    aim = np.array([0.0, variance])
    dual = np.zeros(2)

    def value(at: Floats) -> float:
        exponent = at @ features
        top = exponent.max()
        return float(top + np.log(np.exp(exponent - top).sum()) - at @ aim)

    def chances(at: Floats) -> Floats:
        exponent = at @ features
        share = np.exp(exponent - exponent.max())
        normal: Floats = share / share.sum()
        return normal

    for _ in range(_STEPS):
        now = chances(dual)
        slope = features @ now - aim
        if np.abs(slope).max() < _HAIR:
            break
        centred = features - (features @ now)[:, None]
        step = np.linalg.lstsq((centred * now) @ centred.T, -slope, rcond=None)[0]
        size = 1.0
        while value(dual + size * step) > value(dual) and size > 1e-10:
            size /= 2
        dual = dual + size * step
    return chances(dual)
