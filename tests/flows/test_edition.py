"""Claims: stored estimates are an edition like any other, and lead to the stocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.flows import made_base
from tests.flows.preparing import bases

from migrascope.cli import flows_storing
from migrascope.errors import DamagedBase, NoFigures
from migrascope.flows import edition, estimates_file, methods, seeding
from migrascope.flows.estimates import Estimates
from migrascope.flows.estimating import estimate
from migrascope.flows.options import Options, Residuals
from migrascope.model.source import CC_BY_3_IGO, CC_BY_4, CC_BY_NC_4
from migrascope.sources.batch import Batch
from migrascope.store import own
from migrascope.store.base import Base
from migrascope.store.editions import Edition, Outcome
from migrascope.store.trace import Verdict

TODAY = date(2026, 11, 22)


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return made_base.publish(tmp_path)


@pytest.fixture
def made(base: Base) -> Estimates:
    return estimate(base, start=2010, end=2020, sexes=("_T", "F", "M"))


def batch(made: Estimates, base: Base, folder: Path, today: date = TODAY) -> Batch:
    folder.mkdir(exist_ok=True)
    return edition.batch(made, base, folder=folder, today=today)


def stored(made: Estimates, base: Base, folder: Path, today: date = TODAY) -> Edition:
    return base.accept(batch(made, base, folder, today))


def test_the_same_estimates_give_the_same_bytes(
    made: Estimates, base: Base, tmp_path: Path
) -> None:
    again = estimate(base, start=2010, end=2020, sexes=("_T", "F", "M"))
    one, other = (
        batch(each, base, tmp_path / name)
        for name, each in (("one", made), ("other", again))
    )
    assert one.files[0].sha256 == other.files[0].sha256
    assert one.observations.equals(other.observations)
    assert one.remarks == other.remarks


def test_the_same_estimates_are_recognised(
    made: Estimates, base: Base, tmp_path: Path
) -> None:
    kept = stored(made, base, tmp_path / "a")
    assert kept.outcome is Outcome.ADDED
    again = batch(made, base, tmp_path / "b", date(2027, 1, 1))
    assert own.same_as(base, again) == kept


def test_other_estimates_are_a_newer_edition(
    made: Estimates, base: Base, tmp_path: Path
) -> None:
    first = stored(made, base, tmp_path / "a")
    other = estimate(base, start=2015, end=2020)
    again = batch(other, base, tmp_path / "b")
    assert own.same_as(base, again) is None
    second = base.accept(again)
    assert first.id < second.id
    assert base.edition(edition.DATASET).id == second.id


def test_a_third_one_on_the_same_day_is_newer_still(base: Base, tmp_path: Path) -> None:
    ids = [
        stored(
            estimate(base, start=2015, end=2020, methods=(method,)),
            base,
            tmp_path / method,
        ).id
        for method in ("sd_drop_neg", "sd_rev_neg", "da_pb_closed")
    ]
    assert ids == sorted(ids)
    assert own.newest(base, edition.DATASET) == base.edition(ids[-1])


def test_what_was_stored_by_a_clock_that_is_ahead_stays_older(
    made: Estimates, base: Base, tmp_path: Path
) -> None:
    ahead = stored(made, base, tmp_path / "a", date(2030, 1, 1))
    other = estimate(base, start=2015, end=2020)
    assert stored(other, base, tmp_path / "b").vintage > ahead.vintage


def test_every_estimate_is_stored_with_its_method_and_both_areas(
    made: Estimates, base: Base, tmp_path: Path
) -> None:
    stored(made, base, tmp_path / "a")
    for table in made.tables:
        (figure,) = base.query(
            measure="migration_flows",
            area="KEN",
            origin="SOM",
            sex=table.sex,
            breakdown=f"method={table.method}",
            year=table.interval.end.year,
        )
        assert figure.value == pytest.approx(table.corridor("SOM", "KEN"), abs=6e-4)
        assert (figure.unit, figure.obs_status) == ("PS", "E")
        assert (figure.start, figure.end) == (table.interval.start, table.interval.end)


def test_corridors_below_half_a_person_by_every_method_are_left_out(
    made: Estimates, base: Base, tmp_path: Path
) -> None:
    stored(made, base, tmp_path / "a")
    rows = base.frame(measure="migration_flows")
    largest = rows.group_by("area", "origin", "sex", "end").agg(pl.col("value").max())
    assert largest["value"].min() >= 0.5  # type: ignore[operator] # a number
    assert largest.height < 3 * 2 * 4 * 3


def test_a_stored_estimate_is_found_again_in_its_file(
    made: Estimates, base: Base, tmp_path: Path
) -> None:
    stored(made, base, tmp_path / "a")
    figures = base.query(measure="migration_flows", area="KEN", sex="F")
    assert len({figure.breakdown for figure in figures}) == len(methods.ALL)
    for figure in figures:
        assert base.trace(figure).verdict is Verdict.EQUAL


def test_a_row_names_the_cells_of_the_stocks(
    made: Estimates, base: Base, tmp_path: Path
) -> None:
    stored(made, base, tmp_path / "a")
    figure = base.query(
        measure="migration_flows", area="KEN", origin="SOM", sex="_T", year=2020
    )[0]
    before, after, back, _ = estimates_file.stocks_of(base, figure)
    assert (before.birthplace, before.residence, before.day) == (
        "SOM", "KEN", date(2015, 7, 1),
    )  # fmt: skip
    assert (before.persons, after.persons, back.persons) == (100, 150, 10)
    for cell in (*before.cells, *after.cells):
        stock = base.figure_at(cell)
        assert (stock.area, stock.origin, stock.value) == ("KEN", "SOM", cell.value)


def test_women_rest_on_the_cells_of_women(
    made: Estimates, base: Base, tmp_path: Path
) -> None:
    stored(made, base, tmp_path / "a")
    figure = base.query(
        measure="migration_flows", area="KEN", origin="SOM", sex="F", year=2020
    )[0]
    assert estimates_file.stocks_of(base, figure)[0].persons == 60


def test_a_pair_without_stocks_has_no_cells(made: Estimates) -> None:
    wide = (
        made.wide()
        .head(1)
        .with_columns(pl.lit("SOM").alias("origin"), pl.lit("USA").alias("destination"))
    )
    (row,) = estimates_file.table(wide, made.stocks).to_dicts()
    assert row["born_at_origin_before"] is None
    assert row["born_at_origin_before_cells"] is None


def test_where_nobody_moved_there_is_nothing_to_store(
    base: Base, tmp_path: Path
) -> None:
    made = estimate(base, start=2015, end=2020, methods=("mig_rate",))
    with pytest.raises(NoFigures, match="half a person"):
        batch(made, base, tmp_path / "a")


def test_a_lost_file_is_missed(made: Estimates, base: Base, tmp_path: Path) -> None:
    kept = stored(made, base, tmp_path / "a")
    base.snapshot(kept.files[0].sha256).unlink()
    with pytest.raises(DamagedBase, match="no longer in the base"):
        estimates_file.stocks_of(base, base.query(measure="migration_flows")[0])


def test_the_remarks_say_how_to_make_the_same_again(base: Base, tmp_path: Path) -> None:
    options = Options(residuals=Residuals.DROP)
    made = estimate(base, start=2015, end=2020, options=options)
    kept = stored(made, base, tmp_path / "a")
    said = "\n".join(kept.remarks)
    for input_ in made.editions:
        assert input_ in said
    assert "Options: --stocks undesa-ims-bilateral@2024 --residuals drop" in said
    for method in methods.ALL:
        assert f"\n{method}: " in said
    assert said.count("the largest error is ") == len(methods.ALL)


def test_the_command_that_explains_has_the_options_of_the_edition(
    base: Base, tmp_path: Path
) -> None:
    options = Options(residuals=Residuals.DROP)
    weights = seeding.by_distance(base)
    made = estimate(
        base,
        start=2015,
        end=2020,
        sexes=("F",),
        options=options,
        seed=weights.weights,
    )
    kept = base.accept(
        edition.batch(made, base, folder=tmp_path, today=TODAY, seeding=weights)
    )
    figure = base.query(measure="migration_flows", area="KEN", origin="SOM")[0]
    assert edition.how_to_explain(kept, figure) == (
        "migrascope flows explain SOM KEN 2015 --to 2020 --sex F "
        "--stocks undesa-ims-bilateral@2024 --residuals drop --seed-by distance"
    )


def test_the_licence_is_that_of_the_inputs(
    made: Estimates, base: Base, tmp_path: Path
) -> None:
    kept = stored(made, base, tmp_path / "a")
    assert kept.licence == CC_BY_4
    assert "Office of Tests." in kept.citation


def test_derived_work_keeps_the_strictest_terms(base: Base) -> None:
    inputs = [
        replace(base.edition(bases.STOCKS), licence=each)
        for each in (CC_BY_4, CC_BY_NC_4, CC_BY_3_IGO, CC_BY_4)
    ]
    found = own.licence_of(inputs)
    assert found.id == "CC-BY-4.0 AND CC-BY-NC-4.0 AND CC-BY-3.0-IGO"
    assert not found.redistributable
    assert not found.commercial


def test_caveats_say_that_nobody_counted(
    made: Estimates, base: Base, tmp_path: Path
) -> None:
    kept = stored(made, base, tmp_path / "a")
    figure = base.query(
        measure="migration_flows", area="KEN", breakdown="method=da_min_open"
    )[0]
    told = {each.id for each in kept.caveats_for(figure.facts(), year=figure.year)}
    assert {"flows-estimates", "flows-transitions", "flows-least"} <= told
    assert "flows-stock-differences" not in told


def test_the_command_line_knows_the_dataset_by_its_name() -> None:
    assert flows_storing.DATASET == edition.DATASET
    assert edition.describe().datasets == (edition.DATASET,)


def test_a_fit_that_fell_short_is_remarked(
    made: Estimates, base: Base, tmp_path: Path
) -> None:
    short = replace(
        made.tables[0].fit, converged=False, largest_error=7.0, says="Far off."
    )
    tables = (replace(made.tables[0], fit=short), *made.tables[1:])
    kept = stored(replace(made, tables=tables), base, tmp_path / "a")
    (said,) = [each for each in kept.remarks if "did not meet" in each]
    assert said.startswith("sd_drop_neg")
    assert "the largest error is 7 persons (_T, 2010–2015" in said
    assert said.endswith("Far off.")


def test_weights_without_a_name_are_not_kept_silent(base: Base, tmp_path: Path) -> None:
    plain = estimate(base, start=2015, end=2020)
    weights = seeding.by_distance(base).weights
    weighed = estimate(base, start=2015, end=2020, seed=weights)
    assert "No corridor was weighed" in str(batch(plain, base, tmp_path / "a").remarks)
    assert "are not named here" in str(batch(weighed, base, tmp_path / "b").remarks)
