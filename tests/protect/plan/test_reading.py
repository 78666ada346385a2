"""What does a plan file say, and what is refused?"""

from __future__ import annotations

from pathlib import Path

import pytest

from migrascope.errors import BadPlan, Where
from migrascope.protect.plan import reading, steps
from migrascope.protect.plan.model import (
    ClosenessPromise,
    Distance,
    Diversity,
    Few,
    Kind,
    Missing,
    Role,
)

PLAN = """\
title = "Cases of 2024"
missing = "value"

[promise]
k = 4
most_suppressed = 0.2
[[promise.diversity]]
column = "exploitation"
l = 2
kind = "entropy"
[[promise.closeness]]
column = "exploitation"
t = 0.3

[[column]]
name = "age"
role = "key"
hierarchy = "age"
importance = 2
missing_marks = [-99, "."]
because = "Others know it."

[[column]]
name = "exploitation"
role = "sensitive"

[[column]]
name = "months"
role = "other"
kind = "number"

[[step]]
do = "recode"
column = "age"
level = "broad"

[[step]]
do = "top_code"
column = "months"
at = 60
"""


def refused(old: str, new: str) -> BadPlan:
    assert old in PLAN
    with pytest.raises(BadPlan) as caught:
        reading.parse(PLAN.replace(old, new), file="plan.toml")
    return caught.value


def test_a_plan_is_read_as_it_was_written() -> None:
    plan = reading.parse(PLAN)
    age = plan.named("age")
    assert (age.role, age.hierarchy, age.importance) == (Role.KEY, "age", 2)
    assert age.missing_marks == ("-99", ".")
    assert plan.missing is Missing.VALUE
    assert plan.promise.k == 4
    assert plan.promise.diversity[0].kind is Diversity.ENTROPY
    assert plan.promise.closeness == (ClosenessPromise("exploitation", 0.3),)
    assert plan.named("months").kind is Kind.NUMBER
    assert plan.steps == (steps.Recode("age", "broad"), steps.TopCode("months", 60))


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('role = "key"', 'role = "kee"', 17, 'role (of "age") is unknown'),
        ('kind = "number"', 'kind = "numbr"', 30, 'did you mean "number"?'),
        ("importance = 2", "importance = 0", 19, "must be above 0"),
        ("importance = 2", "importence = 2", 19, 'did you mean "importance"?'),
        ('hierarchy = "age"', 'hierarchy = "aeg"', 18, 'did you mean "age"?'),
        ('hierarchy = "age"', 'hierarchy = "number"', 18, "is for the kind number"),
        ('name = "months"', 'name = "age"', 28, "another decision on line 16"),
        ("k = 4", "k = 1", 5, "2 or more"),
        ("k = 4", 'k = "4"', 5, "must be a whole number"),
        ("most_suppressed = 0.2", "most_suppressed = 20", 6, "a share from 0 to 1"),
        ("l = 2", "l = 0.5", 9, "must be above 1"),
        ("t = 0.3", "t = 1.5", 13, "at most 1"),
        ("t = 0.3", "", 11, "is missing"),
        ('column = "exploitation"\nt', 'column = "age"\nt', 12, "not a sensitive"),
        ('do = "recode"', 'do = "recodes"', 33, 'did you mean "recode"?'),
        (
            'column = "age"\nlevel',
            'column = "agee"\nlevel',
            34,
            "no column of the plan",
        ),
        ('column = "months"', 'column = "age"', 39, "of the kind category"),
        ('missing = "value"', 'missing = "wild"', 2, "is unknown"),
        ('title = "Cases of 2024"', "titel = 1", 1, 'did you mean "title"?'),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(
    old: str, new: str, line: int, says: str
) -> None:
    error = refused(old, new)
    assert says in str(error)
    assert error.advice
    assert error.where == Where("plan.toml", line=line)


def test_a_step_on_a_column_without_hierarchy_is_refused() -> None:
    assert "has no hierarchy" in str(refused('hierarchy = "age"', ""))


def test_broken_toml_is_refused_with_its_line() -> None:
    error = refused("k = 4", "k = ")
    assert error.where == Where("plan.toml", line=5)


