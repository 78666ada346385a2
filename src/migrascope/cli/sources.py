"""Which publishers can be read, under which terms, and with which traps?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from migrascope.cli.context import Context, pass_context

if TYPE_CHECKING:
    from migrascope.model.source import Licence
    from migrascope.sources.batch import Description


@click.command()
@click.argument("source", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="How to print them.",
)
@pass_context
def command(context: Context, *, source: str | None, form: str) -> None:
    """List the publishers that can be read; with SOURCE, all that is known of one.

    Licence, address, datasets, and the caveats that travel with every figure.
    """
    from migrascope.sources import registry

    names = registry.NAMES if source is None else (source,)
    described = [registry.adapter(name).describe() for name in names]
    if form == "json":
        facts = [_facts(each) for each in described]
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    elif source is not None:
        click.echo(_page(described[0]))
    else:
        _overview(context, described)


def _overview(context: Context, described: list[Description]) -> None:
    """One line for each source."""
    from migrascope.cli.printing import table

    rows = [
        (
            each.source,
            each.title,
            each.licence.id,
            str(len(each.datasets)),
            str(len(each.caveats)),
        )
        for each in described
    ]
    headers = ("source", "what it is", "licence", "datasets", "caveats")
    table(context, headers, rows, right=("datasets", "caveats"))
    context.say("More of one: migrascope sources NAME. Download: migrascope fetch NAME")


def _page(each: Description) -> str:
    """All that is known of a source, as text."""
    lines = [
        each.title,
        "",
        f"Publisher  {each.publisher}",
        f"Address    {each.address}",
        f"Licence    {each.licence.name} ({each.licence.id})",
        f"           {_terms(each.licence)}",
        "",
        each.says,
    ]
    if each.datasets:
        lines += ["", "Datasets", *(f"  {dataset}" for dataset in each.datasets)]
    if each.caveats:
        lines += ["", "Caveats"]
    for caveat in each.caveats:
        years = _years(caveat.since, caveat.until)
        scope = ", ".join(f"{column}: {text}" for column, text in caveat.scope.items())
        about = "; ".join(part for part in (scope, years) if part)
        lines.append(f"  {caveat.says}{f'  [{about}]' if about else ''}")
    return "\n".join(lines)


def _terms(licence: Licence) -> str:
    """What a licence allows, in a sentence."""
    share = "may" if licence.redistributable else "may not"
    sell = "may" if licence.commercial else "may not"
    return (
        f"Figures {share} be passed on, and {sell} be used commercially"
        f"{f': {licence.address}' if licence.address else ''}"
    )


def _years(since: int | None, until: int | None) -> str:
    """From when to when a caveat holds."""
    if since is None and until is None:
        return ""
    if since == until:
        return f"{since}"
    if since is None:
        return f"until {until}"
    return f"since {since}" if until is None else f"{since} to {until}"


def _facts(each: Description) -> dict[str, object]:
    """The same for a program."""
    return {
        "source": each.source,
        "title": each.title,
        "publisher": each.publisher,
        "address": each.address,
        "licence": {
            "id": each.licence.id,
            "name": each.licence.name,
            "address": each.licence.address,
            "redistributable": each.licence.redistributable,
            "commercial": each.licence.commercial,
        },
        "datasets": list(each.datasets),
        "says": each.says,
        "caveats": [
            {
                "id": caveat.id,
                "says": caveat.says,
                "effect": caveat.effect,
                "scope": dict(caveat.scope),
                "since": caveat.since,
                "until": caveat.until,
                "evidence": caveat.evidence,
            }
            for caveat in each.caveats
        ],
    }
