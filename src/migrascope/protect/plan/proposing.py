"""What should happen to the columns of this file?

A first plan, from the names and the content of the columns, with a reason for every
choice. It is careful: what may identify is taken for identifying, and what is doubtful
is said to be doubtful. It is a proposal: a person who knows the cases must read it.
"""

from __future__ import annotations

import dataclasses
import math

import polars as pl

from migrascope.protect.cases import Cases, Labels
from migrascope.protect.plan import concepts, looking, steps
from migrascope.protect.plan.looking import Look
from migrascope.protect.plan.model import Column, Kind, Plan, Promise, Role

LEFT_TO_SUPPRESSION = 0.2
"""The share of records that recoding may leave. Where a blank agrees with every value,
suppression needs few blanks for them, and each level that is saved is worth more."""

FEW_RECORDS = 500
"""Below so many records, a promise of 5 would cost most of what they say."""


def propose(cases: Cases) -> Plan:
    """A plan for a file of cases; every column has a `because`.

    The values of the file appear in it as missing marks only.
    """
    columns: list[Column] = []
    for name in cases.frame.columns:
        labels = cases.codebook.get(name, Labels())
        look = looking.at(cases.frame[name], labels)
        columns.append(_column(look, columns))
    if not any(column.role is Role.KEY for column in columns):
        columns = _with_a_key(columns)
    promise = Promise(k=3 if cases.frame.height < FEW_RECORDS else 5)
    return Plan(
        title=f"Release of {cases.name}" if cases.name else "Release of cases",
        columns=tuple(columns),
        promise=promise,
        steps=_steps(columns, cases.frame, promise.k),
        source=cases.name,
    )


def _column(look: Look, before: list[Column]) -> Column:
    """The decision about one column, given those before it."""
    column = _decided(look, before)
    # A word among numbers cannot stay; among the answers of a question it can.
    told = column.role is Role.KEY or column.kind is not Kind.CATEGORY
    marks = look.marks(is_key=told)
    if not marks:
        return column
    reasons = "; ".join(
        f"{look.count(mark.value):,} of {look.rows:,} records hold "
        f'"{mark.value}", taken as not known: {mark.because}'
        for mark in marks
    )
    return dataclasses.replace(
        column,
        missing_marks=tuple(mark.value for mark in marks),
        because=f"{column.because} {reasons}.",
    )


def _decided(look: Look, before: list[Column]) -> Column:
    """Role, kind and hierarchy, without the marks."""
    name = look.name
    if look.distinct == 0:
        return Column(name, Role.DROPPED, because="It holds nothing.")
    concept = look.concept()
    if concept is None:
        return _of_no_concept(look)
    kind = look.kind()
    match concept.name:
        case "weight" | "household":
            return _of_group(look, concept, before)
        case "number_of_person":
            return _of_number(look, concept)
        case "name" | "contact" | "text":
            return Column(name, concept.role, kind, because=concept.because)
    if look.is_nearly_unique() and kind is Kind.CATEGORY:
        return _unique(look)
    hierarchy, doubt = look.hierarchy(concept)
    if concept.role is not Role.KEY:
        return Column(name, concept.role, kind, because=concept.because)
    return Column(
        name,
        Role.KEY,
        kind,
        hierarchy=hierarchy,
        importance=concept.importance,
        because=f"{concept.because}{doubt}",
    )


def _of_no_concept(look: Look) -> Column:
    """A column whose name says nothing: what it holds decides."""
    kind, name = look.kind(), look.name
    if look.is_contact():
        because = "It holds addresses of mail or telephone numbers."
        return Column(name, Role.DIRECT_IDENTIFIER, kind, because=because)
    if look.is_long_text():
        because = "Its texts are long: they can name people and places."
        return Column(name, Role.DROPPED, kind, because=because)
    if look.is_nearly_unique() and (kind is Kind.CATEGORY or look.is_whole()):
        return _unique(look)
    if look.is_country():
        because = "It holds countries, which others know of a person."
        return Column(name, Role.KEY, kind, "area", 2.0, because=because)
    if kind is Kind.DATE:
        because = "Others can know when something happened to a person."
        return Column(name, Role.KEY, kind, "date", because=because)
    says = (
        "Nothing in its name or content says that others know it, or that it would "
        "harm a person. Please check."
    )
    return Column(name, Role.OTHER, kind, because=says)


def _unique(look: Look) -> Column:
    return Column(
        look.name,
        Role.DIRECT_IDENTIFIER,
        look.kind(),
        because="Nearly every record has a value of its own: it finds a person alone.",
    )


