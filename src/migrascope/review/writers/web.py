"""How does a review become a web page?

One file that works from a USB stick: styles and drawings are inside, nothing is
loaded from elsewhere and no script runs. Each drawing has its table under it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from migrascope.language.numbers import day
from migrascope.review import drawing
from migrascope.review.model import Chart, Review
from migrascope.review.writers import cells, footing
from migrascope.review.writers.grid import grid, under


def write(review: Review, path: Path) -> None:
    """Write the page; the text is escaped wherever it comes from."""
    path.write_text(render(review), encoding="utf-8")


def render(review: Review) -> str:
    """The whole page as HTML."""
    return template("review.html").render(review=review)


def template(name: str) -> Template:
    """A page of the review room; everything put into it is escaped."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("migrascope.review", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day
    environment.globals.update(
        grid=grid,
        under=under,
        origins=cells.origins,
        source_line=cells.source_line,
        warnings=footing.caveats,
        drawn=_drawn,
    )
    return environment


def _drawn(chart: Chart) -> Markup:
    return Markup(  # noqa: S704 - Vega escapes the texts inside its own SVG
        drawing.for_page(chart.specification, alternative=chart.alternative)
    )
