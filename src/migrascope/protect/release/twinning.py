"""How does a synthetic twin of a file of cases get out of the house?

Like a release: written in private, proven on the written files, published by one
rename. A seeded twin is made of rounded counts of combinations that enough people
share, and the counts go out with it; a private one is made of noisy tables with
differential privacy. How near it comes to the cases stays inside: that describes them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from migrascope import __version__
from migrascope.errors import MigrascopeError
from migrascope.protect import reading, verify
from migrascope.protect.cases import Cases
from migrascope.protect.methods import randomness
from migrascope.protect.plan import reading as plans
from migrascope.protect.plan import writing
from migrascope.protect.plan.model import Plan
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
from migrascope.protect.release.producing import Asked, Say, keep_plan, target_of
from migrascope.protect.release.record import Contents
from migrascope.protect.release.staging import Staging
from migrascope.protect.twin import (
    aggregates,
    choosing,
    comparing,
    measuring,
    seeded,
)
from migrascope.protect.twin import private as noisy_twin
from migrascope.protect.twin.choosing import Choice
from migrascope.protect.twin.comparing import Comparison
from migrascope.protect.twin.population import Progress
from migrascope.protect.verify.verdict import Verdict

AGGREGATES = "aggregates.csv"


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
    """A twin that was published, the proof, and how near it is to the cases.

    `left_out` says of each column of the plan that is not in it why.
    """

    release: Path
    inside: Path
    verdict: Verdict
    near: Comparison
    left_out: Mapping[str, str]


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
    """Make a twin of the columns (by default all that a twin can carry).

    Raises:
        BadPlan: the plan, or a column that a twin cannot have.
        UnusableCases: the file cannot be used.
        NotProven: the twin gives too much away.
        UsageError: it cannot be put there.
    """
    target = target_of(asked.output)
    plan = plans.load(asked.plan)
    data.check_names([column.name for column in plan.columns])
    choosing.check_roles(plan, columns)
    input_digest = staging.digest(asked.cases) if asked.cases.is_file() else "absent"
    facts = {
        "input": input_digest,
        "plan": writing.digest(plan),
        "way": repr(way),
        "columns": repr(columns),
        "version": __version__,
    }
    with staging.opened(target, facts) as staged:
        # Noise is drawn anew after a kill: what was put inside is of another twin.
        private.remove(place.inside_of(target))
        try:
            say("Reading the cases", 0.05)
            cases = reading.read(asked.cases, plan, codebook=asked.codebook)
            say("Choosing columns", 0.1)
            choice = _choice(cases.frame, plan, columns, way)
            say("Counting combinations", 0.12)
            made = _make(
                cases,
                choice.columns,
                way,
                key=staged.key,
                progress=lambda share: say("Making the twin", 0.15 + 0.55 * share),
            )
            say("Writing the files", 0.7)
            files = _write(staged, asked, plan, cases, made, way, choice)
            say("Proving the written files", 0.8)
            verdict = verify.twin(
                staged.release,
                asked.plan,
                original=asked.cases,
                control=asked.control,
                resolution=way.resolution if isinstance(way, Seeded) else None,
                mean_error=made.promises.get("mean_error"),
            )
            verdict.raise_if_no()
            say("Comparing with the cases", 0.9)
            near = comparing.compare(cases.frame, made.frame, choice.columns)
        except MigrascopeError:
            staged.discard()
            raise
        _write_inside(staged, asked, plan, way, choice)
        private.write(staged.inside / "near.json", json.dumps(asdict(near), indent=1))
        private.write(
            staged.inside / "verdict.json", json.dumps(verdict.as_dict(), indent=1)
        )
        text = record.text(
            plan,
            asked.account,
            Contents(way.kind, made.frame.height, made.frame.columns, {}, files),
            promises=made.promises,
            verdict=_told(verdict, way, plan, made.frame.height),
            earlier=(),
            input_hash=staging.salted(staged.key, input_digest),
            when=asked.when,
        )
        private.write(staged.release / place.RECORD, text)
        say("Publishing", 0.98)
        staged.publish()
    return Twin(target, place.inside_of(target), verdict, near, choice.left_out)


def _told(
    verdict: Verdict, way: Seeded | Private, plan: Plan, records: int
) -> dict[str, Any]:
    """The verdict in the record; without figures where only noisy ones may be told."""
    if isinstance(way, Seeded):
        return record.public(verdict, plan, records=records)
    return {"yes": verdict.yes, "checks": [each.name for each in verdict.checks]}


def _choice(
    frame: pl.DataFrame, plan: Plan, columns: Sequence[str], way: Seeded | Private
) -> Choice:
    """The columns of the twin: those that were named, or all that it can carry.

    Raises:
        BadPlan: one that was named cannot be carried, or none can.
    """
    if isinstance(way, Private):
        return (
            choosing.check_roles(plan, columns) if columns else choosing.by_plan(plan)
        )
    if columns:
        return choosing.check(frame, plan, columns, resolution=way.resolution)
    return choosing.choose(frame, plan, resolution=way.resolution)


def _left_out(choice: Choice) -> tuple[str, ...]:
    """What the twin lacks, in a sentence for each reason; for everybody to read."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in choice.left_out.items():
        by_reason.setdefault(reason, []).append(name)
    return tuple(
        f"Left out: {', '.join(names)}; {reason}."
        for reason, names in by_reason.items()
    )


