"""Where do the tables of areas come from, and how are they made again?

Reads the United Nations, UNHCR and World Bank files that carry the facts and
writes `areas.csv`, `area_names.csv`, `area_aliases.csv`, `area_codes.csv` and
`area_groups.csv`. What no file says (regions, dissolved and residual areas, further
spellings, withdrawn codes) stands in the files named alike beside this script::

    python tools/build_area_tables.py --data DATA --taxonomy TAXONOMY.csv
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

import polars as pl
from babel import Locale
from python_calamine import CalamineWorkbook

from migrascope.model.area import LANGUAGES, Area, fold

HERE = Path(__file__).parent
TABLES = HERE.parent / "src" / "migrascope" / "model" / "tables"
FIELDS = tuple(column.name for column in fields(Area))
SDG_REGION = {
    "M49:015": "M49:1833",
    "M49:145": "M49:1833",
    "M49:034": "M49:921",
    "M49:143": "M49:921",
    "M49:030": "M49:1832",
    "M49:035": "M49:1832",
    "M49:947": "M49:947",
    "M49:419": "M49:419",
    "M49:053": "M49:053",
    "M49:054": "M49:1835",
    "M49:057": "M49:1835",
    "M49:061": "M49:1835",
    "M49:021": "M49:1829",
    "M49:151": "M49:1829",
    "M49:154": "M49:1829",
    "M49:039": "M49:1829",
    "M49:155": "M49:1829",
}
GRADUATED_SINCE_WPP_2024 = {"STP"}
"""São Tomé and Príncipe left the LDC group on 13 December 2024."""
INCOME = {
    "Low income": "low",
    "Lower middle income": "lower_middle",
    "Upper middle income": "upper_middle",
    "High income": "high",
}
DISPUTED = {"ESH"}
NAME_CORRECTIONS = {("ATA", "ru"): "Антарктика"}
"""The taxonomy declines this one name (locative case)."""
WPP_GROUPS = (901, 902, 934, 948, 2087, 2088, 2089, 2090, 2091, 2092, 2093, 5502)
BANK_REGIONS = {
    "East Asia & Pacific": "EAS",
    "Europe & Central Asia": "ECS",
    "Latin America & Caribbean": "LCN",
    "Middle East & North Africa": "MEA",
    "North America": "NAC",
    "South Asia": "SAS",
    "Sub-Saharan Africa": "SSF",
}
BANK_INCOME = {
    "LIC": {"low"},
    "LMC": {"lower_middle"},
    "UMC": {"upper_middle"},
    "MIC": {"lower_middle", "upper_middle"},
    "LMY": {"low", "lower_middle", "upper_middle"},
    "HIC": {"high"},
}
OTHER_SPELLINGS = (
    "Preferred Term",
    "English Short",
    "French Short",
    "Spanish Short",
    "Russian Short",
    "Chinese Short",
    "Arabic Short",
    "ISO Alt Term",
    "DGACM Alt Term",
    "HPC Tools Alt Term",
    "RW API Alt Term",
    "RW Short Name",
)
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read: one list of rows per file."""

    additions: list[Row]
    taxonomy: list[Row]
    bank: list[Row]
    wpp: list[Row]
    unhcr: list[Row]
    unsd: list[Row]


@dataclass(slots=True)
class Tables:
    """What is written, filled step by step."""

    areas: dict[str, Row] = field(default_factory=dict)
    names: dict[str, Row] = field(default_factory=dict)
    codes: set[tuple[str, str, str]] = field(default_factory=set)
    groups: set[tuple[str, str]] = field(default_factory=set)

    def add(self, area: Row, names: Row) -> None:
        """Enter an area with its names."""
        self.areas[area["id"]] = area
        self.names[area["id"]] = {"id": area["id"], **names}