@pytest.mark.parametrize(
    "step",
    [
        'do = "microaggregate"\ncolumns = ["months"]\nsize = 1',
        'do = "microaggregate"\ncolumns = []',
        'do = "microaggregate"\ncolumns = ["months", "months"]',
        'do = "add_noise"\ncolumns = ["months"]\nshare = 0',
        'do = "pram"\ncolumn = "exploitation"\nkeep = 0',
        'do = "pram"\ncolumn = "months"',
        'do = "rank_swap"\ncolumn = "months"\nwithin = 2',
        'do = "rank_swap"\ncolumn = "exploitation"',
        'do = "coarsen_date"\ncolumn = "months"',
        'do = "shift_dates"\ncolumns = ["months"]\nperson = "age"',
        'do = "pseudonymise"\ncolumn = "id"',
        'do = "search_recoding"\nmost_suppressed = -1',
        'do = "bottom_code"\ncolumn = "months"\nat = nan',
        'do = "suppress"\nk = 3',
        'column = "age"',
    ],
)
def test_a_step_that_cannot_be_taken_is_refused(step: str) -> None:
    with pytest.raises(BadPlan):
        reading.parse(f"{PLAN}\n[[step]]\n{step}\n")


def test_every_step_that_there_is_has_a_name_and_a_check() -> None:
    assert set(reading.STEPS.values()) == set(steps.Step.__args__)
    dates = PLAN + '[[column]]\nname = "day"\nrole = "other"\nkind = "date"\n'
    written = [
        'do = "recode"\ncolumn = "age"\nlevel = "broad"',
        'do = "search_recoding"',
        'do = "top_code"\ncolumn = "months"\nat = 9',
        'do = "bottom_code"\ncolumn = "months"\nat = 1',
        'do = "suppress"',
        'do = "microaggregate"\ncolumns = ["months"]',
        'do = "add_noise"\ncolumns = ["months"]',
        'do = "pram"\ncolumn = "exploitation"',
        'do = "rank_swap"\ncolumn = "months"',
        'do = "pseudonymise"\ncolumn = "exploitation"',
        'do = "group_rare"\ncolumns = ["exploitation", "day"]',
        'do = "coarsen_date"\ncolumn = "day"',
        'do = "shift_dates"\ncolumns = ["day"]\nperson = "age"',
    ]
    plan = reading.parse(dates + "".join(f"\n[[step]]\n{each}\n" for each in written))
    assert [type(each) for each in plan.steps[2:]] == list(reading.STEPS.values())


def test_a_plan_without_a_key_is_refused() -> None:
    with pytest.raises(BadPlan, match="no column has the role key"):
        reading.parse('[[column]]\nname = "a"\nrole = "other"\n')


def test_two_weights_are_refused() -> None:
    weight = '[[column]]\nname = "{}"\nrole = "weight"\nkind = "number"\n'
    with pytest.raises(BadPlan, match='so is "w1"'):
        reading.parse(PLAN + weight.format("w1") + weight.format("w2"))


def test_a_plan_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPlan, match="no such plan"):
        reading.load(tmp_path / "plan.toml")


class TestGroupsOfTheUser:
    """A hierarchy in a CSV file beside the plan."""

    def plan(self, folder: Path, groups: str) -> Path:
        (folder / "work.csv").write_text(groups, encoding="utf-8")
        file = folder / "plan.toml"
        text = '[[column]]\nname = "work"\nrole = "key"\nhierarchy = "work.csv"\n'
        step = '[[step]]\ndo = "recode"\ncolumn = "work"\nlevel = "kind"\n'
        file.write_text(text + step, encoding="utf-8")
        return file

    def test_are_read_with_the_plan(self, tmp_path: Path) -> None:
        groups = "value,kind,sector\nfishing,sea,food\nfarming,land,food\n"
        column = reading.load(self.plan(tmp_path, groups)).named("work")
        assert column.grouping
        assert column.grouping.levels == ("kind", "sector")
        assert column.grouping.rows[0] == ("fishing", "sea", "food")

    @pytest.mark.parametrize(
        ("groups", "says"),
        [
            ("value,kind,sector\na,x,1\nb,x,2\n", "no coarsening"),
            ("value,kind\na,x\na,y\n", "stands on line 2 already"),
            ("value,kind\na,\n", "2 filled fields"),
            ("value,kind\na,x,y\n", "2 filled fields"),
            ("value,kind,kind\na,x,y\n", "same name"),
            ("value\na\n", "holds no groups"),
            ("value,sort\na,x\n", '"kind" is not in the hierarchy'),
        ],
    )
    def test_that_are_not_nested_or_whole_are_refused(
        self, tmp_path: Path, groups: str, says: str
    ) -> None:
        with pytest.raises(BadPlan, match=says):
            reading.load(self.plan(tmp_path, groups))

    def test_that_are_not_there_are_refused(self, tmp_path: Path) -> None:
        file = self.plan(tmp_path, "value,kind\na,x\n")
        (tmp_path / "work.csv").unlink()
        with pytest.raises(BadPlan, match="cannot be read"):
            reading.load(file)


