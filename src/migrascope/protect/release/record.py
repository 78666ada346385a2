"""What does a release say of itself?

`release.json`: who released it, why and when, under which plan (its hash), from which
input (a hash with a secret salt, so that nobody can test a guess against it), what was
promised, what the proof said, and by which versions. The files are named with their
hashes, so that a copy can be told from the release.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from migrascope import __version__
from migrascope.protect.plan import writing
from migrascope.protect.plan.model import Plan
from migrascope.protect.release import staging, telling
from migrascope.protect.verify.verdict import Verdict

FORMAT = 1

ATTACKS = ("linkage", "membership inference", "attribute inference of ")
"""The checks whose figures say how exposed people still are, or how they begin."""

SUPPRESSION = "suppression"

PLAIN = (
    "identifiers",
    "columns",
    "records",
    "formats",
    "files",
    "formulas",
    "codebooks",
    "cells",
    "labels",
    "k-anonymity",
    "l-diversity of ",
    "t-closeness of ",
    "values",
    "rare values",
    "blanks in households",
    "households",
    "differencing against earlier release ",
    "joining with earlier release ",
    "combinations",
    "released counts",
    "released combinations",
    "agreement",
)
"""The checks whose figures everybody who has the release could compute, or are 0."""

_USED = ("polars", "numpy", "scipy", "narwhals")


@dataclass(frozen=True, slots=True)
class Account:
    """Who answers for the release, and why it is made."""

    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What was released: the files, and what is in them.

    `kind` is what the records are; `missing_before` how many values of each key the
    cases lacked, rounded as everywhere (`telling`).
    """

    kind: str
    records: int
    columns: Sequence[str]
    missing_before: Mapping[str, int]
    files: Sequence[Path]


def public(verdict: Verdict, plan: Plan, *, records: int) -> dict[str, Any]:
    """The verdict as everybody may read it.

    How far attacks succeed is told in steps, what was blanked as a rounded count. Of a
    check that is not known here nothing is told but that it holds.
    """
    told = verdict.as_dict()
    told["checks"] = [_public(each, plan, records) for each in told["checks"]]
    return told


def is_named(name: str, among: Sequence[str]) -> bool:
    """Whether a check is one of these; names that end in a blank are beginnings."""
    return any(
        name.startswith(each) if each.endswith(" ") else name == each for each in among
    )


def _missing(contents: Contents, plan: Plan) -> dict[str, Any]:
    """What the keys of the cases lacked, where the records are those of the cases."""
    if not contents.missing_before:
        return {}
    return {
        "missing_before": dict(contents.missing_before),
        "missing_rounded_to": telling.base(plan),
    }


def _public(check: dict[str, Any], plan: Plan, records: int) -> dict[str, Any]:
    name = check["name"]
    if name == SUPPRESSION:
        return telling.suppression(check, records * len(plan.keys), plan)
    if is_named(name, ATTACKS):
        return telling.attack(check)
    if is_named(name, PLAIN):
        return check
    return {**check, "figure": None, "says": "it holds."}


def text(
    plan: Plan,
    account: Account,
    contents: Contents,
    *,
    promises: Mapping[str, Any],
    verdict: Mapping[str, Any],
    earlier: Sequence[str],
    input_hash: str,
    when: datetime,
) -> str:
    """The record as JSON; `input_hash` is salted already."""
    facts = {
        "format": FORMAT,
        "kind": contents.kind,
        "title": plan.title,
        "who": account.who,
        "why": account.why,
        "when": when.isoformat(timespec="seconds"),
        "plan_sha256": writing.digest(plan),
        "input_hmac_sha256": input_hash,
        "promises": dict(promises),
        "verdict": verdict,
        "compared_with": list(earlier),
        "records": contents.records,
        "columns": list(contents.columns),
        **_missing(contents, plan),
        "files": {
            path.name: {"sha256": staging.digest(path), "bytes": path.stat().st_size}
            for path in contents.files
        },
        "versions": {
            "migrascope": __version__,
            "python": platform.python_version(),
            **{name: installed(name) for name in _USED},
        },
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
