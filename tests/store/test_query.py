"""What the base answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.store.made import Clock, MakeBatch, stock

from migrascope.errors import DamagedBase, UnknownEdition
from migrascope.model.observation import Status
from migrascope.store.base import Base


@pytest.fixture
def filled(base: Base, make_batch: MakeBatch) -> Base:
    """Two vintages of one dataset, and another dataset with origins and sexes."""
    base.accept(make_batch([stock("KEN", 2015, 1), stock("KEN", 2020, 2)]))
    base.accept(
        make_batch(
            [stock("KEN", 2020, 3), stock("UGA", 2020, 4, row=3)], vintage="2024"
        )
    )
    pairs = [
        stock("KEN", 2020, 10 * number, origin=origin, sex=sex, row=number)
        for number, (origin, sex) in enumerate(
            [("SOM", "F"), ("SOM", "M"), ("SSD", "F")], start=2
        )
    ]
    base.accept(make_batch(pairs, dataset="test-pairs", vintage="2020"))
    return base


def values(base: Base, **filters: object) -> list[float | None]:
    return [each.value for each in base.query(**filters)]  # type: ignore[arg-type] # the claims below name their filters


def test_the_newest_edition_of_each_dataset_answers(filled: Base) -> None:
    assert values(filled, area="KEN") == [20, 30, 40, 3]


def test_the_folder_of_a_base_may_be_named_as_text(filled: Base) -> None:
    named = Base.open(str(filled.folder))
    assert named.folder == filled.folder
    assert values(named, area="KEN") == [20, 30, 40, 3]


def test_every_dimension_can_be_restricted(filled: Base) -> None:
    assert values(filled, origin="SOM") == [20, 30]
    assert values(filled, origin=["SOM", "SSD"], sex="F") == [20, 40]
    assert values(filled, measure="refugees") == []
    assert values(filled, measure=["refugees", "migrant_stock"], area="UGA") == [4]
    assert values(filled, unit="USD") == []


def test_years_are_restricted_with_both_ends_included(filled: Base) -> None:
    old = "test-stock@2020"
    assert values(filled, editions=old, since=2015, until=2015) == [1]
    assert values(filled, editions=old, since=2016) == [2]
    assert values(filled, editions=old, until=2020) == [1, 2]
    assert values(filled, editions=old, year=2020) == [2]
    assert values(filled, editions=old, year=[2015, 2020]) == [1, 2]
    assert values(filled, editions=old, year=[]) == []


def test_editions_are_named_by_id_or_by_dataset(filled: Base) -> None:
    assert values(filled, editions="test-stock@2020", year=2020) == [2]
    assert values(filled, editions="test-stock", area="KEN") == [3]
    with pytest.raises(UnknownEdition, match=r"Nearest: test-stock@20"):
        filled.query(editions="test-stok@2020")


def test_what_was_not_yet_known_on_a_day_does_not_answer(
    base: Base, make_batch: MakeBatch, clock: Clock
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 1)]))
    clock.moment = clock.moment.replace(month=6)
    base.accept(make_batch([stock("KEN", 2020, 2)], vintage="2024"))
    assert values(base, area="KEN") == [2]
    assert values(base, area="KEN", as_of=date(2026, 3, 1)) == [1]
    assert values(base, area="KEN", as_of=date(2025, 3, 1)) == []
    assert [each.id for each in base.editions(as_of=date(2026, 3, 1))] == [
        "test-stock@2020"
    ]
    with pytest.raises(UnknownEdition):
        base.query(editions="test-stock@2024", as_of=date(2026, 3, 1))


def test_an_older_vintage_that_comes_later_does_not_answer_by_default(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 2)], vintage="2024"))
    base.accept(make_batch([stock("KEN", 2020, 1)], vintage="2019"))
    assert values(base, area="KEN") == [2]


@pytest.mark.parametrize(
    "hostile", ["' OR true --", "KEN' OR '1'='1", "'; DROP TABLE x; --", "%", "\x00"]
)
def test_values_are_never_taken_for_sql(filled: Base, hostile: str) -> None:
    assert values(filled, area=hostile) == []
    assert values(filled, origin=[hostile, "SOM"], sex=hostile) == []


def test_the_frame_and_the_figures_say_the_same(filled: Base) -> None:
    for filters in (
        {},
        {"area": "KEN", "since": 2016},
        {"origin": ["SOM"], "sex": "F"},
    ):
        figures = filled.query(**filters)
        frame = filled.frame(**filters)
        rows = {tuple(row) for row in frame.iter_rows()}
        assert {tuple(each.facts().values()) for each in figures} == rows


def test_a_figure_knows_its_period_cell_and_doubt(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(
        make_batch(
            [stock("KEN", 2020, 5, low=4.0, high=6.0, obs_status="E", row=9, column=7)]
        )
    )
    (figure,) = base.query(area="KEN")
    assert str(figure.period) == "mid-2020"
    assert (figure.cell.edition, figure.cell.row, figure.cell.column) == (
        "test-stock@2020",
        9,
        7,
    )
    assert figure.cell.label == "migrant_stock"
    estimate = figure.estimate
    assert (estimate.low, estimate.value, estimate.high) == (4, 5, 6)
    assert estimate.status is Status.ESTIMATED
    assert estimate.cells == (figure.cell,)
    assert base.figure_at(figure.cell) == figure


def test_a_base_that_does_not_exist_answers_nothing(tmp_path: Path) -> None:
    base = Base.open(tmp_path / "nowhere")
    assert base.query(area="KEN") == ()
    assert base.frame(area="KEN").is_empty()
    assert base.editions() == ()
    assert not (tmp_path / "nowhere").exists()


def test_only_files_that_can_answer_are_opened(filled: Base) -> None:
    other = filled.folder / "editions" / "test-pairs@2020" / "observations.parquet"
    other.unlink()
    assert values(filled, area="UGA") == [4]
    with pytest.raises(DamagedBase, match="is missing"):
        filled.query(area="KEN")


def test_a_broken_file_is_named_with_what_to_do(filled: Base) -> None:
    path = filled.folder / "editions" / "test-pairs@2020" / "observations.parquet"
    size = path.stat().st_size
    path.write_bytes(b"PAR1" + b"\x07" * (size - 8) + b"PAR1")
    for ask in (filled.query, filled.frame):
        with pytest.raises(DamagedBase) as caught:
            ask(area="KEN", editions="test-pairs")
        assert "test-pairs@2020" in str(caught.value)
        assert "catalog --check" in str(caught.value)


def test_a_file_that_was_cut_short_is_named(filled: Base) -> None:
    path = filled.folder / "editions" / "test-pairs@2020" / "observations.parquet"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(DamagedBase, match="has changed since it was written"):
        filled.query(origin="SOM")
