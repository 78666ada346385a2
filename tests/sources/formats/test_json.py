"""Claims: the array is found in every envelope, and an error answer is no data."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from migrascope.errors import ChangedHeader, Truncated, UnknownLayout
from migrascope.sources.formats import json
from migrascope.sources.formats.table import ROW


def _file(folder: Path, tree: object) -> Path:
    path = folder / "answer.json"
    path.write_bytes(msgspec.json.encode(tree))
    return path


ROWS = [
    {"id": 1, "country": {"id": "KE", "value": "Kenya"}, "n": 5.0},
    {"id": 2, "n": None, "extra": True, "tags": ["a", "b"]},
]


@pytest.mark.parametrize(
    ("tree", "path", "page", "pages", "is_last"),
    [
        (ROWS, "", None, None, True),
        ({"page": 1, "maxPages": 3, "total": [], "items": ROWS}, "items", 1, 3, False),
        ([{"page": 2, "pages": 2, "total": 2}, ROWS], "1", 2, 2, True),
        ({"totalPages": 9, "pageNumber": 9, "data": ROWS}, "data", 9, 9, True),
        ({"count": 961, "next": None, "results": ROWS}, "results", None, None, True),
        ({"isSuccess": True, "result": ROWS}, "result", None, None, True),
        ({"body": {"rows": ROWS}}, "body.rows", None, None, True),
    ],
)
def test_envelopes_are_told_apart(
    tmp_path: Path,
    tree: object,
    path: str,
    page: int | None,
    pages: int | None,
    is_last: bool,  # noqa: FBT001 - a column of the table of cases
) -> None:
    file = _file(tmp_path, tree)
    found = json.envelope(file)
    assert (found.path, found.page, found.pages) == (path, page, pages)
    assert found.is_last is is_last
    table = json.read(file)
    assert table.sheet == path
    assert table.frame[ROW].to_list() == [1, 2]


def test_nested_objects_are_flattened_and_keep_their_position(tmp_path: Path) -> None:
    table = json.read(_file(tmp_path, ROWS))
    assert table.columns == {
        "id": 1,
        "country.id": 2,
        "country.value": 3,
        "n": 4,
        "extra": 3,
        "tags": 4,
    }
    assert table.frame["n"].to_list() == ["5", None]
    assert table.frame["extra"].to_list() == [None, "true"]
    assert table.frame["tags"].to_list() == [None, '["a","b"]']


@pytest.mark.parametrize(
    "tree",
    [
        [{"message": [{"id": "120", "value": "Invalid value"}]}],
        {"isSuccess": False, "errorMessages": ["No data"], "result": []},
        {"error": "rate limit"},
    ],
)
def test_an_error_answer_is_no_data(tmp_path: Path, tree: object) -> None:
    with pytest.raises(UnknownLayout, match="answered with an error"):
        json.read(_file(tmp_path, tree))


def test_a_cut_answer_is_truncated(tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_bytes(msgspec.json.encode({"items": ROWS})[:-10])
    with pytest.raises(Truncated, match=r"cut\.json"):
        json.read(path)


def test_a_text_is_not_json(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UnknownLayout, match="not JSON"):
        json.read(path)


def test_a_path_that_is_gone_is_a_changed_header(tmp_path: Path) -> None:
    with pytest.raises(ChangedHeader, match='"rows" is missing'):
        json.read(_file(tmp_path, {"items": ROWS}), at="rows")


def test_no_array_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnknownLayout, match="no array"):
        json.read(_file(tmp_path, {"a": 1}))


def test_an_empty_page_is_an_empty_table(tmp_path: Path) -> None:
    assert json.read(_file(tmp_path, {"page": 1, "items": []})).frame.height == 0


def test_pages_of_a_publisher_are_recognised(shared_data: Path) -> None:
    table = json.read(shared_data / "idmc/gidd_api/conflict_page_9.json")
    assert (table.sheet, table.frame.height) == ("results", 61)


def test_an_endless_nest_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 200_000 + "]" * 200_000)
    with pytest.raises(Truncated):
        json.read(path)


def test_what_is_no_object_among_objects_is_named_with_its_position(
    tmp_path: Path,
) -> None:
    path = tmp_path / "answer.json"
    path.write_text('[{"year": 2020}, 5]')
    with pytest.raises(ChangedHeader, match="not 5") as caught:
        json.read(path)
    assert str(caught.value.where) == "answer.json, row 2"