def _make(
    cases: Cases,
    columns: Sequence[str],
    way: Seeded | Private,
    *,
    key: bytes,
    progress: Progress,
) -> _Made:
    seed = int.from_bytes(randomness.key(key, "twin"), "big")
    if isinstance(way, Seeded):
        return _seeded(cases.frame, columns, way, seed, progress)
    return _private(cases.frame, columns, way, seed, progress)


def _seeded(
    frame: pl.DataFrame,
    columns: Sequence[str],
    way: Seeded,
    seed: int,
    progress: Progress,
) -> _Made:
    counts = aggregates.count(frame, columns, resolution=way.resolution)
    twin = seeded.synthesise(counts, seed=seed, progress=progress)
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
        {
            "resolution": way.resolution,
            "length": counts.length,
            "mean_error": _stated(comparing.against(counts, twin).overall.mean_error),
        },
        (twin_report.reproduced(counts, twin),),
        {AGGREGATES: counts.table()},
    )


def _stated(error: float) -> float:
    """By how many records the twin misses the released counts, rounded up."""
    return math.ceil(100 * error) / 100


def _private(
    frame: pl.DataFrame,
    columns: Sequence[str],
    way: Private,
    seed: int,
    progress: Progress,
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
        noisy_twin.synthesise(noisy, seed=seed, progress=progress),
        (made_of, promise, limits),
        {"epsilon": noisy.epsilon, "delta": noisy.delta},
        (twin_report.budget(noisy),),
        {},
    )


SETTINGS = "settings.json"
"""What was asked for beside the plan, so that the twin can be asked for again."""


def _write_inside(
    staged: Staging, asked: Asked, plan: Plan, way: Seeded | Private, choice: Choice
) -> None:
    """The plan and the settings of the twin; its seed is made of the secret."""
    keep_plan(staged.inside, asked.plan, plan)
    settings = {
        "kind": way.kind,
        **asdict(way),
        "columns": list(choice.columns),
        "left_out": dict(choice.left_out),
        "version": __version__,
    }
    text = json.dumps(settings, ensure_ascii=False, indent=1) + "\n"
    private.write(staged.inside / SETTINGS, text)


def _write(
    staged: Staging,
    asked: Asked,
    plan: Plan,
    cases: Cases,
    made: _Made,
    way: Seeded | Private,
    choice: Choice,
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
        plan,
        made.frame,
        (*made.says, *_left_out(choice)),
        made.tables,
        made_on=today,
        version=__version__,
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
