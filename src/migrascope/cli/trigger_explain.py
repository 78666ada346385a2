"""What does a framework say?"""

from __future__ import annotations

from pathlib import Path

import click

from migrascope.cli.trigger_asking import FRAMEWORK
from migrascope.errors import UsageError


@click.command(name="explain")
@FRAMEWORK
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the page (Markdown) into a file.",
)
def command(*, framework: Path, output: Path | None) -> None:
    """Write FRAMEWORK as a page for those who sign it: model, plan, money, gaps."""
    from migrascope.foresight.frameworks import explaining, reading

    if output is not None and not output.parent.is_dir():
        raise UsageError(
            f"There is no folder {output.parent}.", "Make it, then try again."
        )
    page = explaining.page(reading.load(framework).framework)
    if output is None:
        click.echo(page, nl=False)
    else:
        output.write_text(page, encoding="utf-8", newline="\n")