def _of_number(look: Look, concept: concepts.Concept) -> Column:
    """A number of a person; with few values it is a code and no number."""
    if look.repeats() > 20:
        because = "Its name is that of a number of persons, but many share a value."
        return Column(look.name, Role.KEY, because=f"{because} Please check.")
    joined = (
        " Some records share one: to keep those of a person together, say role = "
        '"household" and add a step pseudonymise.'
    )
    because = concept.because + (joined if look.repeats() > 1.05 else "")
    return Column(look.name, concept.role, because=because)


def _of_group(look: Look, concept: concepts.Concept, before: list[Column]) -> Column:
    """The weight or the household; there can be only one of each."""
    name = look.name
    if concept.role is Role.WEIGHT and not look.is_weight():
        because = "Its name is that of a weight, but not all its values are above 0."
        return Column(name, Role.OTHER, look.kind(), because=f"{because} Please check.")
    first = next((each.name for each in before if each.role is concept.role), "")
    if first:
        because = (
            f'There is another {concept.name} ("{first}"). A second one would tell '
            "more about a record than it is worth."
        )
        return Column(name, Role.DROPPED, look.kind(), because=because)
    if concept.role is Role.WEIGHT:
        return Column(name, concept.role, Kind.NUMBER, because=concept.because)
    return Column(name, Role.DROPPED, because=f"{concept.because} {_APART}")


_APART = (
    "It is left out: how many belong together and who they are is known to others like "
    "a key, and what is blank in one record can be read off another. To release it all "
    'the same, say role = "household", add a step pseudonymise, and see what the proof '
    "says."
)


def _with_a_key(columns: list[Column]) -> list[Column]:
    """A plan needs a key: without one that is seen, every open column may be one."""
    open_ = next(
        (
            role
            for role in (Role.OTHER, Role.SENSITIVE)
            if any(column.role is role for column in columns)
        ),
        None,
    )
    says = "No column of the file is surely known to others, so this one may be a key."
    return [
        dataclasses.replace(column, role=Role.KEY, because=f"{says} {column.because}")
        if column.role is open_
        else column
        for column in columns
    ]


def _steps(
    columns: list[Column], frame: pl.DataFrame, k: int
) -> tuple[steps.Step, ...]:
    """What to do, in the order in which it must be done."""
    known = [
        column for column in columns if column.role in (Role.SENSITIVE, Role.OTHER)
    ]
    made: list[steps.Step] = [
        steps.CoarsenDate(column.name) for column in known if column.kind is Kind.DATE
    ]
    rare = [
        column.name
        for column in known
        if column.kind is not Kind.NUMBER
        and looking.has_rare(frame[column.name], column.missing_marks, k)
    ]
    if rare:
        made.append(steps.GroupRare(tuple(rare)))
    near: list[str] = []
    for column in known:
        if column.kind is Kind.NUMBER:
            numbers = looking.numbers(frame[column.name], column.missing_marks)
            top = _top(numbers, k)
            if top is not None:
                made.append(steps.TopCode(column.name, top))
            if numbers.n_unique() > numbers.len() / 4:
                near.append(column.name)
    if near:
        made.append(steps.Microaggregate(tuple(near), max(k, 5)))
    keys = [column for column in columns if column.role is Role.KEY]
    if any(column.hierarchy for column in keys):
        made.append(steps.SearchRecoding(LEFT_TO_SUPPRESSION))
    return (*made, steps.Suppress())


def _top(numbers: pl.Series, k: int) -> float | None:
    """Where the class of the highest should begin, if there should be one."""
    bounds = [each for each in (_far_out(numbers), _thin(numbers, k)) if each]
    return min(bounds, default=None)


def _thin(numbers: pl.Series, k: int) -> float | None:
    """The lowest value that fewer than k have, rounded down, when few are above.

    At most one record in twenty: with more the class would hold too much.
    """
    values = numbers.drop_nulls().alias("value").value_counts(name="records")
    rare = values.filter((values["records"] < k) & (values["value"] > 0))["value"].min()
    if not isinstance(rare, (int, float)):
        return None
    size = 10.0 ** (math.floor(math.log10(rare)) - 1)
    bound = round(math.floor(rare / size) * size, 12)
    above = int((numbers >= bound).sum())
    return bound if k <= above <= numbers.len() / 20 else None


def _far_out(numbers: pl.Series) -> float | None:
    """A rounded bound that the highest hundredth exceeds, when it is far out."""
    high, middle = numbers.quantile(0.99, "lower"), numbers.median()
    top = numbers.max()
    if not all(isinstance(each, (int, float)) for each in (high, middle, top)):
        return None
    high, middle, top = float(high), float(middle), float(top)  # type: ignore[arg-type]  # told above
    if high <= 0 or top <= high or top - middle < 4 * (high - middle) / 3:
        return None
    return round(high, 1 - math.floor(math.log10(high)))
