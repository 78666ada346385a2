"""Are whole estimates resampled from a base, with everything they were made with?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.flows.failing import REASON, fail_in_a_draw
from tests.flows.preparing import bases
from tests.flows.validation import small

from migrascope.errors import EstimationError, NoFigures
from migrascope.flows.account import mid_years
from migrascope.flows.estimating import estimate
from migrascope.flows.options import Options
from migrascope.flows.uncertainty import resampling, series
from migrascope.flows.uncertainty.resampling import resample
from migrascope.store.base import Base

pytestmark = pytest.mark.xdist_group("resampled")  # what it rests on is built once

DRAWS = 40


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return small.whole(tmp_path_factory.mktemp("resampled"))


def test_every_table_gets_its_band(base: Base) -> None:
    made = estimate(
        base, start=2010, end=2020, sexes=("F", "_T"), methods=("sd_drop_neg",)
    )
    found = resample(base, made, draws=DRAWS)
    assert len(found.bands) == len(made.tables) == 4
    for table in made.tables:
        band = found.band(table.method, table.sex, table.interval)
        assert band is not None
        low, high = band.at()
        assert (low <= table.persons + 0.01).all()
        assert (high >= table.persons - 0.01).all()


def test_a_revision_of_the_last_year_widens_the_last_interval_only(base: Base) -> None:
    made = estimate(
        base,
        start=2010,
        end=2020,
        methods=("sd_drop_neg",),
        options=Options(stocks="2020"),
    )
    found = resample(base, made, draws=DRAWS)
    before = found.band("sd_drop_neg", "_T", mid_years(2010, 2015))
    after = found.band("sd_drop_neg", "_T", mid_years(2015, 2020))
    assert before is not None
    assert after is not None
    assert np.ptp(before.total[1]) < 1.0
    # the newer edition has a fifth more people in 2020, and as many as before in 2015
    assert after.total[1, 1] >= made.table("sd_drop_neg", "_T", after.interval).total
    assert after.corridor("DNK", "SWE")[1] > after.corridor("DNK", "SWE")[0]


def test_the_weights_of_the_estimates_hold_in_the_draws(base: Base) -> None:
    def closing(
        areas: tuple[str, ...],
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        weights = np.ones((len(areas), len(areas)))
        weights[areas.index("DNK"), areas.index("SWE")] = 0.0
        return weights

    made = estimate(base, start=2015, end=2020, methods=("da_min_open",), seed=closing)
    found = resample(base, made, weights=closing, draws=DRAWS)
    assert found.bands[0].corridor("DNK", "SWE") == (0.0, 0.0)
    assert resample(base, made, draws=DRAWS).bands[0].corridor("DNK", "SWE")[1] > 0


def test_progress_counts_every_draw(base: Base) -> None:
    made = estimate(base, start=2015, end=2020, methods=("sd_drop_neg", "sd_rev_neg"))
    told: list[tuple[int, int, str]] = []
    resample(base, made, draws=DRAWS, progress=lambda *each: told.append(each))
    assert [done for done, _, _ in told] == list(range(1, 2 * DRAWS + 1))
    assert {total for _, total, _ in told} == {2 * DRAWS}
    assert told[0][2] == "sd_drop_neg _T"


def test_the_meaning_names_the_editions(base: Base) -> None:
    made = estimate(base, start=2015, end=2020, methods=("sd_drop_neg",))
    found = resample(base, made, draws=DRAWS)
    assert found.editions == (
        "undesa-ims-bilateral@2020",
        "undesa-ims-bilateral@2024",
    )
    assert "as the edition of 2020 was by that of 2024" in found.says


def test_corridors_that_none_is_like_are_told() -> None:
    editions = ("undesa-ims-bilateral@2020", "undesa-ims-bilateral@2024")
    says = resampling.meaning(editions[0], editions, DRAWS, alone=3)
    none = resampling.meaning(editions[0], editions, DRAWS, alone=0)
    assert "left alone" not in none
    assert says.endswith("Of 3 corridors no revision is known: left alone.")


def test_one_edition_says_nothing_about_revisions(tmp_path: Path) -> None:
    base = small.least(tmp_path)
    made = estimate(base, start=2015, end=2020, methods=("sd_drop_neg",))
    with pytest.raises(NoFigures, match="1 of the two editions") as error:
        resample(base, made, draws=DRAWS)
    assert "undesa-ims-bilateral@2020" in error.value.what
    assert "migrascope add" in error.value.advice


def test_a_base_without_stocks_has_no_series(tmp_path: Path) -> None:
    base = bases.base(tmp_path, {"undesa-ims-bilateral@2020": small.totals()})
    with pytest.raises(NoFigures, match="no stocks by place of birth"):
        series.read(base, "undesa-ims-bilateral@2020")
    with pytest.raises(NoFigures, match="do not rest on"):
        resampling.stocks_edition(("undesa-wpp@2024",))


def test_a_method_that_fails_in_a_draw_takes_no_other_one_with_it(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = estimate(base, start=2015, end=2020, methods=("mig_rate", "sd_drop_neg"))
    alone = resample(base, made, draws=DRAWS)
    fail_in_a_draw(monkeypatch, "mig_rate")
    found = resample(base, made, draws=DRAWS)
    assert [each.method for each in found.bands] == ["sd_drop_neg"]
    (failed,) = found.failures
    assert (failed.method, failed.reason) == ("mig_rate", REASON)
    kept, before = found.band("sd_drop_neg"), alone.band("sd_drop_neg")
    assert kept is not None
    assert before is not None
    assert kept.persons.tobytes() == before.persons.tobytes()


def test_when_every_method_fails_in_a_draw_the_error_is_raised(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = estimate(base, start=2015, end=2020, methods="mig_rate")
    fail_in_a_draw(monkeypatch, "mig_rate")
    with pytest.raises(EstimationError, match=REASON):
        resample(base, made, draws=DRAWS)
