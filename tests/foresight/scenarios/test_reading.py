"""A scenario file that says the impossible is refused with the place."""

from __future__ import annotations

import pytest

from migrascope.errors import BadPlan, MigrascopeError
from migrascope.foresight.scenarios import reading
from migrascope.foresight.scenarios.model import Balance, Crisis

HEAD = 'title = "A"\nsays = "B."\n'
LATE = '[[net_migration]]\nareas = ["all"]\nfactor = 2\nsince = 2051\n'
BACKWARDS = """
[[net_migration]]
areas = ["KEN"]
factor = 2
since = 2040
until = 2030
"""


@pytest.mark.parametrize("name", reading.examples())
def test_a_scenario_that_comes_along_can_be_read(name: str) -> None:
    found = reading.load(name)
    assert found.changes
    assert found.says.endswith(".")


def test_a_crisis_is_read_with_its_defaults() -> None:
    text = f'{HEAD}[[crisis]]\norigin = "South Sudan"\nyear = 2027\npeople = 500000\n'
    assert reading.read(text, "a.toml").changes == (
        Crisis("SSD", 2027, 500_000, 0.0, Balance.REFUGEES),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title = ", "Invalid value"),
        (f'{HEAD}[[crisis]]\norigin = "SSD"\nyear = 2027\n', "people"),
        (f'{HEAD}[[crisis]]\norigin = "SSD"\nyear = 2027\npeople = -5\n', "people"),
        (f'{HEAD}[[crisis]]\norigin = "SSD"\nyear = 1999\npeople = 5\n', "2025"),
        (f'{HEAD}[[crysis]]\norigin = "SSD"\n', "crysis"),
        (HEAD, "changes nothing"),
        (f'{HEAD}[[net_migration]]\nareas = ["all"]\n', "factor or persons"),
        (f'{HEAD}[[net_migration]]\nareas = ["Africa"]\nfactor = 2\n', "no country"),
        (f"{HEAD}[[net_migration]]\nareas = []\nfactor = 2\n", "no areas"),
        (f"{HEAD}{BACKWARDS}", "before it begins"),
        (f'{HEAD}[[crisis]]\norigin = "SSD"\nyear = 2027\npeople = inf\n', "infinite"),
        (f'{HEAD}[[net_migration]]\nareas = ["KEN"]\nfactor = nan\n', "nan"),
        (f'{HEAD}[[crisis]]\norigin = "SSD"\nyear = 2060\npeople = 5\n', "after"),
        (f"{HEAD}{LATE}", "after the scenario ends"),
    ],
)
def test_what_is_wrong_is_said(text: str, says: str) -> None:
    with pytest.raises(BadPlan, match=says) as caught:
        reading.read(text, "mine.toml")
    assert "mine.toml" in str(caught.value)


def test_an_unknown_country_is_named() -> None:
    text = f'{HEAD}[[crisis]]\norigin = "Atlantis"\nyear = 2027\npeople = 5\n'
    with pytest.raises(MigrascopeError, match="Atlantis") as caught:
        reading.read(text, "mine.toml")
    assert "mine.toml" in str(caught.value)


def test_a_file_that_is_not_there_names_those_that_come_along() -> None:
    with pytest.raises(BadPlan, match="zero-migration"):
        reading.load("nowhere.toml")
