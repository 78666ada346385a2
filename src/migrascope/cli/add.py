"""How do files that I have get into the evidence base?

Each file is read by the adapter that knows it, or by a mapping; what cannot be
read is listed with what to do next, and the exit code says that something was
left out.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli.context import Context, pass_context
from migrascope.errors import SourceError, UnknownLayout, UsageError

if TYPE_CHECKING:
    from migrascope.sources.batch import Residuals
    from migrascope.sources.plan import Group, Plan
    from migrascope.store.editions import Edition


_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding files: editions with their seconds, errors, unknown files.

    `read` counts the files that an adapter or a mapping was found for.
    """

    editions: tuple[tuple[Edition, float], ...]
    errors: tuple[SourceError, ...]
    unknown: tuple[Path, ...]
    read: int = 0


@click.command()
@click.argument("paths", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--mapping",
    "mapping_file",
    metavar="M.toml",
    type=click.Path(path_type=Path),
    help="Read every FILE by this mapping.",
)
@click.option("--source", metavar="NAME", help="Read every FILE as this publisher's.")
@click.option(
    "--residuals",
    type=click.Choice(("refuse", "keep")),
    default="refuse",
    help="Places that the tables do not know: refuse the file, or keep them as "
    "areas of their own.",
)
@click.option(
    "--suggest",
    is_flag=True,
    help="Write a draft mapping for FILE instead of adding it.",
)
@click.option(
    "-o",
    "--output",
    metavar="M.toml",
    type=click.Path(path_type=Path),
    help="Where to write the draft (default: the screen).",
)
@click.option(
    "--starter",
    is_flag=True,
    help="Add the figures that come with the program, to work with both.",
)
@pass_context
def command(
    context: Context,
    *,
    paths: tuple[Path, ...],
    mapping_file: Path | None,
    source: str | None,
    residuals: str,
    suggest: bool,
    output: Path | None,
    starter: bool,
) -> int:
    """Add files to the evidence base; FILE may be a folder.

    A file is read by the adapter that recognises it, or by a mapping: named with
    --mapping, or beside the file (arrivals.xlsx, arrivals.toml).
    """
    if starter:
        _starter(context)
        if not paths:
            return 0
    if not paths:
        raise UsageError("no file is named.", "Name files or a folder, or --starter.")
    if suggest:
        return _suggest(context, paths, output)
    if output is not None:
        raise UsageError("--output goes with --suggest.", "Leave it out.")
    if mapping_file is not None and source is not None:
        raise UsageError(
            "--mapping and --source are two ways to read a file.", "Choose one of them."
        )
    from migrascope.sources.batch import Residuals

    added = add_paths(
        context,
        paths,
        mapping=mapping_file,
        residuals=Residuals(residuals),
        source=source,
    )
    return report(context, added, named=paths)


def add_paths(
    context: Context,
    paths: Sequence[Path],
    *,
    mapping: Path | None = None,
    residuals: Residuals,
    source: str | None = None,
) -> Added:
    """Read files and hand what they say to the evidence base.

    Raises:
        UsageError: no such file, folder or source.
        BadMapping: the mapping says something impossible.
    """
    from migrascope.sources.mapping import load
    from migrascope.sources.plan import plan

    declared = load(mapping) if mapping is not None else None
    planned = plan(paths, source=source, declared=declared, residuals=residuals)
    failures: list[SourceError] = [*planned.damaged]
    total = sum(len(group.paths) for group in planned.groups)
    editions: list[tuple[Edition, float]] = []
    taken: dict[str, str] = {}
    done = 0
    with context.progress("Reading", total=total) as advance:
        for group in planned.groups:
            editions += _accept(context, group, failures, taken)
            done += len(group.paths)
            advance(done)
    unknown = _worth_naming(planned, paths)
    return Added(tuple(editions), tuple(failures), unknown, read=total)


def report(context: Context, added: Added, *, named: Sequence[Path] = ()) -> int:
    """Print what was added and what was not; the exit code."""
    if added.editions:
        _print_table(context, added)
    for error in added.errors:
        click.echo(f"migrascope: {error}", err=True)
    _tell_unknown(added.unknown)
    explicit = any(path in added.unknown for path in named)
    if added.errors:
        return added.errors[0].exit_code
    if explicit or not added.editions:
        if not added.unknown:
            context.say(
                "These files are known, and hold no figures."
                if added.read
                else "There is no file to read here."
            )
        return UnknownLayout.exit_code
    return 0