def main() -> None:
    """Read the files, write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--taxonomy", type=Path, required=True)
    arguments = parser.parse_args()
    facts = _read(arguments.data, arguments.taxonomy)

    tables = Tables(
        codes={(r["scheme"], r["code"], r["area"]) for r in _rows(_own("area_codes"))},
        groups={(r["group"], r["area"]) for r in _rows(_own("area_groups"))},
    )
    _enter_areas(tables, facts)
    _enter_unsd(tables, facts.unsd)
    _enter_unhcr(tables, facts.unhcr)
    _enter_bank(tables, facts.bank)
    _enter_groups(tables, facts.wpp)
    aliases = _aliases(tables.names, _published_spellings(facts))

    _write("areas.csv", FIELDS, _by_id(tables.areas))
    _write("area_names.csv", ("id", *LANGUAGES), _by_id(tables.names))
    _write_tuples("area_aliases.csv", ("alias", "area"), aliases.items())
    _write_tuples("area_codes.csv", ("scheme", "code", "area"), tables.codes)
    _write_tuples("area_groups.csv", ("group", "area"), tables.groups)


def _read(data: Path, taxonomy: Path) -> Facts:
    return Facts(
        additions=_rows(_own("area_additions")),
        taxonomy=[row for row in _rows(taxonomy) if _is_area(row)],
        bank=_sheet(
            data / "worldbank/API_BX.TRF.PWKR.CD.DT_personal-remittances-received.xls",
            "Metadata - Countries",
        ),
        wpp=_rows(data / "wpp2024/UNlocations.txt", delimiter="\t"),
        unhcr=pl.read_parquet(data / "unhcr/refugees_pkg/countries.parquet").to_dicts(),
        unsd=_rows(data / "sdg_unsd/ddf/ddf--entities--geo_area.csv"),
    )


def _enter_areas(tables: Tables, facts: Facts) -> None:
    for row in facts.taxonomy:
        tables.add(_from_taxonomy(row), _names_from_taxonomy(row))
    for row in facts.additions:
        names = {language: row.get(language, "") for language in LANGUAGES}
        tables.add(_from_addition(row), {**names, "en": row["name"]})
        for scheme in ("undesa", "unsd"):
            codes = filter(None, row[scheme].split("|"))
            tables.codes |= {(scheme, code, row["id"]) for code in codes}
    for area in tables.areas.values():
        if area["kind"] not in {"region", "group"}:
            area["sdg_region"] = SDG_REGION.get(area["sub_region"], "")


def _enter_unsd(tables: Tables, unsd: Iterable[Row]) -> None:
    """Enter groups of the SDG database that nobody else has."""
    known = {code for scheme, code, _ in tables.codes if scheme == "unsd"}
    known |= {str(int(area["m49"])) for area in tables.areas.values() if area["m49"]}
    for row in unsd:
        code = row["geo_area"]
        if code not in known:
            label = " ".join(row["name"].split())
            id_ = f"X:unsd:{code}"
            tables.add(_blank(id_, label, _kind_of_unsd(label)), {"en": label})
            tables.codes.add(("unsd", code, id_))


def _enter_unhcr(tables: Tables, unhcr: Iterable[Row]) -> None:
    for row in unhcr:
        if row["iso_code"] in tables.areas:
            tables.areas[row["iso_code"]]["unhcr"] = row["unhcr_code"]
    for code, id_ in (
        ("STA", "X:stateless"),
        ("TIB", "X:tibetan"),
        ("UKN", "X:unknown"),
    ):
        tables.areas[id_]["unhcr"] = code


def _enter_bank(tables: Tables, bank: Iterable[Row]) -> None:
    """Enter the bank's codes, income groups and own groups."""
    elsewhere = {"CHI": "M49:830", "WLD": "M49:900"}
    for row in bank:
        code = row["Country Code"]
        id_ = elsewhere.get(code, code)
        if id_ in tables.areas:
            area = tables.areas[id_]
            area["world_bank"] = code
            area["income"] = INCOME.get(row["IncomeGroup"], "")
            if row["Region"]:
                tables.groups.add((f"X:wb:{BANK_REGIONS[row['Region']]}", id_))
            tables.groups |= {
                (f"X:wb:{group}", id_)
                for group, levels in BANK_INCOME.items()
                if area["income"] in levels
            }
        else:
            label = f"{row['TableName'].split(':')[0]} (World Bank)"
            group = _blank(f"X:wb:{code}", label, "group")
            tables.add({**group, "world_bank": code}, {"en": label})


def _enter_groups(tables: Tables, wpp: Iterable[Row]) -> None:
    """Enter the groups of the Population Division and the three UN flags."""
    by_m49 = {area["m49"]: id_ for id_, area in tables.areas.items() if area["m49"]}
    for row in wpp:
        if row["location_type"] != "4":
            continue
        id_ = by_m49[row["country_code"].zfill(3)]
        tables.groups |= {
            (f"M49:{group}", id_) for group in WPP_GROUPS if _in_group(row, group)
        }
        tables.areas[id_] |= {
            "ldc": _flag(_in_group(row, 941) and id_ not in GRADUATED_SINCE_WPP_2024),
            "lldc": _flag(_in_group(row, 1636)),
            "sids": _flag(_in_group(row, 1637)),
        }


def _in_group(row: Row, group: int) -> bool:
    return row[f"agcode_{group}000"] not in {"-1", ""}


def _is_area(row: Mapping[str, str]) -> bool:
    return bool(row["m49 numerical code"] and row["ISO 3166-1 Alpha 3-Codes"]) and (
        row["ISO 3166-1 Alpha 3-Codes"] != "TWN"
    )


