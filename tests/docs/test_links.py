"""Claims: every link leads somewhere, and every page can be found."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.docs import pages

EVERY = pages.pages()


@pytest.mark.parametrize("page", EVERY, ids=pages.name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for link in pages.links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} does not exist"
        if anchor and target.suffix == ".md":
            assert anchor in pages.anchors(target), f"{link}: no such heading"


@pytest.mark.parametrize("page", EVERY, ids=pages.name)
def test_a_page_of_the_site_links_only_to_the_site(page: Path) -> None:
    if pages.DOCS not in page.parents:
        pytest.skip("the README is read in the repository")
    for link in pages.links(page):
        path = link.partition("#")[0]
        assert pages.DOCS in [*(page.parent / path).resolve().parents, pages.DOCS]


def test_every_page_stands_in_the_menu(repository: Path) -> None:
    settings = tomllib.loads((repository / "zensical.toml").read_text("utf-8"))
    listed = set(entries(settings["project"]["nav"]))
    there = {page.relative_to(pages.DOCS).as_posix() for page in EVERY[1:]}
    assert listed == there


def entries(menu: object) -> Iterator[str]:
    """The pages of a menu and of the menus in it."""
    match menu:
        case str():
            yield menu
        case dict():
            for part in menu.values():
                yield from entries(part)
        case list():
            for part in menu:
                yield from entries(part)
