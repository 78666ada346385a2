"""Claims: only spellings with one meaning are understood without a declaration."""

from __future__ import annotations

import pytest

from migrascope.sources.mapping import codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0-4", "Y0T4"),
        ("Y18-59", "Y18T59"),
        ("15 to 19 years", "Y15T19"),
        ("60+", "Y_GE60"),
        ("65 years and over", "Y_GE65"),
        ("Y_LT18", "Y_LT18"),
        ("<18", "Y_LT18"),
        ("TOTAL", "_T"),
        ("UNK", "_U"),
        ("Y_GE80", "Y_GE80"),
        ("Y0T4", "Y0T4"),
        ("adult", None),
        ("", None),
    ],
)
def test_ages(text: str, code: str | None) -> None:
    assert codes.age(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("Female", "F"), ("m", "M"), ("T", "_T"), ("both sexes", "_T"), ("x", None)],
)
def test_sexes(text: str, code: str | None) -> None:
    assert codes.code(text, "sex") == code


@pytest.mark.parametrize(
    ("text", "kind", "area"),
    [
        ("KEN", "iso3", "KEN"),
        ("404", "m49", "KEN"),
        ("4", "m49", "AFG"),
        ("004", "m49", "AFG"),
        ("AUL", "unhcr", "AUS"),
        ("AUS", "unhcr", "AUT"),
        ("EL", "eurostat", "GRC"),
        ("UK", "eurostat", "GBR"),
        ("UK", "iso2", None),
        ("Côte d'Ivoire", "name", "CIV"),
        ("كينيا", "name", "KEN"),
        ("KEN", "name", None),
        ("Atlantis", "any", None),
    ],
)
def test_places(text: str, kind: str, area: str | None) -> None:
    assert codes.place(text, kind) == area


def test_sexes_are_known_by_name_in_the_un_languages() -> None:
    for text in ("Femmes", "Mujeres", "женщины", "نساء", "女"):
        assert codes.code(text, "sex") == "F"
    for text in ("Hommes", "hombres", "мужчины", "ذكور", "男"):
        assert codes.code(text, "sex") == "M"
