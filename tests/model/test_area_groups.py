"""Regions and groups have the members that the United Nations publish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import UnknownArea, UsageError
from migrascope.model import area

# M49, the standard of the UN Statistics Division, read in 2024
EASTERN_AFRICA = (
    "ATF BDI COM DJI ERI ETH IOT KEN MDG MOZ MUS MWI MYT REU RWA SOM SSD SYC TZA UGA "
    "ZMB ZWE"
)
# UN list of least developed countries as of 19 December 2024
LEAST_DEVELOPED = (
    "AFG AGO BDI BEN BFA BGD CAF COD COM DJI ERI ETH GIN GMB GNB HTI KHM KIR LAO LBR "
    "LSO MDG MLI MMR MOZ MRT MWI NER NPL RWA SDN SEN SLB SLE SOM SSD TCD TGO TLS TUV "
    "TZA UGA YEM ZMB"
)
# UN-OHRLLS
LANDLOCKED = (
    "AFG ARM AZE BDI BFA BOL BTN BWA CAF ETH KAZ KGZ LAO LSO MDA MKD MLI MNG MWI NER "
    "NPL PRY RWA SSD SWZ TCD TJK TKM UGA UZB ZMB ZWE"
)


@pytest.mark.parametrize(
    ("group", "published"),
    [
        ("Eastern Africa", EASTERN_AFRICA),
        ("M49:910", EASTERN_AFRICA),
        ("LDC", LEAST_DEVELOPED),
        ("LLDC", LANDLOCKED),
        ("Northern Africa", "DZA EGY ESH LBY MAR SDN TUN"),
        ("Northern America", "BMU CAN GRL SPM USA"),
        ("Central Asia", "KAZ KGZ TJK TKM UZB"),
        ("Southern Africa", "BWA LSO NAM SWZ ZAF"),
        ("M49:1517", None),
    ],
)
def test_a_group_has_exactly_its_published_members(
    group: str, published: str | None
) -> None:
    if published is None:
        halves = area.members("M49:1501") + area.members("M49:1502")
        assert area.members(group) == tuple(sorted(halves))
    else:
        assert area.members(group) == tuple(published.split())


@pytest.mark.parametrize(
    ("group", "count"),
    [
        ("World", 250),
        ("LDC", 44),
        ("LLDC", 32),
        ("SIDS", 57),
        ("European Union", 27),
        ("low income", 28),
        ("X:wb:SSF", 48),
    ],
)
def test_groups_have_their_published_size(group: str, count: int) -> None:
    assert len(area.members(group)) == count


def test_the_eight_sdg_regions_share_the_world_out_without_overlap() -> None:
    regions = {each.sdg_region for each in area.countries()} - {""}
    assert len(regions) == 8
    shared_out = [id_ for region in regions for id_ in area.members(region)]
    assert sorted(shared_out) == sorted(set(area.members("World")) - {"ATA"})


def test_sub_regions_share_their_region_out() -> None:
    parts = ("M49:011", "M49:014", "M49:017", "M49:018")
    members = sorted(id_ for part in parts for id_ in area.members(part))
    assert tuple(members) == area.members("Sub-Saharan Africa")


def test_more_and_less_developed_regions_do_not_overlap() -> None:
    more, less = set(area.members("M49:901")), set(area.members("M49:902"))
    assert not more & less
    assert {"JPN", "AUS", "NZL", "CAN"} <= more
    assert less - set(area.members("M49:948")) == {"CHN", "HKG", "MAC", "TWN"}


def test_no_least_developed_country_is_left_out_of_the_less_developed_regions() -> None:
    others = set(area.members("M49:934"))
    assert not others & set(area.members("LDC"))


@given(st.sampled_from(area.countries()))
def test_a_country_is_its_own_member_and_in_the_world(country: area.Area) -> None:
    assert area.members(country.id) == (country.id,)
    assert country.id in area.members("World")


def test_a_dissolved_area_has_its_successors() -> None:
    assert area.members("M49:736") == ("SDN", "SSD")
    assert len(area.members("Soviet Union")) == 15


def test_a_group_of_unknown_composition_is_refused_instead_of_being_empty() -> None:
    with pytest.raises(UsageError, match="do not say which countries"):
        area.members("X:wb:ARB")


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(UnknownArea):
        area.members("Atlantis")
