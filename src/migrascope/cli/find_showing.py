"""How are the hits of a search printed, or written to a file?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from migrascope.cli import documents, printing
from migrascope.cli.context import Context

if TYPE_CHECKING:
    from rich.text import Text

    from migrascope.knowledge.search.answer import Answer, Hit

HEADERS = (
    "rank",
    "passage",
    "text",
    "kind",
    "goals",
    "targets",
    "objectives",
    "areas",
    "perhaps",
    "document",
    "title",
    "date",
    "page",
    "panel",
    "label",
    "entry",
    "language",
    "matched",
    "why",
    "score",
    "coverage",
    "citation",
)
_SCHEMES = ("goal", "target", "objective", "area")
_SURE = 0.3
"""Below it a tag is said to be perhaps one: most guesses above it are right. The filter
by goal draws the same line: `migrascope.knowledge.library.filters.SURE`."""
_MATCH = "bold yellow"
_GOALS_SHOWN = 6


def show(context: Context, answer: Answer, *, explain: bool, nearest: bool) -> None:
    """Print the hits for people, with the matched words set off."""
    hits = answer.hits
    if answer.nothing:
        click.echo(nothing(answer))
        if not nearest or not answer.nearest:
            if answer.nearest:
                context.say("To see the nearest passages all the same: --nearest")
            return
        click.echo("\nThe nearest passages, which do not answer it:\n")
        hits = answer.nearest
    for rank, hit in enumerate(hits, start=1):
        _print(context, rank, hit, explain=explain)
    if not answer.nothing:
        context.say(_footer(answer))


def nothing(answer: Answer) -> str:
    """That nothing answers, and why."""
    if not answer.question:
        return answer.nothing
    return f"Nothing found that answers this. {answer.nothing}".rstrip()


def write(answer: Answer, *, form: str, output: Path | None) -> None:
    """Write the hits to a file or to the screen; none gives headers only."""
    rows = [_row(rank, hit) for rank, hit in enumerate(answer.hits, start=1)]

    def fill(path: Path) -> int:
        if form == "json":
            return documents.as_json(_facts(answer), path)
        cells = [[_cell(row[header]) for header in HEADERS] for row in rows]
        if form == "csv":
            return documents.as_csv(HEADERS, cells, path)
        from migrascope.cli.find_workbook import workbook

        return workbook(HEADERS, cells, path)

    printing.deliver(fill, target=output, form=form)


def _print(context: Context, rank: int, hit: Hit, *, explain: bool) -> None:
    from rich.padding import Padding
    from rich.text import Text

    label = hit.passage.label
    head = Text.assemble(
        (f"{rank}. ", "bold"),
        (hit.judgement.kind.value, "bold"),
        ("  ", ""),
        (hit.citation, "cyan"),
    )
    context.console.print(head, soft_wrap=True)
    if label:
        context.console.print(
            Padding(Text(documents.short(label), "dim"), (0, 0, 0, 3), expand=False)
        )
    context.console.print(Padding(_marked(hit), (0, 0, 0, 3), expand=False))
    remarks = [f"[{hit.passage.id}]", hit.why and f"why: {hit.why}", _about(hit)]
    for remark in filter(None, remarks):
        context.console.print(Padding(Text(remark, "dim"), (0, 0, 0, 3), expand=False))
    if explain:
        for line in _explained(hit):
            context.console.print(
                Padding(Text(line, "dim"), (0, 0, 0, 6), expand=False)
            )
    context.console.print()


def _about(hit: Hit) -> str:
    """What a hit is about, as people name it; what is not sure stands last."""
    from migrascope.model import area

    codes = _codes(hit)
    known = [area.lookup(code) for code in codes["area"]]
    codes["area"] = [area.name(each) for each in known if each]
    parts = [
        f"{scheme} {', '.join(codes[scheme])}" for scheme in _SCHEMES if codes[scheme]
    ]
    if perhaps := _perhaps(hit):
        parts.append(f"perhaps {', '.join(perhaps)}")
    return "; ".join(parts)


def _marked(hit: Hit) -> Text:
    """The passage with the matched words set off (by colour, in a terminal)."""
    from rich.text import Text

    text = Text(hit.passage.text)
    for start, end in hit.words:
        text.stylize(_MATCH, start, end)
    return text


def _explained(hit: Hit) -> Iterator[str]:
    """How the rank came about: each idea with its form, place and weight."""
    yield f"score {hit.score:.3f}; speaks of {hit.coverage:.0%} of what was asked"
    for match in hit.matches:
        found = f"{match.word} as “{match.form}” in the {match.place}"
        yield f"{match.weight:6.2f}  {found}"
    if hit.close:
        yield f"{hit.close:6.2f}  words stand close together (share of the whole)"
    if hit.asked:
        yield f"{hit.asked:6.2f}  a figure or date was asked for (share of the whole)"
    if hit.meaning is not None:
        yield f"{hit.meaning:6.2f}  likeness of meaning"
    kind = hit.judgement
    yield f"kind {kind.kind.value} ({kind.confidence:.2f}): {kind.cue}"
    for tag in kind.tags:
        yield f"{tag.scheme.value} {tag.code} ({tag.confidence:.2f}): {tag.reason}"


def _footer(answer: Answer) -> str:
    """How many answer, of which kinds and on which goals."""
    parts = [documents.told(answer.answering, "passage")]
    if answer.kinds:
        parts.append(_counted(answer.kinds))
    if answer.goals:
        first = dict(list(answer.goals.items())[:_GOALS_SHOWN])
        parts.append(f"goals {_counted(first, before=False)}")
    shown = len(answer.hits)
    if shown < answer.answering:
        parts.append(f"{shown} shown (--limit for more)")
    return "; ".join(parts) + "."


def _counted(counts: Mapping[str, int], *, before: bool = True) -> str:
    """Counts for people: "4 practice, 2 statement" or "10 (4), 8 (2)"."""
    return ", ".join(
        f"{count} {name}" if before else f"{name} ({count})"
        for name, count in counts.items()
    )


def _codes(hit: Hit) -> dict[str, list[str]]:
    """The codes of a hit's tags that are sure enough, by what they name."""
    codes: dict[str, list[str]] = {scheme: [] for scheme in _SCHEMES}
    for tag in hit.judgement.tags:
        if tag.scheme.value in codes and tag.confidence >= _SURE:
            codes[tag.scheme.value].append(tag.code)
    return codes


