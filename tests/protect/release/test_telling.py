"""What was counted in the cases is told outside with one rounding, everywhere."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import polars as pl
import pytest
from tests.protect.release import made

from migrascope.protect import verify
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.model import Column, Plan, Promise, Role
from migrascope.protect.release import data, record, staging, telling, twinning
from migrascope.protect.release.producing import produce
from migrascope.protect.verify.verdict import Check, Verdict

PLAN = Plan("Cases", (Column("sex", Role.KEY), Column("age", Role.KEY)), Promise(k=3))
PROMISES = """
[[promise.diversity]]
column = "control"
l = 2
[[promise.closeness]]
column = "control"
t = 0.99
[[column]]
name = "year"
"""


def silent(doing: str, share: float) -> None:
    del doing, share


@pytest.mark.parametrize(("k", "expected"), [(2, 5), (5, 5), (7, 7), (20, 20)])
def test_counts_are_rounded_to_k_or_to_five(k: int, expected: int) -> None:
    plan = dataclasses.replace(PLAN, promise=Promise(k=k))
    assert telling.base(plan) == expected
    assert telling.missing_before({"sex": 3 * expected + 1}, plan) == {
        "sex": 3 * expected
    }


@pytest.mark.parametrize(
    ("cells", "begins"),
    [(157, "About 155 cells"), (1, "Fewer than 5 cells"), (0, "Fewer than 5 cells")],
)
def test_cells_that_were_blanked_are_told_as_a_rounded_count(
    cells: int, begins: str
) -> None:
    says = f'{cells} cells of "sex" were blanked so that every key is shared by 3.'
    (told,) = telling.steps([Done("suppress", "sex", cells, says, {})], PLAN)
    assert told.startswith(begins)
    assert told.endswith("were blanked so that every key is shared by 3.")


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (
            "3% and leaves 2 of 300 records to suppression; next 9% and leaves 15.",
            "3%; next 9%.",
        ),
        (
            "Even at the coarsest levels 13.2% of the records are left to suppression.",
            "levels too many records are left to suppression.",
        ),
        ("3 values were put into one class. 1,203 cells were blanked.", "about 1,205"),
        (
            '"age" was recoded to the level "broad": 1,203 values became 15 groups.',
            '"age" was recoded to the level "broad".',
        ),
        (
            "2 values that fewer than 5 records have were put into one class.",
            "Values that fewer than 5 records have were put into one class.",
        ),
    ],
)
def test_counts_of_the_cases_in_sentences_are_left_out_or_rounded(
    says: str, told: str
) -> None:
    (sentence,) = telling.steps([Done("any", "", 0, says, {})], PLAN)
    assert told in sentence
    assert not re.search(r"\b(2|15|300|13\.2%|1,203)\b", sentence)


def test_the_people_whose_dates_moved_are_told_as_a_rounded_count() -> None:
    says = "Dates of 1,298 people moved by 1 to 30 days; days between stay."
    done = Done("shift_dates", "day", 1, says, {"people": 1298.0})
    (sentence,) = telling.steps([done], PLAN)
    assert (
        sentence
        == "Dates of about 1,300 people moved by 1 to 30 days; days between stay."
    )


@pytest.mark.parametrize(
    ("found", "told"), [(0.0, 0.05), (0.1578, 0.2), (0.2, 0.2), (0.32, 1 / 3)]
)
def test_an_attack_is_told_in_steps_and_within_its_limit(
    found: float, told: float
) -> None:
    check = {
        "name": "linkage",
        "passed": True,
        "figure": found,
        "limit": 1 / 3,
        "says": f"{found}",
    }
    outside = telling.attack(check)
    assert outside["figure"] == pytest.approx(told, abs=1e-4)
    assert str(found) not in outside["says"] or found in {0.0, 0.2}


def test_an_attack_that_passes_by_chance_alone_is_told_as_it_is() -> None:
    check = {"name": "membership inference", "passed": True, "figure": 0.19}
    outside = telling.attack({**check, "limit": 0.1, "says": ""})
    assert outside["figure"] == pytest.approx(0.2)
    assert "by chance" in outside["says"]


def test_a_check_that_is_not_known_tells_only_that_it_holds() -> None:
    verdict = Verdict.of([Check("new attack", True, 0.123, 0.2, "12.3 % found.")], {})
    (told,) = record.public(verdict, PLAN, records=10)["checks"]
    assert told["figure"] is None
    assert told["says"] == "it holds."


def test_the_missing_values_of_the_cases_cannot_be_told_from_a_release(
    tmp_path: Path,
) -> None:
    asked = made.asked(tmp_path)
    produce(asked, silent)
    facts = json.loads((asked.output / "release.json").read_text("utf-8"))
    frame, released = made.frame(), pl.read_parquet(asked.output / "data.parquet")
    assert facts["missing_rounded_to"] == 5
    for key, told in facts["missing_before"].items():
        assert told % 5 == 0
        assert abs(told - frame[key].null_count()) <= 2
    blanked = sum(
        released[key].null_count() - frame[key].null_count()
        for key in facts["promises"]["keys"]
    )
    assert blanked % 5, "the example would prove nothing"
    (check,) = [
        each for each in facts["verdict"]["checks"] if each["name"] == "suppression"
    ]
    assert check["figure"] * 1200 == pytest.approx(5 * round(blanked / 5))
    for name in ("utility.html", "codebook.xml"):
        page = (asked.output / name).read_text("utf-8")
        cells = re.findall(r"([\d,]+) cells of", page)
        assert all(int(each.replace(",", "")) % 5 == 0 for each in cells)
        assert "records to suppression" not in page
    again = verify.release(asked.output, asked.plan)
    (alone,) = [each for each in again.checks if each.name == "suppression"]
    assert alone.passed
    assert alone.says.startswith("at least")


def test_every_check_of_the_proof_is_known_to_the_record(tmp_path: Path) -> None:
    # A check that is renamed or new must be looked at: may its figure be told?
    asked = made.asked(tmp_path, missing="value")
    text = asked.plan.read_text("utf-8").replace('[[column]]\nname = "year"', PROMISES)
    asked.plan.write_text(text, "utf-8")
    control = tmp_path / "control.csv"
    made.frame(900).tail(600).write_csv(control)
    first = produce(asked, silent)
    again = dataclasses.replace(
        asked,
        output=tmp_path / "second",
        earlier=(asked.output,),
        secret=first.inside,
    )
    second = produce(again, silent)
    order = data.order(300, key=staging.read_chance(second.inside))
    twin = dataclasses.replace(again, output=tmp_path / "twin", earlier=(), secret=None)
    few = ("sex", "age", "control")
    twinning.produce(twin, twinning.Seeded(), silent, columns=few)
    # So few people may be told apart by chance: the names count, not the answers.
    verdicts = [
        second.verdict,
        verify.release(
            again.output,
            asked.plan,
            original=asked.cases,
            control=control,
            order=order.tolist(),
        ),
        verify.twin(
            twin.output,
            asked.plan,
            original=asked.cases,
            control=control,
            resolution=10,
            mean_error=1e6,
        ),
    ]
    names = {check.name for verdict in verdicts for check in verdict.checks}
    known = (*record.PLAIN, *record.ATTACKS, record.SUPPRESSION)
    assert {name for name in names if not record.is_named(name, known)} == set()
    for beginning in record.ATTACKS:
        assert any(record.is_named(name, (beginning,)) for name in names), beginning
    for beginning in set(record.PLAIN):
        assert any(record.is_named(name, (beginning,)) for name in names), beginning
