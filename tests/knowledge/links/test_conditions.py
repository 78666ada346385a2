"""How alike two countries are is said with reasons that anyone can check."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from migrascope.knowledge.links.conditions import ITSELF, inside, likeness, nearest
from migrascope.model import area as areas

places = st.sampled_from([each.id for each in areas.countries()])


def test_neighbours_come_before_the_same_continent() -> None:
    near, far = likeness("KEN", "TZA"), likeness("KEN", "GHA")
    assert near.score > far.score > 0
    assert near.reasons[0] == "also in Eastern Africa"
    assert "also in Sub-Saharan Africa" in far.reasons


def test_groups_of_countries_in_need_count() -> None:
    assert "also least developed" in likeness("NPL", "MLI").reasons
    assert "also landlocked and developing" in likeness("NPL", "MLI").reasons
    assert "also a small island State" in likeness("FJI", "JAM").reasons


def test_nothing_in_common_has_no_score_and_no_reason() -> None:
    found = likeness("KEN", "CHE")
    assert (found.score, found.reasons) == (0, ())


def test_a_region_is_like_its_members() -> None:
    assert likeness("KEN", "M49:014").reasons == ("in Eastern Africa",)
    assert likeness("KEN", areas.WORLD).score == 0
    assert likeness("KEN", "M49:150").score == 0


def test_what_names_a_group_by_need_or_income_speaks_of_its_countries() -> None:
    middle, least = areas.find("Middle-income countries"), areas.find("LDC")
    assert likeness("KEN", middle.id).reasons == ("in Middle-income countries",)
    assert likeness("UGA", least.id).score == 2
    assert likeness("KEN", least.id).score == 0
    assert likeness("KEN", "M49:014").score > likeness("KEN", middle.id).score


def test_what_is_said_of_a_member_is_said_inside_the_group() -> None:
    found = likeness("M49:014", "KEN")
    assert (found.score, found.reasons) == (ITSELF, ("in Eastern Africa",))
    assert likeness("KEN", "M49:014").score < ITSELF
    assert inside("M49:941") > ("M49:941",)
    assert "UGA" in inside("M49:941")
    assert inside("KEN") == ("KEN",)
    assert inside(areas.WORLD) == (areas.WORLD,)


@given(places, places)
def test_likeness_is_mutual(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert (likeness(one, other).score == ITSELF) == (one == other)


def test_the_most_alike_of_several_is_chosen() -> None:
    assert nearest("KEN", ("CHE", "UGA", "GHA"))[0] == "UGA"
    assert nearest("KEN", ())[0] == ""
    assert nearest("KEN", ("no such place",))[0] == ""
