"""Internal displacement: a zero of UNHCR does not say that nobody is displaced."""

from __future__ import annotations

from tests.indicators.observed import answer, seen, values

IDMC, UNHCR = "unhcr-idmc@2025", "unhcr-population@2025"


def test_idmc_speaks_before_unhcr_because_it_counts_all() -> None:
    series = answer(
        "idps",
        "SSD",
        seen("idps", "SSD", 2020, 1_400, edition=IDMC, origin="SSD"),
        seen("idps", "SSD", 2020, 1_300, edition=UNHCR, origin="SSD"),
    )
    assert values(series) == {2020: 1_400}


def test_a_zero_of_idmc_is_a_figure_and_a_zero_of_unhcr_is_not() -> None:
    none = answer("idps", "SSD", seen("idps", "SSD", 2020, 0, edition=IDMC))
    unknown = answer("idps", "SSD", seen("idps", "SSD", 2020, 0, edition=UNHCR))
    assert values(none) == {2020: 0}
    assert unknown.is_empty


def test_the_share_is_of_the_people_who_live_in_the_country() -> None:
    series = answer(
        "idp-share",
        "SSD",
        seen("idps", "SSD", 2020, 1_400, edition=IDMC, origin="SSD"),
        seen("population", "SSD", 2020, 10_000),
    )
    assert values(series) == {2020: 14.0}