def _accept(
    context: Context,
    group: Group,
    failures: list[SourceError],
    taken: dict[str, str],
) -> list[tuple[Edition, float]]:
    """Hand the batches of a group to the base, one at a time."""
    from migrascope.sources.plan import batches

    editions: list[tuple[Edition, float]] = []
    started = time.perf_counter()
    for batch in batches(group, failures, taken):
        try:
            edition = context.base.accept(batch)
        except SourceError as error:  # a file that changed while it was read
            failures.append(error)
            continue
        finished = time.perf_counter()
        editions.append((edition, finished - started))
        started = finished
    return editions


def _worth_naming(planned: Plan, named: Sequence[Path]) -> tuple[Path, ...]:
    """Unknown files, without the papers that lie beside the data in a folder."""
    from migrascope.sources.plan import NOT_DATA

    return tuple(
        path
        for path in planned.unknown
        if path in named or path.suffix.lower() not in NOT_DATA
    )


def _tell_unknown(unknown: Sequence[Path]) -> None:
    """Name the files that nobody can read, and the way to a mapping."""
    if not unknown:
        return
    if len(unknown) == 1:
        told = f"migrascope: {unknown[0]}: no adapter knows this file."
    else:
        shown = [f"  {path}" for path in unknown[:_MOST_NAMED]]
        if len(unknown) > _MOST_NAMED:
            shown.append(f"  and {len(unknown) - _MOST_NAMED} more")
        head = f"migrascope: no adapter knows these {len(unknown)} files:"
        told = "\n".join([head, *shown])
    first = unknown[0]
    draft = first.name.split(".", 1)[0] + ".toml"
    click.echo(
        f"{told}\nDraft a mapping, one file at a time: "
        f'migrascope add "{first}" --suggest -o "{draft}"',
        err=True,
    )


def _print_table(context: Context, added: Added) -> None:
    """One line for each edition, and the sum."""
    headings = ("Edition", "Figures", "Files", "Years", "Seconds", "")
    rows = [headings, *(_row(edition, spent) for edition, spent in added.editions)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(headings))]
    for row in rows:
        cells = zip(row, "<>><><", widths, strict=True)
        line = "  ".join(f"{text:{side}{width}}" for text, side, width in cells)
        style = "bold" if row is headings else None
        # an id that is broken over two lines cannot be copied
        context.console.print(line.rstrip(), style=style, markup=False, soft_wrap=True)
    if len(added.editions) > 1:
        figures = sum(edition.rows for edition, _ in added.editions)
        spent = sum(seconds for _, seconds in added.editions)
        count = len(added.editions)
        context.say(f"{count} editions, {figures:,} figures, {spent:.1f} seconds.")


def _row(edition: Edition, seconds: float) -> tuple[str, ...]:
    years = sorted({edition.first, edition.last} - {None}, key=str)
    return (
        edition.id,
        f"{edition.rows:,}",
        str(len(edition.files)),
        "–".join(str(year) for year in years),
        f"{seconds:.2f}",
        edition.outcome.value if edition.outcome else "",
    )


def _starter(context: Context) -> None:
    """Put the figures that come with the program into the user's own base."""
    from migrascope.starter import opening

    added = opening.unpack(context.base_folder)
    context.say(f"The figures that come with the program are in {added.folder}.")


def _suggest(context: Context, paths: Sequence[Path], output: Path | None) -> int:
    """Write a draft mapping, to a file or to the screen."""
    from migrascope.sources.mapping.suggest import draft

    if len(paths) != 1 or paths[0].is_dir():
        raise UsageError(
            "--suggest drafts a mapping for one file.", "Name one file at a time."
        )
    if not paths[0].exists():
        raise UsageError("there is no such file.", where=str(paths[0]))
    text = draft(paths[0])
    if output is None:
        click.echo(text, nl=False)
        return 0
    if output.exists():
        raise UsageError(
            "this file exists already, and a draft does not write over it.",
            "Name another file, or remove this one.",
            where=str(output),
        )
    output.write_text(text, encoding="utf-8")
    context.say(
        f"The draft is in {output}. Read it, correct it, then: "
        f'migrascope add "{paths[0]}" --mapping "{output}"'
    )
    return 0
