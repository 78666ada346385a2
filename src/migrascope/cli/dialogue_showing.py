"""How are the structure of a dialogue, and what recurs over several, printed?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from migrascope.cli import documents, printing
from migrascope.cli.context import Context
from migrascope.language.grammar import count

if TYPE_CHECKING:
    from migrascope.knowledge.dialogue.recurrence import Conclusion, Recurrence, Theme
    from migrascope.knowledge.dialogue.structure import Structure
    from migrascope.knowledge.model import JudgedPassage

_COUNTED = {
    "goal": "Goals",
    "target": "Targets",
    "objective": "Objectives of the Compact",
    "area": "Areas",
    "organisation": "Organisations",
}
_SAYS = {
    "recurs": "What recurs",
    "new": "New in the last one",
    "dropped": "Not in the last one any more",
}


def one(
    found: Structure,
    *,
    most: int,
    form: str,
    output: Path | None,
) -> None:
    """The structure of one dialogue."""
    if form == "json":
        _as_json(_structure(found), output)
        return
    metadata = found.document.metadata
    click.echo(metadata.title or found.document.id)
    if when := ", ".join(filter(None, (metadata.period, metadata.place))):
        click.echo(when)
    if found.facts is not None:
        _heading("Facts")
        for name, value in found.facts.values.items():
            if name not in {"title", "event"}:
                where = value.citations[0].passage if value.citations else ""
                click.echo(f"  {name}: {value.text}  [{where}]")
    _heading(f"Parts ({len(found.parts)})")
    for part in found.parts:
        kinds = ", ".join(
            documents.told(number, kind) for kind, number in part.kinds.items()
        )
        click.echo(f"  {documents.short(part.name or 'Front', 76)}: {kinds}")
    _records(found, most)
    _heading(f"Figures that were quoted ({len(found.figures)})")
    for figure in found.figures[:most]:
        words = documents.short(figure.words, 90)
        click.echo(f"  {figure.text}: “{words}” [{figure.citation.passage}]")
    _heading(f"Who spoke ({len(found.speakers)})")
    for speaker in found.speakers[:most]:
        role = ", ".join(filter(None, (speaker.role, speaker.organisation)))
        sex = f" ({speaker.sex}: “{speaker.sex_words}”)" if speaker.sex else ""
        click.echo(f"  {speaker.name}, {role}{sex} [{speaker.citation.passage}]")
    _counts(found, most)


def several(
    context: Context,
    found: Recurrence,
    *,
    most: int,
    form: str,
    output: Path | None,
) -> None:
    """What recurs over two dialogues or more."""
    if form == "json":
        _as_json(_recurrence(found), output)
        return
    click.echo(" → ".join(found.documents))
    _heading("Targets and objectives: passages in each")
    rows = [
        (
            theme.fate.value,
            f"{theme.scheme.value} {theme.code}",
            *(str(len(each)) if each else "–" for each in theme.passages),
            documents.short(_examples(theme), 60),
        )
        for fate in _SAYS
        for theme in [each for each in found.themes if each.fate == fate][:most]
    ]
    headers = ("what", "theme", *found.documents, "for example")
    printing.table(context, headers, rows, right=found.documents)
    for fate, says in _SAYS.items():
        told = [each for each in found.conclusions if each.fate == fate]
        _heading(f"{says} ({count(len(told), 'conclusion')})")
        for conclusion in told[:most]:
            _conclusion(conclusion)


def _conclusion(conclusion: Conclusion) -> None:
    if conclusion.words:
        click.echo(
            f"  shared words: {', '.join(conclusion.words)} "
            f"(likeness {conclusion.likeness:.2f})"
        )
    for judged in conclusion.passages:
        passage = judged.passage
        click.echo(
            f"    {documents.short(passage.text, 110)} [{passage.id}, page "
            f"{passage.page}]"
        )


def _examples(theme: Theme) -> str:
    told = (each[0].passage.id for each in theme.passages if each)
    return ", ".join(told)


def _records(found: Structure, most: int) -> None:
    from migrascope.knowledge.registers.record import Register

    for register in Register:
        records = found.of(register)
        if not records or register is Register.DIALOGUES:
            continue
        _heading(f"{register.capitalize()} ({len(records)})")
        for record in records[:most]:
            says = record.text("title") or record.text("name") or record.text("says")
            click.echo(
                f"  {record.id}  {documents.short(says, 100)} "
                f"[{record.citations[0].passage}]"
            )


def _counts(found: Structure, most: int) -> None:
    from migrascope.model import area as areas

    for scheme, name in _COUNTED.items():
        counts = {str(k): dict(v) for k, v in found.counts.items()}[scheme]
        if counts:
            _heading(name)
            named = areas.name if scheme == "area" else str
            told = (
                f"{named(code)} ({number})"
                for code, number in list(counts.items())[:most]
            )
            click.echo(f"  {', '.join(told)}")


def _heading(text: str) -> None:
    click.echo(f"\n{text}")


def _as_json(data: dict[str, Any], output: Path | None) -> None:
    def fill(path: Path) -> int:
        return documents.as_json(data, path)

    printing.deliver(fill, target=output, form="json")


def _structure(found: Structure) -> dict[str, Any]:
    from migrascope.cli.register_showing import as_data

    metadata = found.document.metadata
    return {
        "document": found.document.id,
        "title": metadata.title,
        "event": metadata.event,
        "period": metadata.period,
        "place": metadata.place,
        "facts": as_data(found.facts) if found.facts else None,
        "parts": [
            {
                "name": part.name,
                "page": part.page,
                "kinds": {str(kind): number for kind, number in part.kinds.items()},
            }
            for part in found.parts
        ],
        "records": [as_data(record) for record in found.records],
        "figures": [
            {
                "figure": each.text,
                "words": each.words,
                "passage": each.citation.passage,
                "page": each.citation.page,
            }
            for each in found.figures
        ],
        "speakers": [
            {
                "name": each.name,
                "role": each.role,
                "organisation": each.organisation,
                "sex": each.sex,
                "sex_stated_by": each.sex_words,
                "passage": each.citation.passage,
            }
            for each in found.speakers
        ],
        "counts": {
            str(scheme): dict(counts) for scheme, counts in found.counts.items()
        },
    }


def _recurrence(found: Recurrence) -> dict[str, Any]:
    return {
        "documents": list(found.documents),
        "themes": [
            {
                "scheme": theme.scheme.value,
                "code": theme.code,
                "fate": theme.fate.value,
                "passages": [_cited(each) for each in theme.passages],
            }
            for theme in found.themes
        ],
        "conclusions": [
            {
                "fate": each.fate.value,
                "likeness": each.likeness,
                "shared_words": list(each.words),
                "passages": _cited(each.passages),
            }
            for each in found.conclusions
        ],
    }


def _cited(passages: Sequence[JudgedPassage]) -> list[dict[str, Any]]:
    return [
        {
            "passage": judged.passage.id,
            "page": judged.passage.page,
            "kind": judged.judgement.kind.value,
            "words": judged.passage.text,
        }
        for judged in passages
    ]
