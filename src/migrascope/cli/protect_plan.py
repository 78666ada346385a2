"""What should happen to each column, and why?"""

from __future__ import annotations

from pathlib import Path

import click

from migrascope.cli.context import Context, pass_context
from migrascope.cli.protect_options import cases_argument, codebook_option
from migrascope.errors import UsageError


@click.command()
@cases_argument
@codebook_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write the plan (default: to the screen).",
)
@pass_context
def command(
    context: Context, *, cases: Path, codebook: Path | None, output: Path | None
) -> None:
    """Propose a plan for CASES: what happens to each column, and why.

    Read it and change it before you use it: nobody knows the cases better than those
    who work with them. A plan holds marks for "not known" and counts of the file, so
    it stays inside.
    """
    from migrascope.protect.release.silence import silent

    with silent():
        from migrascope.protect import reading
        from migrascope.protect.plan import proposing, writing
        from migrascope.protect.release import place, private

        if output is not None:
            place.check_file(output)
        if output is not None and output.exists():
            raise UsageError(
                "this file is there already.",
                "Name a new one; a plan that was signed is not written over.",
                where=str(output),
            )
        proposed = proposing.propose(reading.read(cases, codebook=codebook))
        text = writing.text(proposed)
        if output is None:
            click.echo(text, nl=False)
            return
        private.write(output, text)
    keys = ", ".join(proposed.keys)
    context.say(f"{len(proposed.columns)} columns; keys: {keys}")
    context.say(f"Written to {output}: read it, change it, then protect with it.")
