"""The codebook of a release: as CSV that can be read again, and as DDI Codebook 2.5."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from migrascope.protect.cases import Cases, Labels
from migrascope.protect.plan.model import Column, Kind, Plan, Promise, Role
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
    Promise(k=1),
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

# What DDI Codebook 2.5 lets stand below the elements that are used, in its order.
ORDER = {
    "codeBook": ("docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"),
    "docDscr": ("citation", "guide", "docStatus", "docSrc", "controlledVocabUsed"),
    "stdyDscr": (
        *("citation", "studyAuthorization", "stdyInfo", "studyDevelopment"),
        *("method", "dataAccs", "othrStdyMat", "notes"),
    ),
    "citation": (
        *("titlStmt", "rspStmt", "prodStmt", "distStmt", "serStmt", "verStmt"),
        *("biblCit", "holdings", "notes"),
    ),
    "titlStmt": ("titl", "subTitl", "altTitl", "parTitl", "IDNo"),
    "prodStmt": (
        *("producer", "copyright", "prodDate", "prodPlac", "software"),
        *("fundAg", "grantNo"),
    ),
    "stdyInfo": (
        *("studyBudget", "subject", "abstract", "sumDscr", "qualityStatement"),
        *("notes", "exPostEvaluation"),
    ),
    "sumDscr": (
        *("timePrd", "collDate", "nation", "geogCover", "geogUnit", "geoBndBox"),
        *("boundPoly", "anlyUnit", "universe", "dataKind"),
    ),
    "method": (
        *("dataColl", "notes", "anlyInfo", "stdyClas", "dataProcessing"),
        "codingInstructions",
    ),
    "dataAccs": ("setAvail", "useStmt", "notes"),
    "useStmt": (
        *("confDec", "specPerm", "restrctn", "contact", "citReq", "deposReq"),
        *("conditions", "disclaimer"),
    ),
    "fileDscr": ("fileTxt", "locMap", "notes"),
    "fileTxt": (
        *("fileName", "fileCitation", "fileCont", "fileStrc", "dimensns", "fileType"),
        *("format", "filePlac", "dataChck", "ProcStat", "dataMsng", "software"),
        "verStmt",
    ),
    "dimensns": ("caseQnty", "varQnty", "logRecL", "recPrCas", "recNumTot"),
    "dataDscr": ("varGrp", "nCubeGrp", "var", "nCube", "notes"),
    "var": (
        *("location", "labl", "imputation", "security", "embargo", "respUnit"),
        *("anlysUnit", "qstn", "valrng", "invalrng", "undocCod", "universe"),
        *("TotlResp", "sumStat", "txt", "stdCatgry", "catgryGrp", "catgry"),
        *("codInstr", "verStmt", "concept", "derivation", "varFormat", "geoMap"),
        *("catLevel", "notes"),
    ),
    "valrng": ("item", "range", "key", "notes"),
    "catgry": ("catValu", "labl", "txt", "catStat", "mrow"),
}
REQUIRED = {
    "codeBook": {"stdyDscr"},
    "stdyDscr": {"citation"},
    "citation": {"titlStmt"},
    "titlStmt": {"titl"},
    "valrng": {"range"},
}
ONCE = {
    *("titlStmt", "prodStmt", "titl", "fileName", "dimensns", "fileType", "dataMsng"),
    *("confDec", "catValu", "varFormat"),
}
"""Elements that stand at most once below another one."""

# The attributes that are used, with the words that may stand in them (None: any text).
ATTRIBUTES: dict[str, dict[str, set[str] | None]] = {
    "codeBook": {"version": {"2.5"}},
    "fileDscr": {"ID": None},
    "fileType": {"charset": None},
    "prodDate": {"date": None},
    "software": {"version": None},
    "dataProcessing": {"type": None},
    "confDec": {"required": {"yes", "no"}},
    "var": {
        "ID": None,
        "name": None,
        "files": None,
        "intrvl": {"contin", "discrete"},
        "wgt": {"wgt", "not-wgt"},
    },
    "range": {"UNITS": {"INT", "REAL"}, "min": None, "max": None},
    "sumStat": {
        "type": {"mean", "medn", "mode", "vald", "invd", "min", "max", "stdev", "other"}
    },
    "catStat": {"type": {"freq", "percent", "crosstab", "other"}},
    "varFormat": {
        "type": {"numeric", "character"},
        "formatname": None,
        "category": {"date", "time", "currency", "other"},
    },
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
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
    assert plain(root) == "codeBook"
    for element in root.iter():
        assert element.tag.startswith(f"{{{ddi.NAMESPACE}}}")
        children = [plain(each) for each in element]
        name = plain(element)
        assert REQUIRED.get(name, set()) <= set(children), name
        if not children:
            continue
        assert set(children) <= set(ORDER[name]), name
        assert children == sorted(children, key=ORDER[name].index), name
        assert not (element.text or "").strip(), f"{name} is no mixed element"
        for once in ONCE & set(children):
            assert children.count(once) == 1, f"{once} in {name}"


def test_every_attribute_is_of_the_standard(root: ET.Element) -> None:
    for element in root.iter():
        allowed = ATTRIBUTES.get(plain(element), {})
        for name, value in element.attrib.items():
            if name == LANGUAGE:
                continue
            assert name in allowed, f"{plain(element)}/@{name}"
            words = allowed[name]
            assert words is None or value in words, f"{plain(element)}/@{name}"
    assert root.get("version") == "2.5"
    for variable in found(root, "dataDscr/var"):
        assert variable.get("name")
        assert all(each.get("type") for each in found(variable, "sumStat"))


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


def test_codes_that_fewer_than_k_have_are_not_counted_out() -> None:
    described = codebook.variables(CASES, replace(PLAN, promise=Promise(k=2)))
    lines = codebook.text(described).splitlines()
    assert "sex,1,Woman,2" in lines
    assert "sex,2,Man," in lines
    root = ET.fromstring(ddi.text(STUDY, described, records=4))
    (sex,) = found(root, "dataDscr/var[@name='sex']")
    told = [[each.text for each in category] for category in found(sex, "catgry")]
    assert told == [["1", "Woman", "2"], ["2", "Man"]]


def test_numbers_have_their_range_and_the_weight_is_called_so(root: ET.Element) -> None:
    variables = {each.get("name"): each for each in found(root, "dataDscr/var")}
    (bounds,) = found(variables["months"], "valrng/range")
    assert bounds.attrib == {"UNITS": "INT", "min": "1", "max": "6"}
    kinds = {each.get("type") for each in found(variables["months"], "sumStat")}
    assert kinds <= SUMMARIES
    assert "mean" in kinds
    assert variables["weight"].get("wgt") == "wgt"
    (form,) = found(variables["day"], "varFormat")
    assert form.get("category") == "date"
    assert "schema" not in form.attrib  # the default of the standard: ISO


def test_the_ends_of_a_scale_that_few_have_are_not_told() -> None:
    months = pl.Series([1.0, 1.0, 2.0, 120.0])
    cases = Cases(CASES.frame.with_columns(months=months))
    described = codebook.variables(cases, replace(PLAN, promise=Promise(k=2)))
    root = ET.fromstring(ddi.text(STUDY, described, records=4))
    (variable,) = found(root, "dataDscr/var[@name='months']")
    told = {each.get("type"): each.text for each in found(variable, "sumStat")}
    assert told["min"] == "1"
    assert "max" not in told
    assert not found(variable, "valrng")


def test_numbers_with_decimals_are_said_to_be_such() -> None:
    halves = Cases(CASES.frame.with_columns(months=pl.Series([0.5, 1.0, None, 3.0])))
    text = ddi.text(STUDY, codebook.variables(halves, PLAN), records=4)
    (bounds,) = found(ET.fromstring(text), "dataDscr/var[@name='months']/valrng/range")
    assert bounds.attrib == {"UNITS": "REAL", "min": "0.5", "max": "3"}


def test_what_was_done_stands_under_the_processing_of_the_data(
    root: ET.Element,
) -> None:
    (done,) = found(root, "stdyDscr/method/dataProcessing")
    assert done.text == "All was protected."


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
