"""What bad files of the SDG database get: one named error, the cell, and advice."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrascope.errors import (
    ChangedHeader,
    DuplicateKey,
    Locked,
    NegativeCount,
    NotANumber,
    SourceError,
    TooLarge,
    Truncated,
    UnknownLayout,
    UnknownPlace,
    Where,
)
from migrascope.sources.batch import Batch, Residuals
from migrascope.sources.unsdg import adapter

Read = Callable[..., list[Batch]]
COPY = "ddf--datapoints--vc_htf_detvfl--by--age--geo_area--nature--sex--units--year.csv"


def refused(path: Path, kind: type[SourceError]) -> SourceError:
    """Read a file that must be refused, with advice."""
    with pytest.raises(kind) as caught:
        list(adapter.read([path]))
    assert caught.value.advice
    assert caught.value.exit_code == 3
    return caught.value


def edited(specimens: Path, folder: Path, name: str, old: str, new: str) -> Path:
    """A specimen with one thing changed."""
    text = (specimens / name).read_text(encoding="utf-8")
    assert old in text
    path = folder / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "old", "new", "kind", "row", "column"),
    [
        (COPY, "2017,4", "2017,four", NotANumber, 2, 7),
        (COPY, "18,404", "18,4040", UnknownPlace, 2, None),
        (COPY, "2017,4", "2017,-4", NegativeCount, 2, 7),
        (COPY, "lt18y", "18", DuplicateKey, 2, 7),
        (COPY, "nature", "kind", ChangedHeader, None, None),
        (COPY, "lt18y", "minors", ChangedHeader, None, None),
        (COPY, "female", "fem", ChangedHeader, None, None),
        (COPY, ",c,", ",q,", ChangedHeader, None, None),
        (COPY, "number", "percent", SourceError, None, None),
        ("portal.csv", "2017,12,", "2017,many,", NotANumber, 2, 9),
        ("portal.csv", "VC_HTF_DETV,", "VC_HTF_DETX,", UnknownLayout, None, None),
        ("portal.csv", ",404,", ",4040,", UnknownPlace, 2, None),
        ("portal.csv", ",NUMBER", ",BUSHELS", SourceError, None, None),
    ],
)
def test_a_changed_text_file_is_refused_at_its_cell(
    specimens: Path,
    tmp_path: Path,
    name: str,
    old: str,
    new: str,
    kind: type[SourceError],
    row: int | None,
    column: int | None,
) -> None:
    error = refused(edited(specimens, tmp_path, name, old, new), kind)
    assert isinstance(error.where, Where)
    assert error.where.file == name
    if row is not None:
        assert (error.where.row, error.where.column) == (row, column)


def test_an_unknown_area_can_be_kept_as_a_residual(
    specimens: Path, tmp_path: Path
) -> None:
    path = edited(specimens, tmp_path, COPY, "18,404", "18,4040")
    (batch,) = adapter.read([path], residuals=Residuals.KEEP)
    assert "X:4040" in batch.observations["area"].cast(str).to_list()


def test_a_copy_that_is_cut_off_is_refused(specimens: Path, tmp_path: Path) -> None:
    path = tmp_path / COPY
    path.write_bytes((specimens / COPY).read_bytes()[:-18])
    assert refused(path, Truncated).where == Where(COPY, row=4)


def test_a_copy_without_figures_is_refused(specimens: Path, tmp_path: Path) -> None:
    path = tmp_path / COPY
    path.write_text((specimens / COPY).read_text().splitlines()[0] + "\n")
    refused(path, Truncated)


def test_a_missing_page_is_refused(read: Read) -> None:
    with pytest.raises(Truncated, match="announced 2 pages with 5 points"):
        read("injuries_page_2.json")


def page(specimens: Path) -> dict[str, Any]:
    """The first page of an answer, made whole."""
    answer = json.loads((specimens / "injuries_page_1.json").read_text())
    answer |= {"totalPages": 1, "totalElements": 3}
    return dict(answer)


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("value", "plenty", NotANumber),
        ("geoAreaCode", "4040", UnknownPlace),
        ("timePeriodStart", "soon", NotANumber),
        ("series", "SL_EMP_UNKNOWN", UnknownLayout),
        ("dimensions", {"Sex": "BOTHSEX", "Migratory status": "ROYAL"}, ChangedHeader),
        ("attributes", {"Nature": "C", "Units": "PERCENT"}, SourceError),
    ],
)
def test_a_changed_point_of_an_answer_is_refused(
    specimens: Path, tmp_path: Path, key: str, value: object, kind: type[SourceError]
) -> None:
    answer = page(specimens)
    answer["data"][1][key] = value
    path = tmp_path / "page.json"
    path.write_text(json.dumps(answer))
    error = refused(path, kind)
    assert isinstance(error.where, Where)
    assert (error.where.file, error.where.sheet) == ("page.json", "data")
    if kind in (NotANumber, UnknownPlace):
        assert error.where.row == 2


def test_an_answer_without_values_has_a_changed_header(
    specimens: Path, tmp_path: Path
) -> None:
    answer = page(specimens)
    answer["data"] = [
        {key: kept for key, kept in point.items() if key != "value"}
        for point in answer["data"]
    ]
    path = tmp_path / "page.json"
    path.write_text(json.dumps(answer))
    refused(path, ChangedHeader)


def test_an_answer_that_is_cut_off_is_refused(specimens: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_bytes((specimens / "injuries_page_1.json").read_bytes()[:1500])
    refused(path, Truncated)


def test_another_publishers_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("country,year,migrants\nKEN,2020,5\n")
    assert "none of the SDG database" in refused(path, UnknownLayout).what


def test_an_archive_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.json"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", bytes(120_000_000))
    refused(path, TooLarge)


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "series.xlsx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(ole + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
    refused(path, Locked)


def test_a_web_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "unsdg_SI_RMT_COST.json"
    path.write_text("<html><body>Service unavailable</body></html>")
    assert "web page" in refused(path, UnknownLayout).what


def test_an_answer_without_points_says_that_the_series_may_be_gone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "unsdg_SM_OLD.json"
    empty = {"size": 0, "totalElements": 0, "totalPages": 0, "pageNumber": 1}
    path.write_text(json.dumps(empty | {"data": []}))
    assert "withdrawn" in refused(path, UnknownLayout).advice
