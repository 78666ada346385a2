"""How are estimated movements drawn into a file?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from migrascope.cli.context import Context
from migrascope.errors import UsageError

if TYPE_CHECKING:
    from migrascope.cli.flows_showing import View
    from migrascope.flows.estimates import Estimates

ENDINGS = (".svg", ".png", ".pdf")


def checked(output: Path | None, form: str | None) -> Path:
    """The file to draw into.

    Raises:
        UsageError: none is named, or it is not for a drawing.
    """
    if form is not None:
        raise UsageError(
            "--chart draws, and --format writes a table.", "Leave one of them out."
        )
    if output is None or output.suffix.lower() not in ENDINGS:
        raise UsageError(
            "A drawing needs a file.",
            f"Name one that ends in {', '.join(ENDINGS)} with --output FILE.",
            where="" if output is None else str(output),
        )
    return output


def draw(
    context: Context,
    made: Estimates,
    kind: str,
    *,
    output: Path,
    view: View,
    headline: str,
) -> None:
    """Draw the headline method of the newest interval, and say what it shows.

    Where it failed for that interval, the next one; lines over time are of one method.
    """
    from migrascope.review.movements.draw import Kind, Show, draw

    sex = made.sexes[0]
    if kind != Kind.TIME:
        headline = made.front(headline, among=made.made(sex, made.intervals[-1]))
    plate = draw(
        kind,
        made,
        show=Show(
            area=view.places[0].id if view.places else None,
            method=headline,
            sex=sex,
            by=view.by,
            most=view.top,
        ),
        source=_source(context, made),
    )
    plate.write(output)
    context.console.print(plate.finding, style="bold", markup=False)
    context.console.print(f"  {output}", markup=False)


def _source(context: Context, made: Estimates) -> str:
    """The publishers with the editions that the estimates rest on."""
    publishers: dict[str, list[str]] = {}
    for name in made.editions:
        publisher = context.evidence.edition(name).publisher
        publishers.setdefault(publisher, []).append(name)
    return "; ".join(
        f"{publisher} [{', '.join(names)}]" for publisher, names in publishers.items()
    )
