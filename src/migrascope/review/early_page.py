"""How is the back-test of a framework handed to those who sign it?

As a page with everything on it, or as its drawing alone, by the ending of the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from migrascope import __version__
from migrascope.errors import UsageError
from migrascope.foresight.frameworks import judging
from migrascope.foresight.frameworks.reading import Agreed
from migrascope.foresight.frameworks.series import Series
from migrascope.foresight.frameworks.thresholds import Tried
from migrascope.foresight.frameworks.trial import Trial
from migrascope.review import drawing
from migrascope.review.model import Review, Section, Sentence
from migrascope.review.prospects import early_tables, trial_chart
from migrascope.review.writers import web

ENDINGS = (".html", ".svg", ".png")


def insist(path: Path) -> None:
    """Insist on a file that can be written.

    Raises:
        UsageError: another ending, or the folder is not there.
    """
    if path.suffix not in ENDINGS:
        raise UsageError(
            f"{path.name}: a back-test is written as a page or as a drawing.",
            f"Name a file that ends in {', '.join(ENDINGS)}.",
        )
    if not path.parent.is_dir():
        raise UsageError(
            f"There is no folder {path.parent}.", "Make it, then try again."
        )


def write(
    path: Path,
    agreed: Agreed,
    series: Mapping[str, Series],
    trial: Trial,
    tried: Sequence[Tried],
    *,
    today: date,
) -> None:
    """Write a back-test as a page (.html) or its drawing (.svg, .png).

    Raises:
        UsageError: another ending, or the folder is not there.
    """
    insist(path)
    if path.suffix == ".html":
        page = _page(agreed, series, trial, tried, today)
        path.write_text(page, encoding="utf-8", newline="\n")
        return
    made = trial_chart.specification(agreed.framework, series, trial)
    if path.suffix == ".svg":
        path.write_text(drawing.svg(made), encoding="utf-8")
    else:
        path.write_bytes(drawing.png(made))


def _page(
    agreed: Agreed,
    series: Mapping[str, Series],
    trial: Trial,
    tried: Sequence[Tried],
    today: date,
) -> str:
    framework = agreed.framework
    told = (
        judging.skill(trial),
        judging.rhythm(framework, trial),
        judging.money(framework, trial),
    )
    mind = [f"Mind: {each}" for each in judging.doubts(series)]
    section = Section(
        "record",
        "What it would have done",
        Sentence(f"{early_tables.finding(trial)}."),
        body=tuple(Sentence(" ".join(each)) for each in (*told, mind) if each),
        exhibits=(
            early_tables.record(framework, series, trial, "seasons", whole=True),
            early_tables.thresholds(framework, tried, "thresholds"),
        ),
    )
    review = Review(
        area="",
        area_name=framework.area,
        title=f"{framework.title}: what it would have done",
        language="en",
        made_on=today,
        version=__version__,
        sections=(section,),
        sources=(),
        caveats=(),
    )
    page = web.template("framework.html")
    return page.render(review=review, framework=framework, agreed=agreed)
