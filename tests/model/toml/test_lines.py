"""Every key of a TOML file is found on the line on which a person sees it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from migrascope.model.toml.lines import Path, lines_of, nearest, spoken

AWKWARD = '''\
# comment = "no key"
title = "A # is no comment, [here] = 'nor' a table"

"quoted key" = 1  # a comment behind
dotted.inner."two words" = 2
long = """
unit = "no key"
[no.table]
He said \\"no\\" and ""no"" again."""
raw = \'\'\'
fake = 'no'\'\'\'
path = 'C:\\no'
[plain]
key=1
  indented   =   2026-05-31 07:32:00
[ plain . spaced ]
list = [
  "one",  # ], }
  { name = "two", more = { deep = [1, 2] } },
  [3,
   4],
]
[[stage]]
name = "first"
[[stage.condition]]
unit = "mm"
[[stage.condition]]
unit = "cm"
[stage.condition.detail]
why = "a table of the last item"
[[stage]]
name = "second"
[[stage.condition]]
unit = "km"
["a.b"]
'c' = false
'''


def ways(value: Any, way: Path = ()) -> list[Path]:
    """Every way to a key or an item of what a parser read."""
    out: list[Path] = [way] if way else []
    if isinstance(value, dict):
        for key, each in value.items():
            out += ways(each, (*way, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            out += ways(each, (*way, number))
    return out


def line_of(part: str, *, nth: int = 0) -> int:
    lines = AWKWARD.splitlines()
    return [number for number, each in enumerate(lines, 1) if part in each][nth]


def test_exactly_the_keys_that_a_parser_reads_have_lines() -> None:
    read = ways(tomllib.loads(AWKWARD))
    assert len(read) > 30
    assert set(lines_of(AWKWARD)) == set(read)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("quoted key",), 4),
        (("dotted", "inner", "two words"), 5),
        (("raw",), line_of("raw =")),
        (("path",), line_of("path =")),
        (("plain",), line_of("[plain]")),
        (("plain", "indented"), line_of("indented")),
        (("plain", "spaced"), line_of("spaced ]")),
        (("plain", "spaced", "list", 0), line_of('"one"')),
        (("plain", "spaced", "list", 1, "more", "deep", 1), line_of("deep")),
        (("plain", "spaced", "list", 2, 1), line_of("4],")),
        (("stage",), line_of("[[stage]]")),
        (("stage", 1, "name"), line_of('"second"')),
        (("stage", 0, "condition", 1), line_of("[[stage.condition]]", nth=1)),
        (("stage", 0, "condition", 1, "unit"), line_of('"cm"')),
        (("stage", 0, "condition", 1, "detail", "why"), line_of("why =")),
        (("stage", 1, "condition", 0, "unit"), line_of('"km"')),
        (("a.b", "c"), line_of("'c'")),
    ],
)
def test_a_key_stands_on_its_line(path: Path, line: int) -> None:
    assert lines_of(AWKWARD)[path] == line


def test_a_key_that_is_not_there_is_looked_for_in_its_table() -> None:
    found = lines_of(AWKWARD)
    way = ("stage", 0, "condition", 1, "threshold")
    assert nearest(found, way) == line_of("[[stage.condition]]", nth=1)
    assert nearest(found, ("nowhere", "at all")) == 1


def test_lines_that_end_as_on_another_system_are_counted_alike() -> None:
    assert lines_of(AWKWARD.replace("\n", "\r\n")) == lines_of(AWKWARD)


def test_a_key_is_read_aloud() -> None:
    assert spoken(()) == "the file"
    assert spoken(("money", "release", 1, "rule")) == "money.release 2, rule"
