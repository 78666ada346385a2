"""Which documents have been read, and what is known of each?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from migrascope.cli import documents, printing
from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.knowledge.library import Held

_METADATA = (
    "title",
    "event",
    "period",
    "place",
    "area",
    "publisher",
    "language",
    "licence",
    "symbol",
)


@click.group(cls=documents.Group)
def command() -> None:
    r"""List the documents that were read, show one, remove one, or read all again.

    \b
      migrascope library list
      migrascope library show idm-2018-new-york-summary
      migrascope library passage idm-2018-new-york-summary#41
      migrascope library remove idm-2018-new-york-summary
      migrascope library rebuild
      migrascope library embed
    """


@command.command("list")
@click.option(
    "--format", "form", type=click.Choice(("table", "json")), default="table",
    help="How to print them.",
)  # fmt: skip
@pass_context
def listing(context: Context, /, *, form: str) -> None:
    """List the documents: id, title, date, place, language, pages, passages."""
    with documents.library(context) as library:
        held = library.documents()
    if form == "json":
        facts = [_facts(each) for each in held]
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    headers = ("document", "title", "date", "language", "pages", "passages")
    rows = [
        (
            each.id,
            documents.short(each.metadata.title, 50),
            each.metadata.date.isoformat() if each.metadata.date else "",
            each.metadata.language,
            str(each.pages),
            str(each.passages),
        )
        for each in held
    ]
    printing.table(
        context, headers, rows, right=("pages", "passages"), whole=("document",)
    )
    context.say(documents.told(len(held), "document"))


@command.command("show")
@click.argument("document")
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text",
    help="How to print it.",
)  # fmt: skip
@pass_context
def show(context: Context, /, *, document: str, form: str) -> None:
    """Show what is known of DOCUMENT, and how each fact became known.

    To correct a fact, read the file again with it: migrascope read FILE --title …
    """
    with documents.library(context) as library:
        held = library.held(document)
        original = library.original(document)
        kinds: dict[str, int] = {}
        from migrascope.knowledge.library import Filters

        for each in library.stream(Filters(documents=(document,))):
            kind = each.judgement.kind.value
            kinds[kind] = kinds.get(kind, 0) + 1
    if form == "json":
        facts = {**_facts(held), "kinds": kinds, "original": str(original)}
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    click.echo(_page(held, kinds, original))


@command.command("passage")
@click.argument("passage")
@pass_context
def passage(context: Context, /, *, passage: str) -> None:
    """Show PASSAGE (document#number): its text, kind and tags with their reasons."""
    with documents.library(context) as library:
        found = library.passage(passage)
    where, judged = found.passage, found.judgement
    places = (*where.sections, where.panel, where.entry_name, where.label)
    cue = judged.cue or "no cue"
    lines = [
        where.text,
        "",
        *(f"under   {place}" for place in dict.fromkeys(filter(None, places))),
        f"page    {where.page}",
        f"kind    {judged.kind.value} ({judged.confidence:.2f}): {cue}",
    ]
    lines += [
        f"{tag.scheme.value:12} {tag.code:8} {tag.confidence:.2f} "
        f"{tag.how.value}: {tag.reason}"
        for tag in judged.tags
    ]
    click.echo("\n".join(lines))


@command.command("remove")
@click.argument("names", nargs=-1, required=True, metavar="DOCUMENT...")
@pass_context
def remove(context: Context, /, *, names: tuple[str, ...]) -> None:
    """Take documents out, with their passages and the bytes that were read."""
    with documents.library(context) as library:
        for name in names:
            library.held(name)  # all of them are there, or nothing is removed
        for name in names:
            library.remove(name)
    context.say(f"{documents.told(len(names), 'document')} removed")


@command.command("embed")
@pass_context
def embed(context: Context, /) -> None:
    """Let search compare meanings, too: done once for each document.

    Needs embeddings (see Install); takes about a second for a hundred passages. After
    reading more documents do it again: until then only words are compared.
    """
    from migrascope.errors import UsageError
    from migrascope.knowledge.learned import embeddings

    if not embeddings.available():
        raise UsageError("Embeddings are not installed.", embeddings.missing())
    embeddings.prepare(context.say)
    with documents.library(context) as library:
        count = len(library.documents())
        done = 0
        with context.progress("Embedding", total=count) as advance:
            for document in library.embed():
                done += 1
                advance(done, count, document)
    context.say(f"{documents.told(done, 'document')} done, {count} in the library")


@command.command("rebuild")
@click.option(
    "--meaning", is_flag=True, help="Tag by meaning, too (needs embeddings; slow)."
)
@pass_context
def rebuild(context: Context, /, *, meaning: bool) -> int:
    """Read every document again from the bytes that were kept.

    After a newer version of the program, or when the library's file is damaged: move
    it away first. Facts that were given with a document are given again.
    """
    from migrascope.knowledge import guessing
    from migrascope.knowledge.corrections import passages as corrections
    from migrascope.knowledge.library import Library
    from migrascope.knowledge.rebuilding import rebuild as read_again

    failed = 0
    learned = guessing.by_meaning(context.say) if meaning else guessing.by_words()
    with Library.open(documents.folder(context)) as library:
        for original, error in read_again(library, learned=learned):
            if error is not None:
                failed = error.exit_code
                click.echo(f"migrascope: {error}", err=True)
            else:
                context.say(f"read again: {original.id}")
        for note in corrections.put_in_force(library):
            context.say(note)
        count = len(library.documents())
    context.say(f"{documents.told(count, 'document')} in the library")
    return failed


def _page(held: Held, kinds: dict[str, int], original: Path) -> str:
    """All that is known of a document, as text."""
    known = held.metadata
    facts = {name: getattr(known, name) for name in _METADATA}
    facts["date"] = known.date.isoformat() if known.date else ""
    lines = [held.id, ""]
    for name, value in facts.items():
        how = known.found.get(name, "")
        source = (
            f"   ({how if how == 'given' else f'read from “{how}”'})" if how else ""
        )
        lines.append(f"{name:10} {value or '..'}{source}")
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    lines += [
        "",
        f"{'file':10} {held.file} ({held.format}), sha256 {held.sha256}",
        f"{'kept as':10} {original}",
        f"{'read':10} {held.added:%Y-%m-%d %H:%M} UTC",
        f"{'pages':10} {held.pages}",
        f"{'passages':10} {held.passages}: {counted}",
    ]
    lines += [f"{'note':10} {note}" for note in held.notes]
    return "\n".join(lines)


def _facts(held: Held) -> dict[str, Any]:
    """The same for a program."""
    known = held.metadata
    return {
        "id": held.id,
        **{name: getattr(known, name) for name in _METADATA},
        "date": known.date.isoformat() if known.date else "",
        "found": dict(known.found),
        "file": held.file,
        "format": held.format,
        "sha256": held.sha256,
        "pages": held.pages,
        "passages": held.passages,
        "notes": list(held.notes),
        "added": held.added.isoformat(),
    }
