"""How is a plan written so that people can read, argue and sign it?

The text says everything that the plan says, in its order, with a remark where a
choice is not plain; reading it gives the same plan. The hash of a plan is that of
what it decides: remarks, blank lines and the order of keys do not change it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import msgspec

from migrascope.protect.plan.model import Column, Few, Kind, Plan, Promise, Role
from migrascope.protect.plan.reading import STEPS
from migrascope.protect.plan.steps import Step

_TOP = """\
# What happens to each column of a case file before it may be shared, and what the
# release promises. Read it, change it, sign it: nothing is done that is not said here.
"""
_MISSING = """\
# What a missing key means when records are compared: "value" (it is a value of its own)
# or "wildcard" (it may be any value, so it agrees with all: less is blanked, and the
# proof says no where too many can be found by taking the records that match in full).
"""
_PROMISE = """\
# Checked on the written file: nothing is released unless all of it holds.
"""
_COLUMNS = """\
# Roles: direct_identifier (never released), key (others may know it), sensitive (nobody
# may learn it), weight, household, other, dropped (left out). The importance says how
# dear a blank in the column is: 3 is thrice as dear as 1.
"""
_MORE = """\
# To promise as well that no group of people is all alike in a sensitive column:
#   [[promise.diversity]]
#   column = "{column}"
#   l = 2
"""
_STEPS = """\
# What is done, in this order.
"""


def text(plan: Plan) -> str:
    """The plan as TOML, with remarks."""
    return "\n".join(_lines(plan))


def digest(plan: Plan) -> str:
    """SHA-256 of what the plan decides, in hexadecimal digits.

    The content of hierarchies that stand in files of their own is part of it.
    """
    canonical = json.dumps(
        _plain(
            {
                **msgspec.to_builtins(plan),
                "steps": [
                    {"do": _do(step), **msgspec.to_builtins(step)}
                    for step in plan.steps
                ],
            }
        ),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _plain(value: Any) -> Any:
    """The same value with 2.0 as 2: a plan may say either."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _lines(plan: Plan) -> Iterator[str]:
    yield _TOP
    for key in ("title", "source", "purpose", "responsible"):
        yield f"{key} = {_value(getattr(plan, key))}"
    yield ""
    yield _MISSING.rstrip()
    yield f"missing = {_value(str(plan.missing))}"
    yield ""
    yield _PROMISE.rstrip()
    yield "[promise]"
    yield from _promise(plan.promise)
    yield ""
    sensitive = plan.in_role(Role.SENSITIVE)
    if sensitive and not plan.promise.diversity:
        yield _MORE.format(column=sensitive[0])
    yield _COLUMNS.rstrip()
    for column in plan.columns:
        yield "[[column]]"
        yield from _column(column)
        yield ""
    if plan.steps:
        yield _STEPS.rstrip()
    for step in plan.steps:
        yield "[[step]]"
        yield f"do = {_value(_do(step))}"
        for each in fields(step):
            yield f"{each.name} = {_value(getattr(step, each.name))}"
        yield ""


def _promise(promise: Promise) -> Iterator[str]:
    yield f"k = {promise.k}  # so many records, or more, share each set of key values"
    share = _value(promise.most_suppressed)
    yield f"most_suppressed = {share}  # the largest share of key values left blank"
    if promise.households is not Few.REFUSE:
        yield f"households = {_value(str(promise.households))}"
    for diversity in promise.diversity:
        yield ""
        yield "[[promise.diversity]]"
        yield f"column = {_value(diversity.column)}"
        yield f"l = {_value(diversity.l)}  # so many values, or more, in every class"
        yield f"kind = {_value(str(diversity.kind))}"
        yield f"c = {_value(diversity.c)}"
    for closeness in promise.closeness:
        yield ""
        yield "[[promise.closeness]]"
        yield f"column = {_value(closeness.column)}"
        yield f"t = {_value(closeness.t)}  # how far a class may be from the whole"
        yield f"distance = {_value(str(closeness.distance))}"


def _column(column: Column) -> Iterator[str]:
    yield f"name = {_value(column.name)}"
    yield f"role = {_value(str(column.role))}"
    if column.because:
        yield f"because = {_value(column.because)}"
    if column.kind is not Kind.CATEGORY:
        yield f"kind = {_value(str(column.kind))}"
    if column.hierarchy:
        yield f"hierarchy = {_value(column.hierarchy)}"
    if column.importance != 1:
        yield f"importance = {_value(column.importance)}"
    if column.rare is not Few.REFUSE:
        yield f"rare = {_value(str(column.rare))}"
    if column.missing_marks:
        yield f"missing_marks = {_value(column.missing_marks)}"


def _do(step: Step) -> str:
    """How a plan names the step."""
    return next(name for name, meant in STEPS.items() if type(step) is meant)


def _value(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, str):
        # What JSON escapes, TOML escapes alike, but for the sign of deletion.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    return repr(value)
