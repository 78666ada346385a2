"""`migrascope areas` finds codes and members."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable

import pytest
from tests.conftest import Finished

Run = Callable[..., Finished]


@pytest.mark.parametrize("text", ["KEN", "Kenya", "404", "肯尼亚", "كينيا"])
def test_an_area_is_found_by_code_or_by_name_in_any_language(
    run: Run, text: str
) -> None:
    answer = run("areas", text, "--format", "json")
    assert answer.code == 0
    assert [each["id"] for each in json.loads(answer.out)] == ["KEN"]


def test_names_are_given_in_the_language_that_is_asked_for(run: Run) -> None:
    answer = run("areas", "DEU", "--lang", "fr", "--format", "json")
    assert json.loads(answer.out)[0]["name"] == "Allemagne"


def test_the_members_of_a_group_are_listed(run: Run) -> None:
    answer = run("areas", "--members", "Eastern Africa", "--format", "csv")
    codes = {row["id"] for row in csv.DictReader(answer.out.splitlines())}
    assert {"KEN", "UGA", "TZA"} < codes
    assert "NGA" not in codes


def test_an_area_and_the_members_of_a_group_are_not_asked_together(run: Run) -> None:
    answer = run("areas", "KEN", "--members", "LDC")
    assert (answer.code, answer.out) == (2, "")


def test_without_a_question_all_areas_are_listed(run: Run) -> None:
    answer = run("areas")
    assert len(answer.out.splitlines()) > 240


def test_an_unknown_name_says_so_and_names_the_nearest(run: Run) -> None:
    answer = run("areas", "Kenyaa")
    assert answer.code == 2
    assert "Kenya" in answer.err
