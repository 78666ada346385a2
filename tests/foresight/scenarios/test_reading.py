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


CRISIS = f'{HEAD}[[crisis]]\norigin = "SSD"\n'
NET = f"{HEAD}[[net_migration]]\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("title = ", 1, "not valid TOML: invalid value"),
        (f"{HEAD}[[crisis]\n", 3, "not valid TOML"),
        (f"{CRISIS}year = 2027\n", 3, "crisis 1, people: is missing: say how many"),
        (f"{CRISIS}year = 2027\npeople = -5\n", 6, "a number above 0, and -5 stands"),
        (f'{CRISIS}year = "soon"\npeople = 5\n', 5, 'whole number, and "soon" stands'),
        (f"{CRISIS}year = 2027.5\npeople = 5\n", 5, "a whole number, and 2027.5"),
        (f"{CRISIS}year = 1999\npeople = 5\n", 5, "of at least 2025, and 1999"),
        (f"{CRISIS}year = 2027\npeople = 5\nreturning = 7\n", 7, "at most 1"),
        (f'{CRISIS}year = 2027\npeople = 5\nbalance = "no"\n', 7, "none of the words"),
        (f"{CRISIS}yaer = 2027\n", 5, 'no key here. Did you mean "year"'),
        (f'{HEAD}[[crysis]]\norigin = "SSD"\n', 3, 'Did you mean "crisis"'),
        (f'{HEAD}crisis = "SSD"\n', 3, "a list of tables"),
        ('title = 7\nsays = "B."\n', 1, "title: must be a text in quotes, and 7"),
        (HEAD, 1, "changes nothing"),
        (f'{NET}areas = ["all"]\n', 3, "needs either factor or persons"),
        (f'{NET}areas = "all"\nfactor = 2\n', 4, 'a list, and "all" stands here'),
        (f'{NET}areas = [\n  "KEN",\n  3,\n]\nfactor = 2\n', 6, "text in quotes"),
        (f'{NET}areas = [\n  "KEN",\n  "Africa",\n]\nfactor = 2\n', 6, "no country"),
        (f"{NET}areas = []\nfactor = 2\n", 4, "names no areas"),
        (f"{HEAD}{BACKWARDS}", 8, "before it begins"),
        (f"{CRISIS}year = 2027\npeople = inf\n", 6, "inf is no number"),
        (f'{NET}areas = ["KEN"]\nfactor = nan\n', 5, "nan is no number"),
        (f"{CRISIS}year = 2060\npeople = 5\n", 5, "after the scenario ends"),
        (f"{HEAD}{LATE}", 6, "after the scenario ends"),
        (CRISIS.replace("SSD", "all") + "year = 2027\npeople = 5\n", 4, "one country"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(
    text: str, line: int, says: str
) -> None:
    with pytest.raises(BadPlan) as caught:
        reading.read(text, "mine.toml")
    assert str(caught.value).startswith(f"mine.toml, line {line}: ")
    assert says in str(caught.value)
    assert "Expected" not in str(caught.value)


def test_an_unknown_country_is_named() -> None:
    text = f'{HEAD}[[crisis]]\norigin = "Atlantis"\nyear = 2027\npeople = 5\n'
    with pytest.raises(MigrascopeError, match="Atlantis") as caught:
        reading.read(text, "mine.toml")
    assert "mine.toml, line 4" in str(caught.value)


def test_a_file_that_is_not_there_names_those_that_come_along() -> None:
    with pytest.raises(BadPlan, match="zero-migration"):
        reading.load("nowhere.toml")
