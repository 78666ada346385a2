"""How does a synthetic twin of a file of cases get out of the house?

Like a release: written in private, proven on the written files, published by one
rename. A seeded twin is made of rounded counts of combinations that enough people
share, and the counts go out with it; a private one is made of noisy tables with
differential privacy. How near it comes to the cases stays inside: that describes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from migrascope import __version__
from migrascope.errors import BadPlan, MigrascopeError
from migrascope.protect import reading, verify
from migrascope.protect.cases import Cases
from migrascope.protect.methods import randomness
from migrascope.protect.plan import reading as plans
from migrascope.protect.plan import writing
from migrascope.protect.plan.model import Plan, Role
from migrascope.protect.release import (
    data,
    folder,
    page,
    place,
    private,
    record,
    staging,
    twin_report,
)
from migrascope.protect.release.producing import Asked, Say, target_of
from migrascope.protect.release.record import Contents
from migrascope.protect.release.staging import Staging
from migrascope.protect.twin import aggregates, comparing, measuring, seeded
from migrascope.protect.twin import private as noisy_twin
from migrascope.protect.twin.comparing import Comparison
from migrascope.protect.verify.verdict import Verdict

AGGREGATES = "aggregates.csv"
_IN = (Role.KEY, Role.SENSITIVE, Role.OTHER)


@dataclass(frozen=True, slots=True)
class Seeded:
    """A twin from counts of combinations that at least `resolution` people share."""

    resolution: int = aggregates.RESOLUTION

    @property
    def kind(self) -> str:
        """What it is called in the record."""
        return "seeded twin"


@dataclass(frozen=True, slots=True)
class Private:
    """A twin from noisy tables: (epsilon, delta)-differential privacy."""

    epsilon: float
    delta: float = measuring.DELTA

    @property
    def kind(self) -> str:
        """What it is called in the record."""
        return "private twin"


@dataclass(frozen=True, slots=True)
class Twin:
    """A twin that was published, the proof, and how near it is to the cases."""

    release: Path
    inside: Path
    verdict: Verdict
    near: Comparison


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Made:
    """The records, the sentences about them, the promises, and files beside."""

    frame: pl.DataFrame
    says: tuple[str, ...]
    promises: Mapping[str, Any]
    tables: tuple[page.Table, ...]
    beside: Mapping[str, pl.DataFrame]


def produce(
    asked: Asked, way: Seeded | Private, say: Say, *, columns: Sequence[str] = ()
) -> Twin:
    """Make a twin of the columns (by default all that a release would hold).

    Raises:
        BadPlan: the plan, or a column that a twin cannot have.
        UnusableCases: the file cannot be used.
        NotProven: the twin gives too much away.
        UsageError: it cannot be put there.
    """
    target = target_of(asked.output)
    plan = plans.load(asked.plan)
    data.check_names([column.name for column in plan.columns])
    wanted = _columns(plan, columns)
    input_digest = staging.digest(asked.cases) if asked.cases.is_file() else "absent"
    facts = {
        "input": input_digest,
        "plan": writing.digest(plan),
        "way": repr(way),
        "columns": repr(wanted),
        "version": __version__,
    }
    with staging.opened(target, facts) as staged:
        # Noise is drawn anew after a kill: what was put inside is of another twin.
        private.remove(place.inside_of(target))
        try:
            say("Reading the cases", 0.05)
            cases = reading.read(asked.cases, plan, codebook=asked.codebook)
            say("Making the twin", 0.2)
            made = _make(cases, wanted, way, key=staged.key)
            say("Writing the files", 0.7)
            files = _write(staged, asked, plan, cases, made, way)
            say("Proving the written files", 0.8)
            verdict = verify.twin(
                staged.release,
                asked.plan,
                original=asked.cases,
                control=asked.control,
                resolution=way.resolution if isinstance(way, Seeded) else None,
            )
            verdict.raise_if_no()
            say("Comparing with the cases", 0.9)
            near = comparing.compare(cases.frame, made.frame, wanted)
        except MigrascopeError:
            staged.discard()
            raise
        private.write(staged.inside / "near.json", json.dumps(asdict(near), indent=1))
        private.write(
            staged.inside / "verdict.json", json.dumps(verdict.as_dict(), indent=1)
        )
        text = record.text(
            plan,
            asked.account,
            Contents(way.kind, made.frame.height, made.frame.columns, {}, files),
            promises=made.promises,
            verdict=_told(verdict, way),
            earlier=(),
            input_hash=staging.salted(staged.key, input_digest),
            when=asked.when,
        )
        private.write(staged.release / place.RECORD, text)
        say("Publishing", 0.98)
        staged.publish()
    return Twin(target, place.inside_of(target), verdict, near)


def _told(verdict: Verdict, way: Seeded | Private) -> dict[str, Any]:
    """The verdict in the record; without figures where only noisy ones may be told."""
    if isinstance(way, Seeded):
        return record.public(verdict)
    return {"yes": verdict.yes, "checks": [each.name for each in verdict.checks]}


def _columns(plan: Plan, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns of the twin.

    Raises:
        BadPlan: one that the plan does not release, or that makes no sense in a twin.
    """
    fit = tuple(column.name for column in plan.columns if column.role in _IN)
    for name in columns:
        if name not in fit:
            raise BadPlan(
                f'the plan does not let the column "{name}" into a twin.',
                "A twin has keys, sensitive and other columns: no identifier, weight "
                "or household.",
            )
    return tuple(columns) or fit


