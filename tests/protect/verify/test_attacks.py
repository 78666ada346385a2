"""Claims about attacks: linkage, membership, attributes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.protect.verify import _making as making

from migrascope.protect import verify
from migrascope.protect.verify import intervals, linkage, promises


def linked(
    tmp_path: Path, before: pl.DataFrame, after: pl.DataFrame
) -> linkage.Linkage:
    return linkage.attack(before, after, promises.read(making.plan(tmp_path, k=2)))


def test_of_records_that_are_alike_one_is_drawn(tmp_path: Path) -> None:
    # by hand: three alike are found with 1/3 each, the other two with 1/2 each
    rows: list[making.Row] = [("f", "18+", "KE", None)] * 3
    rows += [("m", "18+", "ML", None)] * 2
    found = linked(tmp_path, making.frame(rows), making.frame(rows))
    assert found.found == pytest.approx((3 / 3 + 2 / 2) / 5)
    assert found.certain == 0
    assert found.exposed == 0


def test_a_blank_agrees_with_everybody_and_hides_by_that(tmp_path: Path) -> None:
    # by hand: 1 and 2 differ in country; 2 was blanked in the release. Person 1 is
    # sought among both (1/2), person 2 agrees with the blank only (1).
    before = making.frame([("f", "18+", "KE", None), ("f", "18+", "ML", None)])
    after = making.frame([("f", "18+", "KE", None), ("f", "18+", None, None)])
    found = linked(tmp_path, before, after)
    # countries were not grouped, so that nobody with ML is released as KE
    assert found.found == pytest.approx((1 / 2 + 1) / 2)
    assert found.certain == pytest.approx(1 / 2)


def test_where_values_were_grouped_a_value_that_was_blanked_may_be_in_any_group(
    tmp_path: Path,
) -> None:
    ages = ["1", "2", "30"]
    before = making.frame([("f", age, "KE", None) for age in ages])
    after = making.frame([("f", age, "KE", None) for age in ("a", "a", None)])
    # by hand: 1 and 2 are sought among three; 30 could have been an a or a blank
    assert linked(tmp_path, before, after).found == pytest.approx(3 * (1 / 3) / 3)


def test_one_who_is_found_for_certain_is_enough_for_a_no(tmp_path: Path) -> None:
    # by hand: of ten, nine are alike and one is unique and was blanked; each of the
    # nine is sought among ten, the one is the only one who agrees with what it was
    rows: list[making.Row] = [("f", "18+", "KE", None)] * 9
    before = making.frame([*rows, ("f", "18+", "ML", None)])
    after = making.frame([*rows, ("f", "18+", None, None)])
    found = linked(tmp_path, before, after)
    assert found.found == pytest.approx((9 / 10 + 1) / 10)
    check = linkage.check(found, 2)
    assert not check.passed
    assert "1 are found among fewer than 2 candidates, 1 of them for certain" in (
        check.says
    )


def test_who_takes_full_matches_first_may_not_find_more_than_one_in_k(
    tmp_path: Path,
) -> None:
    # by hand: four people unlike each other and two like the first, of whom nothing is
    # shown. Each has 3 candidates: the record that shows their keys, and the two. But
    # the four are found for certain by whoever takes the one that matches in full, and
    # the two are taken for the first.
    rows: list[making.Row] = [(sex, "18+", land, None) for sex in "fm" for land in "AB"]
    blank: making.Row = (None, None, None, None)
    before = making.frame([*rows, rows[0], rows[0]])
    after = making.frame([*rows, blank, blank])
    found = linked(tmp_path, before, after)
    assert found.found == pytest.approx(1 / 3)
    assert found.certain == 0
    assert found.in_full == pytest.approx(4 / 6)
    check = linkage.check(found, 3)
    assert not check.passed
    assert check.figure == pytest.approx(4 / 6)
    assert 'missing = "value"' in check.says


def test_a_full_match_shows_all_that_is_known_of_the_person(tmp_path: Path) -> None:
    # by hand: of the third the age is not known; all three match what is known
    rows: list[making.Row] = [("f", "18+", "KE", None)] * 2 + [("f", None, "KE", None)]
    found = linked(tmp_path, making.frame(rows), making.frame(rows))
    assert found.found == pytest.approx(1 / 3)
    assert found.in_full == pytest.approx((1 / 2 + 1 / 2 + 1 / 3) / 3)


def test_too_few_candidates_are_a_no_even_if_nobody_is_found_for_certain(
    tmp_path: Path,
) -> None:
    rows: list[making.Row] = [("f", "18+", "KE", None)] * 20
    rows += [("m", "18+", "ML", None)] * 2
    promised = promises.read(making.plan(tmp_path, k=3))
    found = linkage.attack(making.frame(rows), making.frame(rows), promised)
    assert found.certain == 0
    assert found.found == pytest.approx(2 / 22)
    assert not linkage.check(found, 3).passed


def test_groups_are_known_to_the_attacker(tmp_path: Path) -> None:
    before = making.frame([("f", age, "KE", None) for age in ("1", "2", "30", "31")])
    after = making.frame([("f", age, "KE", None) for age in ("a", "a", "b", "b")])
    assert linked(tmp_path, before, after).found == pytest.approx(1 / 2)


def test_someone_whose_values_were_exchanged_is_sought_among_the_nearest(
    tmp_path: Path,
) -> None:
    # by hand: ages f1->2, f2->1 swapped among three women and a man who is apart;
    # each age is mostly released as itself because there are two of each
    ages = ["1", "1", "1", "2", "2", "2"]
    swapped = ["1", "1", "2", "1", "2", "2"]
    before = making.frame([("f", age, "KE", None) for age in ages])
    after = making.frame([("f", age, "KE", None) for age in swapped])
    # four stay and are found with 1/3; the two that moved are sought in vain
    assert linked(tmp_path, before, after).found == pytest.approx(4 * (1 / 3) / 6)


def test_a_person_with_whom_nobody_agrees_is_sought_among_the_nearest(
    tmp_path: Path,
) -> None:
    # by hand: the attacker takes KE for ML (two of three) and 18+ for itself. The
    # third person is sought as (f, 18+, ML), is released as (m, 0-17, KE), and is not
    # found; the first two are found with 1/2 each.
    before = making.frame(
        [("f", "18+", "KE", None), ("f", "18+", "KE", None), ("f", "18+", "KE", None)]
    )
    after = making.frame(
        [("f", "18+", "ML", None), ("f", "18+", "ML", None), ("m", "0-17", "KE", None)]
    )
    assert linked(tmp_path, before, after).found == pytest.approx(2 * (1 / 2) / 3)


def test_the_nearest_is_found_where_no_record_agrees_in_all(tmp_path: Path) -> None:
    # by hand: sought (f, 18+, KE), released as (f, 18+, ML) once, which is nearer
    # than (m, 18+, NG): found for certain. The majority of KE is KE: 4 others.
    rows: list[making.Row] = [("f", "18+", "KE", None)]
    rows += [("m", "0-17", "KE", None)] * 4
    after: list[making.Row] = [("f", "18+", "ML", None)]
    after += [("m", "0-17", "KE", None)] * 4
    found = linked(tmp_path, making.frame(rows), making.frame(after))
    assert found.found == pytest.approx((1 + 4 / 4) / 5)
    assert found.certain == pytest.approx(1 / 5)


def test_exact_intervals_are_the_published_ones() -> None:
    # Clopper and Pearson: 2 of 10 gives 2.5 % to 55.6 %; 0 of 10 at most 30.8 %
    rate = intervals.exact(2, 10)
    assert (round(rate.low, 4), round(rate.high, 4)) == (0.0252, 0.5561)
    assert round(intervals.exact(0, 10).high, 4) == 0.3085
    assert intervals.exact(10, 10).high == 1


def _people(number: int, seed: int) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "file_number": [f"A{each}" for each in range(number)],
            "sex": draw.choice(["f", "m"], number),
            "age": draw.choice([str(age) for age in range(60)], number),
            "country": draw.choice([f"C{each}" for each in range(30)], number),
            "harm": draw.choice([str(harm) for harm in range(8)], number),
        }
    )


def attacked(tmp_path: Path, twin: pl.DataFrame) -> dict[str, verify.Check]:
    _people(400, 1).write_csv(tmp_path / "cases.csv")
    _people(400, 2).write_csv(tmp_path / "control.csv")
    twin.drop("file_number").write_csv(tmp_path / "twin.csv")
    verdict = verify.twin(
        tmp_path / "twin.csv",
        making.plan(tmp_path),
        original=tmp_path / "cases.csv",
        control=tmp_path / "control.csv",
    )
    return {check.name: check for check in verdict.checks}


def test_a_twin_that_copies_its_people_gives_them_away(tmp_path: Path) -> None:
    found = attacked(tmp_path, _people(400, 1))
    assert not found["membership inference"].passed
    assert not found["attribute inference of harm"].passed


def test_a_twin_of_other_people_gives_nobody_away(tmp_path: Path) -> None:
    found = attacked(tmp_path, _people(400, 3))
    assert found["membership inference"].passed
    assert found["attribute inference of harm"].passed


def test_a_release_of_the_raw_records_is_refused_by_the_attacks_too(
    tmp_path: Path,
) -> None:
    cases = _people(400, 1)
    cases.write_csv(tmp_path / "cases.csv")
    _people(400, 2).write_csv(tmp_path / "control.csv")
    folder = making.release(tmp_path / "release", cases.drop("file_number"))
    verdict = verify.release(
        folder,
        making.plan(tmp_path),
        original=tmp_path / "cases.csv",
        control=tmp_path / "control.csv",
    )
    names = {check.name for check in verdict.failed}
    assert {"attribute inference of harm", "linkage", "k-anonymity"} <= names


def test_of_too_few_people_no_rate_is_told(tmp_path: Path) -> None:
    cases = _people(60, 1)
    cases.write_csv(tmp_path / "cases.csv")
    cases.drop("file_number").write_csv(tmp_path / "twin.csv")
    verdict = verify.twin(
        tmp_path / "twin.csv",
        making.plan(tmp_path),
        original=tmp_path / "cases.csv",
        control=tmp_path / "cases.csv",
    )
    assert "too few" in verdict.left_out["inference"]


def test_a_release_in_another_order_is_attacked_only_when_the_order_is_told(
    tmp_path: Path,
) -> None:
    cases = _people(400, 1)
    cases.write_csv(tmp_path / "cases.csv")
    order = np.random.default_rng(4).permutation(400).tolist()
    mixed = cases.drop("file_number")[order]
    folder = making.release(tmp_path / "release", mixed)
    plan = making.plan(tmp_path)
    told = verify.release(folder, plan, original=tmp_path / "cases.csv", order=order)
    silent = verify.release(folder, plan, original=tmp_path / "cases.csv")
    assert "linkage" in {check.name for check in told.failed}
    assert "cannot be paired" in silent.left_out["linkage"]


def test_a_twin_with_a_combination_that_few_had_is_refused(tmp_path: Path) -> None:
    # by hand: two women and two men, all adults; only one man was in Mali. Of (m, ML),
    # (m, 18+, ML) and (ML) there is one each, and one of 18+ and ML.
    rows: list[making.Row] = [("f", "18+", "KE", None)] * 2
    rows += [("m", "18+", "KE", None), ("m", "18+", "KE", None)]
    rows += [("m", "18+", "ML", None)]
    making.frame(rows).write_csv(tmp_path / "cases.csv")
    plan = making.plan(tmp_path)
    found = []
    for number, twin in enumerate((rows[:4], rows)):
        file = tmp_path / f"twin{number}.csv"
        making.frame(twin).write_csv(file)
        cases = tmp_path / "cases.csv"
        verdict = verify.twin(file, plan, original=cases, resolution=2)
        check = next(each for each in verdict.checks if each.name == "combinations")
        found.append((check.passed, check.figure))
    assert found == [(True, 0), (False, 4)]


def test_columns_in_other_groups_than_the_original_are_told(tmp_path: Path) -> None:
    _people(200, 1).write_csv(tmp_path / "cases.csv")
    twin = _people(200, 2).with_columns(country=pl.lit("Africa")).drop("file_number")
    twin.write_csv(tmp_path / "twin.csv")
    verdict = verify.twin(
        tmp_path / "twin.csv",
        making.plan(tmp_path),
        original=tmp_path / "cases.csv",
        control=tmp_path / "cases.csv",
        resolution=1,
    )
    assert "other groups" in verdict.left_out["country"]
    assert "combinations" in {check.name for check in verdict.checks}
