"""How exposed are the people of a file, before or after protection?

The figures that a protection officer asks for, for the inside only: k-anonymity by
all keys and by smaller sets, individual risk and expected re-identifications, special
uniques (SUDA2), households, and whether the promises about sensitive columns hold.
Counts and shares; no value of a record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from migrascope.protect.counting import engines
from migrascope.protect.counting.codes import combinations
from migrascope.protect.counting.engines import Engine
from migrascope.protect.counting.kernels import PEOPLE, RECORDS
from migrascope.protect.plan.model import Plan, Role
from migrascope.protect.reading import delimited
from migrascope.protect.risk import (
    anonymity,
    closeness,
    diversity,
    frequencies,
    household,
    individual,
    suda,
)
from migrascope.protect.risk.anonymity import Profile
from migrascope.protect.risk.frequencies import Frequencies

MOST_SETS = 12
"""As many smaller sets of keys as are listed."""

LONGEST = 3
"""Keys in a special unique, and in a smaller set."""

MOST_RECORDS = 500_000
"""Special uniques are searched in files up to this size."""

Measures = Mapping[str, Any]


def measure(frame: pl.DataFrame, plan: Plan) -> Measures:
    """All measures of a file, as plain values that JSON can hold."""
    keys = [key for key in plan.keys if key in frame.columns]
    weight = next((each for each in plan.in_role(Role.WEIGHT) if each in frame), None)
    counted = frequencies.count(frame, keys, weight=weight, missing=plan.missing)
    profile = anonymity.profile(frame, keys, missing=plan.missing, subset_size=LONGEST)
    facts = {
        **_of_profile(profile),
        "weighted": weight is not None,
        "expected": asdict(individual.expected(counted)),
        "sensitive": _sensitive(frame, keys, plan),
        "rare_values": _rare(frame, plan),
    }
    groups = [name for name in plan.in_role(Role.HOUSEHOLD) if name in frame.columns]
    if groups:
        facts["household"] = household.risks(
            individual.of(counted), frame[groups[0]]
        ).says
    if frame.height <= MOST_RECORDS:
        facts["special_uniques"] = _special(frame, keys, plan)
    return facts


def measure_file(path: Path, plan: Plan, *, engine: Engine) -> Measures:
    """What can be measured on a file of cases that outgrows this machine.

    The combinations of its keys are counted where they are, by the engine, straight
    from CSV or Parquet; records are not read into memory. Special uniques, households
    and sensitive columns are not measured.

    Raises:
        BadPlan: a key that the file lacks.
        UnusableCases: the file is neither CSV in UTF-8 nor Parquet.
    """
    marks = {column.name: column.missing_marks for column in plan.columns}
    is_parquet = path.suffix.lower() in engines.PARQUET
    return _counted(
        path,
        plan,
        engine=engine,
        separator="," if is_parquet else delimited.separator(path),
        marks=marks,
    )


def measure_protected(path: Path, plan: Plan, *, engine: Engine) -> Measures:
    """The same of protected records, in which marks are missing values already."""
    return _counted(path, plan, engine=engine, separator=",", marks={})


def _counted(
    path: Path,
    plan: Plan,
    *,
    engine: Engine,
    separator: str,
    marks: Mapping[str, Sequence[str]],
) -> Measures:
    weight = next(iter(plan.in_role(Role.WEIGHT)), None)
    counted = frequencies.of_file(
        path,
        plan.keys,
        weight=weight,
        missing=plan.missing,
        engine=engine,
        separator=separator,
        missing_marks=marks,
    )
    found = combinations(counted, plan.keys, weight=PEOPLE, counts=RECORDS)
    profile = anonymity.profile_of(
        found, plan.keys, missing=plan.missing, subset_size=LONGEST
    )
    records = counted[RECORDS].cast(pl.Float64).to_numpy()
    risk = individual.of(
        Frequencies(counted["sample_frequency"], counted["population_frequency"])
    ).to_numpy()
    people = float((risk * records).sum())
    return {
        **_of_profile(profile),
        "weighted": weight is not None,
        "expected": {
            "found": people,
            "share": people / float(records.sum()),
            "highest": float(np.max(risk)),
            "without_company": profile.sample_uniques,
        },
        "sensitive": [
            f"{name}: not measured, for the file was only counted ({engine})."
            for name in plan.in_role(Role.SENSITIVE)
        ],
    }


def _of_profile(profile: Profile) -> dict[str, Any]:
    return {
        "records": profile.records,
        "missing": str(profile.missing),
        "keys": list(profile.whole.keys),
        "smallest": profile.whole.smallest,
        "below": {str(each.k): each.records for each in profile.whole.levels},
        "sample_uniques": profile.sample_uniques,
        "smaller_sets": [
            {
                "keys": list(each.keys),
                "below": {str(level.k): level.records for level in each.levels},
            }
            for each in profile.subsets[:MOST_SETS]
        ],
    }


def _sensitive(frame: pl.DataFrame, keys: list[str], plan: Plan) -> list[str]:
    told = []
    for promise in plan.promise.diversity:
        kept = diversity.check(frame, keys, promise, missing=plan.missing)
        told.append(f"l-diversity. {kept.says}")
    for near in plan.promise.closeness:
        close = closeness.check(frame, keys, near, missing=plan.missing)
        told.append(f"t-closeness. {close.says}")
    if told:
        return told
    for name in plan.in_role(Role.SENSITIVE):
        if name not in frame.columns:
            continue
        found = diversity.measure(frame, keys, name, missing=plan.missing).distinct
        alike = int((found == 1).sum())
        told.append(
            f"{name}: {alike:,} of {frame.height:,} records are in classes in which "
            "all known values are the same; nothing is promised about it."
        )
    return told


def _rare(frame: pl.DataFrame, plan: Plan) -> dict[str, int]:
    """How many records of each column have a value that fewer than k others share.

    Of columns that are no keys: k-anonymity says nothing of them.
    """
    found = {}
    for name in plan.in_role(Role.SENSITIVE) + plan.in_role(Role.OTHER):
        if name not in frame.columns or frame[name].dtype.is_numeric():
            continue
        counts = frame[name].drop_nulls().value_counts(name="records")["records"]
        records = int(counts.filter(counts < plan.promise.k).sum())
        if records:
            found[name] = records
    return found


def _special(frame: pl.DataFrame, keys: list[str], plan: Plan) -> dict[str, Any]:
    found = suda.scores(frame, keys, longest=LONGEST, missing=plan.missing)
    return {
        "records": int((found.score > 0).sum()),
        "by_size": list(found.found),
        "by_key": dict(found.by_key),
        "highest_dis": float(found.dis.to_numpy().max()),
    }
