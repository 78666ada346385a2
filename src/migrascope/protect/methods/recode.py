"""What is left of a column when its values are replaced by broader groups?

Global recoding: every record gets the group of its value at one level of the
hierarchy, so that all figures of the release speak of the same groups. What is lost
is measured as non-uniform entropy (de Waal & Willenborg 1999; El Emam et al. 2009,
JAMIA 16(5)): the bits that one would need to tell the values apart again, given
their groups, as a share of the bits when all values are one group. Joining two rare
values costs little, joining two frequent ones much.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import polars as pl

from migrascope.errors import BadPlan
from migrascope.protect import codes
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.hierarchy import Hierarchy

STEP = "recode"


def recode(
    frame: pl.DataFrame, hierarchy: Hierarchy, level: str
) -> tuple[pl.DataFrame, Done]:
    """Replace the values of a column by their groups at a level.

    Missing values stay missing; the column holds texts afterwards.

    Raises:
        BadPlan: the hierarchy has no such level, or no such column is there.
        UnusableCases: a value outside the hierarchy; names its rows.
    """
    name = hierarchy.name
    if name not in frame.columns:
        raise BadPlan(
            f'the cases have no column "{name}".', "Correct the step of the plan."
        )
    if level not in hierarchy.levels:
        known = ", ".join(hierarchy.levels)
        raise BadPlan(
            f'the hierarchy of "{name}" has no level "{level}".',
            f"Its levels are: {known}.",
        )
    before = codes.texts(frame[name])
    after = hierarchy.apply(frame[name], level)
    changed = int(before.ne_missing(after).sum())
    values, groups = before.drop_nulls().n_unique(), after.drop_nulls().n_unique()
    done = Done(
        step=STEP,
        column=name,
        cells_changed=changed,
        says=f'"{name}" was recoded to the level "{level}": '
        f"{values:,} values became {groups:,} group{'' if groups == 1 else 's'}.",
        facts=MappingProxyType(
            {
                "values": float(values),
                "groups": float(groups),
                "loss": losses(before, hierarchy)[hierarchy.levels.index(level) + 1],
            }
        ),
    )
    return frame.with_columns(after.alias(name)), done


def losses(texts: pl.Series, hierarchy: Hierarchy) -> tuple[float, ...]:
    """The share of information lost at each level, 0 for the values as they are."""
    counted = texts.drop_nulls().value_counts(sort=False, name="records")
    values, records = counted[texts.name], counted["records"].to_numpy()
    bits = [0.0]
    for level in hierarchy.levels:
        groups: Mapping[str, str] = hierarchy.groups[level]
        named = pl.Series([groups[value] for value in values], dtype=pl.String)
        place = named.rank("dense").to_numpy().astype(np.int64)
        total = np.bincount(place, weights=records)[place] if len(place) else records
        bits.append(float((records * np.log2(total / records)).sum()))
    together = float(records.sum() * np.log2(max(records.sum(), 1)))
    most = together - float((records * np.log2(records)).sum())
    return tuple(each / most if most > 0 else 0.0 for each in bits)
