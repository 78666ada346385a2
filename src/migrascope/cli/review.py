"""What should be handed to the minister?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from migrascope.cli import asking
from migrascope.cli.context import Context, pass_context
from migrascope.errors import UsageError

FORMS = ("html", "docx", "pdf", "xlsx", "csv", "json")


@click.command()
@click.argument("area", required=False)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to; review-AREA when not given.",
)
@click.option("--lang", "language", default="en", help="Language of the review (en).")
@click.option(
    "--format",
    "forms",
    type=click.Choice(FORMS),
    multiple=True,
    help="Write only this form; may be repeated. All forms when not given.",
)
@click.option("--all", "everyone", is_flag=True, help="Every country and area.")
@click.option(
    "--members",
    metavar="GROUP",
    help='Every country of a group: "Eastern Africa", LDC.',
)
@click.option(
    "--framework",
    "frameworks",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="A framework of anticipatory action to show; may be repeated.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="A CSV file with figures of the frameworks; may be repeated.",
)
@asking.as_of_option
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    help="Processes for several reviews.",
)
@pass_context
def command(
    context: Context,
    *,
    area: str | None,
    output: Path | None,
    language: str,
    forms: tuple[str, ...],
    everyone: bool,
    members: str | None,
    frameworks: tuple[Path, ...],
    data: tuple[Path, ...],
    as_of: date | None,
    workers: int,
) -> None:
    """Write the review of migration in the SDGs of AREA.

    AREA is a country, region or group, by code or by name in any UN language: KEN,
    Kenya, "Eastern Africa", LDC. It is written as a web page, Word, PDF, workbook,
    SDMX-CSV and JSON, all with the same numbers. An empty evidence base is no
    obstacle: then the figures that come with the program are used, and it is said.
    """
    if sum((area is not None, everyone, members is not None)) != 1:
        raise UsageError(
            "Name one area, or ask for --all, or for the --members of a group.",
            "For example: migrascope review KEN, or: migrascope review --members LDC",
        )
    if data and not frameworks:
        raise UsageError("--data is for frameworks.", "Name one with --framework.")
    from migrascope.cli.trigger_asking import log_of
    from migrascope.review import producing  # loads polars

    wanted = producing.Order(
        base=context.evidence_folder,
        forms=tuple(dict.fromkeys(forms)) or FORMS,
        language=language,
        as_of=as_of,
        library=context.base_folder / "knowledge",
        forecasts=context.forecasts,
        ledger=context.base_folder / "foresight" / "ledger.jsonl",
        frameworks=frameworks,
        data=data,
        triggers=log_of(context, None),
    )
    if area is None:
        places = producing.members(members) if members else producing.countries()
        target = output or Path("reviews")
        with context.progress("Reviews") as advance:
            count = producing.several(
                wanted, places, target, workers=workers, advance=advance
            )
        context.console.print(f"{count} reviews in {target}; start with index.html")
        return
    with context.progress("Reading the evidence") as advance:
        made = producing.one(wanted, area, output, advance=advance)
    context.console.print(made.headline, style="bold", markup=False)
    for path in made.paths:
        context.console.print(f"  {path}", markup=False)
