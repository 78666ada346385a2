"""Does a plan that is written and read again say the same?"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from migrascope.protect.plan import reading, steps, writing
from migrascope.protect.plan.model import (
    ClosenessPromise,
    Column,
    Diversity,
    DiversityPromise,
    Kind,
    Missing,
    Plan,
    Promise,
    Role,
)

names = st.text(min_size=1, max_size=12).filter(str.strip)
shares = st.floats(0, 1)
positive = st.floats(0.001, 1e9)


@st.composite
def columns(draw: st.DrawFn, name: str) -> Column:
    kind = draw(st.sampled_from(Kind))
    hierarchies = {
        Kind.CATEGORY: ["", "age", "area", "date"],
        Kind.NUMBER: ["", "age", "number", "date"],
        Kind.DATE: ["", "date"],
    }
    return Column(
        name,
        draw(st.sampled_from([Role.KEY, Role.SENSITIVE, Role.OTHER, Role.DROPPED])),
        kind,
        draw(st.sampled_from(hierarchies[kind])),
        draw(positive),
        tuple(draw(st.lists(st.text(max_size=5), max_size=3))),
        draw(st.text(max_size=30)),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    named = draw(st.lists(names, min_size=3, max_size=6, unique=True))
    first, second, third, *others = named
    decided = [
        Column(first, Role.KEY, hierarchy="age"),
        Column(second, Role.SENSITIVE),
        Column(third, Role.OTHER, Kind.NUMBER),
        *(draw(columns(name)) for name in others),
    ]
    k = draw(st.integers(2, 100))
    diversity = DiversityPromise(
        second,
        draw(st.integers(2, k)),
        draw(st.sampled_from(Diversity)),
        draw(positive),
    )
    closeness = ClosenessPromise(second, draw(st.floats(0.01, 1)))
    every = [
        steps.Recode(first, draw(names)),
        steps.SearchRecoding(draw(shares)),
        steps.TopCode(third, draw(st.floats(-1e300, 1e300))),
        steps.Microaggregate((third,), draw(st.integers(2, 50))),
        steps.Pram(second, draw(st.floats(0.01, 1))),
        steps.Pseudonymise(second),
        steps.Suppress(),
    ]
    return Plan(
        title=draw(st.text(max_size=30)),
        columns=tuple(draw(st.permutations(decided))),
        promise=Promise(k, (diversity,), (closeness,), draw(shares)),
        missing=draw(st.sampled_from(Missing)),
        steps=tuple(draw(st.lists(st.sampled_from(every), max_size=5))),
        purpose=draw(st.text(max_size=30)),
        responsible=draw(st.text(max_size=30)),
        source=draw(st.text(max_size=30)),
    )


@given(plans())
def test_a_plan_that_is_written_and_read_is_the_same_plan(plan: Plan) -> None:
    again = reading.parse(writing.text(plan))
    assert again == plan
    assert writing.digest(again) == writing.digest(plan)


@given(plans(), st.integers(2, 100))
def test_two_plans_have_one_digest_only_when_they_decide_alike(
    plan: Plan, k: int
) -> None:
    other = replace(plan, promise=replace(plan.promise, k=k))
    same = writing.digest(other) == writing.digest(plan)
    assert same == (k == plan.promise.k)


def test_remarks_and_the_order_of_keys_do_not_change_the_digest() -> None:
    short = '[[column]]\nrole = "key"\nname = "sex"\n'
    plan = reading.parse(short)
    assert writing.digest(reading.parse(f"# a remark\n{short}")) == writing.digest(plan)


def test_the_order_of_steps_changes_the_digest() -> None:
    both = (steps.SearchRecoding(), steps.Suppress())
    plan = Plan("", (Column("sex", Role.KEY),), steps=both)
    other = replace(plan, steps=both[::-1])
    assert writing.digest(plan) != writing.digest(other)


def test_a_written_plan_tells_how_to_promise_diversity() -> None:
    columns = (Column("sex", Role.KEY), Column("harm", Role.SENSITIVE))
    text = writing.text(Plan("", columns))
    assert "[[promise.diversity]]" in text
    promised = "\n".join(
        line.removeprefix("#   ") if line.startswith("#   ") else line
        for line in text.splitlines()
    )
    assert reading.parse(promised).promise.diversity == (DiversityPromise("harm", 2),)