CLOSE = """
[[column]]
name = "age"
role = "key"
[[column]]
name = "months"
role = "sensitive"
kind = "{kind}"
{hierarchy}
[[promise.closeness]]
column = "months"
t = 0.2
{distance}
{step}
"""


def close(
    *, kind: str = "number", distance: str = "", hierarchy: str = "", step: str = ""
) -> str:
    told = f'distance = "{distance}"' if distance else ""
    return CLOSE.format(kind=kind, distance=told, hierarchy=hierarchy, step=step)


@pytest.mark.parametrize(
    ("kind", "said", "meant"),
    [
        ("category", "", Distance.EQUAL),
        ("number", "", Distance.ORDERED),
        ("date", "", Distance.ORDERED),
        ("number", "equal", Distance.EQUAL),
    ],
)
def test_closeness_is_by_a_distance_that_goes_by_the_kind_if_none_is_said(
    kind: str, said: str, meant: Distance
) -> None:
    plan = reading.parse(close(kind=kind, distance=said))
    assert plan.promise.closeness[0].distance is meant


def test_a_hierarchical_distance_takes_the_hierarchy_of_the_column_along(
    tmp_path: Path,
) -> None:
    (tmp_path / "tree.csv").write_text("value,kind\n1,a\n2,a\n3,b\n", encoding="utf-8")
    text = close(
        kind="category", distance="hierarchical", hierarchy='hierarchy = "tree.csv"'
    )
    promise = reading.parse(text, folder=tmp_path).promise.closeness[0]
    assert promise.grouping is not None
    assert promise.grouping.ladder == ({"1": "a", "2": "a", "3": "b"},)


TOP = '[[step]]\ndo = "top_code"\ncolumn = "months"\nat = 24.0'


@pytest.mark.parametrize(
    ("kind", "distance", "step", "says"),
    [
        ("category", "ordered", "", "categories have no order"),
        ("number", "hierarchical", "", "needs a hierarchy of your own"),
        ("number", "ordered", TOP, "classes of the ends"),
        ("number", "near", "", "is unknown"),
    ],
)
def test_a_distance_that_cannot_be_measured_is_refused(
    kind: str, distance: str, step: str, says: str
) -> None:
    with pytest.raises(BadPlan, match=says):
        reading.parse(close(kind=kind, distance=distance, step=step))


FEW = """
[[column]]
name = "age"
role = "key"
[[column]]
name = "months"
role = "other"
kind = "number"
[[column]]
name = "day"
role = "other"
kind = "date"
[[column]]
name = "harm"
role = "sensitive"
{rare}
"""


def test_few_are_refused_unless_the_plan_lets_them_out() -> None:
    plan = reading.parse(FEW.format(rare=""))
    assert plan.named("harm").rare is Few.REFUSE
    assert plan.promise.households is Few.REFUSE
    allowed = '[promise]\nhouseholds = "allow"\n' + FEW.format(rare='rare = "allow"')
    plan = reading.parse(allowed)
    assert plan.named("harm").rare is Few.ALLOW
    assert plan.promise.households is Few.ALLOW


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ('do = "group_rare"\ncolumns = ["age"]', "in the role key"),
        ('do = "group_rare"\ncolumns = ["months"]', "a number in the role other"),
        ('do = "group_rare"\ncolumns = []', "one column or more"),
        ('do = "group_rare"\ncolumns = ["harm"]\ninto = ""', "is empty"),
        ('do = "shift_dates"\ncolumns = ["day"]\nperson = "age"', "moves as well"),
    ],
)
def test_a_step_that_would_not_protect_is_refused(step: str, says: str) -> None:
    again = f"[[step]]\n{step}\n" * 2
    with pytest.raises(BadPlan, match=says):
        reading.parse(FEW.format(rare="") + again)
