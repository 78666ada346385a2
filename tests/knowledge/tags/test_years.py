"""Years are years, and not counts, pages, sums or addresses."""

from __future__ import annotations

import pytest

from migrascope.knowledge.tags.years import years


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("since 2018", ["2018"]),
        ("2014–2017", ["2014", "2015", "2016", "2017"]),
        ("in the years 2017-18", ["2017", "2018"]),
        ("(2022 – 2024)", ["2022", "2023", "2024"]),
        ("between 2016 and 2018", ["2016", "2017", "2018"]),
        ("de 2016 à 2018", ["2016", "2017", "2018"]),
        ("2016 and 2018", ["2016", "2018"]),
        ("30-31 March 2023.", ["2023"]),
        ("by 2030, as the 2030 Agenda says", ["2030"]),
        ("2023年", ["2023"]),
        ("1950-2050", ["1950", "2050"]),
    ],
)
def test_years_and_spans_are_read(text: str, found: list[str]) -> None:
    assert [year for year, _ in years(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "2000 people came",
        "2,018 visas",
        "see page 2014",
        "$2019",
        "USD 2020",
        "A/RES/2018/1",
        "https://example.org/2023-report",
        "the 2030 Agenda",
        "l'Agenda 2063",
        "2019 km",
        "12018",
        "some 2020 visas were given to 2021 workers",
    ],
)
def test_other_numbers_are_no_years(text: str) -> None:
    assert list(years(text)) == []


def test_the_words_that_name_a_year_are_kept() -> None:
    assert dict(years("In 2020, and from 2021 to 2022.")) == {
        "2020": "2020",
        "2021": "2021 to 2022",
        "2022": "2021 to 2022",
    }
