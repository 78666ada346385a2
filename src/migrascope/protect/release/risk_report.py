"""What does the protection officer read before a release, and keep?

The exposure of the people in the file before and after, side by side. For the inside
only: it says how exposed people were, and that helps whoever looks for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from migrascope.language.numbers import exact, percent
from migrascope.protect.plan.model import Missing, Plan
from migrascope.protect.release.exposure import Measures
from migrascope.protect.release.page import Report, Section, Table

PAGE, PDF, JSON = "risk.html", "risk.pdf", "risk.json"
_SERIES = "Risk report"
_MARK = "For the inside only: not to be handed on with the release."
_BEFORE, _AFTER = "before", "after"


def report(
    before: Measures,
    after: Measures | None,
    plan: Plan,
    *,
    made_on: date,
    version: str,
    proof: Sequence[str] = (),
) -> Report:
    """The report; without `after` it speaks of the unprotected file alone."""
    sides = {_BEFORE: before} if after is None else {_BEFORE: before, _AFTER: after}
    sections = [
        _anonymity(sides),
        _individual(sides),
        _smaller_sets(sides),
        _special(sides),
        _sensitive(sides),
        _rare(sides, plan),
    ]
    if any("household" in each for each in sides.values()):
        points = [f"{name}: {each.get('household', '–')}" for name, each in
                  sides.items()]  # fmt: skip
        sections.append(Section("Households", points=tuple(map(_capital, points))))
    if proof:
        sections.append(Section("Proof on the written files", points=tuple(proof)))
    return Report(
        series=_SERIES,
        title=plan.title or "Release of cases",
        lead=_lead(sides, plan),
        made_on=made_on,
        version=version,
        sections=tuple(each for each in sections if each is not None),
        mark=_MARK,
    )


def rows(sides: Mapping[str, Measures]) -> list[tuple[str, ...]]:
    """The chief figures, a line each, for a table on the screen as well."""
    first = next(iter(sides.values()))
    lines = [
        (
            f"records with keys that fewer than {k} share",
            *(_of(each["below"][k], each["records"]) for each in sides.values()),
        )
        for k in first["below"]
    ]
    lines.append(
        (
            "fewest records that share their keys",
            *(exact(each["smallest"]) for each in sides.values()),
        )
    )
    expected = [each["expected"] for each in sides.values()]
    return [
        *lines,
        (
            "expected to be found again",
            *(
                f"{exact(one['found'], decimals=1)} "
                f"({percent(one['share'], decimals=2)})"
                for one in expected
            ),
        ),
        (
            "risk of the most exposed person",
            *(percent(one["highest"], decimals=1) for one in expected),
        ),
        (
            "records that are alone with their keys",
            *(exact(one["without_company"]) for one in expected),
        ),
    ]


def _lead(sides: Mapping[str, Measures], plan: Plan) -> str:
    k = str(plan.promise.k)
    told = []
    for name, each in sides.items():
        found = each["expected"]["found"]
        below = each["below"].get(k)
        alone = (
            f"{_of(below, each['records'])} share their keys with fewer than {k}"
            if below is not None
            else f"the smallest group has {exact(each['smallest'])}"
        )
        told.append(
            f"{name.capitalize()} protection, {exact(found, decimals=1)} people of "
            f"{exact(each['records'])} would be found again if somebody tried with "
            f"all; {alone}."
        )
    return " ".join(told)


def _anonymity(sides: Mapping[str, Measures]) -> Section:
    first = next(iter(sides.values()))
    means = (
        "agrees with every value"
        if first["missing"] == Missing.WILDCARD
        else "is a value of its own"
    )
    says = [
        f"The keys are {', '.join(first['keys'])}. A missing key {means}.",
    ]
    if not first["weighted"]:
        says.append(
            "There is no weight: the file is taken for the whole population, so the "
            "risks are the highest that they can be."
        )
    return Section(
        "Risk at a glance",
        says=tuple(says),
        tables=(
            Table(
                "The chief figures",
                ("", *sides),
                tuple(rows(sides)),
                numbers=frozenset(range(1, len(sides) + 1)),
            ),
        ),
    )


def _individual(sides: Mapping[str, Measures]) -> Section:
    del sides
    return Section(
        "What the figures mean",
        points=(
            (
                "Expected to be found again: the sum of the individual risks "
                "(Benedetti and Franconi), for somebody who knows all keys of all."
            ),
            (
                "A set of keys that fewer than k records share lets somebody who knows "
                "them narrow a person down to fewer than k candidates."
            ),
            "The figures do not say that anybody will try, nor what they would learn.",
        ),
    )


def _smaller_sets(sides: Mapping[str, Measures]) -> Section:
    tables = []
    for name, each in sides.items():
        ks = list(each["below"])
        lines = [
            (" + ".join(one["keys"]), *(exact(one["below"][k]) for k in ks))
            for one in each["smaller_sets"]
            if any(one["below"].values())
        ]
        if lines:
            tables.append(
                Table(
                    f"Sets of few keys that expose most, {name}",
                    ("keys", *(f"under {k}" for k in ks)),
                    tuple(lines),
                    numbers=frozenset(range(1, len(ks) + 1)),
                    note="Records that share these keys with fewer than k.",
                )
            )
    says = "Who knows few keys is more likely than who knows all."
    if not tables:
        says = "No set of up to three keys exposes a record."
    return Section("What few keys give away", says=(says,), tables=tuple(tables))


def _special(sides: Mapping[str, Measures]) -> Section:
    found = {name: each.get("special_uniques") for name, each in sides.items()}
    if not any(found.values()):
        return Section(
            "Special uniques",
            says=("Not searched: the file is too large for it, or was only counted.",),
        )
    first: Mapping[str, Any] = next(each for each in found.values() if each)
    lines = [
        (
            "records that a set of up to three keys makes unique",
            *(exact(each["records"]) if each else "–" for each in found.values()),
        ),
        *(
            (
                f"share of the scores that {key} contributes",
                *(
                    percent(each["by_key"].get(key, 0.0), decimals=0) if each else "–"
                    for each in found.values()
                ),
            )
            for key in first["by_key"]
        ),
    ]
    return Section(
        "Special uniques",
        says=(
            (
                "A record that few keys make unique is more likely unique in the "
                "population too (SUDA2). What a key contributes says which one to "
                "recode."
            ),
        ),
        tables=(
            Table(
                "Minimal unique sets",
                ("", *sides),
                tuple(lines),
                numbers=frozenset(range(1, len(sides) + 1)),
            ),
        ),
    )


def _sensitive(sides: Mapping[str, Measures]) -> Section | None:
    points = [
        _capital(f"{name}: {says}")
        for name, each in sides.items()
        for says in each["sensitive"]
    ]
    if not points:
        return None
    return Section("Sensitive columns", points=tuple(points))


def rare(each: Measures, k: int) -> tuple[str, ...]:
    """The columns that are no keys, and how many people have a rare value there."""
    return tuple(
        f"{name}: {records:,} {'record has' if records == 1 else 'records have'} a "
        f"value that fewer than {k} share; k-anonymity does not hide it. Group such "
        "values (the step group_rare; of numbers top_code or microaggregate), or drop "
        "the column."
        for name, records in each.get("rare_values", {}).items()
    )


def _rare(sides: Mapping[str, Measures], plan: Plan) -> Section | None:
    points = [
        _capital(f"{name}: {says}")
        for name, each in sides.items()
        for says in rare(each, plan.promise.k)
    ]
    return Section("Rare values", points=tuple(points)) if points else None


def _of(count: int, of: int) -> str:
    return f"{exact(count)} ({percent(count / of, decimals=1)})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
