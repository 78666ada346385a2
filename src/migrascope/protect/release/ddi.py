"""How do archives and statistical programs learn what the release holds?

As DDI Codebook 2.5 (DDI Alliance 2012), the XML that data archives, Nesstar and NADA
read: the study, the file, and every variable with its categories and frequencies, all
of the released records. Elements stand in the order that the schema asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from migrascope.language.printing import clean
from migrascope.protect.plan.model import Role
from migrascope.protect.release.codebook import Variable

NAME = "codebook.xml"
NAMESPACE = "ddi:codebook:2_5"
_FILE = "F1"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Study:
    """What is said of the release as a whole."""

    identifier: str
    title: str
    producer: str
    purpose: str
    made_on: date
    version: str
    protection: tuple[str, ...]
    conditions: str
    kind: str = "Administrative records, protected"


def text(study: Study, described: tuple[Variable, ...], *, records: int) -> str:
    """The codebook as XML."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_name("codeBook"), {"version": "2.5", _LANGUAGE: "en"})
    _citation(_under(root, "docDscr"), study, f"Codebook: {study.title}")
    _study(_under(root, "stdyDscr"), study)
    _file(_under(root, "fileDscr", ID=_FILE), described, records)
    data = _under(root, "dataDscr")
    for number, each in enumerate(described, 1):
        _variable(data, each, number)
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _citation(above: ET.Element, study: Study, title: str) -> None:
    citation = _under(above, "citation")
    titles = _under(citation, "titlStmt")
    _under(titles, "titl", title)
    _under(titles, "IDNo", study.identifier)
    made = _under(citation, "prodStmt")
    if study.producer:
        _under(made, "producer", study.producer)
    day = study.made_on.isoformat()
    _under(made, "prodDate", day, date=day)
    _under(made, "software", "Migrascope", version=study.version)


def _study(above: ET.Element, study: Study) -> None:
    _citation(above, study, study.title)
    told = _under(above, "stdyInfo")
    if study.purpose:
        _under(told, "abstract", study.purpose)
    summary = _under(told, "sumDscr")
    _under(summary, "anlyUnit", "Individual")
    _under(summary, "dataKind", study.kind)
    method = _under(above, "method")
    for says in study.protection:
        _under(method, "dataProcessing", says, type="confidentiality")
    access = _under(_under(above, "dataAccs"), "useStmt")
    _under(access, "confDec", study.conditions, required="yes")


def _file(above: ET.Element, described: tuple[Variable, ...], records: int) -> None:
    about = _under(above, "fileTxt")
    _under(about, "fileName", "data.csv")
    size = _under(about, "dimensns")
    _under(size, "caseQnty", str(records))
    _under(size, "varQnty", str(len(described)))
    _under(about, "fileType", "Comma-separated values", charset="UTF-8")
    _under(about, "dataMsng", "A field without a text is a missing value.")


def _variable(above: ET.Element, each: Variable, number: int) -> None:
    facts = {
        "ID": f"V{number}",
        "name": each.name,
        "files": _FILE,
        "intrvl": "contin" if each.is_number else "discrete",
    }
    if each.role is Role.WEIGHT:
        facts["wgt"] = "wgt"
    variable = _under(above, "var", **facts)
    _under(variable, "labl", each.label or each.name)
    if each.low is not None and each.high is not None:
        bounds = _under(variable, "valrng")
        whole = each.low.is_integer() and each.high.is_integer()
        low, high = _number(each.low), _number(each.high)
        _under(bounds, "range", UNITS="INT" if whole else "REAL", min=low, max=high)
    _under(variable, "sumStat", str(each.known), type="vald")
    _under(variable, "sumStat", str(each.missing), type="invd")
    for kind, value in (
        ("min", each.low),
        ("max", each.high),
        ("mean", each.mean),
        ("stdev", each.spread),
    ):
        if value is not None:
            _under(variable, "sumStat", _number(value), type=kind)
    for one in each.categories:
        category = _under(variable, "catgry")
        _under(category, "catValu", one.code)
        _under(category, "labl", one.label or one.code)
        if one.records is not None:
            _under(category, "catStat", str(one.records), type="freq")
    kind = "numeric" if each.is_number else "character"
    # As ISO 8601 writes it, which is the default of the standard.
    date_ = {"category": "date", "formatname": "YYYY-MM-DD"} if each.is_date else {}
    _under(variable, "varFormat", type=kind, **date_)


def _number(value: float) -> str:
    """A number with six digits that count, a whole one with all of them.

    >>> _number(1234567.0), _number(0.12345678)
    ('1234567', '0.123457')
    """
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return f"{value:.6g}"


def _under(above: ET.Element, name: str, says: str = "", /, **facts: str) -> ET.Element:
    """A new element below another one, without what XML cannot hold."""
    element = ET.SubElement(
        above, _name(name), {key: clean(value) for key, value in facts.items()}
    )
    if says:
        element.text = clean(says)
    return element


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
