"""A caveat speaks of the figures in its scope and of no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.model import caveat

NOT_BEFORE_2004 = caveat.Caveat(
    id="unhcr-stateless-since-2004",
    source="unhcr",
    effect="not-collected",
    says="Not counted before 2004.",
    scope={"measure": "stateless"},
    until=2003,
)


def test_a_caveat_holds_inside_its_scope_and_years_only() -> None:
    figure = {"measure": "stateless", "area": "KEN"}
    assert NOT_BEFORE_2004.applies(figure, year=2003)
    assert not NOT_BEFORE_2004.applies(figure, year=2004)
    assert not NOT_BEFORE_2004.applies({"measure": "refugees"}, year=2003)


def test_without_a_year_only_the_scope_decides() -> None:
    assert NOT_BEFORE_2004.applies({"measure": "stateless"})


def test_a_scope_may_allow_several_values() -> None:
    both = caveat.Caveat("x", "y", "z", "w", scope={"area": "KEN|UGA"})
    assert both.applies({"area": "UGA"})
    assert not both.applies({"area": "KEN|UGA"})
    assert not both.applies({})


@given(
    st.integers(1950, 2030),
    st.none() | st.integers(1950, 2030),
    st.none() | st.integers(1950, 2030),
)
def test_the_first_and_the_last_year_are_included(
    year: int, since: int | None, until: int | None
) -> None:
    whole_source = caveat.Caveat("x", "y", "z", "w", since=since, until=until)
    expected = (since or year) <= year <= (until or year)
    assert whole_source.applies({}, year=year) == expected


def test_caveats_are_read_from_their_file(tmp_path: Path) -> None:
    file = tmp_path / "caveats.toml"
    file.write_text(
        '[[caveat]]\nid = "one"\nsource = "unhcr"\neffect = "not-collected"\n'
        'says = "Not counted before 2004."\nscope = { measure = "stateless" }\n'
        'until = 2003\n\n[[caveat]]\nid = "two"\nsource = "unhcr"\n'
        'effect = "rounded"\nsays = "Rounded to fives."\n',
        encoding="utf-8",
    )
    first, second = caveat.load(file)
    assert first.until == 2003
    assert first.scope == {"measure": "stateless"}
    assert second.applies({"measure": "anything"}, year=1951)


def test_a_file_without_caveats_has_none(tmp_path: Path) -> None:
    file = tmp_path / "caveats.toml"
    file.write_text("", encoding="utf-8")
    assert caveat.load(file) == ()


def test_a_misspelt_field_is_an_error_and_not_silently_dropped(tmp_path: Path) -> None:
    file = tmp_path / "caveats.toml"
    file.write_text(
        '[[caveat]]\nid = "1"\nsource = "x"\neffect = "y"\nsays = "z"\nuntill = 1\n',
        encoding="utf-8",
    )
    with pytest.raises(TypeError, match="untill"):
        caveat.load(file)
