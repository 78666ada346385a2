"""Into which groups do values go, and is every level a coarsening of the one below?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import BadPlan, UnusableCases
from migrascope.model import area
from migrascope.protect.plan import hierarchy
from migrascope.protect.plan.hierarchy import Hierarchy
from migrascope.protect.plan.ladders import ages
from migrascope.protect.plan.model import Column, Grouping, Kind, Role

CTDC_BANDS = (
    "0--8",
    "9--17",
    "18--20",
    "21--23",
    "24--26",
    "27--29",
    "30--38",
    "39--47",
    "48+",
)


def built(
    values: list[str] | list[str | None] | list[float],
    name: str = "",
    *,
    kind: Kind = Kind.CATEGORY,
    grouping: Grouping | None = None,
) -> Hierarchy:
    column = Column("c", Role.KEY, kind, name, grouping=grouping)
    return hierarchy.of(column, pl.DataFrame({"c": values}))


def is_nested(levels: Hierarchy) -> bool:
    ladder: list[Mapping[str, str]] = [levels.groups[name] for name in levels.levels]
    return all(
        len({upper[value] for value in lower if lower[value] == group}) == 1
        for lower, upper in pairwise(ladder)
        for group in set(lower.values())
    )


class TestAges:
    """Years, bands and words."""

    @pytest.mark.parametrize(
        ("text", "band"),
        [
            ("Age 30-38", (30, 38)),
            ("0--8", (0, 8)),
            ("9 to 17 years", (9, 17)),
            ("9 à 17 ans", (9, 17)),
            ("48+", (48, None)),
            ("65 ans et plus", (65, None)),
            ("18岁以上", (18, None)),
            ("60 y más", (60, None)),
            (">= 60", (60, None)),
            ("under 18", (0, 17)),
            ("< 5", (0, 4)),
            ("34", (34, 34)),
            ("0.5", (0, 0)),
            ("Y18T59", (18, 59)),
            ("Y_LT18", (0, 17)),
            ("Y_GE60", (60, None)),
            ("Adult", (18, None)),
            ("mineur", (0, 17)),
            ("-99", None),
            ("12 months", None),
            ("38-30", None),
            ("1-2-3", None),
            ("Unknown", None),
            ("", None),
        ],
    )
    def test_are_read_in_the_ways_that_files_write_them(
        self, text: str, band: tuple[int, int | None] | None
    ) -> None:
        assert ages.band(text) == band

    def test_in_bands_become_pairs_then_broad_bands_then_minor_or_adult(
        self,
    ) -> None:
        levels = built(list(CTDC_BANDS), "age")
        assert levels.levels == ("wider", "broad", "majority", "all")
        of = {
            name: [levels.groups[name][each] for each in CTDC_BANDS]
            for name in levels.levels
        }
        assert of["wider"] == [
            *("0-17", "0-17", "18-23", "18-23", "24-29", "24-29"),
            *("30-47", "30-47", "48+"),
        ]
        assert of["broad"] == ["0-17"] * 2 + ["18-29"] * 4 + ["30+"] * 3
        assert of["majority"] == ["0-17"] * 2 + ["18+"] * 7
        assert of["all"] == ["*"] * 9

    def test_in_years_become_bands_of_five_then_ten(self) -> None:
        levels = built([0.0, 17.0, 18.0, 31.0, 99.0], "age", kind=Kind.NUMBER)
        names = ("five_years", "ten_years", "broad", "majority", "all")
        assert levels.levels == names
        assert [levels.groups[each]["31"] for each in names] == [
            *("30-34", "30-39", "30-59", "18+", "*")
        ]
        assert levels.groups["five_years"]["99"] == "85+"
        assert levels.groups["ten_years"]["17"] == "10-17"

    def test_a_word_wider_than_a_band_stays_itself_until_it_fits(self) -> None:
        levels = built([*CTDC_BANDS, "Adult"], "age")
        assert levels.groups["broad"]["Adult"] == "Adult"
        assert levels.groups["majority"]["Adult"] == "18+"

    @given(st.lists(st.integers(0, 110), min_size=1), st.sets(st.integers(1, 90)))
    def test_levels_are_nested_whatever_the_bands_are(
        self, years: list[int], starts: set[int]
    ) -> None:
        bounds = [0, *sorted(starts)]
        bands = [f"{low}-{high - 1}" for low, high in pairwise(bounds)]
        assert is_nested(built([*bands, f"{bounds[-1]}+", "Adult", "Minor"], "age"))
        assert is_nested(built([str(year) for year in years], "age"))

    def test_bands_that_overlap_are_never_cut(self) -> None:
        levels = built(["0-17", "15-24", "20-30", "31+"], "age")
        assert is_nested(levels)
        assert levels.groups["majority"]["0-17"] == levels.groups["majority"]["15-24"]


class TestAreas:
    """Countries in the regions of the UN."""

    def test_go_up_to_intermediate_region_sub_region_and_region(self) -> None:
        levels = built(["KE", "KEN", "Kenya", "Кения", "404"], "area")
        for text in ("KE", "KEN", "Kenya", "Кения", "404"):
            assert [levels.groups[name][text] for name in levels.levels] == [
                *("Eastern Africa", "Sub-Saharan Africa", "Africa", "*")
            ]

    def test_of_every_country_have_nested_levels(self) -> None:
        countries = [each.iso3 for each in area.countries() if each.iso3]
        levels = built(countries, "area")
        assert is_nested(levels)
        assert len(set(levels.groups["region"].values())) <= 8

    def test_a_stateless_person_stays_stateless(self) -> None:
        levels = built(["KE", "Stateless"], "area")
        assert levels.groups["region"]["Stateless"] == area.get("X:stateless").name

    @pytest.mark.parametrize("strange", ["0", "4", "Wakanda"])
    def test_what_is_no_country_is_refused_by_its_row_and_not_shown(
        self, strange: str
    ) -> None:
        with pytest.raises(BadPlan) as caught:
            built(["KE", None, strange, "UG"], "area")
        assert "row 4 holds" in str(caught.value)
        assert strange not in str(caught.value).replace("row 4", "")


class TestDates:
    """Days, months, quarters and years."""

    def test_in_days_go_up_to_ten_years(self) -> None:
        levels = built(["2016-05-31", "2017"], "date")
        assert [levels.groups[each]["2016-05-31"] for each in levels.levels] == [
            *("2016-05", "2016-Q2", "2016", "2015-2019", "2010-2019", "*")
        ]
        assert levels.groups["month"]["2017"] == "2017"

    def test_in_years_start_with_five_years(self) -> None:
        levels = built(["2014", "2015"], "date")
        assert levels.levels == ("five_years", "ten_years", "all")
        assert levels.groups["five_years"] == {"2014": "2010-2014", "2015": "2015-2019"}

    @given(st.lists(st.dates(), min_size=1, max_size=20))
    def test_are_nested(self, days: list[object]) -> None:
        late = [str(day) for day in days if "1800" <= str(day)[:4] < "2200"]
        assert is_nested(built([*late, "2000-01-01"], "date"))


class TestNumbers:
    """Bands that hold about as many records each."""

    def test_have_rounded_bounds(self) -> None:
        values = [float(each) for each in range(1, 1001)]
        levels = built(values, "number", kind=Kind.NUMBER)
        assert levels.levels == ("sixteenths", "eighths", "quarters", "halves", "all")
        assert set(levels.groups["halves"].values()) == {"below 500", "500 or more"}
        assert levels.groups["quarters"]["300"] == "250 to below 500"

    @given(
        st.lists(st.floats(-1e12, 1e12, allow_subnormal=False), min_size=1, max_size=80)
    )
    def test_are_nested(self, values: list[float]) -> None:
        assert is_nested(built(values, "number", kind=Kind.NUMBER))


def test_groups_of_the_user_are_followed_and_end_in_one_class() -> None:
    rows = (("fishing", "sea"), ("farming", "land"))
    levels = built(["fishing", None, "farming"], grouping=Grouping(("kind",), rows))
    assert levels.levels == ("kind", "all")
    assert levels.groups["kind"] == {"fishing": "sea", "farming": "land"}


def test_a_value_that_the_user_put_into_no_group_is_refused_by_its_row() -> None:
    with pytest.raises(BadPlan, match="row 3 holds values that its file does not have"):
        built(["a", "secret"], grouping=Grouping(("kind",), (("a", "x"),)))


def test_a_column_without_hierarchy_can_be_suppressed_whole() -> None:
    levels = built(["a", "b"])
    assert levels.levels == ("all",)
    assert set(levels.groups["all"].values()) == {"*"}


def test_applying_a_level_keeps_missing_values_missing() -> None:
    levels = built(["KE", None, "US"], "area")
    applied = levels.apply(pl.Series("c", ["US", None, "KE"]), "region")
    assert applied.to_list() == ["Americas", None, "Africa"]


def test_applying_a_level_to_numbers_reads_them_as_codes() -> None:
    levels = built([17.0, 18.0], "age", kind=Kind.NUMBER)
    applied = levels.apply(pl.Series("c", [18.0, 17.0]), "majority")
    assert applied.to_list() == ["18+", "0-17"]


def test_applying_a_level_to_strange_values_is_refused_by_row() -> None:
    levels = built(["KE"], "area")
    with pytest.raises(UnusableCases, match="row 3"):
        levels.apply(pl.Series("c", ["KE", "secret"]), "region")
