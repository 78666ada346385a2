"""A small review made by hand, with hostile text, missing figures and bounds."""

from __future__ import annotations

from datetime import date

from migrascope.model.caveat import Caveat
from migrascope.model.estimate import Estimate
from migrascope.model.lineage import Cell, Lineage
from migrascope.model.observation import Status
from migrascope.model.period import end_year, mid_year
from migrascope.review import charts
from migrascope.review.model import (
    Chart,
    Column,
    Exhibit,
    Kind,
    Number,
    Review,
    Section,
    Sentence,
    SourceFileNote,
    SourceNote,
    Table,
    Tile,
)

EDITION = "undesa-ims-bilateral@2024"


def estimate(value: float | None, *, year: int = 2024, row: int = 12) -> Estimate:
    """A figure of people at mid-year, read from one cell."""
    cell = Cell(EDITION, 0, "Table 1", row, 6, value, f"migrant_stock {year}")
    status = Status.NORMAL if value is not None else Status.MISSING
    return Estimate(value, "PS", mid_year(year), cell, status)


def stock(value: float | None, *, year: int = 2024, origin: str = "_T") -> Number:
    """People born elsewhere who live in Kenya."""
    return Number("migrant_stock", "KEN", estimate(value, year=year), origin=origin)


def share() -> Number:
    """A computed figure with bounds and two source cells."""
    lineage = Lineage(
        "migrant stock ÷ population × 100",
        (estimate(1_068_421).lineage, estimate(55_339_003, row=99).lineage),
    )
    figure = Estimate(
        1.93, "PT", mid_year(2024), lineage, Status.ESTIMATED, low=1.8, high=2.1
    )
    return Number("migrant_share", "KEN", figure)


def review() -> Review:
    """Kenya in two sections: one rich, one empty."""
    origins = Table(
        "origins",
        "Migrants by origin",
        (
            Column("origin", "Origin"),
            Column("y2020", "2020", Kind.NUMBER, "people"),
            Column("y2024", "2024", Kind.NUMBER, "people"),
        ),
        (
            (
                "Somalia",
                stock(400_123, year=2020, origin="SOM"),
                stock(476_321, origin="SOM"),
            ),
            (
                '=HYPERLINK("http://evil")',
                stock(None, year=2020),
                stock(1, origin="UGA"),
            ),
            ("<script>alert(1)</script>", None, stock(0, origin="ETH")),
        ),
    )
    shares = Table(
        "share",
        "Share of migrants",
        (
            Column("year", "Year", Kind.YEAR),
            Column("share", "Share", Kind.NUMBER, "%", decimals=1),
        ),
        ((2024, share()),),
    )
    drawing = charts.lines(
        [
            charts.Point("Migrants", 2020, 400_123),
            charts.Point("Migrants", 2024, 476_321),
        ]
    )
    arrivals = Section(
        "arrivals",
        "People who came",
        Sentence(
            "In 2024, 1.07 million people born elsewhere lived in Kenya.",
            (stock(1_068_421),),
        ),
        body=(Sentence("Most came from Somalia & <South Sudan>."),),
        tiles=(Tile("Migrants", "1.07 million", "mid-2024", stock(1_068_421)),),
        exhibits=(
            Exhibit(
                "Somalia is the first origin.",
                origins,
                (EDITION,),
                Chart(drawing, "Two points: 400,123 in 2020 and 476,321 in 2024."),
                note="Counted where people live.",
            ),
            Exhibit("Two in a hundred residents are migrants.", shares, (EDITION,)),
        ),
    )
    empty = Section(
        "deaths",
        "Deaths and disappearances",
        Sentence("No figures on deaths or disappearances are published for Kenya."),
        points=("No incident was recorded.",),
    )
    return Review(
        area="KEN",
        area_name="Kenya",
        title="Migration in the Sustainable Development Goals: Kenya",
        language="en",
        made_on=date(2026, 3, 1),
        version="0.1.0",
        sections=(arrivals, empty),
        sources=(
            SourceNote(
                EDITION,
                "International Migrant Stock 2024",
                "UN DESA",
                "CC BY 3.0 IGO",
                "https://creativecommons.org/licenses/by/3.0/igo/",
                "United Nations (2024). International Migrant Stock.",
                "2026-02-01",
                (
                    SourceFileNote(
                        "stock.xlsx", "ab" * 32, "https://example.org/stock.xlsx"
                    ),
                ),
            ),
        ),
        caveats=(
            Caveat(
                "born",
                "undesa",
                "definition",
                "Migrants are counted by place of birth.",
            ),
        ),
        disclaimers=("Names and boundaries imply no opinion.",),
    )


def end_of(year: int) -> Estimate:
    """A figure at the end of a year that nobody published."""
    return Estimate(
        None, "PS", end_year(year), Lineage("looked for refugees"), Status.MISSING
    )
