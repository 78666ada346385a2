"""Claims: a draft says what it recognised, and works unchanged for a simple file."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from migrascope.errors import BadMapping, UnknownLayout
from migrascope.sources import mapping
from migrascope.sources.batch import Residuals
from migrascope.sources.mapping.suggest import draft


def _drafted(path: Path) -> pl.DataFrame:
    """The observations of a file under its own draft."""
    declared = path.with_name("draft.toml")
    declared.write_text(draft(path), encoding="utf-8")
    batch = mapping.apply(mapping.load(declared), path)
    texts = pl.col(pl.Categorical).cast(pl.String)
    return batch.observations.with_columns(texts).sort("row", "column")


def test_a_tidy_table_with_codes_and_names(tmp_path: Path) -> None:
    path = tmp_path / "refugees.csv"
    path.write_text(
        "Year;Country of asylum;ISO3 asylum;ISO3 origin;Sex;Age;Refugees\n"
        "2020;Kenya;KEN;SOM;F;0-4;10\n2020;Kenya;KEN;SOM;M;0-4;11\n"
        "2021;Uganda;UGA;SSD;F;60+;12\n2021;Uganda;UGA;SSD;M;60+;13\n"
    )
    rows = _drafted(path)
    assert set(rows["measure"]) == {"refugees"}
    assert rows["area"].to_list() == ["KEN", "KEN", "UGA", "UGA"]
    assert rows["origin"].to_list() == ["SOM", "SOM", "SSD", "SSD"]
    assert rows["age"].to_list() == ["Y0T4", "Y0T4", "Y_GE60", "Y_GE60"]
    assert rows["value"].to_list() == [10.0, 11.0, 12.0, 13.0]
    assert {day.month for day in rows["end"]} == {12}


def test_a_crosstab_of_years_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "migrant_stock.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("About").write(0, 0, "Read me")
    sheet = book.add_worksheet("Data")
    sheet.write(0, 0, "Migrant stock by country")
    sheet.write_row(2, 0, ["Country", 2010, 2015, 2020])
    sheet.write_row(3, 0, ["Kenya", 1, 2, ".."])
    sheet.write_row(4, 0, ["Uganda", 4, 5, 6])
    sheet.write_row(5, 0, ["Côte d'Ivoire", 4, 5, 6])
    book.close()
    rows = _drafted(path)
    assert rows.height == 9
    assert set(rows["sheet"]) == {"Data"}
    assert rows["obs_status"].to_list()[2] == "M"
    assert rows["row"].to_list()[0] == 4


def test_a_table_of_origins_in_columns(tmp_path: Path) -> None:
    path = tmp_path / "immigration.csv"
    path.write_text(
        "Destination,Year,Kenya,Uganda,Somalia,Sudan,Chad\n"
        "Norway,2020,1,2,3,4,5\nSweden,2020,1,2,3,4,5\nDenmark,2020,6,7,8,9,10\n"
    )
    rows = _drafted(path)
    assert rows.height == 15
    assert rows["origin"].to_list()[:2] == ["KEN", "UGA"]
    assert rows["area"].to_list()[0] == "NOR"


def test_several_measures_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text(
        "Year,ISO3CoO,ISO3CoA,REF,ASY\n2020,SOM,KEN,5,6\n2020,SSD,UGA,7,8\n"
    )
    rows = _drafted(path)
    assert rows["measure"].to_list() == ["refugees", "asylum_seekers"] * 2
    assert rows["area"].to_list() == ["KEN", "KEN", "UGA", "UGA"]


def test_what_is_not_recognised_is_left_empty_and_refused_by_name(
    tmp_path: Path,
) -> None:
    path = tmp_path / "things.csv"
    path.write_text("iso3,year,n\nKEN,2020,1\nUGA,2020,2\nTZA,2020,3\n")
    with pytest.raises(BadMapping, match='"measure" is missing or empty'):
        _drafted(path)


def test_places_without_an_area_are_listed_to_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "refugees.csv"
    path.write_text(
        "country,year,refugees\nKenya,2020,1\nUganda,2020,2\nChad,2020,3\n"
        "Mali,2020,3\nAtlantis,2020,3\n"
    )
    assert '# "Atlantis" = ""' in draft(path)


def test_quotes_and_backslashes_in_headers_stay_valid(tmp_path: Path) -> None:
    path = tmp_path / "refugees.csv"
    path.write_text(
        'iso3,year,"the ""n"" \\ refugees",kind\nKEN,2020,1,"a # ""b"""\nUGA,2020,2,c\n'
    )
    rows = _drafted(path)
    assert rows["value"].to_list() == [1.0, 2.0]


