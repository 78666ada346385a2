"""A framework as a page names its model, plan, money and gaps."""

from __future__ import annotations

from tests.foresight.frameworks import sample

from migrascope.foresight.frameworks import explaining


def test_the_page_says_what_the_file_says() -> None:
    page = explaining.page(sample.framework())
    for said in (
        "# A river",
        "**flow** (m3/s, daily): column flow of a file.",
        "**Activation** is reached when flow is at least 100 m3/s (warns 4 days ahead)",
        "Readiness is watched from May to September",
        "homes above 20 homes, within 14 days",
        "| activation | Food programme | Cash | Food security | 3 | 500 | 5,000 USD |",
        "At readiness: 1,000 USD from A fund. At once.",
    ):
        assert said in page


def test_persistence_and_windows_are_said() -> None:
    text = sample.TEXT.replace(
        "first_month = 6", "first_month = 6\npersistence = 2\nof = 3"
    ).replace(
        'column = "flow"',
        'column = "flow"\naggregate = "mean"\nwindow = 5\ndelay_days = 2',
    )
    page = explaining.page(sample.framework(text))
    assert "at 2 of the last 3 times" in page
    assert "mean of 5 days, known 2 days after the end of its period" in page


def test_a_whole_framework_has_the_gaps_that_it_has() -> None:
    assert explaining.gaps(sample.framework()) == (
        '"Check stocks" reaches nobody, or the number of people is not said.',
    )


def test_what_was_left_open_is_a_gap() -> None:
    text = sample.TEXT[: sample.TEXT.index("[event]")].replace(
        "amount = 6000", "amount = 7000"
    )
    found = " ".join(explaining.gaps(sample.framework(text)))
    assert "nobody can try it on the past" in found
    assert "acting in vain and acting late" in found
    assert "1,000 USD are not released by any rule" in found
    assert 'The indicator "homes" is watched by no stage' in found


def test_a_bar_in_a_name_does_not_break_the_table() -> None:
    page = explaining.page(sample.framework(sample.TEXT.replace("Cash", "Ca|sh")))
    assert "Ca\\|sh" in page


def test_areas_and_measures_are_called_by_their_names() -> None:
    text = sample.TEXT.replace('area = "A valley"', 'area = "UGA"').replace(
        'source = "csv"\nfrequency = "daily"\ncolumn = "flow"\nlowest = 0',
        'source = "measure"\nmeasure = "refugees"\narea = "UGA"\norigin = "SSD"\n'
        'frequency = "yearly"\nchange = "percent"',
    )
    page = explaining.page(sample.framework(text.replace('"m3/s"', '"%"')))
    assert "Flood, Uganda." in page
    assert "refugees, Uganda from South Sudan, evidence base, per cent change" in page
    assert "since the year before" in page
