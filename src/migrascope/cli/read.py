"""How do documents get into the library?

Every file is read on its own: one that cannot be read is named with what to do, and
the others are kept. The exit code says that something was left out.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrascope.cli.context import Context, pass_context
from migrascope.errors import SourceError, UnreadableDocument, UsageError

if TYPE_CHECKING:
    from migrascope.knowledge.model import Metadata
    from migrascope.knowledge.taking import Taken

_HEADINGS = ("Document", "Pages", "Passages", "Seconds", "Kinds", "Warnings")
_ALIGNED = "<>>><<"
_CODE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Came:
    """What came of reading files: documents with their seconds, and errors."""

    documents: tuple[tuple[Taken, float], ...]
    errors: tuple[SourceError, ...]


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--title", metavar="TEXT", help="The title of the document.")
@click.option("--event", metavar="TEXT", help="The meeting that it comes from.")
@click.option(
    "--date",
    "day",
    metavar="YYYY-MM-DD",
    type=click.DateTime(("%Y-%m-%d",)),
    help="Its day, or the first day of the meeting.",
)
@click.option("--place", metavar="TEXT", help="Where it was: Geneva, or Dili, Timor.")
@click.option("--publisher", metavar="TEXT", help="Who put it out.")
@click.option(
    "--language", metavar="CODE", help="Its language: ar, en, es, fr, ru, zh."
)
@click.option("--licence", metavar="TEXT", help="What may be done with it.")
@click.option(
    "--meaning",
    is_flag=True,
    help="Guess goals, targets and objectives by meaning as well as by words: finds "
    "what is said in other words, and takes about a second for a hundred passages "
    "(English; needs embeddings: see Install).",
)
@pass_context
def command(
    context: Context,
    *,
    files: tuple[Path, ...],
    title: str | None,
    event: str | None,
    day: datetime | None,
    place: str | None,
    publisher: str | None,
    language: str | None,
    licence: str | None,
    meaning: bool,
) -> int:
    """Read documents into the library: PDF, Word, HTML, Markdown, plain text.

    FILE may be a folder or a pattern ("minutes/*.pdf"). What is not given is looked
    for in the document; what is given stands. A document that was read before is
    replaced, and nothing else changes.
    """
    if not files:
        raise UsageError("no file is named.", "Name files, a folder or a pattern.")
    from migrascope.knowledge.model import Metadata

    paths = _expanded(files)
    if title is not None and len(paths) > 1:
        raise UsageError(
            f"--title goes with one file, and these are {len(paths)}.",
            "Read that file on its own.",
        )
    if language is not None and not _CODE.fullmatch(language.lower()):
        raise UsageError(
            f'"{language}" is no code of a language.',
            "Write two letters: ar, en, es, fr, ru, zh.",
        )
    given = Metadata(
        title=title or "",
        event=event or "",
        date=day.date() if day else None,
        place=place or "",
        publisher=publisher or "",
        language=(language or "").lower(),
        licence=licence or "",
    )
    return _report(context, _read(context, paths, given, meaning=meaning))


def _expanded(files: Iterable[Path]) -> tuple[Path, ...]:
    """The files themselves, those of folders, and those that a pattern names.

    Raises:
        UsageError: a folder or a pattern without any document.
    """
    from migrascope.knowledge.reading import DOCUMENTS

    found: dict[Path, None] = {}
    for path in files:
        if path.is_dir():
            inside = [
                each
                for each in sorted(path.rglob("*"))
                if each.suffix.lower() in DOCUMENTS
                and each.is_file()
                and not any(
                    part.startswith(".") for part in each.parts[len(path.parts) :]
                )
            ]
        elif has_magic(str(path)) and not path.exists():
            pattern = str(path.relative_to(path.anchor))
            inside = sorted(Path(path.anchor).glob(pattern))
        else:
            found[path] = None
            continue
        if not inside:
            raise UsageError(
                "there is no document in it.",
                f"Documents end with {', '.join(sorted(DOCUMENTS))}.",
                where=str(path),
            )
        found.update(dict.fromkeys(inside))
    return tuple(found)


def _read(
    context: Context, paths: Sequence[Path], given: Metadata, *, meaning: bool
) -> Came:
    """Read one file after the other into the library."""
    from migrascope.knowledge import guessing
    from migrascope.knowledge.corrections import passages as corrections
    from migrascope.knowledge.library import Library
    from migrascope.knowledge.taking import take

    learned = guessing.by_meaning(context.say) if meaning else guessing.by_words()
    documents: list[tuple[Taken, float]] = []
    errors: list[SourceError] = []
    names: dict[str, Path] = {}
    with (
        Library.open(context.base_folder / "knowledge") as library,
        context.progress("Reading", total=len(paths)) as advance,
    ):
        for done, path in enumerate(paths, start=1):
            started = time.perf_counter()
            try:
                _refuse_twin(names, path)
                taken = take(library, path, given=given, learned=learned)
            except SourceError as error:
                errors.append(error)
            else:
                documents.append((taken, time.perf_counter() - started))
            advance(done)
        if documents:
            for note in corrections.put_in_force(library):
                context.say(note)
    return Came(tuple(documents), tuple(errors))


def _refuse_twin(names: dict[str, Path], path: Path) -> None:
    """Refuse a second file of one name in one command: it would replace the first."""
    from migrascope.knowledge.reading import identity

    other = names.setdefault(identity(path), path)
    if other is not path:
        raise UnreadableDocument(
            f"it would replace {other}, which has the same name.",
            "Give one of them another name.",
            where=str(path),
        )


def _report(context: Context, came: Came) -> int:
    """Print a line for each document, then what was left out; the exit code."""
    if came.documents:
        _print_table(context, came)
    for error in came.errors:
        click.echo(f"migrascope: {error}", err=True)
    if came.errors:
        count = len(came.documents) + len(came.errors)
        if count > 1:
            context.say(f"{len(came.documents)} of {count} files were read.")
        return came.errors[0].exit_code
    return 0


def _print_table(context: Context, came: Came) -> None:
    rows = [_HEADINGS, *(_row(taken, spent) for taken, spent in came.documents)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADINGS))]
    for place, row in enumerate(rows):
        cells = zip(row, _ALIGNED, widths, strict=True)
        line = "  ".join(f"{text:{side}{width}}" for text, side, width in cells)
        style = "bold" if place == 0 else None
        context.console.print(line.rstrip(), style=style, markup=False, soft_wrap=True)


def _row(taken: Taken, seconds: float) -> tuple[str, ...]:
    kinds = ", ".join(f"{count} {kind}" for kind, count in taken.kinds.most_common())
    return (
        taken.document.id,
        str(max(1, len(taken.document.pages))),
        str(taken.passages),
        f"{seconds:.2f}",
        kinds,
        "; ".join(_warnings(taken)),
    )


def _warnings(taken: Taken) -> list[str]:
    """What a person has to know; what was merely repaired is kept in the library."""
    from migrascope.knowledge.reading import REPAIRED

    notes = [note for note in taken.document.notes if not note.startswith(REPAIRED)]
    if taken.put.twins:
        notes.insert(0, f"the same file as {', '.join(taken.put.twins)}")
    return notes
