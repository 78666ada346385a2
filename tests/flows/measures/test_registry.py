"""Claims: every measure is described, and is a number or has a reason."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from tests.flows.measures.tables import account, flow_table, squares

from migrascope.errors import UnknownArea, UnknownMeasure
from migrascope.flows.account import FloatArray
from migrascope.flows.measures import registry
from migrascope.flows.measures.answer import Facts
from migrascope.flows.measures.profile import profile, system


@pytest.mark.parametrize("facts", registry.facts(), ids=lambda facts: facts.code)
def test_a_measure_says_what_it_means(facts: Facts) -> None:
    assert facts.name
    assert facts.unit
    assert facts.formula
    assert facts.reference
    assert set(facts.needs) <= {"population", "distances", "birthplaces"}
    assert registry.get(facts.code.upper()) is facts


@pytest.mark.parametrize("facts", registry.facts(), ids=lambda facts: facts.code)
def test_a_measure_stands_in_the_methods(facts: Facts, repository: Path) -> None:
    page = (repository / "docs/methods/flow-measures.md").read_text(encoding="utf-8")
    formula = facts.formula.replace("|", "\\|")
    assert f"| `{facts.code}` | {facts.name} | " in page
    assert f" | {facts.unit} | {formula} | {facts.reference} |" in page


def test_an_unknown_measure_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownMeasure, match="effectiveness"):
        registry.get("efectiveness")


def test_an_area_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(UnknownArea, match="KEN"):
        profile(flow_table(np.zeros((2, 2))), None, "KEN")


@settings(max_examples=60)
@given(squares)
def test_every_measure_of_any_table_is_a_number_or_a_reason(
    persons: FloatArray,
) -> None:
    table = flow_table(persons)
    people = account(table, range(len(persons)), range(len(persons)))
    found = [*system(table, people), *profile(table, people, "A")]
    assert len(found) == len(registry.facts())
    for each in found:
        if each.value is None:
            assert each.reason
        else:
            assert math.isfinite(each.value)
            assert not each.reason


@pytest.mark.parametrize("many", [1, 2])
def test_a_table_of_one_or_two_areas_is_no_accident(many: int) -> None:
    table = flow_table(np.zeros((many, many)))
    found = [*system(table, None), *profile(table, None, "A")]
    assert {each.value for each in found} <= {None, 0.0}
