"""Claims: an impossible mapping is refused with the key, the line and a way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from migrascope.errors import BadMapping
from migrascope.sources import mapping

GOOD = """source = "kenya"
name = "stock"
vintage = "2020"
title = "Stock"
publisher = "An office"
measure = "migrant_stock"
[file]
kind = "csv"
[area]
column = "iso"
codes = "iso3"
[time]
year = "year"
convention = "mid-year"
[[values]]
column = "n"
"""


@pytest.fixture
def refuse(tmp_path: Path) -> Callable[[str, str], str]:
    """Load a mapping in which one text is replaced; the error's text."""

    def load(old: str, new: str) -> str:
        assert old in GOOD
        path = tmp_path / "m.toml"
        path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(BadMapping) as caught:
            mapping.load(path)
        return str(caught.value)

    return load


def test_the_mapping_that_these_tests_break_is_good(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(GOOD)
    assert mapping.load(path).dataset == "kenya-stock"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('vintage = "2020"\n', "", None, '"vintage" is missing'),
        ('"kenya"', '"Kenya Office"', 1, "lower case"),
        ('"2020"', '"a b"', 3, "letters, digits"),
        ('"migrant_stock"', '""', 6, "Choose one of: asylum_applications"),
        ('"migrant_stock"', '"migrant_stok"', 6, "Nearest: migrant_stock"),
        ("kind", "kinds", 8, 'Did you mean "kind"'),
        ('"csv"', '"word"', 8, "csv, workbook"),
        ("codes", "code", 11, 'Did you mean "codes"'),
        ('codes = "iso3"', 'codes = "iso4"', 11, "iso3"),
        ('codes = "iso3"', 'map = { Kenia = "KEM" }', 11, "KEM"),
        ('codes = "iso3"', 'value = "KEN"', 11, "stands beside"),
        ('codes = "iso3"', 'table = "nowhere.csv"', 11, "does not stand beside"),
        ('codes = "iso3"', 'table = "../x.csv"', 11, "does not stand beside"),
        ('"mid-year"', '"middle"', 14, "mid-year, end-year"),
        ('year = "year"\n', "", None, "declare year, period, date or start"),
        ('column = "n"', 'headers = "(("', 16, "regular expression"),
        ('column = "n"', "headers = '(?P<yeer>.*)'", 16, "unknown group: yeer"),
        ('column = "n"', 'column = "n"\nmultiplier = 0', 17, "other than 0"),
        ('column = "n"', 'column = "n"\nbetween = "3:4"', 17, "H:O"),
        ('column = "n"', 'column = "n"\nmeasure = ""', 17, "missing or empty"),
        ('column = "n"', 'column = ["n"]', 16, "must be a text"),
        ('[[values]]\ncolumn = "n"\n', "", None, "where the figures stand"),
        ('measure = "migrant_stock"\n', "", None, '"measure" is missing'),
        ("[area]", "[area", 9, "not valid TOML"),
        ('"An office"', '"An office"\nlicence = "CC"', 6, "CC-BY-4.0"),
        ("[time]", '[missing]\nx = "Z"\n[time]', 12, "does not exist"),
        ("[time]", '[number]\ndecimal = ","\n[time]', 12, "same sign"),
        ("[time]", '[flags.map]\ne = "X"\n[time]', None, "does not exist"),
        ("[time]", '[[skip]]\ncolumn = "a"\n[time]', 12, "regular expression"),
        ("[time]", '[breakdown.My-key]\ncolumn = "a"\n[time]', 12, "lower case"),
        ('kind = "csv"', "header = [3, 2]", 8, "first and last row"),
        ('kind = "csv"', "header = [1, 2]", 8, "workbooks only"),
        ('kind = "csv"', "header = 0", None, "has no header"),
        ('kind = "csv"', "first = -1", 8, "whole number"),
        ('kind = "csv"', 'sheet = "a"\nsheets = "b"', 9, "declare one"),
        ('kind = "csv"', "encoding = true", 8, "must be a text"),
    ],
)
def test_a_wrong_key_is_named_with_its_line(
    refuse: Callable[[str, str], str], old: str, new: str, line: int | None, says: str
) -> None:
    message = refuse(old, new)
    assert says in message
    if line is not None:
        assert f"m.toml, line {line}:" in message


def test_a_mapping_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="--suggest"):
        mapping.load(tmp_path / "nowhere.toml")


def test_a_mapping_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(BadMapping, match="not valid TOML"):
        mapping.load(path)


def test_an_own_licence_is_declared_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(
        GOOD + '[licence]\nid = "own"\nname = "Own terms"\nredistributable = true\n'
    )
    licence = mapping.load(path).licence
    assert (licence.id, licence.redistributable, licence.commercial) == (
        "own",
        True,
        False,
    )


def test_caveats_travel_with_the_mapping(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(GOOD + '[[caveat]]\nsays = "Counted by hand."\nuntil = 2010\n')
    (caveat,) = mapping.load(path).caveats
    assert (caveat.source, caveat.says, caveat.until) == (
        "kenya",
        "Counted by hand.",
        2010,
    )
