"""Claims about how the proof reads plans, originals and releases for itself."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.protect.verify import _making as making

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect import reading
from migrascope.protect.plan import reading as plans
from migrascope.protect.plan import writing
from migrascope.protect.plan.model import (
    ClosenessPromise,
    Column,
    DiversityPromise,
    Few,
    Kind,
    Missing,
    Plan,
    Promise,
    Role,
)
from migrascope.protect.plan.steps import Suppress, TopCode
from migrascope.protect.verify import original, promises

PLAN = Plan(
    title="Cases",
    columns=(
        Column("name", Role.DIRECT_IDENTIFIER),
        Column("sex", Role.KEY, missing_marks=("-99", "?")),
        Column("income", Role.KEY, Kind.NUMBER, missing_marks=("-1",)),
        Column("since", Role.KEY, Kind.DATE),
        Column("harm", Role.SENSITIVE, rare=Few.ALLOW),
    ),
    promise=Promise(
        7,
        (DiversityPromise("harm", 2.0),),
        (ClosenessPromise("harm", 0.25),),
        0.03,
        Few.ALLOW,
    ),
    missing=Missing.VALUE,
    steps=(TopCode("income", 60), Suppress()),
)
TEXT = "name;sex;income;since;harm\nA;f;1,5;31.05.2016;é\nB;-99;-1;01.02.2017;x\n"


def written(folder: Path) -> Path:
    file = folder / "plan.toml"
    file.write_text(writing.text(PLAN), encoding="utf-8")
    return file


def test_both_readers_of_plans_understand_the_same(tmp_path: Path) -> None:
    file = written(tmp_path)
    one, other = plans.load(file), promises.read(file)
    assert other.k == one.promise.k
    assert other.keys == one.keys
    assert other.most_suppressed == one.promise.most_suppressed
    assert other.wildcard is (one.missing is Missing.WILDCARD)
    (close,) = other.closeness
    assert (close.column, close.most, close.distance) == ("harm", 0.25, "equal")
    assert other.households is True
    assert [told.rare for told in other.columns.values()] == [False] * 4 + [True]
    (diverse,) = other.diversity
    assert (diverse.column, diverse.least, diverse.kind, diverse.c) == (
        "harm",
        2.0,
        "distinct",
        3.0,
    )
    for column in one.columns:
        told = other.columns[column.name]
        assert (told.role, told.kind) == (column.role, column.kind)
        assert told.marks == set(column.missing_marks)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_both_readers_of_cases_find_the_same(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(TEXT, encoding=encoding)
    ours = original.read(file, promises.read(written(tmp_path)))
    theirs = reading.read(file, PLAN).frame
    assert ours["sex"].to_list() == theirs["sex"].to_list() == ["f", None]
    assert ours["income"].to_list() == theirs["income"].to_list() == [1.5, None]
    assert ours["since"].to_list() == theirs["since"].cast(pl.String).to_list()
    assert ours["harm"].to_list() == theirs["harm"].to_list() == ["é", "x"]


def test_an_original_from_stata_is_read_with_its_codes(tmp_path: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "name": ["A", "B"],
            "sex": [1.0, -99.0],
            "income": [2.0, None],
            "since": ["2016-05-31", "2017-02-01"],
            "harm": [3.0, 4.0],
        }
    )
    pyreadstat.write_dta(frame, str(tmp_path / "cases.dta"))
    ours = original.read(tmp_path / "cases.dta", promises.read(written(tmp_path)))
    assert ours["sex"].to_list() == ["1", None]
    assert ours["income"].to_list() == [2.0, None]
    assert ours["harm"].to_list() == ["3", "4"]


def test_an_original_that_is_none_is_not_quoted(tmp_path: Path) -> None:
    file = tmp_path / "cases.parquet"
    file.write_text("secret", encoding="utf-8")
    with pytest.raises(UnusableCases) as refused:
        original.read(file, promises.read(written(tmp_path)))
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('role = "key"', 'role = "keys"'),
        ('kind = "number"', 'kind = "digits"'),
        ('missing = "value"', 'missing = "any"'),
        ('do = "suppress"', 'do = "supress"'),
        ("k = 7", 'k = "many"'),
        ('column = "harm"', 'column = "sex"'),
        ("[promise]", "[promises]\n[promise"),
    ],
)
def test_a_plan_that_is_not_understood_is_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    file = written(tmp_path)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadPlan):
        promises.read(file)


def test_a_hierarchy_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    file = making.plan(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('name = "age"', 'name = "age"\nhierarchy = "none.csv"'),
        encoding="utf-8",
    )
    with pytest.raises(BadPlan, match="hierarchy cannot be read"):
        promises.read(file)
