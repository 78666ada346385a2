"""The codebook of a release: as CSV that can be read again, and as DDI Codebook 2.5."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from migrascope.protect.cases import Cases, Labels
from migrascope.protect.plan.model import Column, Kind, Plan, Role
from migrascope.protect.reading import codebooks
from migrascope.protect.release import codebook, ddi

PLAN = Plan(
    "Cases",
    (
        Column("sex", Role.KEY),
        Column("months", Role.OTHER, Kind.NUMBER),
        Column("day", Role.OTHER, Kind.DATE),
        Column("weight", Role.WEIGHT, Kind.NUMBER),
    ),
)
CASES = Cases(
    pl.DataFrame(
        {
            "sex": ["1", "1", "2", None],
            "months": [1.0, 2.0, None, 6.0],
            "day": [date(2024, 1, 1), None, date(2024, 1, 3), None],
            "weight": [10.0, 10.0, 20.0, 20.0],
        }
    ),
    {"sex": Labels("Sex <of> the person", {"1": "Woman", "2": "Man", "3": "Gone"})},
)
STUDY = ddi.Study(
    "id",
    "Cases",
    "Officer",
    "Research",
    date(2026, 3, 1),
    "0.1.0",
    ("All was protected.",),
    "Nobody may try to find a person.",
)

# The order in which the schema of DDI Codebook 2.5 wants the elements that are used.
ORDER = {
    "codeBook": ("docDscr", "stdyDscr", "fileDscr", "dataDscr"),
    "docDscr": ("citation",),
    "stdyDscr": ("citation", "stdyInfo", "method", "dataAccs"),
    "citation": ("titlStmt", "prodStmt"),
    "titlStmt": ("titl", "IDNo"),
    "prodStmt": ("producer", "prodDate", "software"),
    "stdyInfo": ("abstract", "sumDscr"),
    "sumDscr": ("anlyUnit", "dataKind"),
    "method": ("notes",),
    "dataAccs": ("useStmt",),
    "useStmt": ("confDec",),
    "fileDscr": ("fileTxt",),
    "fileTxt": ("fileName", "dimensns", "fileType"),
    "dimensns": ("caseQnty", "varQnty"),
    "dataDscr": ("var",),
    "var": ("labl", "valrng", "sumStat", "catgry", "varFormat"),
    "valrng": ("range",),
    "catgry": ("catValu", "labl", "catStat"),
}
SUMMARIES = {"mean", "medn", "mode", "vald", "invd", "min", "max", "stdev", "other"}


@pytest.fixture
def root() -> ET.Element:
    described = codebook.variables(CASES, PLAN)
    return ET.fromstring(ddi.text(STUDY, described, records=4))


def plain(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{ddi.NAMESPACE}}}")


def found(root: ET.Element, path: str) -> list[ET.Element]:
    return root.findall(path, {"": ddi.NAMESPACE})


def test_every_element_is_of_the_standard_and_stands_where_it_must(
    root: ET.Element,
) -> None:
    for element in root.iter():
        children = [plain(each) for each in element]
        if not children:
            continue
        allowed = ORDER[plain(element)]
        assert set(children) <= set(allowed)
        assert children == sorted(children, key=allowed.index)


def test_identifiers_are_unique_and_files_are_named_that_are_there(
    root: ET.Element,
) -> None:
    ids = [each.get("ID") for each in root.iter() if each.get("ID")]
    assert len(ids) == len(set(ids))
    files = {each.get("ID") for each in found(root, "fileDscr")}
    assert {each.get("files") for each in found(root, "dataDscr/var")} == files


def test_categories_and_frequencies_are_those_of_the_release(root: ET.Element) -> None:
    (sex,) = [each for each in found(root, "dataDscr/var") if each.get("name") == "sex"]
    told = [[each.text for each in category] for category in found(sex, "catgry")]
    assert told == [["1", "Woman", "2"], ["2", "Man", "1"]]
    counts = {each.get("type"): each.text for each in found(sex, "sumStat")}
    assert counts == {"vald": "3", "invd": "1"}


def test_numbers_have_their_range_and_the_weight_is_called_so(root: ET.Element) -> None:
    variables = {each.get("name"): each for each in found(root, "dataDscr/var")}
    (bounds,) = found(variables["months"], "valrng/range")
    assert bounds.attrib == {"min": "1", "max": "6"}
    kinds = {each.get("type") for each in found(variables["months"], "sumStat")}
    assert kinds <= SUMMARIES
    assert "mean" in kinds
    assert variables["weight"].get("wgt") == "wgt"
    (form,) = found(variables["day"], "varFormat")
    assert form.get("category") == "date"


def test_what_xml_cannot_hold_is_left_out() -> None:
    hostile = Cases(CASES.frame, {"sex": Labels("A\x00\ud800]]>&<b>", {})})
    text = ddi.text(STUDY, codebook.variables(hostile, PLAN), records=4)
    (label, *_) = found(ET.fromstring(text.encode()), "dataDscr/var/labl")
    assert label.text == "A]]>&<b>"


def test_the_codebook_is_read_again_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "codebook.csv"
    path.write_text(codebook.text(codebook.variables(CASES, PLAN)), "utf-8")
    again = codebooks.read(path)
    assert again["sex"] == Labels("Sex <of> the person", {"1": "Woman", "2": "Man"})


def test_pseudonyms_are_not_listed() -> None:
    many = pl.DataFrame({"sex": [str(number) for number in range(1001)]})
    (only,) = codebook.variables(Cases(many), PLAN)
    assert only.categories == ()
    assert only.distinct == 1001
