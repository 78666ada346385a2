"""How does a file of cases become a release, from the first byte to the last rename?

Read, measure, protect, write, prove, publish. Until the proof says yes everything is
in a private folder; after a kill the next run goes on behind the last whole stage. The
proof is never taken over from an earlier run: it is made anew on the files as they lie.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from migrascope import __version__
from migrascope.errors import MigrascopeError, UsageError
from migrascope.protect import applying, reading, verify
from migrascope.protect.cases import Cases, Labels
from migrascope.protect.counting.engines import Engine
from migrascope.protect.methods.done import Done
from migrascope.protect.plan import groupings, writing
from migrascope.protect.plan import reading as plans
from migrascope.protect.plan.model import Plan
from migrascope.protect.release import (
    codebook,
    data,
    exposure,
    page,
    place,
    private,
    record,
    risk_report,
    staging,
    telling,
    utility,
)
from migrascope.protect.release import folder as release_folder
from migrascope.protect.release.exposure import Measures
from migrascope.protect.release.record import Account, Contents
from migrascope.protect.release.staging import Staging
from migrascope.protect.verify.verdict import Verdict

Say = Callable[[str, float], None]
"""Told what is being done, and the share of the whole that is done."""

_BEFORE, _PROTECTED, _WRITTEN = "measured", "protected", "written"


@dataclass(frozen=True, slots=True)
class Asked:
    """What shall be released, where, by whom and why."""

    cases: Path
    plan: Path
    output: Path
    account: Account
    when: datetime
    codebook: Path | None = None
    earlier: tuple[Path, ...] = ()
    control: Path | None = None
    secret: Path | None = None
    engine: Engine = Engine.POLARS


@dataclass(frozen=True, slots=True)
class Published:
    """A release that was proven, and where it lies."""

    release: Path
    inside: Path
    verdict: Verdict
    before: Measures
    after: Measures
    k: int


def produce(asked: Asked, say: Say) -> Published:
    """Make a release; nothing is published before the proof says yes.

    Raises:
        BadPlan: the plan, or the plan for these cases, cannot be meant.
        UnusableCases: the file cannot be protected.
        CannotPromise: no release keeps what the plan promises.
        NotProven: the written release does not keep it.
        UsageError: the release cannot be put there.
    """
    target = target_of(asked.output)
    say("Reading the plan", 0.0)
    plan = plans.load(asked.plan)
    data.check_names([column.name for column in plan.columns])
    _check_named(asked)
    key = staging.read_secret(asked.secret) if asked.secret else None
    input_digest = _input(asked)
    facts = {
        "input": input_digest,
        "plan": writing.digest(plan),
        "version": __version__,
        "engine": str(asked.engine),
        "day": asked.when.date().isoformat(),
    }
    with staging.opened(target, facts, key=key) as place_:
        run = _Run(asked, plan, place_, say)
        try:
            before = run.measured()
            run.protected()
            after = run.written()
            verdict = run.proven()
        except MigrascopeError:
            place_.discard()
            raise
        run.reported(before, after, verdict)
        run.recorded(verdict, input_digest)
        say("Publishing", 0.98)
        place_.publish()
    say("Done", 1.0)
    inside, k = place.inside_of(target), plan.promise.k
    return Published(target, inside, verdict, before, after, k)


def target_of(output: Path) -> Path:
    """Where a release goes; what a kill left after publishing it is cleared away.

    Raises:
        UsageError: it may not be put there.
    """
    target = output.expanduser().resolve()
    left = place.staging_of(target)
    if (target / place.RECORD).is_file() and left.is_dir():
        private.remove(left)
    return place.check(output)


def _check_named(asked: Asked) -> None:
    """What only the proof reads must be there before the work begins.

    Raises:
        UsageError: an earlier release or the control group is not there.
    """
    for path in (*asked.earlier, *([asked.control] if asked.control else [])):
        if not path.exists():
            raise UsageError(
                "there is no such file or folder.", "Check its name.", where=str(path)
            )


def _input(asked: Asked) -> str:
    """What the cases are made of, as they were named."""
    files = [asked.cases, *([asked.codebook] if asked.codebook else [])]
    return ":".join(
        staging.digest(file) if file.is_file() else "absent" for file in files
    )


class _Run:
    """One run through the stages, reading what it needs when it needs it."""

    def __init__(self, asked: Asked, plan: Plan, place_: Staging, say: Say) -> None:
        self.asked = asked
        self.plan = plan
        self.place = place_
        self.say = say

    @cached_property
    def cases(self) -> Cases:
        """The cases as the plan means them."""
        self.say("Reading the cases", 0.02)
        return reading.read(self.asked.cases, self.plan, codebook=self.asked.codebook)

    def measured(self) -> Measures:
        """The exposure before protection."""
        file = self.place.work / "before.json"
        if not self.place.is_whole(_BEFORE):
            if self.asked.engine is Engine.POLARS:
                self.cases  # noqa: B018 - read first: what is wrong with it is told
                self.say("Measuring the risk before", 0.1)
                facts = exposure.measure(self.cases.frame, self.plan)
            else:
                self.say(f"Counting with {self.asked.engine.title()}", 0.05)
                facts = exposure.measure_file(
                    self.asked.cases, self.plan, engine=self.asked.engine
                )
            private.write(file, json.dumps(facts))
            self.place.finish(_BEFORE, [file])
        found: Measures = json.loads(file.read_text(encoding="utf-8"))
        return found

    def protected(self) -> None:
        """The cases after all steps of the plan, in the order of the file."""
        if self.place.is_whole(_PROTECTED):
            return
        made = applying.apply(
            self.cases,
            self.plan,
            secret=self.place.key,
            chance=self.place.chance,
            progress=lambda step, share: self.say(
                f"Protecting: {_words(step)}".removesuffix(": "), 0.2 + 0.4 * share
            ),
        )
        frame, done, labels = self._work_files()
        with private.written(frame) as stream:
            made.cases.frame.write_parquet(stream)
        private.write(done, json.dumps(list(map(_told, made.done))))
        private.write(labels, json.dumps(_plain(made.cases.codebook)))
        self.place.finish(_PROTECTED, [frame, done, labels])

    def written(self) -> Measures:
        """The files of the release; the exposure after."""
        facts = self.place.work / "after.json"
        if not self.place.is_whole(_WRITTEN):
            frame, done, labels = self._work_files()
            safe = Cases(
                pl.read_parquet(frame, glob=False),
                {
                    name: Labels(each["label"], each["values"])
                    for name, each in json.loads(labels.read_text("utf-8")).items()
                },
                self.asked.cases.name,
            )
            self.say("Measuring the risk after", 0.62)
            private.write(facts, json.dumps(self._after(safe.frame, frame)))
            steps = [Done(**each) for each in json.loads(done.read_text("utf-8"))]
            files = self._write_release(safe, steps)
            self.place.finish(_WRITTEN, [facts, *files])
        found: Measures = json.loads(facts.read_text(encoding="utf-8"))
        return found

    def _after(self, safe: pl.DataFrame, file: Path) -> Measures:
        """The exposure after protection, by the engine that measured it before."""
        if self.asked.engine is Engine.POLARS:
            return exposure.measure(safe, self.plan)
        return exposure.measure_protected(file, self.plan, engine=self.asked.engine)

    def proven(self) -> Verdict:
        """The verdict on the written files.

        Raises:
            NotProven: it is no.
        """
        self.say("Proving the written files", 0.85)
        verdict = verify.release(
            self.place.release,
            self.asked.plan,
            original=self.asked.cases,
            earlier=self.asked.earlier,
            control=self.asked.control,
            labels=labels_due(self.cases),
            order=data.order(self.cases.frame.height, key=self.place.chance).tolist(),
        )
        verdict.raise_if_no()
        return verdict

    def reported(self, before: Measures, after: Measures, verdict: Verdict) -> None:
        """What stays inside: the report of the risk, the whole verdict, the plan."""
        folder = self.place.inside
        report = risk_report.report(
            before,
            after,
            self.plan,
            made_on=self.asked.when.date(),
            version=__version__,
            proof=verdict.lines(),
        )
        both = {"before": before, "after": after}
        private.write(folder / risk_report.PAGE, page.html(report))
        private.write(folder / risk_report.PDF, page.pdf(report))
        private.write(folder / risk_report.JSON, json.dumps(both, indent=1))
        private.write(
            folder / "verdict.json",
            json.dumps(verdict.as_dict(), ensure_ascii=False, indent=1),
        )
        keep_plan(folder, self.asked.plan, self.plan)

    def recorded(self, verdict: Verdict, input_digest: str) -> None:
        """The last file of the release: what it says of itself."""
        columns = pl.read_parquet_schema(self.place.release / data.PARQUET)
        blank = self.cases.frame.select(pl.col(*self.plan.keys).null_count())
        files = sorted(self.place.release.iterdir())
        contents = Contents(
            "release",
            self.cases.frame.height,
            list(columns),
            telling.missing_before(blank.row(0, named=True), self.plan),
            [each for each in files if each.name != place.RECORD],
        )
        text = record.text(
            self.plan,
            self.asked.account,
            contents,
            promises={
                **msgspec.to_builtins(self.plan.promise),
                "missing": str(self.plan.missing),
                "keys": list(self.plan.keys),
            },
            verdict=record.public(verdict, self.plan, records=self.cases.frame.height),
            earlier=[each.name for each in self.asked.earlier],
            input_hash=staging.salted(self.place.key, input_digest),
            when=self.asked.when,
        )
        private.write(self.place.release / place.RECORD, text)

    def _work_files(self) -> tuple[Path, Path, Path]:
        work = self.place.work
        return work / "protected.parquet", work / "done.json", work / "labels.json"

    def _write_release(self, safe: Cases, steps: list[Done]) -> list[Path]:
        folder = self.place.release
        today = self.asked.when.date()
        self.say("Comparing before and after", 0.66)
        report = utility.report(
            self.cases.frame,
            safe,
            self.plan,
            done=steps,
            made_on=today,
            version=__version__,
        )
        private.write(folder / utility.PAGE, page.html(report))
        private.write(folder / utility.PDF, page.pdf(report))
        self.say("Writing the data", 0.75)
        mixed = data.order(safe.frame.height, key=self.place.chance)
        public = Cases(safe.frame[mixed], safe.codebook, safe.name)
        files = release_folder.fill(
            folder,
            public,
            self.plan,
            account=self.asked.account,
            made_on=today,
            protection=telling.steps(steps, self.plan),
            kind="Administrative records, protected",
        )
        return [folder / utility.PAGE, folder / utility.PDF, *files]


def keep_plan(folder: Path, file: Path, plan: Plan) -> None:
    """Put the plan as it was used inside, with the files of its hierarchies."""
    files = {"plan.toml": file}
    for column in plan.columns:
        if groupings.is_file(column.hierarchy):
            own = file.parent / column.hierarchy
            files[own.name] = own
    for name, path in files.items():
        private.write(folder / name, path.read_bytes())


def labels_due(cases: Cases) -> dict[str, dict[str, str]]:
    """The labels of the cases as the codebook of a release must show them."""
    due: dict[str, dict[str, str]] = {}
    for name, labels in cases.codebook.items():
        own = {"": labels.label, **labels.values}
        due[name] = {
            value: codebook.shown(label)
            for value, label in own.items()
            if codebook.shown(value) == value and codebook.shown(label)
        }
    return due


def _words(step: str) -> str:
    """The name of a step as words: SearchRecoding is "search recoding"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", step).lower()


def _told(done: Done) -> dict[str, Any]:
    return {
        "step": done.step,
        "column": done.column,
        "cells_changed": done.cells_changed,
        "says": done.says,
        "facts": dict(done.facts),
    }


def _plain(book: Mapping[str, Labels]) -> dict[str, Any]:
    return {
        name: {"label": each.label, "values": dict(each.values)}
        for name, each in book.items()
    }