def _make(
    cases: Cases, columns: Sequence[str], way: Seeded | Private, *, key: bytes
) -> _Made:
    seed = int.from_bytes(randomness.key(key, "twin"), "big")
    if isinstance(way, Seeded):
        return _seeded(cases.frame, columns, way, seed=seed)
    return _private(cases.frame, columns, way, seed=seed)


def _seeded(
    frame: pl.DataFrame, columns: Sequence[str], way: Seeded, *, seed: int
) -> _Made:
    counts = aggregates.count(frame, columns, resolution=way.resolution)
    twin = seeded.synthesise(counts, seed=seed)
    made_of = (
        "A synthetic twin: no record is that of a person. It is made of rounded counts "
        f"of combinations of up to {counts.length} values, and of nothing else."
    )
    promise = (
        f"Every combination of up to {counts.length} values in it is one that at least "
        f"{way.resolution} people share; counts are rounded to {way.resolution}."
    )
    return _Made(
        twin,
        (made_of, promise),
        {"resolution": way.resolution, "length": counts.length},
        (twin_report.reproduced(counts, twin),),
        {AGGREGATES: counts.table()},
    )


def _private(
    frame: pl.DataFrame, columns: Sequence[str], way: Private, *, seed: int
) -> _Made:
    noisy = measuring.measure(frame, columns, epsilon=way.epsilon, delta=way.delta)
    made_of = (
        "A synthetic twin: no record is that of a person. It is made of noisy tables "
        "of single columns and of pairs, and of nothing else."
    )
    promise = (
        "Whatever can be concluded from it could be concluded nearly as likely if any "
        f"one record had not been in the file: epsilon {noisy.epsilon:.4g}, delta "
        f"{noisy.delta:.4g}."
    )
    limits = "Combinations in it may be ones that nobody has, and rare ones are lost."
    return _Made(
        noisy_twin.synthesise(noisy, seed=seed),
        (made_of, promise, limits),
        {"epsilon": noisy.epsilon, "delta": noisy.delta},
        (twin_report.budget(noisy),),
        {},
    )


def _write(
    staged: Staging,
    asked: Asked,
    plan: Plan,
    cases: Cases,
    made: _Made,
    way: Seeded | Private,
) -> list[Path]:
    """The public files but the record."""
    kept = {
        name: labels
        for name, labels in cases.codebook.items()
        if name in made.frame.columns
    }
    today = asked.when.date()
    files = folder.fill(
        staged.release,
        Cases(made.frame, kept),
        plan,
        account=asked.account,
        made_on=today,
        protection=made.says,
        kind=f"Synthetic records ({way.kind})",
    )
    report = twin_report.report(
        plan, made.frame, made.says, made.tables, made_on=today, version=__version__
    )
    for name, content in (
        (twin_report.PAGE, page.html(report)),
        (twin_report.PDF, page.pdf(report)),
    ):
        private.write(staged.release / name, content)
        files.append(staged.release / name)
    for name, table in made.beside.items():
        data.write_csv(table, staged.release / name)
        files.append(staged.release / name)
    return files
