"""`migrascope sources` says what can be read, and under which terms."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.conftest import Finished

from migrascope.sources import registry

Run = Callable[..., Finished]


def test_every_source_has_a_line(run: Run) -> None:
    answer = run("sources")
    assert answer.code == 0
    first_words = {line.split()[0] for line in answer.out.splitlines()}
    assert set(registry.NAMES) <= first_words


@pytest.mark.parametrize("name", registry.NAMES)
def test_a_source_tells_its_terms_and_its_caveats(run: Run, name: str) -> None:
    described = registry.adapter(name).describe()
    answer = run("sources", name)
    assert answer.code == 0
    assert described.licence.name in answer.out
    assert all(caveat.says in answer.out for caveat in described.caveats)


def test_the_same_is_there_for_programs(run: Run) -> None:
    facts = json.loads(run("sources", "--format", "json").out)
    assert [each["source"] for each in facts] == list(registry.NAMES)
    assert all(isinstance(each["licence"]["commercial"], bool) for each in facts)


def test_terms_that_are_not_stated_allow_nothing(run: Run) -> None:
    answer = run("sources", "national")
    assert "may not be passed on, and may not be used commercially" in answer.out


def test_an_unknown_source_is_an_error_that_names_the_known_ones(run: Run) -> None:
    answer = run("sources", "eurostat-of-mars")
    assert answer.code == 2
    assert "undesa" in answer.err