def test_a_web_page_has_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "page.csv"
    path.write_text("<html></html>")
    with pytest.raises(UnknownLayout):
        draft(path)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "undesa/undesa_2024_bilateral_stock_by_sex_long.csv.gz",
            ('column = "dest_iso3"', 'column = "orig_iso3"', '"migrant_stock"'),
        ),
        (
            "undesa/undesa_pd_2015_migration_flow_totals.xlsx",
            ("header = 17", 'codes = "name"', r"headers = '^(?P<year>\d{4})$'"),
        ),
        (
            "eurostat/migr_asyappctza_sdmx-csv2_labels.csv",
            ('kind = "sdmx"', 'column = "geo"', 'column = "OBS_VALUE"'),
        ),
        (
            "dtm/api/displacement-admin0-admin0pcode-hti.json",
            ('at = "result"', 'date = "reportingDate"', '"numPresentIdpInd"'),
        ),
        (
            "irregular/frontex_detections_monthly.csv.gz",
            ('convention = "month"', "[breakdown.route]", 'column = "n"'),
        ),
    ],
)
def test_drafts_of_published_files(
    shared_data: Path, name: str, says: tuple[str, ...]
) -> None:
    text = draft(shared_data / name)
    for part in says:
        assert part in text


def test_the_draft_of_the_bilateral_table_works_unchanged(
    shared_data: Path, tmp_path: Path
) -> None:
    name = "undesa/undesa_2024_bilateral_stock_by_sex_long.csv.gz"
    declared = tmp_path / "draft.toml"
    declared.write_text(draft(shared_data / name), encoding="utf-8")
    batch = mapping.apply(
        mapping.load(declared), shared_data / name, residuals=Residuals.KEEP
    )
    assert batch.observations.height == 153_296


def test_two_rows_of_header_are_read_as_years_and_sexes(tmp_path: Path) -> None:
    path = tmp_path / "residents.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Tableau 1")
        sheet.merge_range("A1:G1", "Résidents étrangers")
        sheet.merge_range("B3:D3", "2022")
        sheet.merge_range("E3:G3", "2023")
        sheet.write_row(3, 0, ["Pays", *["Hommes", "Femmes", "Total"] * 2])
        for row, name in enumerate(("Guinée", "Sénégal", "Bénin"), start=4):
            sheet.write_row(row, 0, [name, 1, 2, 3, 4, 5, 9])
    text = draft(path)
    assert "header = [3, 4]" in text
    assert r"headers = '^(?P<year>\d{4}) \| (?P<sex>.+)$'" in text
    assert "FILL IN: no column looks like time" not in text


def test_months_in_the_header_and_dots_between_thousands_are_recognised(
    tmp_path: Path,
) -> None:
    path = tmp_path / "llegadas.csv"
    rows = ["Nacionalidad;Enero;Febrero;Total"]
    rows += [
        f"{name};1.20{i};2.30{i};3.50{i}"
        for i, name in enumerate(("Haití", "Perú", "Cuba"))
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    text = draft(path)
    assert "headers = '^(?P<month>Enero|Febrero)$'" in text
    assert 'convention = "month"' in text
    assert 'thousands = "."' in text


def test_a_column_of_nationalities_is_where_people_come_from(tmp_path: Path) -> None:
    path = tmp_path / "permits.csv"
    path.write_text("Citizenship,Permits\nIndia,5\nUkraine,6\nTotal,11\nOther,2\n")
    text = draft(path)
    assert '[origin]\ncolumn = "Citizenship"' in text
    assert '[area]\nvalue = ""' in text
    assert 'vintage = ""  # FILL IN' in text
