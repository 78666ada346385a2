"""Claims: what is undocumented is unfinished, and the reference is up to date."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
import pytest
from tests.docs import pages
from tools import build_reference

from migrascope import errors
from migrascope.cli import failures
from migrascope.cli.main import group
from migrascope.cli.verbs import BY_NAME, VERBS
from migrascope.flows import methods
from migrascope.flows.estimating import estimate
from migrascope.flows.options import Options, Refugees
from migrascope.indicators import registry as indicators
from migrascope.indicators.evidence import Evidence
from migrascope.model import measure
from migrascope.review import country
from migrascope.review.writers import sdmx
from migrascope.starter import opening
from migrascope.store import export
from migrascope.store.base import Base

REFERENCE = pages.DOCS / "reference"
OBSERVATIONS = re.findall(r'AS "([A-Z_]+)"', export._AS_SDMX)


def read(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def verb(name: str) -> click.Command:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    return command


def options(command: click.Command) -> set[str]:
    written = (each.opts + each.secondary_opts for each in command.params)
    return {name for names in written for name in names if name.startswith("-")}


@pytest.mark.parametrize("name", sorted(build_reference.PAGES))
def test_a_made_page_says_what_the_program_says_now(name: str) -> None:
    made = build_reference.PAGES[name]()
    assert read(name) == made, "run: python tools/build_reference.py"


@pytest.mark.parametrize("name", [each.name for each in VERBS])
def test_a_verb_has_a_heading_and_all_its_options(name: str) -> None:
    page = read("commands.md")
    part = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    own, *below = part.split("\n### ")
    assert own
    assert {each for each in options(verb(name)) if each not in own} == set()
    told = {text.partition("\n")[0]: text for text in below}
    commands = build_reference.sub_commands(verb(name))
    assert [f"{name} {each}" for each in commands] == list(told)
    for each, command in commands.items():
        missing = {one for one in options(command) if one not in told[f"{name} {each}"]}
        assert missing == set(), each


def test_every_indicator_has_a_heading() -> None:
    there = set(pages.headings(REFERENCE / "indicators.md"))
    assert {each.code for each in indicators.everything()} <= there


def test_every_measure_stands_in_the_reference() -> None:
    page = read("measures.md")
    own = [each.code for each in measure.all() if not each.is_series]
    assert [code for code in own if f"| {code} |" not in page] == []


def test_every_caveat_has_a_heading(repository: Path) -> None:
    there = set(pages.headings(REFERENCE / "caveats.md"))
    package = repository / "src" / "migrascope"
    files = sorted(package.rglob("caveats.toml"))
    assert {each.relative_to(package).parts[0] for each in files} == {
        "sources",
        "flows",
        "foresight",
    }
    for file in files:
        declared = tomllib.loads(file.read_text(encoding="utf-8"))["caveat"]
        assert {each["id"] for each in declared} <= there


def test_every_method_of_estimating_movements_has_a_heading() -> None:
    there = set(pages.headings(pages.DOCS / "methods" / "flows.md"))
    assert {*methods.ALL, *methods.EXTRA} <= there


def test_every_step_of_the_preparation_stands_in_the_methods() -> None:
    page = (pages.DOCS / "methods" / "flows.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE)
    told = {name for row in rows for name in row.split(", ")}
    base = Base.open(opening.folder())
    for refugees in Refugees:
        options = Options(refugees=refugees)
        made = estimate(
            base,
            start=2020,
            end=2024,
            methods=("sd_drop_neg",),
            sexes=("F",),
            options=options,
        )
        assert {each.step for each in made.adjustments} <= told


def test_every_exit_code_and_error_stands_in_the_reference() -> None:
    page = read("exit-codes.md")
    for name, error in vars(errors).items():
        if isinstance(error, type) and issubclass(error, errors.MigrascopeError):
            row = rf"^\| {error.exit_code} \|.*`{name}`"
            assert re.search(row, page, re.MULTILINE), name
    for code in (0, 2, failures.INTERRUPTED, failures.BROKEN_PIPE):
        assert f"| {code} |" in page


def test_every_extra_has_a_heading(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    there = set(pages.headings(pages.DOCS / "how-to" / "install.md"))
    assert {f"Extra: {name}" for name in extras} <= there


def test_every_chapter_and_table_of_a_review_stands_in_the_reference() -> None:
    page = read("review-files.md")
    evidence = Evidence.load(Base.open(opening.folder()), area="M49:014")
    review = country.build(evidence, "M49:014", today=date(2026, 1, 1))
    assert review.tables()
    for section in review.sections:
        row = rf"^\| {re.escape(section.title)} \| `{section.id}` \| (.*) \|$"
        chapter = re.search(row, page, re.MULTILINE)
        assert chapter, section.title
        for exhibit in section.exhibits:
            assert f"`{exhibit.table.id}`" in chapter[1]


@pytest.mark.parametrize(
    ("structure", "columns"),
    [(sdmx.DATAFLOW, sdmx.COLUMNS), (export.DATAFLOW, OBSERVATIONS)],
)
def test_every_column_of_sdmx_stands_in_the_reference(
    structure: str, columns: Sequence[str]
) -> None:
    page = read("sdmx.md")
    assert structure in page
    assert [each for each in columns if f"`{each}`" not in page] == []


@pytest.mark.parametrize("page", pages.pages(), ids=pages.name)
def test_commands_that_a_page_names_exist(page: Path) -> None:
    spoken = re.findall(r"`(migrascope [^`\n]+)`", pages.prose(page))
    for block in pages.blocks(page):
        if block.language in {"sh", "console"}:
            spoken += re.findall(r"^(?:\$ )?(migrascope .+)$", block.text, re.MULTILINE)
    for line in spoken:
        words = re.sub(r"\"[^\"]*\"|'[^']*'", "TEXT", line).split()[1:]
        known = options(group) | {"-h", "--help"}
        called = next((word for word in words if word in BY_NAME), None)
        if called is not None:
            after = words[words.index(called) + 1 :]
            below = build_reference.sub_commands(verb(called))
            known |= options(below.get("".join(after[:1]), verb(called)))
        else:
            assert words[0].startswith("-") or words[0] == "VERB", f"{line}: no verb"
        given = {word.partition("=")[0] for word in words if word.startswith("-")}
        assert given - {"-"} <= known, line
