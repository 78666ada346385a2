"""A file that does not fit is refused: file, line, what was found, what is expected."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import pytest

from migrascope.errors import BadCorrection, BadPlan
from migrascope.model import toml


class Size(StrEnum):
    """A choice of words."""

    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Road:
    """A table of a list; a dataclass does as well as a struct."""

    to: str
    km: Annotated[float, msgspec.Meta(gt=0)]


class Camp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the files of these tests should say."""

    name: Annotated[str, msgspec.Meta(min_length=1)]
    size: Size
    places: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    is_open: bool = True
    share: float | None = None
    codes: dict[str, str] = {}
    tags: tuple[str, ...] = ()
    road: tuple[Road, ...] = ()


KIND = toml.Kind("camp", "See the reference.", hints={"places": "say how many."})
TEXT = """\
name = "Bidi"
size = "small"
places = 10
[[road]]
to = "Arua"
km = 30
[[road]]
to = "Yei"
km = 90
"""


def refused(text: str) -> BadPlan:
    with pytest.raises(BadPlan) as caught:
        toml.parse(text, "mine.toml", KIND).record(Camp)
    assert caught.value.advice
    return caught.value


def test_a_file_becomes_a_record() -> None:
    found = toml.parse(TEXT, "mine.toml", KIND).record(Camp)
    assert found == Camp(
        "Bidi", Size.SMALL, 10, road=(Road("Arua", 30), Road("Yei", 90))
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("places = 10\n", "", 1, "places: is missing: say how many."),
        ("km = 90\n", "", 7, "road 2, km: is missing."),
        ("km = 90\n", "", 7, "Write km = … there; it is a number."),
        ("km = 90", 'km = "far"', 9, 'km: must be a number, and "far" stands here.'),
        ("km = 90", "km = -1", 9, "must be a number above 0"),
        ("places = 10", "places = 0", 3, "must be a whole number of at least 1"),
        ("places = 10", "places = 1.5", 3, "a whole number, and 1.5 stands here"),
        ("places = 10", "places = 2000", 3, "of at most 1000, and 2000 stands here"),
        ('"small"', '"smal"', 2, "may stand here. Did you mean"),
        ('"small"', '"smal"', 2, "One of: small, large."),
        ('"small"', "3", 2, "3 is none of the words"),
        ('name = "Bidi"', 'name = ""', 1, "a text that is not empty"),
        ("places = 10", "places = 10\nplacs = 3", 4, "Did you mean"),
        ("places = 10", 'places = 10\nis_open = "yes"', 4, "must be true or false"),
        ("places = 10", "places = 10\nshare = []", 4, "number, and a list"),
        ("places = 10", "places = 10\ncodes = { a = '', b = 1 }", 4, "codes.b: must"),
        ("places = 10", "places = 10\ncodes = 1", 4, "codes: must be a table, and 1"),
        ("places = 10", "places = 10\ntags = [\n'a',\n4]", 6, "tags 2: must be a text"),
        ('[[road]]\nto = "Arua"\nkm = 30\n[[road]]', "[road]", 4, "[[…]]"),
        ("km = 90", "km = nan", 9, "nan is no number"),
        ("km = 90", 'km = "a\\u001b"', 9, "control characters"),
        ('"Bidi"', '"""Bi\ndi"""', 1, "line breaks"),
        ("km = 90", "km = ", 9, "not valid TOML: invalid value"),
        ("km = 90", 'km = """', 9, "not valid TOML"),
        ("km = 90", "km = 90\nkm = 91", 10, "not valid TOML"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_with_its_line(
    old: str, new: str, line: int, says: str
) -> None:
    assert old in TEXT
    error = refused(TEXT.replace(old, new))
    assert says in str(error)
    assert str(error).startswith(f"mine.toml, line {line}:")


@pytest.mark.parametrize("text", ["a = " + "[" * 20_000, "a = " + "9" * 5000])
def test_what_no_person_writes_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(BadPlan, match="cannot be read"):
        toml.parse(text, "mine.toml", KIND)


def test_a_missing_table_asks_for_a_list_of_tables() -> None:
    class Way(msgspec.Struct):
        road: tuple[Road, ...]

    with pytest.raises(BadPlan, match="it is a list of tables"):
        toml.parse("", "mine.toml", KIND).record(Way)


def test_texts_may_run_over_lines_where_the_kind_allows_it() -> None:
    kind = toml.Kind("camp", several_lines=True)
    found = toml.parse(TEXT.replace('"Bidi"', '"""Bi\ndi"""'), "a.toml", kind)
    assert found.record(Camp).name == "Bi\ndi"


def test_a_kind_has_its_own_error() -> None:
    kind = toml.Kind("correction", error=BadCorrection)
    with pytest.raises(BadCorrection, match="size"):
        toml.parse('name = "x"', "a.toml", kind).record(Camp)


def test_a_mark_of_byte_order_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "camp.toml"
    path.write_text(TEXT, encoding="utf-8-sig")
    assert toml.read(path, KIND).record(Camp).name == "Bidi"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no camp here"),
        (b"\xff\x00", "no camp here"),
        (b"#\n" * 600_000, "too long"),
    ],
)
def test_what_is_no_file_of_this_kind_is_refused(
    tmp_path: Path, content: bytes | None, says: str
) -> None:
    path = tmp_path / "camp.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadPlan, match=says) as caught:
        toml.read(path, KIND)
    assert str(path) in str(caught.value)
    assert (
        "camp.toml" in caught.value.advice
        or "not a file of data" in caught.value.advice
    )