def _perhaps(hit: Hit) -> list[str]:
    """The tags that are less sure: "goal 17", "target 10.7"."""
    return [
        f"{tag.scheme.value} {tag.code}"
        for tag in hit.judgement.tags
        if tag.scheme.value in _SCHEMES and tag.confidence < _SURE
    ]


def _row(rank: int, hit: Hit) -> dict[str, Any]:
    passage, codes = hit.passage, _codes(hit)
    day = hit.document.date
    return {
        "rank": rank,
        "passage": passage.id,
        "text": passage.text,
        "kind": hit.judgement.kind.value,
        "goals": codes["goal"],
        "targets": codes["target"],
        "objectives": codes["objective"],
        "areas": codes["area"],
        "perhaps": _perhaps(hit),
        "document": passage.document,
        "title": hit.document.title,
        "date": day.isoformat() if day else "",
        "page": passage.page,
        "panel": passage.panel,
        "label": passage.label,
        "entry": passage.entry_name,
        "language": passage.language,
        "matched": [passage.text[start:end] for start, end in hit.words],
        "why": hit.why,
        "score": round(hit.score, 4),
        "coverage": round(hit.coverage, 4),
        "citation": hit.citation,
    }


def _facts(answer: Answer) -> dict[str, Any]:
    """The whole answer for a program."""
    return {
        "question": answer.question,
        "answered": not answer.nothing,
        "nothing": answer.nothing,
        "answering": answer.answering,
        "kinds": dict(answer.kinds),
        "goals": dict(answer.goals),
        "hits": [_row(rank, hit) for rank, hit in enumerate(answer.hits, start=1)],
    }


def _cell(value: object) -> str:
    """A value as the text of a cell; several are joined by semicolons."""
    return "; ".join(value) if isinstance(value, list) else str(value)
