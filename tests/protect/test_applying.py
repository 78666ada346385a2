"""Do all steps of a plan together give cases that keep its promises?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest
from benchmarks import _cases
from polars.testing import assert_frame_equal

from migrascope.errors import BadPlan, CannotPromise
from migrascope.protect import applying
from migrascope.protect.cases import Cases, Labels
from migrascope.protect.plan import steps
from migrascope.protect.plan.model import (
    Column,
    DiversityPromise,
    Kind,
    Missing,
    Plan,
    Promise,
    Role,
)

SECRET = b"only-for-this-test-0123456789abcdef"
ROLES: Mapping[str, Role] = {
    **dict.fromkeys(_cases.KEYS, Role.KEY),
    **dict.fromkeys(_cases.SENSITIVE, Role.SENSITIVE),
    "weight": Role.WEIGHT,
    "incident": Role.HOUSEHOLD,
    "months": Role.OTHER,
    "registered": Role.OTHER,
    "case_number": Role.DIRECT_IDENTIFIER,
}
HIERARCHIES = {"age": "age", "citizenship": "area", "destination": "area"}
KINDS = {"weight": Kind.NUMBER, "months": Kind.NUMBER, "registered": Kind.DATE}


@pytest.fixture(scope="module")
def cases() -> Cases:
    frame = _cases.cases(4_000, 3, columns=15)
    labels = {"sex": Labels("Sex"), "case_number": Labels("Number")}
    return Cases(frame, labels, "generated")


def plan(
    *taken: steps.Step,
    promise: Promise | None = None,
    missing: Missing = Missing.VALUE,
    roles: Mapping[str, Role] = ROLES,
) -> Plan:
    columns = tuple(
        Column(
            name,
            role,
            kind=KINDS.get(name, Kind.CATEGORY),
            hierarchy=HIERARCHIES.get(name, "") if role is Role.KEY else "",
        )
        for name, role in roles.items()
    )
    return Plan(
        "test",
        columns,
        promise=promise or Promise(k=3, most_suppressed=1.0),
        missing=missing,
        steps=taken,
    )


@pytest.mark.parametrize("missing", Missing)
def test_a_plan_without_steps_recodes_and_suppresses(
    cases: Cases, missing: Missing
) -> None:
    chosen = plan(missing=missing)
    safe = applying.apply(cases, chosen, secret=SECRET)
    names = [each.step for each in safe.done]
    assert names[0] == "search_recoding"
    assert "recode" in names
    assert "suppress" in names
    if missing is Missing.VALUE:
        sizes = safe.cases.frame.group_by(_cases.KEYS).len()["len"]
        assert min(sizes) >= 3


def test_what_names_people_is_not_released_and_its_labels_neither(
    cases: Cases,
) -> None:
    safe = applying.apply(cases, plan(steps.Suppress()), secret=SECRET)
    assert "case_number" not in safe.cases.frame.columns
    assert set(safe.cases.codebook) == {"sex"}
    assert safe.cases.frame.height == cases.frame.height


def test_columns_that_no_step_names_are_as_they_were(cases: Cases) -> None:
    safe = applying.apply(cases, plan(steps.Suppress()), secret=SECRET)
    same = ("control", "recruiter", "weight", "months", "registered", "incident")
    assert_frame_equal(safe.cases.frame.select(same), cases.frame.select(same))


def test_steps_are_taken_in_the_order_of_the_plan(cases: Cases) -> None:
    taken = (
        steps.Pseudonymise("incident"),
        steps.CoarsenDate("registered", "year"),
        steps.TopCode("months", 24),
        steps.Microaggregate(("weight",), 3),
        steps.Recode("age", "broad"),
        steps.Suppress(),
    )
    safe = applying.apply(cases, plan(*taken), secret=SECRET)
    seen = list(dict.fromkeys(each.step for each in safe.done))
    assert seen == [
        "pseudonymise",
        "coarsen_date",
        "top_code",
        "microaggregate",
        "recode",
        "suppress",
        "drop",
    ]
    assert safe.cases.frame["registered"].dtype == pl.String


def test_the_same_secret_gives_the_same_release(cases: Cases) -> None:
    chosen = plan(
        steps.AddNoise(("months",)),
        steps.RankSwap("weight"),
        steps.Pram("control"),
        steps.ShiftDates(("registered",), "incident"),
        steps.Suppress(),
    )
    one = applying.apply(cases, chosen, secret=SECRET)
    same = applying.apply(cases, chosen, secret=SECRET)
    other = applying.apply(cases, chosen, secret=SECRET[::-1])
    assert_frame_equal(one.cases.frame, same.cases.frame)
    assert not one.cases.frame.equals(other.cases.frame)
    assert one.cases.frame["registered"].dtype == pl.Date


def test_a_key_that_was_recoded_by_a_step_is_left_alone_by_the_search(
    cases: Cases,
) -> None:
    chosen = plan(
        steps.Recode("age", "majority"), steps.SearchRecoding(0.3), steps.Suppress()
    )
    safe = applying.apply(cases, chosen, secret=SECRET)
    assert [each.column for each in safe.done if each.step == "recode"].count(
        "age"
    ) == 1


def test_progress_names_the_step_and_ends_at_one(cases: Cases) -> None:
    told: list[tuple[str, float]] = []
    applying.apply(
        cases,
        plan(steps.Recode("age", "majority"), steps.Suppress()),
        secret=SECRET,
        progress=lambda step, share: told.append((step, share)),
    )
    assert told[0] == ("Recode", 0.0)
    assert {step for step, _ in told[1:-1]} == {"Suppress"}
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1] == ("", 1.0)


def test_more_blanks_than_allowed_are_refused_with_their_cost(cases: Cases) -> None:
    chosen = plan(steps.Suppress(), promise=Promise(k=5, most_suppressed=0.01))
    with pytest.raises(CannotPromise) as refused:
        applying.apply(cases, chosen, secret=SECRET)
    says = str(refused.value)
    assert "blanked cells" in says
    assert "the plan allows 1.0%" in says
    assert '"citizenship"' in says or '"destination"' in says
    assert "coarser level" in says
    values = {str(value) for value in cases.frame["citizenship"].drop_nulls()}
    assert not any(f" {value} " in says for value in values if len(value) == 2)


def test_what_is_asked_to_be_allowed_is_enough(cases: Cases) -> None:
    for k in (3, 4, 5, 6):
        promise = Promise(k=k, most_suppressed=0.01)
        with pytest.raises(CannotPromise) as refused:
            applying.apply(
                cases, plan(steps.Suppress(), promise=promise), secret=SECRET
            )
        found = re.search(r"or allow (0\.\d+) as", str(refused.value))
        assert found is not None
        promise = Promise(k=k, most_suppressed=float(found[1]))
        applying.apply(cases, plan(steps.Suppress(), promise=promise), secret=SECRET)


def test_a_plan_that_never_suppresses_is_found_out(cases: Cases) -> None:
    with pytest.raises(CannotPromise, match='Make "suppress" the last step'):
        applying.apply(cases, plan(steps.Recode("age", "broad")), secret=SECRET)


def test_a_step_that_spoils_what_suppression_made_safe_is_found_out(
    cases: Cases,
) -> None:
    chosen = plan(steps.Suppress(), steps.Pram("sex", keep=0.5))
    with pytest.raises(CannotPromise, match="after the last step"):
        applying.apply(cases, chosen, secret=SECRET)


def test_diversity_is_kept_through_the_whole_plan(cases: Cases) -> None:
    promise = Promise(
        k=3, diversity=(DiversityPromise("control", 2),), most_suppressed=1.0
    )
    safe = applying.apply(
        cases,
        plan(steps.SearchRecoding(), steps.Suppress(), promise=promise),
        secret=SECRET,
    )
    known = safe.cases.frame.drop_nulls("control").group_by(_cases.KEYS)
    assert min(known.agg(pl.col("control").n_unique())["control"]) >= 2


def test_a_column_that_the_plan_does_not_speak_of_is_refused(cases: Cases) -> None:
    fewer = {name: role for name, role in ROLES.items() if name != "recruiter"}
    with pytest.raises(BadPlan, match='does not speak of "recruiter"'):
        applying.apply(cases, plan(roles=fewer), secret=SECRET)


def test_a_key_that_is_not_there_is_refused(cases: Cases) -> None:
    more = {**ROLES, "shoe_size": Role.KEY}
    with pytest.raises(BadPlan, match='no column "shoe_size"'):
        applying.apply(cases, plan(roles=more), secret=SECRET)


def test_one_record_cannot_be_hidden() -> None:
    frame = pl.DataFrame({"sex": ["f"], "born": [dt.date(1990, 1, 1)]})
    roles = {"sex": Role.KEY, "born": Role.KEY}
    with pytest.raises(CannotPromise, match="only 1 record"):
        applying.apply(Cases(frame), plan(steps.Suppress(), roles=roles), secret=SECRET)


def test_protected_cases_have_no_text_form_that_shows_a_record(cases: Cases) -> None:
    safe = applying.apply(cases, plan(steps.Suppress()), secret=SECRET)
    assert repr(safe).startswith("Protected(Cases(4000 records, 14 columns)")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (steps.Pram("control", 0.5), steps.Pram("control", 0.5)),
        (steps.AddNoise(("months",), 0.5), steps.AddNoise(("months",), 0.5)),
        (steps.RankSwap("months", 0.2), steps.RankSwap("months", 0.3)),
    ],
)
def test_a_step_that_is_taken_again_draws_anew(
    cases: Cases, one: steps.Step, other: steps.Step
) -> None:
    # Were the second draw the first one over again, noise would only grow, and an
    # exchange between two records would be taken back.
    work = applying._Work(cases.frame, plan(), SECRET, lambda _step, _share: None)
    first = work._secret_of(one)
    second = work._secret_of(other)
    assert first == SECRET
    assert second != SECRET
    assert work._secret_of(one) not in {first, second}
    assert work._secret_of(steps.Pseudonymise("incident")) == SECRET


def test_rank_swapping_twice_does_not_give_the_first_values_back(cases: Cases) -> None:
    swap = steps.RankSwap("months", 0.9)
    promise = Promise(k=2, most_suppressed=1.0)
    twice = plan(swap, swap, *applying.USUAL, promise=promise)
    safe = applying.apply(cases, twice, secret=SECRET).cases.frame
    months = cases.frame["months"].to_numpy()
    same = np.mean(safe["months"].to_numpy() == months)
    once = plan(swap, *applying.USUAL, promise=promise)
    single = applying.apply(cases, once, secret=SECRET).cases.frame
    assert same < np.mean(single["months"].to_numpy() == months) + 0.2


def test_rare_values_are_grouped_by_a_plan(cases: Cases) -> None:
    grouped = plan(
        steps.CoarsenDate("registered", "month"),
        steps.GroupRare(("registered", "control")),
        *applying.USUAL,
    )
    safe = applying.apply(cases, grouped, secret=SECRET).cases.frame
    for name in ("registered", "control"):
        counts = safe[name].drop_nulls().value_counts()["count"]
        assert min(counts.to_list()) >= 3
