"""A page can be read by everybody, with whatever they read it with."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest

from migrascope.indicators.evidence import Evidence
from migrascope.review import country, listing
from migrascope.review.producing import Made
from migrascope.review.writers import web

from .conftest import TODAY

LEAST_CONTRAST = 4.5
VOID = {"meta", "link", "br", "hr", "img", "input", "path", "circle", "rect", "line"}


class _Page(HTMLParser):
    """The elements of a page in order, each with its attributes and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.open: list[tuple[str, dict[str, str], list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs}, list[str]())
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _, _, texts in self.open:
            texts.append(data)

    def all(self, *tags: str) -> list[tuple[str, dict[str, str], str]]:
        return [
            (tag, facts, "".join(texts).strip())
            for tag, facts, texts in self.elements
            if tag in tags
        ]


@pytest.fixture(scope="module", params=["KEN", "TUV", "BVT"])
def source(request: pytest.FixtureRequest, evidence: Evidence) -> str:
    return web.render(country.build(evidence, request.param, today=TODAY))


@pytest.fixture(scope="module")
def page(source: str) -> _Page:
    parser = _Page()
    parser.feed(source)
    return parser


def test_the_language_and_the_title_are_named(page: _Page) -> None:
    (_, facts, _) = page.all("html")[0]
    assert facts["lang"] == "en"
    assert "Sustainable Development Goals" in page.all("title")[0][2]


def test_there_is_one_first_heading_and_no_level_is_skipped(page: _Page) -> None:
    levels = [int(tag[1]) for tag, _, _ in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert all(text for _, _, text in page.all("h1", "h2", "h3"))


def test_every_id_is_unique_and_every_link_inside_leads_somewhere(page: _Page) -> None:
    ids = [
        facts["id"]
        for _, facts, _ in page.all(*{t for t, _, _ in page.elements})
        if "id" in facts
    ]
    assert len(ids) == len(set(ids))
    targets = [
        facts["href"][1:] for _, facts, _ in page.all("a") if facts["href"][0] == "#"
    ]
    assert targets
    assert set(targets) <= set(ids)


def test_labels_refer_to_what_is_there(page: _Page) -> None:
    every = page.all(*{tag for tag, _, _ in page.elements})
    ids = {facts["id"] for _, facts, _ in every if "id" in facts}
    named = {
        facts["aria-labelledby"] for _, facts, _ in every if "aria-labelledby" in facts
    }
    assert named <= ids


def test_links_say_where_they_lead(page: _Page) -> None:
    texts = [text for _, _, text in page.all("a")]
    assert all(len(text) > 3 for text in texts)
    assert not {text.casefold() for text in texts} & {
        "here",
        "link",
        "more",
        "click here",
    }


def test_every_table_has_a_caption_or_a_label_and_scoped_headings(page: _Page) -> None:
    tables = page.all("table")
    main = [facts for _, facts, _ in tables if facts.get("class") != "origins"]
    assert len(page.all("caption")) == len(main)
    assert all(facts.get("scope") in {"col", "row"} for _, facts, _ in page.all("th"))


def test_what_scrolls_can_be_reached_and_is_named(page: _Page) -> None:
    for _, facts, _ in page.all("div"):
        if facts.get("class") == "scroll":
            assert facts["tabindex"] == "0"
            assert facts["role"] == "region"
            assert facts["aria-label"]


def test_every_drawing_is_an_image_with_words(page: _Page) -> None:
    for _, facts, _ in page.all("svg"):
        assert facts["role"] == "img"
        assert len(facts["aria-label"]) > 20


def test_nothing_runs_and_nothing_is_loaded_from_elsewhere(
    page: _Page, source: str
) -> None:
    assert page.all("script", "iframe", "object", "embed", "img", "link") == []
    assert not re.search(r"@import|url\((?!#)", source)
    for tag, facts, _ in page.all(*{tag for tag, _, _ in page.elements}):
        assert not [name for name in facts if name.startswith("on")], tag
        assert "src" not in facts, tag


def test_the_page_fits_a_telephone_by_its_own_word(page: _Page) -> None:
    views = [
        facts["content"]
        for _, facts, _ in page.all("meta")
        if facts.get("name") == "viewport"
    ]
    assert views == ["width=device-width, initial-scale=1"]


def test_the_list_of_all_reviews_is_readable_too(tmp_path: Path) -> None:
    made = Made(
        "KEN", "Kenya <&>", "In 2024, …", (tmp_path / "KEN.html", tmp_path / "KEN.pdf")
    )
    listing.write([made], tmp_path)
    parser = _Page()
    parser.feed((tmp_path / "index.html").read_text("utf-8"))
    assert parser.all("html")[0][1]["lang"] == "en"
    assert [facts["href"] for _, facts, _ in parser.all("a")] == ["KEN.html", "KEN.pdf"]
    assert "Kenya <&>" in [text for _, _, text in parser.all("th")]


@pytest.mark.parametrize("name", ["ink", "grey", "blue", "accent"])
def test_text_stands_out_from_the_page(name: str) -> None:
    style = (
        files("migrascope.review")
        .joinpath("templates", "review.css")
        .read_text("utf-8")
    )
    found = re.search(rf"--{name}: #([0-9a-f]{{6}})", style)
    assert found
    assert _contrast(found.group(1), "ffffff") >= LEAST_CONTRAST


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
