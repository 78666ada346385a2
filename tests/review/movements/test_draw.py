"""`draw` makes a picture that says what it shows, by which method, and how sure."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import polars as pl
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from migrascope.errors import MigrascopeError, NoFigures, UnknownArea, UsageError
from migrascope.review.movements.draw import Kind, Show, draw
from migrascope.review.movements.plate import Plate
from migrascope.review.movements.selected import select

from .made import METHODS, Made, made

pytestmark = pytest.mark.xdist_group(
    "drawings of movements"
)  # what it rests on is built once

SOURCE = "International Migrant Stock 2020 [undesa-ims-bilateral@2020]"


@pytest.fixture(scope="module")
def estimates() -> Made:
    return made()


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("area", [None, "KEN", "M49:014"])
def test_every_drawing_states_source_method_and_doubt(
    kind: Kind, area: str | None, estimates: Made
) -> None:
    plate = draw(kind, estimates, show=Show(area=area), source=SOURCE)
    assert SOURCE in plate.under
    assert "not counts" in plate.under
    assert "Pseudo-Bayes (da_pb_closed), both sexes" in plate.under
    assert re.search(r"Three methods put .* between [\d,]+ and [\d,]+", plate.under)
    assert re.search(r"\d", plate.alternative)
    assert "2015–2020" in plate.finding
    assert not re.search(r"\bNone\b|nan|  |M49:|X:", plate.finding + plate.alternative)


def test_the_range_is_of_sums_and_not_a_sum_of_ranges(estimates: Made) -> None:
    chosen = select(estimates, Show(area="KEN"))
    total = chosen.total()
    assert (total.persons, total.low, total.high) == (124_000, 64_000, 124_000)
    by_corridor = [move.low or 0.0 for move in chosen.moves()]
    assert sum(by_corridor) < 64_000


def test_a_method_that_is_silent_about_a_pair_says_nobody(estimates: Made) -> None:
    (move,) = [
        each
        for each in select(estimates, Show(area="KEN")).moves()
        if (each.origin, each.destination) == ("KEN", "UGA")
    ]
    assert (move.low, move.high) == (0, 9_000)


def test_one_method_alone_has_no_range_of_its_own() -> None:
    alone = made(
        {("SOM", "KEN"): (5.0,)},
        methods=("da_min_open",),
    )
    plate = draw(Kind.CHORD, alone, show=Show(area="KEN"))
    assert "methods put" not in plate.under
    assert select(alone, Show()).total().low is None


def test_one_method_with_bounds_of_its_own_is_drawn_with_them() -> None:
    alone = made({("SOM", "KEN"): (50.0,)}, methods=("da_pb_closed",))
    resampled = Made(
        alone.frame().with_columns(
            low=pl.col("persons") * 0.8, high=pl.col("persons") * 1.5
        )
    )
    plate = draw(Kind.TIME, resampled, show=Show(area="KEN"))
    (first, newest) = json.loads(plate.specification)["data"]["values"]
    assert first["low"] < first["value"] < first["high"]
    assert newest["high"] == pytest.approx(1.5 * newest["value"])
    assert "low to the high figures" in plate.under
    assert "the methods" not in plate.under


def test_without_bounds_no_band_is_spoken_of() -> None:
    alone = made({("SOM", "KEN"): (50.0,)}, methods=("da_pb_closed",))
    plate = draw(Kind.TIME, alone, show=Show(area="KEN"))
    assert "band" not in plate.under


def test_the_method_asked_for_is_drawn(estimates: Made) -> None:
    plate = draw(Kind.HEAT, estimates, show=Show(area="KEN", method="sd_drop_neg"))
    cells = json.loads(plate.specification)["data"]["values"]
    assert max(each["persons"] for each in cells) == 50_000
    assert "sd_drop_neg" in plate.under


def test_the_heat_map_of_a_country_shows_its_partners_among_themselves(
    estimates: Made,
) -> None:
    plate = draw(Kind.HEAT, estimates, show=Show(area="KEN"))
    cells = json.loads(plate.specification)["data"]["values"]
    told = {(c["origin"], c["destination"]): c["persons"] for c in cells}
    assert told["Somalia", "United States"] == 6_000


def test_an_earlier_interval_can_be_drawn(estimates: Made) -> None:
    plate = draw(Kind.MAP, estimates, show=Show(area="KEN", start=2010))
    assert "2010–2015" in plate.finding
    assert "30,000" in plate.alternative


def test_a_group_keeps_what_moves_within_it_apart(estimates: Made) -> None:
    plate = draw(Kind.TIME, estimates, show=Show(area="M49:014"))
    told = json.loads(plate.specification)["data"]["values"]
    newest = {each["line"]: each["value"] for each in told if each["year"] > 2016}
    years = 5 * 365.2 / 365.25
    assert newest["Left"] == pytest.approx(66_000 / years, rel=1e-3)
    assert newest["Within"] == pytest.approx(64_400 / years, rel=1e-3)
    assert "Came" not in newest


def test_countries_can_be_put_together_by_income(estimates: Made) -> None:
    plate = draw(Kind.HEAT, estimates, show=Show(by="income"))
    cells = json.loads(plate.specification)["data"]["values"]
    told = {(c["origin"], c["destination"]): c["persons"] for c in cells}
    assert told["Low-income countries", "High-income countries"] == 6_000
    assert sum(told.values()) == 130_400


def test_the_world_is_drawn_by_region(estimates: Made) -> None:
    plate = draw(Kind.CHORD, estimates)
    assert "Sub-Saharan Africa" in plate.alternative
    assert "Kenya" not in plate.alternative


@pytest.mark.parametrize(
    ("kind", "show", "says", "error"),
    [
        ("pie", Show(), "chord, map, heat, time", UsageError),
        ("map", Show(method="guess"), "da_pb_closed", UsageError),
        ("map", Show(sex="M"), "_T", UsageError),
        ("heat", Show(start=1999), "2010, 2015", UsageError),
        ("chord", Show(by="continent"), "sub_region", UsageError),
        ("map", Show(by="region"), "countries", UsageError),
        ("map", Show(area="Atlantis"), "Atlantis", UnknownArea),
        ("map", Show(area="FRA"), "France", NoFigures),
        ("time", Show(area="FRA"), "France", NoFigures),
    ],
)
def test_what_cannot_be_drawn_is_named(
    kind: str, show: Show, says: str, error: type[MigrascopeError], estimates: Made
) -> None:
    with pytest.raises(error) as raised:
        draw(kind, estimates, show=show)
    assert says in str(raised.value)


@pytest.fixture(scope="module")
def plate(estimates: Made) -> Plate:
    drawn = draw(Kind.CHORD, estimates, show=Show(area="KEN"), source=SOURCE)
    return Plate("A & B < C", drawn.specification, 'Says "so" <&>', drawn.under)


def test_an_svg_carries_sentence_source_and_alternative_text(
    plate: Plate, tmp_path: Path
) -> None:
    plate.write(tmp_path / "moves.svg")
    drawn = (tmp_path / "moves.svg").read_text("utf-8")
    assert 'role="img"' in drawn
    assert 'aria-label="Says &quot;so&quot; &lt;&amp;&gt;"' in drawn
    assert "A &amp; B &lt; C" in drawn
    assert "undesa-ims-bilateral@2020" in drawn
    assert "NaN" not in drawn


def test_a_pdf_is_tagged_and_speaks_the_alternative_text(plate: Plate) -> None:
    paper = PdfReader(io.BytesIO(plate.pdf()))
    assert "Says" in str(_figures(paper))
    text = "".join(page.extract_text() for page in paper.pages)
    assert "A & B < C" in text
    assert "not counts" in text
    assert len(paper.pages) == 1


def _figures(paper: PdfReader) -> list[str]:
    """The alternative texts of the pictures of a PDF."""
    things = [paper.get_object(number) for number in range(1, len(paper.xref[0]) + 1)]
    return [
        str(thing["/Alt"])
        for thing in things
        if isinstance(thing, DictionaryObject) and "/Alt" in thing
    ]


def test_a_png_is_a_picture(plate: Plate, tmp_path: Path) -> None:
    plate.write(tmp_path / "moves.PNG")
    assert (tmp_path / "moves.PNG").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["moves.gif", "moves", "no/folder/moves.svg"])
def test_a_file_that_cannot_be_written_is_named(
    plate: Plate, tmp_path: Path, name: str
) -> None:
    with pytest.raises(UsageError) as raised:
        plate.write(tmp_path / name)
    assert Path(name).name in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_methods_are_in_the_order_of_preference(estimates: Made) -> None:
    assert set(select(estimates, Show()).compared) == set(METHODS)
    assert select(estimates, Show()).method == "da_pb_closed"


def without(estimates: Made, method: str, start: int) -> Made:
    """The same, but the method failed for the interval that begins in this year."""
    gone = (pl.col("method") == method) & (pl.col("start").dt.year() == start)
    return Made(estimates.rows.filter(~gone))


def test_a_method_that_failed_for_the_interval_does_not_say_nobody(
    estimates: Made,
) -> None:
    found = select(without(estimates, "sd_drop_neg", 2015), Show(area="KEN"))
    assert found.compared == ("da_pb_closed", "da_min_closed")
    of_two = select(
        Made(estimates.rows.filter(pl.col("method") != "sd_drop_neg")), Show(area="KEN")
    )
    assert found.moves() == of_two.moves()
    assert found.total() == of_two.total()


def test_lines_over_time_leave_out_an_interval_for_which_the_method_failed(
    estimates: Made,
) -> None:
    shown = Show(method="da_pb_closed")
    found = select(without(estimates, "da_pb_closed", 2010), shown)
    assert [start.year for start, _, _ in found.each_interval()] == [2015]


def test_a_method_with_all_intervals_is_drawn_unless_another_is_named(
    estimates: Made,
) -> None:
    found = select(without(estimates, "da_pb_closed", 2010), Show())
    assert found.method == "da_min_closed"
