"""How does the reference stay true?

    python tools/build_reference.py

Writes the pages of `docs/reference/` that say what the program itself knows: its
commands, indicators, measures, sources and caveats. A test compares the pages with
what this prints, so run it after any change of these.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from migrascope.cli.main import group
from migrascope.cli.verbs import VERBS, Verb
from migrascope.flows import edition
from migrascope.foresight import edition as forecasts
from migrascope.indicators import registry as indicators
from migrascope.indicators.registry import Indicator
from migrascope.model import measure as measures
from migrascope.model.caveat import Caveat
from migrascope.sources import registry as sources
from migrascope.sources.batch import Description
from migrascope.starter import opening

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Made by tools/build_reference.py: change the program, not this page. -->"
DIRECTIONS = {"down": "less is better", "up": "more is better", "none": "no direction"}
UNITS = {
    "PS": "persons",
    "PT": "percent",
    "USD": "US dollars",
    "USD_CON": "US dollars at constant prices",
    "PER_1000": "per 1,000",
    "PER_10K": "per 10,000",
    "PER_100K": "per 100,000",
    "PER_MN_USD": "per million US dollars",
    "M_PER_100_F": "men per 100 women",
    "NUMBER": "a count",
    "KM": "kilometres",
    "EVENTS": "events, not persons",
    "SCORE": "a score",
    "IX": "an index from 0 to 1",
}


def main() -> None:
    """Write every page, and say which."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8", newline="\n")
        print(f"docs/reference/{name}")


def commands() -> str:
    """Every verb with its help, as the program prints it."""
    first = (
        "# Commands\n\n"
        "Every verb and option, as `migrascope VERB --help` prints them. The options "
        "`--base`,\n`--quiet` and `--debug` may stand before the verb or after it. "
        "[Exit codes](exit-codes.md)\nsays how a command ends.\n\n"
        f"## migrascope\n\n{_help('migrascope', group)}\n"
    )
    return _page(first, *(_verb(verb) for verb in VERBS))


def indicator_list() -> str:
    """Every indicator: meaning, unit, target, inputs, reference."""
    first = (
        "# Indicators\n\n"
        "The official indicators come first, in the order of the goals; then the "
        "supporting ones.\nA code that ends in `-published` gives the publisher's own "
        "figures, to compare with.\n`migrascope indicators CODE AREA` computes one; "
        "[how they are computed](../methods/indicators.md).\n"
    )
    return _page(first, *map(_indicator, indicators.everything()))


def measure_list() -> str:
    """Every measure, and the SDG series that are described."""
    own = [each for each in measures.all() if not each.is_series]
    series = [each for each in measures.all() if each.is_series and each.kind]
    bare = sum(each.is_series and not each.kind for each in measures.all())
    first = (
        "# Measures\n\n"
        "What publishers count, under one code for all of them. `migrascope show "
        "CODE AREA` shows\nthe figures. A stock is a count on one day; a flow is "
        "a count over a time.\n"
    )
    second = (
        "## Series of the SDG database\n\n"
        "Published series keep the code that the UN Statistics Division gives them. "
        f"Those that bear\non migration are described here; {bare} more are known by "
        "their code and title.\n"
    )
    rows = [
        (each.code, each.name, each.unit, each.kind, each.definition) for each in own
    ]
    described = [
        (each.code, ", ".join(each.indicators), each.name, each.unit, each.definition)
        for each in series
    ]
    return _page(
        first,
        _table(("code", "name", "unit", "kind", "what it is"), rows),
        second,
        _table(("code", "indicator", "name", "unit", "what it is"), described),
    )


def source_list() -> str:
    """Every source with its licence and datasets."""
    first = (
        "# Sources and datasets\n\n"
        "A dataset is one layout of one publisher; an edition is one release of it, "
        "`dataset@vintage`.\nA newer edition of a dataset takes the place of the older "
        "one in answers; the older stays\nreadable. `migrascope sources NAME` prints "
        "the same, [Caveats](caveats.md) lists the traps.\n"
    )
    own = edition.describe(), replace(forecasts.describe(), source="Forecasts")
    return _page(first, *map(_source, (*_descriptions(), *own)))


def caveat_list() -> str:
    """Every caveat: where it holds and what it says."""
    first = (
        "# Caveats\n\n"
        "What a reader must know before using a figure. A caveat travels with the "
        "figures that it\nbears on: it is printed under them, stands in the review, "
        "and is kept in the edition.\nIts effect says in a word what it does to "
        "a figure. UNHCR's `not-collected`, `provisional`\nand `break` are also "
        "written into the status of the figures.\n"
    )
    blocks = []
    for each in _descriptions():
        if each.caveats:
            blocks.append(f"## {each.source}\n")
            blocks += map(_caveat, sorted(each.caveats, key=lambda one: one.id))
    blocks += ["## Estimates of movements\n"]
    blocks += map(_caveat, sorted(edition.describe().caveats, key=lambda one: one.id))
    blocks += ["## Forecasts\n"]
    blocks += map(_caveat, sorted(forecasts.describe().caveats, key=lambda one: one.id))
    blocks += ["## Figures that come with the program\n", *map(_caveat, _starter())]
    return _page(first, *blocks)


PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands,
    "indicators.md": indicator_list,
    "measures.md": measure_list,
    "datasets.md": source_list,
    "caveats.md": caveat_list,
}


def _verb(verb: Verb) -> str:
    command = _named(group, verb.name)
    text = f"## {verb.name}\n\n{_help(f'migrascope {verb.name}', command)}\n"
    return text + "".join(
        f"\n### {verb.name} {name}\n\n"
        f"{_help(f'migrascope {verb.name} {name}', below)}\n"
        for name, below in sub_commands(command).items()
    )


def sub_commands(command: click.Command) -> dict[str, click.Command]:
    """The commands below a verb, in their order; none for most verbs."""
    if not isinstance(command, click.Group):
        return {}
    names = command.list_commands(click.Context(command))
    return {name: _named(command, name) for name in names}


def _named(above: click.Group, name: str) -> click.Command:
    command = above.get_command(click.Context(above), name)
    if command is None:
        message = f"{name} is in the table of {above.name} and has no command"
        raise LookupError(message)
    return command


def _help(name: str, command: click.Command) -> str:
    context = click.Context(
        command,
        info_name=name,
        terminal_width=88,
        max_content_width=88,
        help_option_names=["-h", "--help"],
    )
    # Click keeps the help option of the first context, which a test may have made.
    command._help_option = None  # noqa: SLF001 - there is no other way to forget it
    return f"```text\n{command.get_help(context).rstrip()}\n```"


def _indicator(each: Indicator) -> str:
    target = each.target
    facts = {
        "unit": UNITS.get(each.unit, each.unit),
        "direction": DIRECTIONS[each.direction.value],
        "target": f"{target.value:g} by {target.year}: {target.says}" if target else "",
        "stands for": f"SDG indicator {each.sdg}" if each.sdg else "",
        "formula": each.formula,
        "measures": ", ".join(f"`{name}`" for name in each.inputs),
        "figures": "the publisher's own" if each.published else "computed here",
        "for a group": each.group_note,
        "reference": each.reference,
    }
    rows = [(name, text) for name, text in facts.items() if text]
    return f"## {each.code}\n\n{each.name}.\n\n{_table(('', ''), rows)}"


def _descriptions() -> Iterable[Description]:
    return (sources.adapter(name).describe() for name in sources.NAMES)


def _starter() -> tuple[Caveat, ...]:
    """The caveats that only the starter figures carry, once each."""
    with tempfile.TemporaryDirectory() as folder:
        editions = opening.unpack(Path(folder)).editions()
    known = {one.id for each in _descriptions() for one in each.caveats}
    found = {
        (one.id, one.says): replace(one, source="starter", scope={})
        for edition in editions
        for one in edition.caveats
        if one.id not in known
    }
    return tuple(found[key] for key in sorted(found))


def _source(each: Description) -> str:
    licence = f"{each.licence.name} ({each.licence.id})"
    facts = [("publisher", each.publisher), ("licence", licence)]
    facts += [("address", f"<{each.address}>")] if each.address else []
    text = f"## {each.source}\n\n{each.title}.\n\n{each.says}\n\n"
    text += _table(("", ""), facts)
    if each.datasets:
        names = sorted(each.datasets)
        text += "\nDatasets:\n\n" + "".join(f"- `{name}`\n" for name in names)
    return text


def _caveat(each: Caveat) -> str:
    years = [f"since {each.since}"] if each.since else []
    years += [f"until {each.until}"] if each.until else []
    scope = [f"`{key}` = {_alternatives(text)}" for key, text in each.scope.items()]
    where = "; ".join([*scope, *years]) or "all figures of the source"
    evidence = f"\n\nEvidence: {each.evidence}" if each.evidence else ""
    return (
        f"### {each.id}\n\n{each.says}\n\n{where}. Effect: {each.effect}.{evidence}\n"
    )


def _alternatives(text: str) -> str:
    return " or ".join(f"`{part}`" for part in text.split("|"))


def _table(headers: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [headers, tuple("---" for _ in headers), *rows]
    return "".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n"
        for line in lines
    )


def _page(opening: str, *blocks: str) -> str:
    title, _, rest = opening.partition("\n\n")
    parts = [title + "\n", MADE + "\n", rest, *blocks]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


if __name__ == "__main__":
    main()