def _from_taxonomy(row: Mapping[str, str]) -> Row:
    iso3 = row["ISO 3166-1 Alpha 3-Codes"]
    kind = "country" if row["Independent"] == "Y" else "territory"
    return {
        **_blank(iso3, row["M49 English"], "disputed" if iso3 in DISPUTED else kind),
        "iso2": row["ISO 3166-1 Alpha 2-Codes"],
        "iso3": iso3,
        "m49": row["m49 numerical code"].zfill(3),
        "region": _region(row["Region Code"]),
        "sub_region": _region(row["Sub-region Code"]),
        "intermediate_region": _region(row["Intermediate Region Code"]),
    }


def _region(code: str) -> str:
    if not code:
        return ""
    return "M49:947" if code == "202" else f"M49:{code.zfill(3)}"


def _names_from_taxonomy(row: Mapping[str, str]) -> Row:
    words = ("Arabic", "English", "Spanish", "French", "Russian", "Chinese")
    columns = dict(zip(("ar", "en", "es", "fr", "ru", "zh"), words, strict=True))
    iso3 = row["ISO 3166-1 Alpha 3-Codes"]
    return {
        language: NAME_CORRECTIONS.get(
            (iso3, language), row[f"M49 {word}"].replace("_", "-").strip()
        )
        for language, word in columns.items()
    }


def _from_addition(row: Mapping[str, str]) -> Row:
    kept = {key: row[key] for key in FIELDS if key in row}
    return {**_blank(row["id"], row["name"], row["kind"]), **kept}


def _blank(id_: str, name: str, kind: str) -> Row:
    flags = {"ldc": "no", "lldc": "no", "sids": "no"}
    return {**dict.fromkeys(FIELDS, ""), **flags, "id": id_, "name": name, "kind": kind}


def _kind_of_unsd(label: str) -> str:
    marks = ("residual", "not elsewhere", "other non", "unkers", "custom", "entres")
    return "residual" if any(mark in label.lower() for mark in marks) else "group"


def _flag(value: object) -> str:
    return "yes" if value else "no"


def _published_spellings(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield (spelling, area id), the most trusted first: the first one stands."""
    for row in _rows(_own("area_aliases")):
        yield row["alias"], row["area"]
    by_m49 = {
        row["m49 numerical code"]: row["ISO 3166-1 Alpha 3-Codes"]
        for row in facts.taxonomy
    }
    by_iso3 = {iso3: iso3 for iso3 in by_m49.values()}
    for rows, key, places, columns in (
        (facts.taxonomy, "ISO 3166-1 Alpha 3-Codes", by_iso3, OTHER_SPELLINGS),
        (facts.unhcr, "iso_code", by_iso3, ("name",)),
        (facts.bank, "Country Code", by_iso3, ("TableName",)),
        (facts.wpp, "country_code", by_m49, ("name",)),
        (facts.unsd, "geo_area", by_m49, ("name",)),
    ):
        for row in rows:
            if row[key] in places:
                for column in columns:
                    yield row[column].replace("_", "-"), places[row[key]]
    for language in LANGUAGES:
        territories = Locale(language).territories
        for row in facts.taxonomy:
            iso2, iso3 = (row[f"ISO 3166-1 Alpha {n}-Codes"] for n in (2, 3))
            yield territories.get(iso2, ""), iso3


def _aliases(
    names: Mapping[str, Row], spellings: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Keep spellings that no name says already and that mean one area only."""
    taken = {
        fold(text): id_
        for id_, row in names.items()
        for language, text in row.items()
        if language != "id" and text
    }
    aliases: dict[str, str] = {}
    for text, area in spellings:
        spelling = " ".join(text.split())
        if spelling and fold(spelling) not in taken:
            taken[fold(spelling)] = area
            aliases[spelling] = area
    return aliases


def _own(name: str) -> Path:
    return HERE / f"{name}.csv"


def _rows(file: Path, *, delimiter: str = ",") -> list[Row]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def _sheet(file: Path, sheet: str) -> list[Row]:
    cells = CalamineWorkbook.from_path(file).get_sheet_by_name(sheet).to_python()
    header = [str(cell) for cell in cells[0]]
    return [
        defaultdict(str, zip(header, map(str, row), strict=True)) for row in cells[1:]
    ]


def _by_id(rows: Mapping[str, Row]) -> list[Row]:
    return [rows[id_] for id_ in sorted(rows)]


def _write(name: str, fields: Iterable[str], rows: Iterable[Row]) -> None:
    with (TABLES / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, tuple(fields), lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def _write_tuples(
    name: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> None:
    with (TABLES / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(rows))


if __name__ == "__main__":
    main()
