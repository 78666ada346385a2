"""Further dimensions survive being written into one cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from migrascope.model import breakdown

keys = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)


@given(st.dictionaries(keys, st.text(max_size=20), max_size=5))
def test_what_is_joined_can_be_split_again(pairs: dict[str, str]) -> None:
    kept = {
        key: breakdown.clean(value)
        for key, value in pairs.items()
        if breakdown.clean(value)
    }
    assert breakdown.split(breakdown.join(kept)) == kept


@given(st.dictionaries(keys, st.text(min_size=1, max_size=20), max_size=5))
def test_the_order_of_the_pairs_does_not_matter(pairs: dict[str, str]) -> None:
    backwards = dict(reversed(pairs.items()))
    assert breakdown.join(pairs) == breakdown.join(backwards)


@given(st.text(max_size=30))
def test_a_cleaned_value_has_no_sign_that_separates_pairs(value: str) -> None:
    cleaned = breakdown.clean(value)
    assert not set(cleaned) & {";", "="}
    assert breakdown.clean(cleaned) == cleaned


def test_no_dimensions_are_written_as_nothing() -> None:
    assert breakdown.join({}) == ""
    assert breakdown.join({"level": ""}) == ""
    assert breakdown.split("") == {}


def test_pairs_are_sorted_by_key() -> None:
    assert breakdown.join({"route": "Sahara", "cause": "thirst"}) == (
        "cause=thirst;route=Sahara"
    )


def test_a_value_of_blanks_only_is_left_out() -> None:
    assert breakdown.join({"level": "  "}) == ""
